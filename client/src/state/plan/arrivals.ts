/** Seekers per hour of the week, from the shown cells of one quarter; hidden ones are estimated from totals. Pure. */
import type { Cell, ReadCell } from '../../figures/cells.ts';
import type { Quarter } from './quarter.ts';
import { timeOfHour, weekdayOfHour } from './week.ts';

export interface HourArrivals {
  /** Mean number in this hour of an ordinary week. */
  readonly mean: number;
  readonly source: 'measured' | 'estimated';
}

/** `<5` stands for at most this many. */
const MOST_FEW = 4;
/** And for this many, if no total is shown. */
const MIDDLE_FEW = 2;

/** An open hour of which no count is shown. `weight`: how busy it probably is, compared with the others. */
interface Hidden {
  readonly hour: number;
  readonly weight: number;
  /** The largest count that the cell allows. */
  readonly most: number;
}

/**
 * One entry for each hour of the week; null if it is closed, or nothing is shown that says something about it. What a
 * shown total leaves over is spread over the hidden open hours in proportion to the mean of their hour on other days.
 */
export function arrivalsOf(
  read: ReadCell,
  { label, weekdays }: Quarter,
  open: readonly boolean[],
): (HourArrivals | null)[] {
  const daysOf = (hour: number): number => weekdays[weekdayOfHour(hour)] ?? 1;
  const shown = open.map((_, hour) => ofHour(read, label, hour));
  const profile = profileOf(shown, daysOf);
  const usual = meanOf(profile.filter((mean) => mean !== undefined)) ?? 1;
  const hiddenAmong = (fits: (hour: number) => boolean): Hidden[] =>
    open.flatMap((isOpen, hour) =>
      isOpen && fits(hour) && typeof shown[hour] !== 'number'
        ? [
            {
              hour,
              weight: (profile.at(timeOfHour(hour)) ?? usual) * daysOf(hour),
              most: shown[hour] === '<5' ? MOST_FEW : Infinity,
            },
          ]
        : [],
    );
  const countIn = (fits: (hour: number) => boolean): number =>
    shown.reduce<number>(
      (sum, count, hour) => sum + (fits(hour) && typeof count === 'number' ? count : 0),
      0,
    );

  const estimates = new Map<number, number>();
  const share = (total: number, fits: (hour: number) => boolean): void => {
    const left = Math.max(0, total - countIn(fits));
    for (const [hour, count] of spread(left, hiddenAmong(fits))) estimates.set(hour, count);
  };
  const totals = weekdays.map((_, day) => read('tickets', `${label}-${day + 1}`));
  const hasTotal = (hour: number): boolean => typeof totals[weekdayOfHour(hour)] === 'number';
  for (const [day, total] of totals.entries())
    if (typeof total === 'number') share(total, (hour) => weekdayOfHour(hour) === day);
  const whole = read('tickets', label);
  if (typeof whole === 'number') {
    const known = totals.reduce<number>(
      (sum, total) => sum + (typeof total === 'number' ? total : 0),
      0,
    );
    share(whole - known, (hour) => !hasTotal(hour));
  }
  return shown.map((count, hour) => {
    if (open[hour] !== true) return null;
    if (typeof count === 'number') return { mean: count / daysOf(hour), source: 'measured' };
    const estimate =
      estimates.get(hour) ?? guess(count, profile.at(timeOfHour(hour)), daysOf(hour));
    return estimate === null ? null : { mean: estimate / daysOf(hour), source: 'estimated' };
  });
}

const ofHour = (read: ReadCell, label: string, hour: number): Cell =>
  read('tickets', `${label}-${weekdayOfHour(hour) + 1}`, { hour: String(timeOfHour(hour)) });

/** Without a total: the middle of `<5`, or the mean of the same hour on other days; null if neither is known. */
function guess(count: Cell, mean: number | undefined, days: number): number | null {
  if (count === '<5') return MIDDLE_FEW;
  return mean === undefined ? null : mean * days;
}

/** By hour of the day: the mean of the weekdays on which that hour is shown; undefined if it is shown on none. */
function profileOf(
  shown: readonly Cell[],
  daysOf: (hour: number) => number,
): (number | undefined)[] {
  const means: number[][] = Array.from({ length: 24 }, () => []);
  for (const [hour, count] of shown.entries())
    if (typeof count === 'number') means[timeOfHour(hour)]?.push(count / daysOf(hour));
  return means.map(meanOf);
}

const meanOf = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/**
 * Shares `total` by weight; an hour gets no more than its cell allows, and the others get the rest. The counts by hour:
 * together `total`, or less if all are full.
 */
function spread(total: number, hours: readonly Hidden[]): Map<number, number> {
  const counts = new Map<number, number>();
  let left = total;
  let rest = [...hours];
  while (rest.length > 0) {
    const weights = rest.reduce((sum, { weight }) => sum + weight, 0);
    const shareOf = ({ weight }: Hidden): number =>
      weights > 0 ? (left * weight) / weights : left / rest.length;
    const full = rest.filter((one) => shareOf(one) > one.most);
    if (full.length === 0) {
      for (const one of rest) counts.set(one.hour, shareOf(one));
      return counts;
    }
    for (const { hour, most } of full) {
      counts.set(hour, most);
      left -= most;
    }
    rest = rest.filter((one) => !full.includes(one));
  }
  return counts;
}
