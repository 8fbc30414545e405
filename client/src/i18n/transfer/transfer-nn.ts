/** Nynorsk: texts about a transfer to another volunteer. */
import type { TransferWords } from '../words.ts';

const transferNn: TransferWords = {
  asked: (alias) => `${alias} har eit spørsmål til deg.`,
  read: 'Les spørsmålet',
  title: {
    any: 'Kan den neste som er ledig, ta over?',
    leader: 'Kan ein vaktleiar ta over?',
    colleague: (other) => `Kan ${other} ta over?`,
  },
  reason: {
    end_of_shift: (alias) => `Vakta til ${alias} er snart slutt.`,
    language: (alias) => `${alias} trur at ein annan kan språket ditt betre.`,
    experience: (alias) => `${alias} trur at ein annan kan meir om det du står i.`,
    leader: (alias) => `${alias} trur det er best at du skriv med ein vaktleiar.`,
  },
  ifNo: (alias) => `Eit nei endrar ingenting. Då blir ${alias} hos deg.`,
  yesHistory: 'Ja, og vis det vi skreiv',
  yesWithout: 'Ja, men ikkje vis det',
  no: (alias) => `Nei, bli hos ${alias}`,
  sending: 'Sender svaret …',
  failed: 'Det gjekk ikkje. Det er ikkje din feil. Prøv ein gong til.',
  until: {
    any: (alias) => `Du skriv med ${alias} til ein annan er ledig.`,
    leader: (alias) => `Du skriv med ${alias} til ein vaktleiar er ledig.`,
    colleague: (alias, other) => `Du skriv med ${alias} til ${other} er her.`,
  },
  changeMind: 'Eg vil ikkje byte likevel',
  stays: (alias) => `Ingen tek over no. Du skriv vidare med ${alias}.`,
  before: (alias) => `Sagt før ${alias} kom`,
  arrived: (alias) => `No er ${alias} her`,
  tookOver: (alias, former) =>
    `Kontakten med ${former} er broten. ${alias}, som leier vakta, held fram med deg.`,
  shares: (alias, former) => `${alias} kan lese det du og ${former} skreiv.`,
  sharesNot: (alias, former) =>
    `${alias} kan ikkje lese det du og ${former} skreiv. Berre du ser det her.`,
  held: (former) =>
    `Du byrja å skrive medan du var hos ${former}. Teksten ligg i boksen. Han er ikkje send.`,
  heldHint: (alias) => `Trykk på «Skriv til ${alias}» før du sender.`,
  writeTo: (alias) => `Skriv til ${alias}`,
};

export default transferNn;
