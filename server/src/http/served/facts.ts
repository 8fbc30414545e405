/** The association's settings in the form that the pages need. Pure. */
import {
  COUNTRIES,
  DEFAULT_EXIT_SITE,
  DEFAULT_NAME,
  type Facts,
  type PhoneLine,
  type PhoneLines,
  type Text,
} from '@terskel/shared/phone-lines';
import type { Settings } from '../../domain/ports.ts';
import { hoursInWords } from './hours.ts';
import type { Words, WordsOf } from './words.ts';

const digitsOf = (number: string): string => number.replaceAll(/[ -]/g, '');

/** The phone lines to show: the country's first, then the association's own. */
export function linesOf({ country, phoneLines }: Settings): PhoneLines {
  const own = phoneLines.map(({ name, number, when }): PhoneLine => {
    const line = { name, number, dial: digitsOf(number) };
    return when === undefined ? line : { ...line, when };
  });
  return [...COUNTRIES[country], ...own];
}

/** Returns the text in this language, otherwise in Bokmål, otherwise in any language. */
function textIn(text: Text, locale: string): string {
  if (typeof text === 'string') return text;
  return text[locale] ?? text['nb'] ?? Object.values(text)[0] ?? '';
}

/** A phone line with its texts in one language. */
export function lineIn({ kind, number, dial, ...said }: PhoneLine, words: Words) {
  const known = kind === undefined ? { name: '', when: '' } : words.emergency.lines[kind];
  const when = 'when' in said && said.when !== undefined ? said.when : known.when;
  const name = textIn(said.name ?? known.name, words.locale);
  return { ...{ number, dial, name }, when: textIn(when, words.locale) };
}

/** The settings that differ from the defaults, for the script of the volunteer's page. */
export function staffFactsOf(settings: Settings): Facts {
  const { name, country, phoneLines, contact } = settings;
  const { responsible, phone: number } = contact;
  return {
    ...(name !== DEFAULT_NAME && { name }),
    ...((country !== 'NO' || phoneLines.length > 0) && { lines: linesOf(settings) }),
    ...(number !== undefined && {
      contact: {
        ...(responsible !== undefined && { name: responsible }),
        ...{ number, dial: digitsOf(number) },
      },
    }),
  };
}

/** The name and the opening hours, if they are set, for the script of the admin's page. */
export function adminFactsOf({ name, openingHours }: Settings): Facts {
  return {
    ...(name !== DEFAULT_NAME && { name }),
    ...(openingHours !== null && { week: openingHours.week }),
  };
}

/** The settings that differ from the defaults, for the script of the seeker's page. `now`: ms since the epoch. */
export function factsOf(settings: Settings, all: WordsOf, now: number): Facts {
  const { name, country, phoneLines, exitSite, openingHours } = settings;
  const hours = [...all.values()].map((words) => {
    const text = hoursInWords(openingHours, words, now);
    return [words.locale, [words.hours.title, text]] as const;
  });
  return {
    ...(name !== DEFAULT_NAME && { name }),
    ...((country !== 'NO' || phoneLines.length > 0) && { lines: linesOf(settings) }),
    ...(exitSite !== DEFAULT_EXIT_SITE && { exitSite }),
    ...(openingHours !== null && {
      hours: Object.fromEntries(hours),
      timeZone: openingHours.timeZone,
    }),
  };
}
