/**
 * Opening hours as text for the page: one line for consecutive days with the same hours, then dates with different
 * hours.
 */
import type { OpeningHours } from '@terskel/shared/hours';
import type { Language } from '@terskel/shared/models';
import { languageList, soon } from '@terskel/shared/spoken';
import { dayIn } from '../../domain/hours.ts';
import type { Words } from './words.ts';

type Spans = OpeningHours['week'][number];

/** Different dates are listed this many days ahead. */
const AHEAD_DAYS = 60;
const MOST_DATES = 10;
const DAY_MS = 24 * 60 * 60_000;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

function fill(text: string, given: Readonly<Record<string, string>>): string {
  return Object.entries(given).reduce(
    (whole, [name, what]) => whole.replace(`{${name}}`, what),
    text,
  );
}

/** Returns one line per entry; `hours` null: always open. `now`: ms since the epoch. */
export function hoursInWords(hours: OpeningHours | null, words: Words, now: number): string {
  if (hours === null) return words.hours.always;
  const inZone = { timeZone: 'UTC' } as const;
  const clock = new Intl.DateTimeFormat(words.formats, { ...inZone, timeStyle: 'short' });
  const weekday = new Intl.DateTimeFormat(words.formats, { ...inZone, weekday: 'long' });
  const date = new Intl.DateTimeFormat(words.formats, {
    ...{ ...inZone, weekday: 'long', day: 'numeric', month: 'long' },
  });
  const list = new Intl.ListFormat(words.formats);
  const time = (text: string) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour === 24 ? '24:00' : clock.format(Date.UTC(2024, 0, 1, hour, minute));
  };
  const spansIn = (spans: Spans) =>
    spans.length === 0
      ? words.hours.closed
      : spans
          .toSorted((a, b) => a.from.localeCompare(b.from))
          .map(({ from, until }) => `${time(from)}–${time(until)}`)
          .join(', ');
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(words.formats) + text.slice(1);
  const line = (when: string, spans: string) => `${capital(when)}: ${spans}`;

  const alike: { from: number; to: number; spans: string }[] = [];
  for (const [day, spans] of hours.week.map(spansIn).entries()) {
    const last = alike.at(-1);
    if (last?.spans === spans) last.to = day;
    else alike.push({ from: day, to: day, spans });
  }
  const dayName = (day: number) => weekday.format(MONDAY + day * DAY_MS);
  const week = alike.map(({ from, to, spans }) => {
    if (to - from === 6) return line(words.hours.every, spans);
    const days = { from: dayName(from), to: dayName(to) };
    const few = [...new Set([days.from, days.to])];
    return line(to - from < 2 ? list.format(few) : fill(words.hours.days, days), spans);
  });

  const today = dayIn(hours.timeZone, now);
  const last = today.add({ days: AHEAD_DAYS });
  const different = Object.entries(hours.exceptions)
    .filter(([day]) => day >= today.toString() && day <= last.toString())
    .toSorted(([a], [b]) => a.localeCompare(b))
    .slice(0, MOST_DATES)
    .map(([day, spans]) => line(date.format(Date.parse(day)), spansIn(spans)));
  return [...week, ...(different.length > 0 ? [words.hours.other, ...different] : [])].join('\n');
}

/** When the service opens next, by the association's time zone. */
export function opensInWords(words: Words, timeZone: string, at: number, now: number): string {
  const { formats } = words;
  const join = (day: string, time: string) => fill(words.dayAt, { day, time });
  return fill(words.landing.opens, { when: soon(at, now, { formats, timeZone, join }) });
}

/** The languages in which a seeker can write now. */
export function talkInWords(words: Words, languages: readonly Language[]): string {
  const named = languageList(languages, words.formats, words.sami);
  return fill(words.landing.talkIn, { languages: named });
}
