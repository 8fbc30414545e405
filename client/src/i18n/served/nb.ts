/** Bokmål: texts that the server renders into the page. No client script loads them. */
const servedNb = {
  own: 'Bokmål',
  hours: {
    title: 'Når har vi åpent?',
    always: 'Vi har åpent når noen er på vakt.',
    days: '{from} til {to}',
    every: 'Alle dager',
    closed: 'stengt',
    other: 'Disse dagene er annerledes:',
  },
  loading: 'Et øyeblikk, siden lastes …',
  early: {
    title: 'Siden kunne ikke vises',
    cookies:
      'Nettleseren din sendte for mange informasjonskapsler fra andre tjenester på denne adressen. Slett informasjonskapslene for dette nettstedet, eller åpne siden i et privat vindu.',
    again: 'Last inn siden på nytt, eller prøv igjen om litt.',
    call: 'Trenger du noen å snakke med nå, kan du ringe:',
  },
  noScript: {
    chat: 'Du kan ikke skrive med oss i denne nettleseren, fordi JavaScript er slått av. Men du kan ringe noen av disse.',
    old: 'Skjer det ingenting? Last siden på nytt, eller ring noen av disse.',
  },
  poster: {
    title: 'Plakat til oppslagstavla',
    who: 'Her svarer et medmenneske. En frivillig som har lært å lytte.',
    free: 'Det er gratis. Du trenger ikke si hvem du er, og du trenger ingen app.',
    scan: 'Rett mobilkameraet mot QR-koden, eller skriv inn adressen:',
    code: 'QR-kode med adressen',
    print: 'Skriv ut på A4, og klipp opp lappene nederst.',
  },
};

export default servedNb;
