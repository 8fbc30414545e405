/** From the opening hours: whether the service is open, until when, and when it opens next. Pure (rules I2, I3). */
import type { OpeningHours } from '@terskel/shared/hours';
import { Temporal } from 'temporal-polyfill';

/** How far ahead the next opening is searched: longer than any summer break. */
const HORIZON_DAYS = 400;
/** An opening that lasts longer than this from now on counts as always open. */
const ALWAYS_MS = 14 * 24 * 60 * 60_000;

/** One continuous opening, ms since the epoch: `from` inclusive, `until` exclusive. */
interface Opening {
  readonly from: number;
  readonly until: number;
}

/** All times in ms since the epoch. */
export type Hours =
  | { readonly open: true; readonly closesAt: number | null; readonly lastIntakeAt: number | null }
  | { readonly open: false; readonly opensAt: number | null };

/**
 * Converts a local time to ms since the epoch. A time that a clock change skips is moved forward by the length of the
 * gap; one that occurs twice means the first occurrence (RFC 5545, 3.3.5).
 */
function instant(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const [day, clock] = time === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, time];
  return day.toZonedDateTime({ timeZone, plainTime: clock }).epochMilliseconds;
}

/** The local date in a time zone at `at` (ms since the epoch). */
export function dayIn(timeZone: string, at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** Openings from two days ago on, in order; those that overlap or touch are merged. */
function* openingsFrom(hours: OpeningHours, now: number): Generator<Opening> {
  const { timeZone, week, exceptions } = hours;
  const today = dayIn(timeZone, now);
  // Starts two days back: an opening from yesterday may last until now, and so may one that touches it (a day at most).
  let begun: Opening | null = null;
  for (let days = -2; days <= HORIZON_DAYS; days += 1) {
    const date = today.add({ days });
    const spans = exceptions[date.toString()] ?? week[date.dayOfWeek - 1] ?? [];
    const openings = spans.map(({ from, until }) => ({
      from: instant(date, from, timeZone),
      until: instant(until > from ? date : date.add({ days: 1 }), until, timeZone),
    }));
    for (const opening of openings.toSorted((a, b) => a.from - b.from)) {
      // An opening that lies entirely in an hour skipped by a clock change is empty.
      if (opening.until <= opening.from) continue;
      if (begun !== null && opening.from <= begun.until) {
        begun = { from: begun.from, until: Math.max(begun.until, opening.until) };
        if (begun.until > now + ALWAYS_MS) {
          yield begun;
          return;
        }
      } else {
        if (begun !== null) yield begun;
        begun = opening;
      }
    }
  }
  if (begun !== null) yield begun;
}

/**
 * Opening state at `now`. `lastIntakeAt`: no new tickets from then on. `closesAt` and `lastIntakeAt` are null if the
 * service does not close; `opensAt` is null if no next opening is known.
 */
export function hoursAt(hours: OpeningHours, now: number): Hours {
  for (const { from, until } of openingsFrom(hours, now)) {
    if (until <= now) continue;
    if (from > now) return { open: false, opensAt: from };
    if (until > now + ALWAYS_MS) return { open: true, closesAt: null, lastIntakeAt: null };
    return { open: true, closesAt: until, lastIntakeAt: Math.max(from, until - hours.marginMs) };
  }
  return { open: false, opensAt: null };
}

/** The local hours (0 to 23) of a day, such as `2026-11-30`, in which the service is open at any time, by the plan. */
export function openHoursOf(hours: OpeningHours | null, day: string): number[] {
  const all = Array.from({ length: 24 }, (_, hour) => hour);
  if (hours === null) return all;
  const spansOf = (date: Temporal.PlainDate) =>
    hours.exceptions[date.toString()] ?? hours.week[date.dayOfWeek - 1] ?? [];
  const date = Temporal.PlainDate.from(day);
  const late = spansOf(date.subtract({ days: 1 })).filter(({ from, until }) => until <= from);
  const spans = [
    ...late.map(({ until }) => ({ from: '00:00', until })),
    ...spansOf(date).map(({ from, until }) => ({ from, until: until > from ? until : '24:00' })),
  ];
  const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
  return all.filter((hour) =>
    spans.some(({ from, until }) => from < clock(hour + 1) && until > clock(hour)),
  );
}
