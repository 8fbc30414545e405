/** Bokmål: texts of the widget on other sites. They are part of its script, so every letter adds to its size. */
const embedNb = {
  title: 'Trenger du noen å skrive med?',
  looking: 'Sjekker om noen kan svare …',
  states: {
    open: 'Åpent nå',
    busy: 'Åpent nå, men mange venter',
    full: 'Køen er full akkurat nå',
    closed: 'Ikke åpent nå',
    unknown: 'Vi får ikke kontakt akkurat nå',
  },
  opens: (when: string) => `Vi åpner igjen ${when}.`,
  dayAt: (day: string, time: string) => `${day} kl. ${time}`,
  write: 'Skriv med oss',
  others: 'Se hvem du kan ringe nå',
  newTab: 'åpnes i ny fane',
  talk: 'Noen å snakke med, hele døgnet:',
  danger: 'Fare for liv?',
  call: (number: string) => `Ring ${number}`,
};

export default embedNb;
