/** English: texts that the server renders into the page. */
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
  early: {
    title: 'The page could not be shown',
    cookies:
      'Your browser sent too many cookies from other services on this address. Delete the cookies for this site, or open the page in a private window.',
    again: 'Load the page again, or try again in a moment.',
    call: 'If you need to talk to someone now, you can call:',
  },
  noScript: {
    chat: 'You can’t chat with us in this browser, because JavaScript is turned off. But you can call someone here.',
    old: 'Is nothing happening? Reload the page, or call someone here.',
  },
  poster: {
    title: 'Poster for the notice board',
    who: 'A real person answers here. A volunteer who has learned to listen.',
    free: 'It’s free. You don’t have to say who you are, and you need no app.',
    scan: 'Point your phone’s camera at the QR code, or type the address:',
    code: 'QR code with the address',
    print: 'Print it on A4, and cut along the strips at the bottom.',
  },
};

export default servedEn;
