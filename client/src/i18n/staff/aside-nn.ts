/** Nynorsk: the line between a volunteer and the leader who has taken the call. */
import type { StaffWords } from '../words.ts';

const asideNn: StaffWords['aside'] = {
  title: (alias) => `Mellom deg og ${alias}`,
  hidden: 'Den du skriv med, ser ikkje dette.',
  hiddenFrom: (alias) => `Den ${alias} skriv med, ser ikkje dette.`,
  log: (alias) => `Meldingar mellom deg og ${alias}`,
  box: (alias) => `Skriv til ${alias}`,
  writing: (alias) => `${alias} skriv`,
  agreeing: (alias) => `Ventar på sida til ${alias}. Ingenting blir sendt før ho er klar.`,
  away: (alias) => `${alias} er fråkopla. Meldinga blir vist når nettet er tilbake.`,
  differ: 'Nøklane stemmer ikkje, så ingenting er sendt. Ring kvarandre i staden.',
  over: 'Linja er lukka. Berre du ser dette no.',
  putAway: 'Fjern',
  news: (alias) => `Ny melding frå ${alias}.`,
};

export default asideNn;
