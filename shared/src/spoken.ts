/** Days, times and languages in words, for the pages and for the texts that the server writes into them. */

const DAY_MS = 24 * 60 * 60_000;

export interface Spoken {
  readonly formats: string | readonly string[];
  readonly timeZone?: string | undefined;
  readonly join: (day: string, time: string) => string;
}

/** `at` (ms since the epoch) as "tomorrow at 18": a weekday within a week, a date beyond. */
export function soon(at: number, now: number, { formats, timeZone, join }: Spoken): string {
  // Swedish dates are ISO 8601.
  const iso = new Intl.DateTimeFormat('sv', { timeZone });
  const ahead = Math.round((Date.parse(iso.format(at)) - Date.parse(iso.format(now))) / DAY_MS);
  const date = new Intl.DateTimeFormat(formats, {
    ...{ timeZone, weekday: 'long' },
    ...(ahead > 6 && { day: 'numeric', month: 'long' }),
  });
  const near = new Intl.RelativeTimeFormat(formats, { numeric: 'auto' });
  const time = new Intl.DateTimeFormat(formats, { timeZone, timeStyle: 'short' }).format(at);
  const day = ahead < 2 ? near.format(ahead, 'day') : date.format(at);
  // Only English writes the minutes of a full hour.
  return join(day, String(formats).startsWith('en') ? time : time.replace(/[.:]00$/, ''));
}

/** A list such as "Norwegian or English". `sami`: the name of Sami, because some browsers only return its code. */
export function languageList(
  languages: readonly string[],
  formats: Spoken['formats'],
  sami: string,
): string {
  const names = new Intl.DisplayNames(formats, { type: 'language' });
  const named = languages.map((language) => {
    const name = names.of(language);
    return name === undefined || name === language ? sami : name;
  });
  return new Intl.ListFormat(formats, { type: 'disjunction' }).format(named);
}
