/** English: self-help texts. */
import type { SelfHelpWords } from './self-help-nb.ts';

const selfHelpEn: SelfHelpWords = {
  title: { waiting: 'While you wait', elsewhere: 'Something that may help a little' },
  lead: 'You don’t have to do any of this. It is here if you want it.',
  sound: {
    label: 'Play a sound when someone answers',
    hint: 'A soft sound of two notes. It also plays when you are in another tab. We play it once when you turn it on.',
    again: 'The page was reloaded, so the sound is off. Turn it on again if you like.',
    failed: 'Your browser won’t let us play sound.',
  },
  breathing: {
    title: 'Breathe slowly',
    about:
      'Follow the circle for as long as you like. If you feel dizzy, stop and breathe as usual. It also works offline.',
    aboutStill:
      'Follow the words for as long as you like. If you feel dizzy, stop and breathe as usual. It also works offline.',
    start: 'Start',
    stop: 'Stop',
    in: 'Breathe in',
    hold: 'Hold',
    out: 'Breathe out',
  },
  places: 'Places to meet, and groups',
};

export default selfHelpEn;
