/**
 * Bokmål: texts of feedback and the saved copy after a conversation. Loaded late, because the conversation does not
 * need them.
 */
const afterNb = {
  heading: 'Hvordan var det for deg?',
  lead: 'Svar på det du vil, eller la det være. Vi lagrer ikke hvem som svarte.',
  feeling: 'Hvordan har du det nå?',
  heard: 'Følte du deg hørt?',
  heardAnswers: [
    'Ikke i det hele tatt',
    'I liten grad',
    'I noen grad',
    'I stor grad',
    'I svært stor grad',
  ],
  comment: 'Vil du si noe mer?',
  commentHint:
    'Ikke skriv hvem du er, eller hvem andre er. De som driver tjenesten, får lese det sammen med det andre har skrevet, men kan ikke svare deg.',
  send: 'Send svaret',
  nothing: 'Svar på ett av spørsmålene først. Du kan også bare la det være.',
  sending: 'Sender …',
  failed: 'Svaret kom ikke fram. Det er ikke din feil. Prøv gjerne en gang til.',
  late: 'Svaret kom litt for sent, så vi fikk det ikke. Det gjør ingenting.',
  thanks: 'Takk for at du svarte. Det hjelper oss å bli bedre.',
  copy: {
    heading: 'Vil du ta vare på det dere skrev?',
    text: 'Nå finnes det bare på denne siden, og blir borte når du forlater den.',
    make: 'Lag en kopi',
    confirmTitle: 'Er det bare du som bruker denne telefonen eller PC-en?',
    confirmText:
      'Kopien er en fil som blir liggende hos deg til du sletter den. Andre som bruker den samme enheten, kan finne den og lese den.',
    yes: 'Ja, lagre kopien',
    no: 'Nei, la være',
    saved: 'Kopien heter «notat.txt». Du finner den blant nedlastingene dine.',
    file: 'notat.txt',
    you: 'Du',
    leader: 'Vaktleder',
  },
};

export default afterNb;
