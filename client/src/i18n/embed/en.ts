/** English: texts of the widget on other sites. */
import type { EmbedWords } from '../words.ts';

const embedEn: EmbedWords = {
  title: 'Do you need someone to chat with?',
  looking: 'Checking if someone can answer …',
  states: {
    open: 'Open now',
    busy: 'Open now, but many are waiting',
    full: 'The queue is full right now',
    closed: 'Not open now',
    unknown: 'We can’t be reached right now',
  },
  opens: (when) => `We open again ${when}.`,
  dayAt: (day, time) => `${day} at ${time}`,
  write: 'Chat with us',
  others: 'See who you can call now',
  newTab: 'opens in a new tab',
  talk: 'Someone to talk to, day and night:',
  danger: 'In danger?',
  call: (number) => `Call ${number}`,
};

export default embedEn;
