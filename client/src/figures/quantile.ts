/** Quantiles of waits, as a range between published bounds. */
import type { Cell } from './cells.ts';

/** How many waited at most `seconds`. */
export interface Bound {
  readonly seconds: number;
  readonly count: Cell;
}

/** Longer than `overS` seconds (0: no lower bound) and at most `toS` (null: no upper bound). */
export interface WaitRange {
  readonly overS: number;
  readonly toS: number | null;
}

/** Tolerance for products such as 0.9 × 10. */
const ROUNDING = 1e-9;

/**
 * The range in which the quantile `part` (0.5: median) certainly lies. `bounds`: ascending. Null if the total is not
 * shown, or if nothing is known about the range. A hidden count says nothing; `<5` is 0 to 4.
 */
export function quantile(bounds: readonly Bound[], total: Cell, part: number): WaitRange | null {
  if (typeof total !== 'number' || total === 0) return null;
  const rank = Math.ceil(part * total - ROUNDING);
  let overS = 0;
  let toS: number | null = null;
  for (const { seconds, count } of bounds) {
    if (atMost(count, total) < rank) overS = seconds;
    else if (toS === null && atLeast(count) >= rank) toS = seconds;
  }
  return overS === 0 && toS === null ? null : { overS, toS };
}

const atMost = (count: Cell, total: number): number =>
  typeof count === 'number' ? count : count === '<5' ? 4 : total;
const atLeast = (count: Cell): number => (typeof count === 'number' ? count : 0);
