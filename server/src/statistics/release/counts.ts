/** Counts by name, such as `tickets 2026-11-30 matched`, with the hours that are released now (rules T1, T2). */
import { dateOf, dayAfter, quarterOf, weekdayOf } from '@terskel/shared/calendar';
import { hourIn, sumsOf } from '../../domain/cells.ts';
import type { Fold, ReleaseInput } from '../../domain/releases.ts';
import { firstHourOf, placeOfHour } from '../../domain/time-zone.ts';

export type Counts = Readonly<Record<string, number>>;
type Cell = readonly [name: string, count: number];

/** Name of a weekday of a quarter: `2026-Q4-1`, Monday. */
export const weekdayName = (day: string): string =>
  `${quarterOf(dateOf(day))}-${weekdayOf(dateOf(day))}`;

interface Place {
  readonly day: string;
  readonly hour: number;
}

/**
 * The figure `open` counts the hours in which the service is open, by day and by weekday and hour. A closed hour has no
 * cell. Counts of seekers belong to an open hour: otherwise a cell of a closed hour would show that a seeker came.
 */
export function foldOf({ figures, days, timeZone }: ReleaseInput): Fold {
  const last = days.at(-1)?.day ?? '';
  const first = days[0]?.day ?? '';
  const openFrom = firstHourOf(timeZone, dayAfter(last));
  const [byDay, byWeekHour]: [Cell[], Cell[]] = [[], []];

  const hours = Object.entries(figures.hours).filter(([name]) => hourIn(name) < openFrom);
  const open = days.flatMap(({ day, openHours }) => openHours.map((hour) => ({ day, hour })));
  const places = new Map<number, Place>();
  const openPlaces = new Map<number, Place | null>();
  const folded: string[] = [];
  for (const [name, count] of hours) {
    const [figure = '', text = '', ...values] = name.split(' ');
    const at = Number(text);
    const place = places.get(at) ?? placeIn(timeZone, at, first);
    places.set(at, place);
    if (!openPlaces.has(at)) openPlaces.set(at, openPlaceOf(open, place));
    const to = figure === 'staff' ? place : openPlaces.get(at);
    // Waits in the ledger for the next release that has an open day.
    if (to === null || to === undefined) continue;
    byDay.push([[figure, to.day, ...values].join(' '), count]);
    byWeekHour.push([[figure, weekdayName(to.day), to.hour, ...values].join(' '), count]);
    folded.push(name);
  }
  for (const { day, openHours } of days) {
    if (openHours.length > 0) byDay.push([`open ${day}`, openHours.length]);
    for (const hour of openHours) byWeekHour.push([`open ${weekdayName(day)} ${hour}`, 1]);
  }
  return {
    days: Object.fromEntries(sumsOf(byDay)),
    weekHours: Object.fromEntries(sumsOf(byWeekHour)),
    ...{ openFrom, hours: folded },
  };
}

/** After a change of the time zone, an hour may be of a day that has been released. It belongs to the first day then. */
function placeIn(timeZone: string, at: number, first: string): Place {
  const { day, hour } = placeOfHour(timeZone, at);
  return { day: day < first ? first : day, hour };
}

/** The last open hour of the day up to this one, or the first one after it; null if there is none. */
function openPlaceOf(open: readonly Place[], { day, hour }: Place): Place | null {
  return (
    open.findLast((each) => each.day === day && each.hour <= hour) ??
    open.find((each) => each.day > day || (each.day === day && each.hour > hour)) ??
    null
  );
}

export function sumOf(one: Counts, other: Counts): Counts {
  return Object.fromEntries(sumsOf([...Object.entries(one), ...Object.entries(other)]));
}
