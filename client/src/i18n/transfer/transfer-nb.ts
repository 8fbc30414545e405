/** Bokmål: texts about a transfer to another volunteer (rule C11). `other`: who takes over. */
const transferNb = {
  asked: (alias: string) => `${alias} har et spørsmål til deg.`,
  read: 'Les spørsmålet',
  title: {
    any: 'Kan den neste som er ledig, ta over?',
    leader: 'Kan en vaktleder ta over?',
    colleague: (other: string) => `Kan ${other} ta over?`,
  },
  reason: {
    end_of_shift: (alias: string) => `Vakten til ${alias} er snart slutt.`,
    language: (alias: string) => `${alias} tror at en annen kan språket ditt bedre.`,
    experience: (alias: string) => `${alias} tror at en annen kan mer om det du står i.`,
    leader: (alias: string) => `${alias} tror det er best at du skriver med en vaktleder.`,
  },
  ifNo: (alias: string) => `Et nei endrer ingenting. Da blir ${alias} hos deg.`,
  yesHistory: 'Ja, og vis det vi skrev',
  yesWithout: 'Ja, men ikke vis det',
  no: (alias: string) => `Nei, bli hos ${alias}`,
  sending: 'Sender svaret …',
  failed: 'Det gikk ikke. Det er ikke din feil. Prøv en gang til.',
  until: {
    any: (alias: string) => `Du skriver med ${alias} til en annen er ledig.`,
    leader: (alias: string) => `Du skriver med ${alias} til en vaktleder er ledig.`,
    colleague: (alias: string, other: string) => `Du skriver med ${alias} til ${other} er her.`,
  },
  changeMind: 'Jeg vil ikke bytte likevel',
  stays: (alias: string) => `Ingen tar over nå. Du skriver videre med ${alias}.`,
  before: (alias: string) => `Sagt før ${alias} kom`,
  arrived: (alias: string) => `Nå er ${alias} her`,
  tookOver: (alias: string, former: string) =>
    `Forbindelsen til ${former} er brutt. ${alias}, som leder vakten, fortsetter med deg.`,
  shares: (alias: string, former: string) => `${alias} kan lese det du og ${former} skrev.`,
  sharesNot: (alias: string, former: string) =>
    `${alias} kan ikke lese det du og ${former} skrev. Bare du ser det her.`,
  held: (former: string) =>
    `Du begynte å skrive mens du var hos ${former}. Teksten ligger i boksen. Den er ikke sendt.`,
  heldHint: (alias: string) => `Trykk på «Skriv til ${alias}» før du sender.`,
  writeTo: (alias: string) => `Skriv til ${alias}`,
};

export default transferNb;
