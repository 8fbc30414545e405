/** Nynorsk: conversations that their volunteer cannot continue, for leaders. */
import type { StaffWords } from '../words.ts';

const stuckNn: StaffWords['stuck'] = {
  heading: 'Samtalar som har stoppa',
  why: {
    away: (alias, time) => `${alias} har vore fråkopla sidan ${time}.`,
    keys: (alias, time) => `Sida til ${alias} mista nøkkelen ${time}.`,
  },
  danger: 'I fare no',
  takeOver: 'Ta over',
  takeOverInstead: 'Ta over i staden',
  release: 'Gi plassen i køen tilbake',
  releaseTitle: (alias) => `Vil du ta personen ut av samtalen med ${alias}?`,
  releaseText: (alias) =>
    `Personen får tilbake plassen sin i køen og ventar på ein annan frivillig. Samtalen er då over for ${alias}. Det kan ikkje gjerast om.`,
  releaseNo: 'Ikkje no',
  mine: 'Du tek over så snart personen er kopla til.',
  by: (alias) => `${alias} tek over.`,
  hint: 'Du ser ikkje kva dei har skrive. Personen får vite at du tek over.',
  left: 'Personen har bedt om å få skrive med ein annan enn deg.',
  title: 'Ein samtale har stoppa',
  found: (alias) => `Samtalen til ${alias} har stoppa.`,
  foundDanger: (alias) => `Samtalen til ${alias} har stoppa. Samtalen er merkt som fare.`,
  unanswered: { one: '{n} har stoppa', other: '{n} har stoppa' },
  over: (alias) =>
    `Du tok ikkje over frå ${alias}. ${alias} er tilbake, eller samtalen er over eller hos ein annan.`,
  taken_over:
    'Medan du var borte, tok ein vaktleiar over samtalen din. Du har ikkje gjort noko gale.',
  released:
    'Medan du var borte, gav ein vaktleiar den du skreiv med, plassen i køen tilbake. Du har ikkje gjort noko gale.',
};

export default stuckNn;
