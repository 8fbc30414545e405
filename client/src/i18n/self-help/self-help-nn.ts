/** Nynorsk: self-help texts. */
import type { SelfHelpWords } from './self-help-nb.ts';

const selfHelpNn: SelfHelpWords = {
  title: { waiting: 'Medan du ventar', elsewhere: 'Noko som kan hjelpe litt' },
  lead: 'Du treng ikkje gjere noko av dette. Det er her om du vil.',
  sound: {
    label: 'Spel ein lyd når nokon svarar',
    hint: 'Ein mild lyd med to tonar. Han kjem også når du er i ei anna fane. Vi spelar han når du slår han på.',
    again: 'Sida er lasta på nytt, så lyden er av. Slå han gjerne på igjen.',
    failed: 'Nettlesaren din lèt oss ikkje spele lyd.',
  },
  breathing: {
    title: 'Pust roleg',
    about:
      'Følg sirkelen så lenge du vil. Blir du svimmel, stoppar du og pustar som vanleg. Verkar også utan nett.',
    aboutStill:
      'Følg orda så lenge du vil. Blir du svimmel, stoppar du og pustar som vanleg. Verkar også utan nett.',
    start: 'Start',
    stop: 'Stopp',
    in: 'Pust inn',
    hold: 'Hald',
    out: 'Pust ut',
  },
  places: 'Møteplassar og grupper',
};

export default selfHelpNn;
