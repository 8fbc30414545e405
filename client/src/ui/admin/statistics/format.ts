/** Numbers, times, dates and names of the statistics, in the language of the page (rule T4). */
import { dateOf } from '@terskel/shared/calendar';
import type { Block } from '../../../figures/blocks.ts';
import { type Cell, shareOf } from '../../../figures/cells.ts';
import { firstDayOf, isCut, kindOf, lastDayOf } from '../../../figures/periods.ts';
import type { WaitRange } from '../../../figures/quantile.ts';
import type { AccountI18n } from '../../../i18n/i18n.ts';
import type { FiguresWords } from '../../../i18n/words.ts';

export type Format = ReturnType<typeof formatIn>;

/** Days are names without a time zone; UTC keeps them as they are. */
const DAYS = { timeZone: 'UTC' } as const;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 60 * 60_000;

/** `since`: the first day that was counted. A period that it cuts is named with it. */
export function formatIn(
  { formats, formatted }: Pick<AccountI18n, 'formats' | 'formatted'>,
  words: FiguresWords,
  since: string | null = null,
) {
  const number = new Intl.NumberFormat(formats, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(formats, { style: 'percent', maximumFractionDigits: 0 });
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formats, { ...options, ...DAYS });
  const days = date({ dateStyle: 'full' });
  const shortDays = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const months = date({ month: 'long', year: 'numeric' });
  const daysOfYear = date({ day: 'numeric', month: 'long' });
  const unit = (name: 'second' | 'minute') =>
    new Intl.NumberFormat(formats, { style: 'unit', unit: name, unitDisplay: 'long' });
  const units = { second: unit('second'), minute: unit('minute') };
  const weekdays = {
    long: date({ weekday: 'long' }),
    short: date({ weekday: 'short' }),
    narrow: date({ weekday: 'narrow' }),
  };

  function period(name: string): string {
    const whole = plainPeriod(name);
    return since !== null && isCut(name, since)
      ? words.period.from(whole, daysOfYear.format(dateOf(since)))
      : whole;
  }

  /** Without the day from which on it was counted. */
  function plainPeriod(name: string): string {
    const first = dateOf(firstDayOf(name));
    const counter = String(Number(/\d+$/.exec(name)?.[0]));
    switch (kindOf(name)) {
      case 'day':
        return formatted(days.format(first));
      case 'week':
        return words.period.week(counter, shortDays.formatRange(first, dateOf(lastDayOf(name))));
      case 'month':
        return months.format(first);
      case 'quarter':
        return words.period.quarter(counter, name.slice(0, 4));
      case 'year':
        return name;
    }
  }

  function duration(seconds: number): string {
    return formatted(
      seconds < 60 ? units.second.format(seconds) : units.minute.format(seconds / 60),
    );
  }

  function range({ overS, toS }: WaitRange): string {
    if (toS === null) return words.range.over(duration(overS));
    if (overS === 0) return words.range.under(duration(toS));
    // Both in minutes: the unit is said once.
    const from = overS < 60 ? duration(overS) : number.format(overS / 60);
    return words.range.between(from, duration(toS));
  }

  /** A count, or hours from quarters of an hour. */
  function cell(value: Cell, as: Block['unit']): string {
    if (value === null) return '–';
    if (value === 'hidden') return words.hidden;
    if (value === '<5') return `<${number.format(as === 'hours' ? 1.25 : 5)}`;
    return number.format(as === 'hours' ? value / 4 : value);
  }

  return {
    period,
    plainPeriod,
    duration,
    range,
    cell,
    number: (value: number) => number.format(value),
    share: (value: number) => percent.format(value),
    day: (name: string) => shortDays.format(dateOf(name)),
    weekday: (nth: number, length: keyof typeof weekdays) =>
      formatted(weekdays[length].format(MONDAY + (nth - 1) * DAY_MS)),
    hour: (hour: number) => `${String(hour).padStart(2, '0')}–${String(hour + 1).padStart(2, '0')}`,
    /** A count with its share of the whole, if both are shown. */
    part(value: Cell, whole: Cell, as: Block['unit']): string {
      const share = shareOf(value, whole);
      const text = cell(value, as);
      return share === null ? text : words.withShare(text, percent.format(share));
    },
  };
}
