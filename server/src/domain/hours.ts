/** Whether it is open by the clock on the wall, until when, and when next. Pure (rules I2, I3). */
import type { OpeningHours } from '@terskel/shared/hours';
import { Temporal } from 'temporal-polyfill';

/** An opening is looked for so far ahead: longer than any summer closing. */
const HORIZON_DAYS = 400;
/** What is open longer than this from now on might as well never close. */
const ALWAYS_MS = 14 * 24 * 60 * 60_000;

/** Of one continuous time that it is open, ms since the epoch: `from` included, `until` not. */
interface Opening {
  readonly from: number;
  readonly until: number;
}

export type Hours =
  | { readonly open: true; readonly closesAt: number | null; readonly lastIntakeAt: number | null }
  | { readonly open: false; readonly opensAt: number | null };

/** A time that the clock jumps over counts as so much later, one that it shows twice as the first (RFC 5545, 3.3.5). */
function instant(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const [day, clock] = time === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, time];
  return day.toZonedDateTime({ timeZone, plainTime: clock }).epochMilliseconds;
}

/** The day that it is there. */
export function dayIn(timeZone: string, at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
}

function* openingsFrom(hours: OpeningHours, now: number): Generator<Opening> {
  const { timeZone, week, exceptions } = hours;
  const today = dayIn(timeZone, now);
  // What began the day before may last until now, and so may what it touches: at most a day each.
  let begun: Opening | null = null;
  for (let days = -2; days <= HORIZON_DAYS; days += 1) {
    const date = today.add({ days });
    const spans = exceptions[date.toString()] ?? week[date.dayOfWeek - 1] ?? [];
    const openings = spans.map(({ from, until }) => ({
      from: instant(date, from, timeZone),
      until: instant(until > from ? date : date.add({ days: 1 }), until, timeZone),
    }));
    for (const opening of openings.toSorted((a, b) => a.from - b.from)) {
      // Nothing is left of what lies wholly in an hour that the clock jumps over.
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

/** `lastIntakeAt`: from then on nobody new is let into the line. Null: it does not close, or is not known to open again. */
export function hoursAt(hours: OpeningHours, now: number): Hours {
  for (const { from, until } of openingsFrom(hours, now)) {
    if (until <= now) continue;
    if (from > now) return { open: false, opensAt: from };
    if (until > now + ALWAYS_MS) return { open: true, closesAt: null, lastIntakeAt: null };
    return { open: true, closesAt: until, lastIntakeAt: Math.max(from, until - hours.marginMs) };
  }
  return { open: false, opensAt: null };
}
