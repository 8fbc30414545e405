/** Nynorsk: what may be said, and kept, after a conversation. */
import type { AfterWords } from '../words.ts';

const afterNn: AfterWords = {
  heading: 'Korleis var det for deg?',
  lead: 'Svar på det du vil, eller lat vere. Vi lagrar ikkje kven som svara.',
  feeling: 'Korleis har du det no?',
  heard: 'Kjende du deg høyrd?',
  heardAnswers: ['Ikkje i det heile', 'Lite', 'Litt', 'Ganske mykje', 'Veldig mykje'],
  comment: 'Vil du seie noko meir?',
  commentHint:
    'Ikkje skriv kven du er, eller kven andre er. Dei som styrer her, får lese det saman med det andre har skrive, men kan ikkje svare deg.',
  send: 'Send svaret',
  nothing: 'Svar på eitt av spørsmåla først. Du kan òg berre late vere.',
  sending: 'Sender …',
  failed: 'Svaret kom ikkje fram. Det er ikkje noko du har gjort. Prøv gjerne ein gong til.',
  late: 'Svaret kom litt for seint, så vi fekk det ikkje. Det gjer ingenting.',
  thanks: 'Takk for at du svara. Det hjelper oss å bli betre.',
  copy: {
    heading: 'Vil du ta vare på det de skreiv?',
    text: 'No finst det berre på denne sida, og det blir borte når du går herifrå.',
    make: 'Lag ein kopi',
    confirmTitle: 'Er det berre du som bruker denne telefonen eller PC-en?',
    confirmText:
      'Kopien er ei fil som blir liggjande hos deg til du slettar henne. Andre som bruker den same eininga, kan finne henne og lese henne.',
    yes: 'Ja, lagre kopien',
    no: 'Nei, lat vere',
    saved: 'Kopien heiter «notat.txt». Du finn han der det du lastar ned, plar liggje.',
    file: 'notat.txt',
    you: 'Du',
  },
};

export default afterNn;
