/**
 * How many volunteers an hour of the week needs. Approximations: each hour is treated as if it lasted for ever with its
 * own mean number of arrivals; durations and patience are exponential; conversations are spread evenly (rule T5).
 */
import { completionRates } from './concurrency.ts';
import { type Performance, performance } from './erlang-a.ts';

export const HOURS_OF_WEEK = 168;
/** More are never suggested. */
const MOST_VOLUNTEERS = 200;
const HOUR_MIN = 60;

/** What is known or assumed. Times are means, in minutes. */
export interface Assumptions {
  readonly patienceMin: number;
  /** Length of a conversation while its volunteer holds 1, 2, … of them; as many as may be held at a time. */
  readonly durationsMin: readonly number[];
}

export interface Goals {
  readonly withinMin: number;
  /** Least share of all arrivals to be served within that time, and largest share that may leave. */
  readonly servedInTime: number;
  readonly left: number;
}

export const GOALS: Goals = { withinMin: 5, servedInTime: 0.9, left: 0.05 };

export interface HourPlan {
  /** Volunteers who keep the goals; null if not even `MOST_VOLUNTEERS` do. */
  readonly needed: number | null;
  /** With the volunteers that are there now, with one more, and with those needed; waits in minutes. */
  readonly now: Performance;
  readonly oneMore: Performance;
  readonly asNeeded: Performance | null;
}

/** `arrivals`: mean number in the hour. Waits are in minutes. Without volunteers everybody leaves. */
export function hourPerformance(
  arrivals: number,
  volunteers: number,
  { patienceMin, durationsMin }: Assumptions,
  withinMin: number,
): Performance {
  const queue = {
    arrivalRate: arrivals / HOUR_MIN,
    completionRates: completionRates(volunteers, durationsMin),
    leavingRate: 1 / patienceMin,
  };
  const found = performance(queue, withinMin);
  if (found === null) throw new RangeError('the patience must be finite');
  return found;
}

/** The fewest volunteers who keep the goals; null if there is no such number up to a limit. */
export function volunteersNeeded(
  arrivals: number,
  assumptions: Assumptions,
  goals: Goals = GOALS,
): number | null {
  for (let volunteers = 0; volunteers <= MOST_VOLUNTEERS; volunteers += 1) {
    const found = hourPerformance(arrivals, volunteers, assumptions, goals.withinMin);
    if (found.servedInTime >= goals.servedInTime && found.left <= goals.left) return volunteers;
  }
  return null;
}

export function planHour(
  arrivals: number,
  present: number,
  assumptions: Assumptions,
  goals: Goals = GOALS,
): HourPlan {
  const needed = volunteersNeeded(arrivals, assumptions, goals);
  const at = (volunteers: number): Performance =>
    hourPerformance(arrivals, volunteers, assumptions, goals.withinMin);
  return {
    needed,
    now: at(present),
    oneMore: at(present + 1),
    asNeeded: needed === null ? null : at(needed),
  };
}

/** `arrivals` and `present`: one number for each hour of the week, from Monday 00:00. Yields hour by hour, for progress. */
export function* planWeek(
  arrivals: readonly number[],
  present: readonly number[],
  assumptions: Assumptions,
  goals: Goals = GOALS,
): Generator<HourPlan> {
  for (let hour = 0; hour < HOURS_OF_WEEK; hour += 1)
    yield planHour(arrivals[hour] ?? 0, present[hour] ?? 0, assumptions, goals);
}
