/** English: what the server writes into the page itself. */
import type { ServedWords } from '../words.ts';

const servedEn: ServedWords = {
  own: 'English',
  hours: {
    title: 'When are we open?',
    always: 'We are open when someone is on duty.',
    days: '{from} to {to}',
    every: 'Every day',
    closed: 'closed',
    other: 'These days are different:',
  },
  loading: 'Just a moment …',
  noScript: {
    chat: 'You can’t write with us in this browser, because its JavaScript is turned off. But you can call someone here.',
    old: 'Is nothing happening? Load the page again, or call someone here.',
  },
};

export default servedEn;
