/** The computation of a whole plan, hour by hour, so that it can run in a worker and report progress. Pure. */
import { type Assumptions, type Goals, type HourPlan, planWeek } from './plan.ts';
import { type Pooling, pooling } from './pooling.ts';

/** Another association that would share the queue: in each open hour, its mean arrivals and its volunteers. */
export interface Other {
  readonly arrivals: number;
  /** Null: unknown. */
  readonly present: number | null;
}

export interface TaskHour {
  /** Hour of the week, from Monday 00:00: 0 to 167. */
  readonly hour: number;
  /** Mean number in this hour. */
  readonly arrivals: number;
  /** Volunteers who are there now, rounded; null: unknown. */
  readonly present: number | null;
}

export interface PlanTask {
  /** The open hours, ascending. */
  readonly hours: readonly TaskHour[];
  readonly assumptions: Assumptions;
  readonly goals: Goals;
  readonly other: Other | null;
}

export interface HourResult {
  readonly hour: number;
  /** `now` and `oneMore` count from 0 volunteers if it is unknown how many are there. */
  readonly plan: HourPlan;
  /** Null without another association. */
  readonly pooling: Pooling | null;
}

/** What the worker sends: each hour when it is computed, then the end. */
export type PlanMessage =
  | { readonly kind: 'hour'; readonly result: HourResult }
  | { readonly kind: 'done' };

/** Yields a result for each hour of the task, in their order. */
export function* runTask(task: PlanTask): Generator<HourResult> {
  const { hours, assumptions, goals, other } = task;
  const open = new Map(hours.map((each) => [each.hour, each]));
  const arrivals: number[] = [];
  const present: number[] = [];
  for (const each of hours) {
    arrivals[each.hour] = each.arrivals;
    present[each.hour] = each.present ?? 0;
  }
  let hour = 0;
  for (const plan of planWeek(arrivals, present, assumptions, goals)) {
    const here = open.get(hour);
    if (here !== undefined) yield { hour, plan, pooling: poolingOf(here, other, task) };
    hour += 1;
  }
}

function poolingOf(
  { arrivals, present }: TaskHour,
  other: Other | null,
  { assumptions, goals }: PlanTask,
): Pooling | null {
  if (other === null) return null;
  const own = { arrivals, present: present ?? 0, assumptions };
  const theirs = { arrivals: other.arrivals, present: other.present ?? 0, assumptions };
  return pooling(own, theirs, goals);
}
