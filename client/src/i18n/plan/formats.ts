/** Numbers, days and hours of the shift plan, as a language writes them. */
import type { AccountI18n } from '../i18n.ts';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 60 * 60_000;

export interface PlanFormats {
  /** At most one decimal: 2.4 */
  readonly number: (value: number) => string;
  /** A percentage: 93 %; with a decimal near 0 and 100, so that neither is claimed: 99.7 % */
  readonly percent: (share: number) => string;
  /** `day`: 0 (Monday) to 6. */
  readonly longDay: (day: number) => string;
  readonly shortDay: (day: number) => string;
  readonly narrowDay: (day: number) => string;
  /** `18–19`; `hour`: 0 to 23. */
  readonly hours: (hour: number, until?: number) => string;
}

export function planFormats({
  formats,
  formatted,
}: Pick<AccountI18n, 'formats' | 'formatted'>): PlanFormats {
  const numbers = new Intl.NumberFormat(formats, { maximumFractionDigits: 1 });
  const percentWith = (maximumFractionDigits: number) =>
    new Intl.NumberFormat(formats, { style: 'percent', maximumFractionDigits });
  const [whole, fine] = [percentWith(0), percentWith(1)];
  const dayIn = (weekday: 'long' | 'short' | 'narrow') => {
    const names = new Intl.DateTimeFormat(formats, { weekday, timeZone: 'UTC' });
    return (day: number): string => formatted(names.format(MONDAY + day * DAY_MS));
  };
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return {
    number: (value) => numbers.format(value),
    percent: (share) => (share > 0.99 || share < 0.01 ? fine : whole).format(share),
    longDay: dayIn('long'),
    shortDay: dayIn('short'),
    narrowDay: dayIn('narrow'),
    hours: (hour, until = hour + 1) => `${two(hour)}–${two(until)}`,
  };
}
