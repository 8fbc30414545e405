/** Numbers, days and hours of the shift plan, as a language writes them. */
import type { I18n } from '../i18n.ts';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 60 * 60_000;

export interface PlanFormats {
  /** At most one decimal: 2.4 */
  number(value: number): string;
  /** A whole percentage: 93 % */
  percent(share: number): string;
  /** `day`: 0 (Monday) to 6. */
  longDay(day: number): string;
  shortDay(day: number): string;
  narrowDay(day: number): string;
  /** `18–19`; `hour`: 0 to 23. */
  hours(hour: number, until?: number): string;
}

export function planFormats({ formats }: Pick<I18n, 'formats'>): PlanFormats {
  const numbers = new Intl.NumberFormat(formats, { maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(formats, { style: 'percent', maximumFractionDigits: 0 });
  const dayIn = (weekday: 'long' | 'short' | 'narrow') => {
    const names = new Intl.DateTimeFormat(formats, { weekday, timeZone: 'UTC' });
    return (day: number): string => names.format(MONDAY + day * DAY_MS);
  };
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return {
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    longDay: dayIn('long'),
    shortDay: dayIn('short'),
    narrowDay: dayIn('narrow'),
    hours: (hour, until = hour + 1) => `${two(hour)}–${two(until)}`,
  };
}
