/** English: texts of feedback and the saved copy after a conversation. */
import type { AfterWords } from '../words.ts';

const afterEn: AfterWords = {
  heading: 'How was it for you?',
  lead: 'Answer what you like, or leave it. We don’t keep who answered.',
  feeling: 'How are you now?',
  heard: 'Did you feel heard?',
  heardAnswers: ['Not at all', 'A little', 'To some extent', 'Quite a lot', 'Very much'],
  comment: 'Is there more you want to say?',
  commentHint:
    'Don’t write who you are, or who others are. Those who run the service read it together with what others wrote, but can’t write back.',
  send: 'Send my answer',
  nothing: 'Answer one of the questions first. You can also leave it.',
  sending: 'Sending …',
  failed: 'Your answer didn’t reach us. It’s not your fault. Please try once more.',
  late: 'Your answer came a little too late, so we didn’t get it. That’s all right.',
  thanks: 'Thank you for answering. It helps us improve.',
  copy: {
    heading: 'Would you like to keep what you two wrote?',
    text: 'Now it’s only on this page, and it’s gone when you leave.',
    make: 'Make a copy',
    confirmTitle: 'Are you the only one who uses this phone or computer?',
    confirmText:
      'The copy is a file that stays with you until you delete it. Others who use the same device can find it and read it.',
    yes: 'Yes, save the copy',
    no: 'No, leave it',
    saved: 'The copy is called “note.txt”. You will find it in your downloads.',
    file: 'note.txt',
    you: 'You',
    leader: 'Shift leader',
  },
};

export default afterEn;
