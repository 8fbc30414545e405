/** Bokmål: the line between a volunteer and the leader who has taken the call. */
const asideNb = {
  title: (alias: string) => `Mellom deg og ${alias}`,
  /** To the volunteer, and to the leader with the volunteer's alias. */
  hidden: 'Den du skriver med, ser ikke dette.',
  hiddenFrom: (alias: string) => `Den ${alias} skriver med, ser ikke dette.`,
  log: (alias: string) => `Meldinger mellom deg og ${alias}`,
  box: (alias: string) => `Skriv til ${alias}`,
  writing: (alias: string) => `${alias} skriver`,
  agreeing: (alias: string) => `Venter på siden til ${alias}. Ingenting sendes før den er klar.`,
  away: (alias: string) => `${alias} er frakoblet. Meldingen vises når nettet er tilbake.`,
  differ: 'Nøklene stemmer ikke, så ingenting er sendt. Ring hverandre i stedet.',
  over: 'Linjen er lukket. Bare du ser dette nå.',
  putAway: 'Fjern',
  news: (alias: string) => `Ny melding fra ${alias}.`,
};

export default asideNb;
