/** Bokmål: conversations that their volunteer cannot continue, for leaders (rule V7). */
import type { Plural } from '../plural.ts';

const count = (forms: Plural): Plural => forms;

const stuckNb = {
  heading: 'Samtaler som har stoppet',
  why: {
    away: (alias: string, time: string) => `${alias} har vært frakoblet siden ${time}.`,
    keys: (alias: string, time: string) => `Siden til ${alias} mistet nøkkelen ${time}.`,
  },
  danger: 'I fare nå',
  takeOver: 'Ta over',
  takeOverInstead: 'Ta over i stedet',
  release: 'Gi plassen i køen tilbake',
  releaseTitle: (alias: string) => `Vil du ta personen ut av samtalen med ${alias}?`,
  releaseText: (alias: string) =>
    `Personen får tilbake plassen sin i køen og venter på en annen frivillig. Samtalen er da over for ${alias}. Det kan ikke gjøres om.`,
  releaseNo: 'Ikke nå',
  mine: 'Du tar over så snart personen er koblet til.',
  by: (alias: string) => `${alias} tar over.`,
  hint: 'Du ser ikke hva de har skrevet. Personen får vite at du tar over.',
  left: 'Personen har bedt om å få skrive med en annen enn deg.',
  title: 'En samtale har stoppet',
  found: (alias: string) => `Samtalen til ${alias} har stoppet.`,
  foundDanger: (alias: string) => `Samtalen til ${alias} har stoppet. Den er merket som fare.`,
  unanswered: count({ one: '{n} har stoppet', other: '{n} har stoppet' }),
  /** This leader does not take over after all. */
  over: (alias: string) =>
    `Du tok ikke over fra ${alias}. ${alias} er tilbake, eller samtalen er over eller hos en annen.`,
  /** For the volunteer, who has no such conversation on the page any more. */
  taken_over: 'Mens du var borte, tok en vaktleder over samtalen din. Du har ikke gjort noe galt.',
  released:
    'Mens du var borte, ga en vaktleder den du skrev med, plassen i køen tilbake. Du har ikke gjort noe galt.',
};

export default stuckNb;
