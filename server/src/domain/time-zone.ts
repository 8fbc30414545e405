/** The association's time zone, in which days begin and end (rule T4). */
import { dayAfter } from '@terskel/shared/calendar';
import type { Country } from '@terskel/shared/phone-lines';
import { Temporal } from 'temporal-polyfill';
import type { Settings } from './ports.ts';

/** Without opening hours: where most people of the country live. */
const OF_COUNTRY: Readonly<Record<Country, string>> = {
  NO: 'Europe/Oslo',
  SE: 'Europe/Stockholm',
  GB: 'Europe/London',
};
const HOUR_MS = 3_600_000;

export function timeZoneOf({ openingHours, country }: Settings): string {
  return openingHours?.timeZone ?? OF_COUNTRY[country];
}

/** The local day in which an hour begins, such as `2026-11-30`. `hour`: since the epoch. */
export const dayOfHour = (timeZone: string, hour: number): string =>
  placeOfHour(timeZone, hour).day;

/** The local day and hour (0 to 23) in which an hour begins. Where clocks go back, two hours have the same name. */
export function placeOfHour(timeZone: string, hour: number): { day: string; hour: number } {
  const local = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS).toZonedDateTimeISO(timeZone);
  return { day: local.toPlainDate().toString(), hour: local.hour };
}

/** The first hour, since the epoch, that begins in this local day or later. */
export function firstHourOf(timeZone: string, day: string): number {
  const start = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone });
  return Math.ceil(start.epochMilliseconds / HOUR_MS);
}

/** The local days of these hours, which ascend. There may be thousands of hours, so each day is computed once. */
export function daysOf(hours: readonly number[], timeZone: string): string[] {
  const days: string[] = [];
  let next = -Infinity;
  for (const hour of hours) {
    if (hour < next) continue;
    const { day } = placeOfHour(timeZone, hour);
    days.push(day);
    next = firstHourOf(timeZone, dayAfter(day));
  }
  return days;
}
