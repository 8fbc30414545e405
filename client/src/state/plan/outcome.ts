/** Sums over the week of what the planner found. Pure. */
import { sorted } from '../../lists.ts';
import type { HourPlan } from '../../planner/plan.ts';
import type { HourResult, PlanTask, TaskHour } from '../../planner/task.ts';

type Performance = HourPlan['now'];

/** A week with a certain staffing. Shares are of all seekers of the hours that are counted. */
export interface WeekFigures {
  /** Hours of volunteers in a week. */
  readonly volunteerHours: number;
  readonly servedInTime: number;
  readonly left: number;
  /** Seekers who leave in a week. */
  readonly leavers: number;
}

export interface Outcome {
  /** Hours of which too much is asked: no number of volunteers keeps the goals. */
  readonly impossible: number;
  readonly asNeeded: WeekFigures;
  /** Of the hours whose staffing is known; null if it is known for none. */
  readonly now: WeekFigures | null;
  readonly oneMore: WeekFigures | null;
  /** Hours whose staffing is unknown. */
  readonly unknown: number;
  /** Hours with fewer volunteers than needed. */
  readonly short: number;
  /** The hours in which one more volunteer helps most, the best first. */
  readonly best: readonly Gain[];
  /** Null without another association. */
  readonly pooled: PooledWeek | null;
}

export interface Gain {
  readonly hour: number;
  readonly now: Performance;
  readonly oneMore: Performance;
}

export interface PooledWeek {
  readonly neededApart: number;
  readonly neededPooled: number;
  /** Performance of both apart and together; null if a staffing is unknown. */
  readonly apart: WeekFigures | null;
  readonly together: WeekFigures | null;
}

const MOST_BEST = 5;

interface Part {
  readonly arrivals: number;
  readonly volunteers: number;
  readonly at: Performance;
}

function figuresOf(parts: readonly Part[]): WeekFigures {
  const sum = (of: (part: Part) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const arrivals = sum((part) => part.arrivals);
  const share = (of: (at: Performance) => number, none: number): number =>
    arrivals > 0 ? sum((part) => part.arrivals * of(part.at)) / arrivals : none;
  return {
    volunteerHours: sum((part) => part.volunteers),
    servedInTime: share((at) => at.servedInTime, 1),
    left: share((at) => at.left, 0),
    leavers: sum((part) => part.arrivals * part.at.left),
  };
}

interface Planned extends TaskHour {
  readonly plan: HourPlan;
  readonly result: HourResult;
}

export function outcomeOf(task: PlanTask, results: readonly HourResult[]): Outcome {
  const asked = new Map(task.hours.map((hour) => [hour.hour, hour]));
  const hours = results.flatMap((result): Planned[] => {
    const hour = asked.get(result.hour);
    return hour === undefined ? [] : [{ ...hour, plan: result.plan, result }];
  });
  const staffed = hours.flatMap((hour) =>
    hour.present === null ? [] : [{ ...hour, present: hour.present }],
  );
  const weekWith = (more: 0 | 1): WeekFigures | null =>
    staffed.length === 0
      ? null
      : figuresOf(
          staffed.map(({ arrivals, present, plan }) => ({
            ...{ arrivals, volunteers: present + more },
            at: more === 0 ? plan.now : plan.oneMore,
          })),
        );
  return {
    impossible: hours.filter(({ plan }) => plan.needed === null).length,
    asNeeded: figuresOf(
      hours.flatMap(({ arrivals, plan }) =>
        plan.asNeeded === null || plan.needed === null
          ? []
          : [{ arrivals, volunteers: plan.needed, at: plan.asNeeded }],
      ),
    ),
    now: weekWith(0),
    oneMore: weekWith(1),
    unknown: hours.length - staffed.length,
    short: staffed.filter(({ present, plan }) => isShort(present, plan.needed)).length,
    best: bestOf(staffed),
    pooled: pooledOf(task, hours),
  };
}

/** Whether more volunteers are needed than there are. */
export const isShort = (present: number | null, needed: number | null): boolean =>
  present !== null && (needed === null || present < needed);

/** By how many more seekers are served in time. */
function bestOf(hours: readonly Planned[]): Gain[] {
  const gain = ({ arrivals, plan }: Planned): number =>
    arrivals * (plan.oneMore.servedInTime - plan.now.servedInTime);
  const short = hours.filter(({ present, plan }) => isShort(present, plan.needed));
  return sorted(short, (one, other) => gain(other) - gain(one))
    .slice(0, MOST_BEST)
    .map(({ hour, plan }) => ({ hour, now: plan.now, oneMore: plan.oneMore }));
}

function pooledOf({ other }: PlanTask, hours: readonly Planned[]): PooledWeek | null {
  if (other === null) return null;
  const pools = hours.flatMap((hour) => {
    const { pooling } = hour.result;
    return pooling === null ? [] : [{ ...hour, pooling }];
  });
  const theirs = other.present;
  const isKnown = theirs !== null && pools.every(({ present }) => present !== null);
  const apart = pools.flatMap(({ arrivals, present, pooling }): Part[] => [
    { arrivals, volunteers: present ?? 0, at: pooling.apart[0] },
    { arrivals: other.arrivals, volunteers: theirs ?? 0, at: pooling.apart[1] },
  ]);
  const together = pools.map(({ arrivals, present, pooling }): Part => ({
    arrivals: arrivals + other.arrivals,
    volunteers: (present ?? 0) + (theirs ?? 0),
    at: pooling.pooled,
  }));
  // An hour that cannot be planned on one side is left out on both.
  const needed = pools.filter(
    ({ pooling }) => pooling.neededApart !== null && pooling.neededPooled !== null,
  );
  const sum = (of: (pooling: NonNullable<HourResult['pooling']>) => number | null): number =>
    needed.reduce((total, { pooling }) => total + (of(pooling) ?? 0), 0);
  return {
    neededApart: sum(({ neededApart }) => neededApart),
    neededPooled: sum(({ neededPooled }) => neededPooled),
    apart: isKnown ? figuresOf(apart) : null,
    together: isKnown ? figuresOf(together) : null,
  };
}
