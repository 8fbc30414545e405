/** A loaded language: its texts, and its formats for numbers, times and names. */
import type { Language, WaitRange } from '@terskel/shared/models';
import { languageList, soon } from '@terskel/shared/spoken';
import { firstWords } from './late/words.ts';
import {
  ACCOUNT_WORDS,
  LOCALE_LIST,
  type Locale,
  STAFF_LOCALES,
  STAFF_WORDS,
  WORDS,
  type StaffLocale,
  staffLocale,
} from './locales.ts';
import type { Manner } from './manner.ts';
import type { Plural } from './plural.ts';
import type { AccountWords, StaffWords, Words } from './words.ts';

const MINUTE_MS = 60_000;

const capital = (name: string, formats: Manner['formats']): string =>
  name.charAt(0).toLocaleUpperCase(formats) + name.slice(1);

/** The language's name in that language. */
export function ownName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language);
  // For some small languages the browser has no name and returns the code. Northern Sami is the only such language on
  // offer.
  return capital(name === undefined || name === language ? 'davvisámegiella' : name, language);
}

export interface I18n extends Manner {
  readonly locale: Locale;
  /** The languages that the page is available in. */
  readonly locales: readonly Locale[];
  readonly words: Words;
  /** Adapts texts that are loaded later to this association. */
  own<Later>(words: Later): Later;
  plural(forms: Plural, count: number): string;
  /** The time of day, such as 21:04. */
  time(at: number): string;
  /** A day and time as people say it, such as "tomorrow at 18"; in `timeZone`, or else in the device's time zone. */
  soon(at: number, now: number, timeZone?: string): string;
  /** The name of `timeZone` in brackets if it differs from the device's; otherwise empty. */
  zone(timeZone: string | undefined, at?: number): string;
  /** A list such as "Norwegian or English". */
  oneOf(languages: readonly Language[]): string;
  /** A duration, rounded to whole minutes, at least one. */
  minutes(ms: number): string;
  /** The expected wait: a range, or that it is unknown (rule Q5). */
  wait(range: WaitRange): string;
}

/** What every staff page has: sign-in and account. */
export interface AccountI18n extends I18n {
  readonly locale: StaffLocale;
  readonly account: AccountWords;
  readonly formatted: (text: string) => string;
  /** The full date with the time. */
  day(at: number): string;
  languageName(language: Language): string;
  /** The time of day if it is today, otherwise the date. */
  when(at: number, now: number): string;
  /** A list such as "a, b and c". */
  list(names: readonly string[]): string;
}

export interface StaffI18n extends AccountI18n {
  readonly staff: StaffWords;
}

function makeI18n(locale: Locale, words: Words): I18n {
  const { formats } = words.manner;
  const rules = new Intl.PluralRules(formats);
  const numbers = new Intl.NumberFormat(formats);
  const clock = new Intl.DateTimeFormat(formats, { timeStyle: 'short' });

  function plural(forms: Plural, count: number): string {
    const form = forms[rules.select(count)] ?? forms.other;
    return form.replace('{n}', numbers.format(count));
  }

  function minutes(ms: number): string {
    return plural(words.units.minutes, Math.max(1, Math.round(ms / MINUTE_MS)));
  }

  /**
   * Undefined if this browser does not know the time zone. Times are then in the device's zone, and no zone is named.
   */
  function known(timeZone: string | undefined): string | undefined {
    try {
      new Intl.DateTimeFormat(formats, { timeZone }).format(0);
      return timeZone;
    } catch {
      return undefined;
    }
  }

  function zone(timeZone: string | undefined, at?: number): string {
    const [there, here] = [known(timeZone), undefined].map(
      (each) =>
        new Intl.DateTimeFormat(formats, { timeZone: each, timeZoneName: 'long' })
          .formatToParts(at)
          .find(({ type }) => type === 'timeZoneName')?.value,
    );
    return there === here ? '' : ` (${there})`;
  }

  return {
    ...words.manner,
    locale,
    locales: LOCALE_LIST,
    zone,
    words,
    own: (later) => later,
    plural,
    time: (at) => clock.format(at),
    minutes,
    soon: (at, now, timeZone) =>
      soon(at, now, { formats, timeZone: known(timeZone), join: words.units.dayAt }) +
      zone(timeZone, at),
    oneOf: (languages) => languageList(languages, formats, words.units.sami),
    wait(known) {
      if (known === null) return words.wait.unknown;
      const from = Math.floor(known.fromMs / MINUTE_MS);
      const to = Math.max(1, Math.ceil(known.toMs / MINUTE_MS));
      if (from === 0) return words.wait.under(plural(words.units.minutes, to));
      if (from === to) return words.wait.about(plural(words.units.minutes, to));
      const range = plural(words.units.minuteRange, to);
      return words.wait.about(range.replace('{from}', numbers.format(from)));
    },
  };
}

export async function loadSeekerI18n(locale: Locale): Promise<I18n> {
  return makeI18n(locale, await firstWords(locale));
}

/** Loads the nearest language that has staff texts. */
export async function loadAccountI18n(wanted: Locale): Promise<AccountI18n> {
  const locale = staffLocale(wanted);
  const [{ default: words }, { default: account }] = await Promise.all([
    WORDS[locale](),
    ACCOUNT_WORDS[locale](),
  ]);
  const i18n = makeI18n(locale, words);
  const days = {
    short: new Intl.DateTimeFormat(i18n.formats, { dateStyle: 'medium' }),
    full: new Intl.DateTimeFormat(i18n.formats, { dateStyle: 'full', timeStyle: 'short' }),
  };
  const lists = new Intl.ListFormat(i18n.formats);
  const { formatted = (text: string) => text } = i18n;
  return {
    ...i18n,
    locale,
    locales: STAFF_LOCALES,
    account,
    formatted,
    day: (at) => formatted(days.full.format(at)),
    languageName: (language) => capital(i18n.oneOf([language]), i18n.formats),
    when(at, now) {
      const day = days.short.format(at);
      return day === days.short.format(now) ? account.account.today(i18n.time(at)) : day;
    },
    list: (names) => lists.format(names),
  };
}

export async function loadStaffI18n(wanted: Locale): Promise<StaffI18n> {
  const [i18n, { default: staff }] = await Promise.all([
    loadAccountI18n(wanted),
    STAFF_WORDS[staffLocale(wanted)](),
  ]);
  return { ...i18n, staff };
}
