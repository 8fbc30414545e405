/** Nynorsk: texts that the server renders into the page. */
import type { ServedWords } from '../words.ts';

const servedNn: ServedWords = {
  own: 'Nynorsk',
  hours: {
    title: 'Når har vi ope?',
    always: 'Vi har ope når nokon er på vakt.',
    days: '{from} til {to}',
    every: 'Alle dagar',
    closed: 'stengt',
    other: 'Desse dagane er annleis:',
  },
  loading: 'Vent litt, sida blir lasta …',
  early: {
    title: 'Sida kunne ikkje visast',
    cookies:
      'Nettlesaren din sende for mange informasjonskapslar frå andre tenester på denne adressa. Slett informasjonskapslane for denne nettstaden, eller opne sida i eit privat vindauge.',
    again: 'Last inn sida på nytt, eller prøv igjen om litt.',
    call: 'Treng du nokon å snakke med no, kan du ringje:',
  },
  noScript: {
    chat: 'Du kan ikkje skrive med oss i denne nettlesaren, fordi JavaScript er slått av. Men du kan ringje nokon av desse.',
    old: 'Skjer det ingenting? Last sida på nytt, eller ring nokon av desse.',
  },
  poster: {
    title: 'Plakat til oppslagstavla',
    who: 'Her svarar eit medmenneske. Ein frivillig som har lært å lytte.',
    free: 'Det er gratis. Du treng ikkje seie kven du er, og du treng ingen app.',
    scan: 'Rett mobilkameraet mot QR-koden, eller skriv inn adressa:',
    code: 'QR-kode med adressa',
    print: 'Skriv ut på A4, og klipp opp lappane nedst.',
  },
};

export default servedNn;
