/** Two associations that share a queue and their volunteers, against the same two apart (rule T5). */
import type { Performance } from './erlang-a.ts';
import { type Assumptions, GOALS, type Goals, hourPerformance, volunteersNeeded } from './plan.ts';

/** One association in one hour: mean number of arrivals, and volunteers who are there. */
export interface Side {
  readonly arrivals: number;
  readonly present: number;
  readonly assumptions: Assumptions;
}

export interface Pooling {
  readonly apart: readonly [Performance, Performance];
  readonly pooled: Performance;
  /** Volunteers who keep the goals, in sum; null if no number does. */
  readonly neededApart: number | null;
  readonly neededPooled: number | null;
}

/** Approximation: in the shared queue, durations and patience are the means of the two, weighted by arrivals. */
export function pooling(one: Side, other: Side, goals: Goals = GOALS): Pooling {
  const arrivals = one.arrivals + other.arrivals;
  const assumptions = mixed(one, other);
  const need = (side: Side): number | null =>
    volunteersNeeded(side.arrivals, side.assumptions, goals);
  const [first, second] = [need(one), need(other)];
  const at = (side: Side): Performance =>
    hourPerformance(side.arrivals, side.present, side.assumptions, goals.withinMin);
  return {
    apart: [at(one), at(other)],
    pooled: at({ arrivals, present: one.present + other.present, assumptions }),
    neededApart: first === null || second === null ? null : first + second,
    neededPooled: need({ arrivals, present: 0, assumptions }),
  };
}

/** Weighted by arrivals; as many conversations at a time as both allow. */
function mixed(one: Side, other: Side): Assumptions {
  const arrivals = one.arrivals + other.arrivals;
  const share = arrivals === 0 ? 0.5 : one.arrivals / arrivals;
  const mean = (first: number, second: number): number => share * first + (1 - share) * second;
  const { durationsMin, patienceMin } = one.assumptions;
  const theirs = other.assumptions;
  const atOnce = Math.min(durationsMin.length, theirs.durationsMin.length);
  return {
    patienceMin: mean(patienceMin, theirs.patienceMin),
    durationsMin: durationsMin
      .slice(0, atOnce)
      .map((duration, index) => mean(duration, theirs.durationsMin[index] ?? duration)),
  };
}
