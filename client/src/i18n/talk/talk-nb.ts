/** What a seeker reads in a conversation: loaded with its screen, since nothing of it is read before. */
const talkNb = {
  title: 'Samtale',
  heading: (alias: string) => `Samtale med ${alias}`,
  here: (alias: string) => `${alias} er her`,
  away: (alias: string) => `${alias} er uten nett akkurat nå`,
  writing: (alias: string) => `${alias} skriver`,
  started: (alias: string) => `${alias} er her. Samtalen har begynt.`,
  back: (alias: string) => `${alias} er tilbake.`,
  notice: {
    who: (alias: string) =>
      `${alias} er frivillig: et medmenneske, ikke en robot og ikke helsepersonell.`,
    time: (time: string) =>
      `Vi har satt av omtrent ${time}. Ta den tiden du trenger på hvert svar. Samtalen stopper ikke av seg selv når tiden er gått.`,
    silence: 'Blir det stille lenge, spør vi om du er her. Svarer du ikke da heller, avslutter vi.',
    between: (alias: string) =>
      `Dette blir mellom dere. Men er liv i fare, eller et barn utsatt for vold eller overgrep, må ${alias} prøve å skaffe hjelp.`,
    leader: (alias: string) =>
      `${alias} kan spørre en vaktleder om råd. Blir vaktlederen med her, ser du det.`,
  },
  draft: 'Det du skrev mens du ventet, er ikke sendt ennå.',
  end: 'Avslutt',
  endTitle: 'Vil du avslutte samtalen?',
  endText: 'Da slettes den med en gang, for begge. Det er helt greit å slutte når du vil.',
  endYes: 'Ja, avslutt',
  endNo: 'Nei, bli her',
  another: 'Bytt',
  anotherWhom: 'frivillig',
  anotherTitle: 'Vil du snakke med en annen?',
  anotherText: (alias: string) =>
    `Det er helt greit, og ikke uhøflig. Du trenger ingen grunn. ${alias} får bare vite at du ville snakke med en annen. Du får tilbake plassen din i køen, og den nye ser ikke hva dere har skrevet. Du kan bytte én gang.`,
  anotherYes: 'Ja, finn en annen',
  silentTitle: 'Er du her fremdeles?',
  silent: {
    nudge: (alias: string, time: string) =>
      `Ta den tiden du trenger. ${alias} venter på deg. Er det stille fram til klokka ${time}, avslutter vi samtalen.`,
    warning: (alias: string, time: string) =>
      `Klokka ${time} avslutter vi samtalen, om vi ikke hører fra deg. Trykk på knappen, så venter ${alias} videre. Det kan du gjøre så mange ganger du vil.`,
  },
  stay: 'Ja, jeg er her',
  frame: {
    left: (time: string) =>
      `Det er omtrent ${time} igjen av tiden vi satte av. Samtalen stopper ikke av seg selv.`,
    over: 'Tiden vi satte av, er gått. Dere to bestemmer når dere er ferdige.',
    more: (alias: string) => `${alias} har satt av mer tid til deg.`,
  },
  lostTitle: (alias: string) => `Forbindelsen til ${alias} er brutt`,
  lostWords: 'Det er ikke din feil, og du mister ikke plassen. Vi prøver å få kontakt igjen.',
  choiceText: (alias: string) =>
    `${alias} har vært borte en stund. Du kan vente litt til, eller få en ny frivillig. Da står du fremst i køen, og den nye ser ikke hva dere har skrevet.`,
  requeue: 'Få en ny frivillig',
  wait: (alias: string) => `Vent på ${alias}`,
  differTitle: 'Vi får ikke låst samtalen',
  differText:
    'Vi kan ikke være sikre på at bare dere to kan lese den. Derfor er ingenting sendt. En ny frivillig får en ny lås.',
  missingTitle: 'Denne fanen har mistet nøkkelen til samtalen',
  missingText:
    'Derfor kan den ikke vise det dere har skrevet. Ingen andre kan lese det heller. Du kan få en ny frivillig, og står fremst i køen.',
};

export default talkNb;
