/** Counts by name, such as `tickets 2026-11-30 matched`, with the hours that are released now (rules T1, T2). */
import { dateOf, dayAfter, quarterOf, weekdayOf } from '@terskel/shared/calendar';
import type { Fold, ReleaseInput } from '../../domain/releases.ts';
import { firstHourOf, placeOfHour } from '../../domain/time-zone.ts';

export type Counts = Readonly<Record<string, number>>;

/** Name of a weekday of a quarter: `2026-Q4-1`, Monday. */
export const weekdayName = (day: string): string =>
  `${quarterOf(dateOf(day))}-${weekdayOf(dateOf(day))}`;

/**
 * The figure `open` counts the hours in which the service is open, by day and by weekday and hour. What is not open has
 * no cell, because everybody knows that its counts are zero.
 */
export function foldOf({ figures, days, timeZone }: ReleaseInput): Fold {
  const last = days.at(-1)?.day ?? '';
  const first = days[0]?.day ?? '';
  const openFrom = firstHourOf(timeZone, dayAfter(last));
  const [byDay, byWeekHour] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, name: string, by: number) =>
    to.set(name, (to.get(name) ?? 0) + by);

  const hours = Object.entries(figures.hours).filter(([name]) => hourIn(name) < openFrom);
  const places = new Map<number, ReturnType<typeof placeOfHour>>();
  for (const [name, count] of hours) {
    const [figure = '', at = '', ...values] = name.split(' ');
    const place = places.get(Number(at)) ?? placeOfHour(timeZone, Number(at));
    places.set(Number(at), place);
    // After a change of the time zone, an open hour may be of a day that has been released.
    const day = place.day < first ? first : place.day;
    add(byDay, [figure, day, ...values].join(' '), count);
    add(byWeekHour, [figure, weekdayName(day), place.hour, ...values].join(' '), count);
  }
  for (const { day, openHours } of days) {
    if (openHours.length > 0) add(byDay, `open ${day}`, openHours.length);
    for (const hour of openHours) add(byWeekHour, `open ${weekdayName(day)} ${hour}`, 1);
  }
  return {
    ...{ days: Object.fromEntries(byDay), weekHours: Object.fromEntries(byWeekHour), openFrom },
    hours: hours.map(([name]) => name),
  };
}

const hourIn = (name: string): number => Number(name.split(' ')[1]);

export function sumOf(one: Counts, other: Counts): Counts {
  const sums = new Map(Object.entries(one));
  for (const [name, count] of Object.entries(other)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}
