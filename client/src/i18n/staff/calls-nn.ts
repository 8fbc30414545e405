/** Nynorsk: calls to the leaders on duty. */
import type { StaffWords } from '../words.ts';

const callsNn: StaffWords['calls'] = {
  open: 'Vaktleiar',
  ask: {
    title: 'Vil du tilkalle vaktleiar?',
    text: 'Vaktleiarane ser namnet ditt og språket, ikkje kva de skriv. Den du skriv med, får ikkje vite det.',
    help: 'Eg treng hjelp',
    danger: 'Det er fare for liv',
    dangerHint: 'Ved fare for liv blir samtalen merkt som fare. Det får den du skriv med, vite.',
    close: 'Ikkje no',
  },
  own: {
    help: 'Vaktleiar er tilkalla',
    danger: 'Vaktleiar er tilkalla: fare for liv',
    unheard: {
      help: 'Du ønskjer vaktleiar',
      danger: 'Du ønskjer vaktleiar: fare for liv',
    },
    waiting: (time) => `Sidan ${time}. Ingen har svart enno.`,
    taken: (alias) => `${alias} har teke tilkallinga di.`,
    nobody: 'Ingen vaktleiar er på vakt no.',
    nobodyElse: 'Ingen annan vaktleiar er på vakt no.',
    escalated: 'Ingen på vakt har svart. Alle vaktleiarar med open side har fått beskjed.',
    escalatedNobody:
      'Ingen vaktleiar er på vakt no. Alle vaktleiarar med open side har fått beskjed.',
    phone: (name) => `Ring ${name}:`,
    phoneUs: 'Ring foreininga:',
    phoneElse: 'Ring den de har avtalt å ringje.',
    raise: 'Det er fare for liv',
    withdraw: 'Trekk tilbake',
    withdrawn: 'Tilkallinga er trekt tilbake.',
    back: 'Vaktleiaren kan ikkje likevel. Dei andre på vakt er tilkalla igjen.',
  },
  heading: 'Tilkallingar',
  help: 'Treng hjelp',
  danger: 'Fare for liv',
  titleHelp: 'Ein frivillig treng hjelp',
  titleDanger: 'Fare for liv',
  newHelp: (alias) => `${alias} tilkallar vaktleiar: treng hjelp.`,
  newDanger: (alias) => `${alias} tilkallar vaktleiar: fare for liv.`,
  unanswered: { one: '{n} tilkalling', other: '{n} tilkallingar' },
  mine: (alias) =>
    `Du har teke tilkallinga. Ta kontakt med ${alias} no. ${alias} kan sleppe deg inn i samtalen.`,
  inside: 'Du er med i samtalen. Gir du tilkallinga frå deg, går du ut.',
  taken: (alias) => `${alias} har teke tilkallinga.`,
  untaken: 'Ingen har teke tilkallinga enno.',
  take: 'Eg tek den',
  takeOnDuty: 'Gå på vakt og ta den',
  giveBack: 'Gi frå meg',
};

export default callsNn;
