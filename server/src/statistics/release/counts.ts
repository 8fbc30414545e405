/** Counts by name, such as `tickets 2026-11-30 matched`, with the hours that are released now (rules T1, T2). */
import { dateOf, dayAfter, quarterOf, weekdayOf } from '@terskel/shared/calendar';
import type { Fold, ReleaseInput } from '../../domain/releases.ts';
import { firstHourOf, placeOfHour } from '../../domain/time-zone.ts';

export type Counts = Readonly<Record<string, number>>;

/** Name of a weekday of a quarter: `2026-Q4-1`, Monday. */
export const weekdayName = (day: string): string =>
  `${quarterOf(dateOf(day))}-${weekdayOf(dateOf(day))}`;

interface Place {
  readonly day: string;
  readonly hour: number;
}

/**
 * The figure `open` counts the hours in which the service is open, by day and by weekday and hour. What is not open has
 * no cell. A cell must not depend on whether somebody came, so counts of seekers belong to an open hour.
 */
export function foldOf({ figures, days, timeZone }: ReleaseInput): Fold {
  const last = days.at(-1)?.day ?? '';
  const first = days[0]?.day ?? '';
  const openFrom = firstHourOf(timeZone, dayAfter(last));
  const [byDay, byWeekHour] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, name: string, by: number) =>
    to.set(name, (to.get(name) ?? 0) + by);

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
    add(byDay, [figure, to.day, ...values].join(' '), count);
    add(byWeekHour, [figure, weekdayName(to.day), to.hour, ...values].join(' '), count);
    folded.push(name);
  }
  for (const { day, openHours } of days) {
    if (openHours.length > 0) add(byDay, `open ${day}`, openHours.length);
    for (const hour of openHours) add(byWeekHour, `open ${weekdayName(day)} ${hour}`, 1);
  }
  return {
    ...{ days: Object.fromEntries(byDay), weekHours: Object.fromEntries(byWeekHour), openFrom },
    hours: folded,
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

const hourIn = (name: string): number => Number(name.split(' ')[1]);

export function sumOf(one: Counts, other: Counts): Counts {
  const sums = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}
