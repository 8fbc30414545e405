/** Length of conversations, and patience, from shown classes. Pure. */
import { DURATION_BOUNDS_MIN, classesOf } from '@terskel/shared/figures';
import { WAITS_SHOWN_S, waitLabel } from '@terskel/shared/statistics';
import type { ReadCell } from '../../figures/cells.ts';
import { type Quarter, monthsOf } from './quarter.ts';

/** Fewer cases than these say too little. */
const LEAST_CASES = 20;
const MIDDLE_FEW = 2;
/** The last class has no end; it counts as half as wide again as its lower bound. */
const BEYOND = 1.25;
const MINUTE_S = 60;

export interface Times {
  /** Means, in minutes; null: too few are shown. */
  readonly durationMin: number | null;
  readonly patienceMin: number | null;
}

export function timesOf(read: ReadCell, quarter: Quarter): Times {
  return { durationMin: durationMin(read, quarter), patienceMin: patienceMin(read, quarter) };
}

/**
 * The mean over the months of the quarter, by the middle of each class. `<5` counts as nothing: what seekers said and
 * single conversations are counted in groups of five, so it is a rest that a later month counts.
 */
function durationMin(read: ReadCell, { label }: Quarter): number | null {
  const sums = classesOf(DURATION_BOUNDS_MIN).map((minutes) => {
    const counts = monthsOf(label).map((month) => read('durations', month, { minutes }));
    return sum(counts.filter((count) => typeof count === 'number'));
  });
  const cases = sum(sums);
  return cases < LEAST_CASES ? null : weighted(sums, middles(DURATION_BOUNDS_MIN)) / cases;
}

/**
 * All time that anybody has waited, divided by the number of those who left: the estimate for exponential patience,
 * P(left) = E[wait] ÷ patience. The mean wait of those who left would be far too short, because most are answered
 * before they lose patience. Null unless it is shown how many left and how many were answered.
 */
function patienceMin(read: ReadCell, { label }: Quarter): number | null {
  const [left, matched] = (['left', 'matched'] as const).map((outcome) =>
    read('waits', label, { outcome }),
  );
  if (typeof left !== 'number' || typeof matched !== 'number' || left < LEAST_CASES) return null;
  const waitedS =
    allWaitedS(read, label, 'left', left) + allWaitedS(read, label, 'matched', matched);
  return waitedS / left / MINUTE_S;
}

/**
 * Seconds that all with this outcome have waited. Between two bounds whose counts are shown, each has waited as long as
 * their geometric middle, because short waits are more frequent than long ones.
 */
function allWaitedS(read: ReadCell, date: string, outcome: string, total: number): number {
  let [seconds, fromS, counted] = [0, 0, 0];
  for (const boundS of WAITS_SHOWN_S) {
    const shown = read('waits', date, { outcome, wait: waitLabel(boundS) });
    if (shown === null || shown === 'hidden') continue;
    const count = Math.max(counted, shown === '<5' ? MIDDLE_FEW : shown);
    seconds += (count - counted) * middleS(fromS, boundS);
    [fromS, counted] = [boundS, count];
  }
  const lastS = WAITS_SHOWN_S.at(-1) ?? 0;
  const beyondS = fromS === lastS ? lastS * BEYOND : middleS(fromS, lastS);
  return seconds + Math.max(0, total - counted) * beyondS;
}

const middleS = (fromS: number, toS: number): number =>
  fromS === 0 ? toS / 2 : Math.sqrt(fromS * toS);

/** The middle of each class. */
function middles(bounds: readonly number[]): number[] {
  const last = bounds.at(-1) ?? 0;
  return [...bounds.map((bound, nth) => (bound + (bounds[nth - 1] ?? 0)) / 2), last * BEYOND];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
const weighted = (counts: readonly number[], values: readonly number[]): number =>
  sum(counts.map((count, nth) => count * (values[nth] ?? 0)));
