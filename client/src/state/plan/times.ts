/** Length of conversations, and patience, from shown classes. Pure. */
import { DURATION_BOUNDS_MIN, WAIT_BOUNDS_S, classesOf } from '@terskel/shared/figures';
import type { Shown } from '@terskel/shared/statistics';
import { type Cell, type Quarter, monthsOf } from './shown-cells.ts';

/** Fewer cases than these say too little. */
const LEAST_CASES = 20;
const MIDDLE_FEW = 2;
const MINUTE_S = 60;

export interface Times {
  /** Means, in minutes; null: too few are shown. */
  readonly durationMin: number | null;
  readonly patienceMin: number | null;
}

export function timesOf(cell: Cell, quarter: Quarter): Times {
  return { durationMin: durationMin(cell, quarter), patienceMin: patienceMin(cell, quarter) };
}

/** The mean over the months of the quarter, by the middle of each class. */
function durationMin(cell: Cell, { label }: Quarter): number | null {
  const classes = classesOf(DURATION_BOUNDS_MIN);
  const months = monthsOf(label).map((month) => {
    const date = ['date', month] as const;
    const counts = classes.map((name) => cell('durations', date, ['minutes', name]));
    return known(counts, cell('durations', date));
  });
  const sums = classes.map((_, nth) => months.reduce((sum, month) => sum + (month[nth] ?? 0), 0));
  const cases = sum(sums);
  return cases < LEAST_CASES ? null : weighted(sums, middles(DURATION_BOUNDS_MIN)) / cases;
}

/**
 * All time that anybody has waited, divided by the number of those who left: the estimate for exponential patience,
 * P(left) = E[wait] ÷ patience. The mean wait of those who left would be far too short, because most are answered
 * before they lose patience.
 */
function patienceMin(cell: Cell, { label }: Quarter): number | null {
  const date = ['date', label] as const;
  const of = (outcome: string): readonly number[] => {
    const at = ['outcome', outcome] as const;
    const upTo = (bound: number) => cell('waits', date, at, ['wait', `to ${bound}`]);
    const counts = classesOf(WAIT_BOUNDS_S).map((name, nth) => {
      const own = cell('waits', date, at, ['wait', name]);
      if (typeof own === 'number') return own;
      return (
        difference(
          upTo(WAIT_BOUNDS_S[nth] ?? 0),
          nth === 0 ? 0 : upTo(WAIT_BOUNDS_S[nth - 1] ?? 0),
        ) ?? own
      );
    });
    return known(counts, cell('waits', date, at));
  };
  const [left, matched] = [of('left'), of('matched')];
  const leavers = sum(left);
  if (leavers < LEAST_CASES) return null;
  const middle = middles(WAIT_BOUNDS_S);
  return (weighted(left, middle) + weighted(matched, middle)) / leavers / MINUTE_S;
}

const difference = (one: Shown | undefined, other: Shown | undefined): number | undefined =>
  typeof one === 'number' && typeof other === 'number' ? one - other : undefined;

/** Counts of the classes. What the total leaves over is spread evenly over those that are hidden. */
function known(counts: readonly (Shown | undefined)[], total: Shown | undefined): number[] {
  const found = counts.map((count) => (count === '<5' ? MIDDLE_FEW : count));
  const numbers = found.filter((count) => typeof count === 'number');
  const rest = typeof total === 'number' ? Math.max(0, total - sum(numbers)) : 0;
  const each = rest / Math.max(1, found.length - numbers.length);
  return found.map((count) => (typeof count === 'number' ? count : each));
}

/** The middle of each class. The last one has no end; it counts as half as wide again as its lower bound. */
function middles(bounds: readonly number[]): number[] {
  const last = bounds.at(-1) ?? 0;
  return [...bounds.map((bound, nth) => (bound + (bounds[nth - 1] ?? 0)) / 2), last * 1.25];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
const weighted = (counts: readonly number[], values: readonly number[]): number =>
  sum(counts.map((count, nth) => count * (values[nth] ?? 0)));
