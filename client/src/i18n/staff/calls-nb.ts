/** Bokmål: calls to the leaders on duty, for the volunteer who calls and for leaders. */
import type { Plural } from '../plural.ts';

const count = (forms: Plural): Plural => forms;

const callsNb = {
  /** Opens the question below. */
  open: 'Vaktleder',
  ask: {
    title: 'Vil du tilkalle vaktleder?',
    text: 'Vaktlederne ser navnet ditt og språket, ikke hva dere skriver. Den du skriver med, får ikke vite det.',
    help: 'Jeg trenger hjelp',
    danger: 'Det er fare for liv',
    dangerHint: 'Ved fare for liv merkes samtalen som fare. Det får den du skriver med, vite.',
    close: 'Ikke nå',
  },
  own: {
    help: 'Vaktleder er tilkalt',
    danger: 'Vaktleder er tilkalt: fare for liv',
    /** While no leader is on duty, and no other one has been told. */
    unheard: {
      help: 'Du ønsker vaktleder',
      danger: 'Du ønsker vaktleder: fare for liv',
    },
    waiting: (time: string) => `Siden ${time}. Ingen har svart ennå.`,
    taken: (alias: string) => `${alias} har tatt tilkallingen din.`,
    nobody: 'Ingen vaktleder er på vakt nå.',
    nobodyElse: 'Ingen annen vaktleder er på vakt nå.',
    escalated: 'Ingen på vakt har svart. Alle vaktledere med åpen side har fått beskjed.',
    escalatedNobody:
      'Ingen vaktleder er på vakt nå. Alle vaktledere med åpen side har fått beskjed.',
    phone: (name: string) => `Ring ${name}:`,
    phoneUs: 'Ring foreningen:',
    phoneElse: 'Ring den dere har avtalt å ringe.',
    raise: 'Det er fare for liv',
    withdraw: 'Trekk tilbake',
    withdrawn: 'Tilkallingen er trukket tilbake.',
    back: 'Vaktlederen kan ikke likevel. De andre på vakt er tilkalt igjen.',
  },
  heading: 'Tilkallinger',
  help: 'Trenger hjelp',
  danger: 'Fare for liv',
  titleHelp: 'En frivillig trenger hjelp',
  titleDanger: 'Fare for liv',
  newHelp: (alias: string) => `${alias} tilkaller vaktleder: trenger hjelp.`,
  newDanger: (alias: string) => `${alias} tilkaller vaktleder: fare for liv.`,
  unanswered: count({ one: '{n} tilkalling', other: '{n} tilkallinger' }),
  mine: (alias: string) =>
    `Du har tatt den. Ta kontakt med ${alias} nå. ${alias} kan slippe deg inn i samtalen.`,
  inside: 'Du er med i samtalen. Gir du den fra deg, går du ut.',
  taken: (alias: string) => `${alias} har tatt den.`,
  untaken: 'Ingen har tatt den ennå.',
  take: 'Jeg tar den',
  takeOnDuty: 'Gå på vakt og ta den',
  giveBack: 'Gi fra meg',
};

export default callsNb;
