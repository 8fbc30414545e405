/** Bokmål: the words of the door on other sites. They stand in its script, and each letter counts. */
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
