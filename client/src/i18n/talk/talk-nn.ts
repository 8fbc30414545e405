import type { TalkWords } from '../words.ts';

const talkNn: TalkWords = {
  title: 'Samtale',
  heading: (alias) => `Samtale med ${alias}`,
  here: (alias) => `${alias} er her`,
  away: (alias) => `${alias} er utan nett akkurat no`,
  writing: (alias) => `${alias} skriv`,
  started: (alias) => `${alias} er her. Samtalen har byrja.`,
  back: (alias) => `${alias} er tilbake.`,
  notice: {
    who: (alias) =>
      `${alias} er frivillig: eit medmenneske, ikkje ein robot og ikkje helsepersonell.`,
    time: (time) =>
      `Vi har sett av om lag ${time}. Ta den tida du treng på kvart svar. Samtalen stoppar ikkje av seg sjølv når tida er gått.`,
    silence:
      'Blir det stille lenge, spør vi om du er her. Svarer du ikkje då heller, avsluttar vi.',
    between: (alias) =>
      `Dette blir mellom dykk. Men er liv i fare, eller eit barn utsett for vald eller overgrep, må ${alias} prøve å skaffe hjelp.`,
    leader: (alias) =>
      `${alias} kan spørje ein vaktleiar om råd. Blir vaktleiaren med her, ser du det.`,
  },
  draft: 'Det du skreiv medan du venta, er ikkje sendt enno.',
  end: 'Avslutt',
  endTitle: 'Vil du avslutte samtalen?',
  endText: 'Då blir han sletta med ein gong, for begge. Det er heilt greitt å slutte når du vil.',
  endYes: 'Ja, avslutt',
  endNo: 'Nei, bli her',
  another: 'Byt',
  anotherWhom: 'frivillig',
  anotherTitle: 'Vil du snakke med ein annan?',
  anotherText: (alias) =>
    `Det er heilt greitt, og ikkje uhøfleg. Du treng ingen grunn. ${alias} får berre vite at du ville snakke med ein annan. Du får att plassen din i køen, og den nye ser ikkje kva de har skrive. Du kan byte éin gong.`,
  anotherYes: 'Ja, finn ein annan',
  silentTitle: 'Er du her framleis?',
  silent: {
    nudge: (alias, time) =>
      `Ta den tida du treng. ${alias} ventar på deg. Er det stille fram til klokka ${time}, avsluttar vi samtalen.`,
    warning: (alias, time) =>
      `Klokka ${time} avsluttar vi samtalen, om vi ikkje høyrer frå deg. Trykk på knappen, så ventar ${alias} vidare. Det kan du gjere så mange gonger du vil.`,
  },
  stay: 'Ja, eg er her',
  frame: {
    left: (time) =>
      `Det er om lag ${time} att av tida vi sette av. Samtalen stoppar ikkje av seg sjølv.`,
    over: 'Tida vi sette av, er gått. De to avgjer når de er ferdige.',
    more: (alias) => `${alias} har sett av meir tid til deg.`,
  },
  lostTitle: (alias) => `Sambandet med ${alias} er brote`,
  lostWords: 'Det er ikkje din feil, og du mistar ikkje plassen. Vi prøver å få kontakt igjen.',
  choiceText: (alias) =>
    `${alias} har vore borte ei stund. Du kan vente litt til, eller få ein ny frivillig. Då står du fremst i køen, og den nye ser ikkje kva de har skrive.`,
  requeue: 'Få ein ny frivillig',
  wait: (alias) => `Vent på ${alias}`,
  differTitle: 'Vi får ikkje låst samtalen',
  differText:
    'Vi kan ikkje vere sikre på at berre de to kan lese han. Difor er ingenting sendt. Ein ny frivillig får ein ny lås.',
  missingTitle: 'Denne fana har mista nøkkelen til samtalen',
  missingText:
    'Difor kan ho ikkje vise det de har skrive. Ingen andre kan lese det heller. Du kan få ein ny frivillig, og står fremst i køen.',
};

export default talkNn;
