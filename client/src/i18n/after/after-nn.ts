/** Nynorsk: texts of feedback and the saved copy after a conversation. */
import type { AfterWords } from '../words.ts';

const afterNn: AfterWords = {
  heading: 'Korleis var det for deg?',
  lead: 'Svar på det du vil, eller la vere. Vi lagrar ikkje kven som svara.',
  feeling: 'Korleis har du det no?',
  heard: 'Kjende du deg høyrd?',
  heardAnswers: [
    'Ikkje i det heile',
    'I liten grad',
    'I nokon grad',
    'I stor grad',
    'I svært stor grad',
  ],
  comment: 'Vil du seie noko meir?',
  commentHint:
    'Ikkje skriv kven du er, eller kven andre er. Dei som driv tenesta, får lese det saman med det andre har skrive, men kan ikkje svare deg.',
  send: 'Send svaret',
  nothing: 'Svar på eitt av spørsmåla først. Du kan òg berre la vere.',
  sending: 'Sender …',
  failed: 'Svaret kom ikkje fram. Det er ikkje din feil. Prøv gjerne ein gong til.',
  late: 'Svaret kom litt for seint, så vi fekk det ikkje. Det gjer ingenting.',
  thanks: 'Takk for at du svara. Det hjelper oss å bli betre.',
  copy: {
    heading: 'Vil du ta vare på det de skreiv?',
    text: 'No finst det berre på denne sida, og blir borte når du forlèt ho.',
    make: 'Lag ein kopi',
    confirmTitle: 'Er det berre du som bruker denne telefonen eller PC-en?',
    confirmText:
      'Kopien er ei fil som blir liggjande hos deg til du slettar fila. Andre som bruker den same eininga, kan finne og lese fila.',
    yes: 'Ja, lagre kopien',
    no: 'Nei, la vere',
    saved: 'Kopien heiter «notat.txt». Du finn han blant nedlastingane dine.',
    file: 'notat.txt',
    you: 'Du',
    leader: 'Vaktleiar',
  },
};

export default afterNn;
