/** Renders the landing page in one language: complete without script, and with the data that the script needs. */
import type { Intake, Language } from '@terskel/shared/models';
import { EMERGENCY } from '@terskel/shared/phone-lines';
import mustache from 'mustache';
import type { Settings } from '../../domain/ports.ts';
import { factsOf, lineIn, linesOf } from './facts.ts';
import { hoursInWords, opensInWords, talkInWords } from './hours.ts';
import type { Words, WordsOf } from './words.ts';

export interface Now {
  readonly settings: Settings;
  /** Null while unknown (rule I1). */
  readonly intake:
    | (Pick<Intake, 'state' | 'opensAt'> & { readonly languages: readonly Language[] })
    | null;
  readonly at: number;
}

/**
 * The texts of a language, with the emergency number of the association's country. Throws if the language is unknown.
 */
export function wordsIn(all: WordsOf, locale: string, settings: Settings): Words {
  const words = all.get(locale);
  if (words === undefined) throw new Error(`there are no words in ${locale}`);
  const [{ number }] = linesOf(settings);
  if (number === EMERGENCY) return words;
  return JSON.parse(JSON.stringify(words).replaceAll(EMERGENCY, number)) as Words;
}

/** The texts of all other languages, for the links to them. */
export function others(all: WordsOf, locale: string): readonly Words[] {
  return [...all.values()].filter((other) => other.locale !== locale);
}

export function landing(template: string, all: WordsOf, locale: string, now: Now): string {
  const { settings, intake, at } = now;
  const lines = linesOf(settings);
  const words = wordsIn(all, locale, settings);
  const state = words.landing.intake[intake?.state ?? 'unknown'];
  const open = intake?.state === 'open' || intake?.state === 'busy';
  const timeZone = settings.openingHours?.timeZone ?? 'UTC';
  return mustache.render(template, {
    ...words,
    ...{ name: settings.name, exitSite: settings.exitSite, state },
    open,
    talkIn: open && intake !== null ? talkInWords(words, intake.languages) : '',
    opens: intake?.opensAt === undefined ? '' : opensInWords(words, timeZone, intake.opensAt, at),
    first: lines[0],
    lines: lines.map((line) => lineIn(line, words)),
    times: hoursInWords(settings.openingHours, words, at),
    others: others(all, locale),
    facts: JSON.stringify(factsOf(settings, all, at)),
  });
}
