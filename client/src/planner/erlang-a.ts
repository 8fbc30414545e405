/**
 * Erlang-A: a queue whose guests arrive at random, are served in order, and leave when they lose patience (C. Palm, 1946;
 * O. Garnett, A. Mandelbaum, M. Reiman: Designing a call center with impatient customers, 2002). All figures are exact
 * for the birth–death chain. Rates are per one unit of time, whichever it is; the times that come out are in that unit.
 */

import { sorted } from '../lists.ts';

export interface Queue {
  /** Arrivals per unit of time. */
  readonly arrivalRate: number;
  /** Conversations that end per unit of time while 1, 2, …, and at most all possible ones are going on. */
  readonly completionRates: readonly number[];
  /** 1 ÷ the mean patience; 0 for guests who never leave. */
  readonly leavingRate: number;
}

export interface Performance {
  /** Share of arrivals who must wait. */
  readonly waiting: number;
  /** Share of arrivals who leave before they are served. */
  readonly left: number;
  /** Share of all arrivals, not only of those served, who are served within the asked time. */
  readonly servedInTime: number;
  /** Mean wait of all arrivals until they are served or leave. */
  readonly meanWait: number;
  /** Mean share of the possible conversations that are going on. */
  readonly occupancy: number;
}

/** States with a smaller share than this of the likeliest one are left out. */
const NEGLIGIBLE = 1e-18;

/** What arrivals meet in the long run. `within`: the time to be served in. Null if the queue grows without limit. */
export function performance(queue: Queue, within: number): Performance | null {
  const { arrivalRate, completionRates, leavingRate } = queue;
  const capacity = completionRates.length;
  const fullRate = completionRates[capacity - 1] ?? 0;
  if (leavingRate <= 0 && arrivalRate >= fullRate) return arrivalRate > 0 ? null : NOBODY;
  if (arrivalRate <= 0) return NOBODY;
  const { served, waiting } = stationary(queue, fullRate);

  let length = 0;
  let inTime = served.reduce((sum, share) => sum + share, 0);
  const delayed = waiting.reduce((sum, share) => sum + share, 0);
  const soon = servedSoon(fullRate, leavingRate, within);
  for (const [ahead, share] of waiting.entries()) {
    length += ahead * share;
    inTime += share * soon(ahead);
  }
  const ongoing = served.reduce((sum, share, count) => sum + share * count, delayed * capacity);
  return {
    waiting: delayed,
    left: Math.min(1, (leavingRate * length) / arrivalRate),
    servedInTime: Math.min(1, inTime),
    meanWait: length / arrivalRate,
    occupancy: capacity === 0 ? 0 : ongoing / capacity,
  };
}

const NOBODY: Performance = { waiting: 0, left: 0, servedInTime: 1, meanWait: 0, occupancy: 0 };

/**
 * The share of time in each state: `served[k]` with `k` conversations and room for more, `waiting[m]` with all possible
 * ones and `m` guests in line. Logarithms keep the weights in range for any rates.
 */
function stationary({ arrivalRate, completionRates, leavingRate }: Queue, fullRate: number) {
  const logs = [0];
  for (const rate of completionRates) logs.push((logs.at(-1) ?? 0) + Math.log(arrivalRate / rate));
  const capacity = completionRates.length;
  // In line, weights rise up to the mode and then fall.
  const excess = arrivalRate - fullRate;
  const mode = excess > 0 ? Math.floor(excess / leavingRate) : 0;
  let log = logs[capacity] ?? 0;
  let highest = logs.reduce((most, each) => Math.max(most, each), 0);
  for (let line = 1; ; line += 1) {
    log += Math.log(arrivalRate / (fullRate + line * leavingRate));
    highest = Math.max(highest, log);
    if (line > mode && log < highest + Math.log(NEGLIGIBLE)) break;
    logs.push(log);
  }
  const weights = logs.map((each) => Math.exp(each - highest));
  // From the smallest, so that nothing is lost.
  const sum = sorted(weights, (one, other) => one - other).reduce((one, other) => one + other, 0);
  const shares = weights.map((weight) => weight / sum);
  return { served: shares.slice(0, capacity), waiting: shares.slice(capacity) };
}

/**
 * For a guest with `ahead` others in front: the chance to be served within the time, and before losing patience. With
 * `v` the time until it is the guest's turn, exp(−leavingRate · v) has a beta distribution; its tail is a sum of
 * positive terms, of which each call with one more guest ahead adds one. So calls must count up from 0.
 */
function servedSoon(fullRate: number, leavingRate: number, within: number) {
  const reach = leavingRate > 0 ? -Math.expm1(-leavingRate * within) / leavingRate : within;
  let log = -(fullRate + leavingRate) * within;
  let late = 0;
  return (ahead: number): number => {
    if (ahead > 0) log += Math.log((reach * (fullRate + ahead * leavingRate)) / ahead);
    late += Math.exp(log);
    const stays = fullRate / (fullRate + (ahead + 1) * leavingRate);
    return fullRate > 0 ? stays * Math.max(0, 1 - late) : 0;
  };
}
