/** From choices and statistics to the task of the planner. Pure. */
import type { PlanTask, TaskHour } from '../../planner/task.ts';
import { type Basis, basisOf } from './basis.ts';
import { FIELD_NAMES, type FieldName, type Values, valuesOf } from './fields.ts';
import type { PlanWork } from './plan.ts';
import { type Week, openHours } from './week.ts';

/** One open hour as the plan sees it. */
export interface PlannedHour extends TaskHour {
  readonly source: 'measured' | 'estimated' | 'assumed';
  /** Volunteers who are there now, not rounded; null: unknown. */
  readonly staffing: number | null;
}

export interface Form {
  readonly basis: Basis;
  readonly week: Week;
  readonly values: Values;
  /** The fields that are shown and wrong, in their order on the page. */
  readonly wrong: readonly FieldName[];
  readonly hours: readonly PlannedHour[];
  /** Null if something is wrong, or no hour is open. */
  readonly task: PlanTask | null;
}

const MOST_PRESENT = 50;

/** `known`: the opening hours of the settings, or a guess. */
export function formOf(
  { statistics, choices }: Pick<PlanWork, 'statistics' | 'choices'>,
  known: Week,
): Form {
  const week = choices.week ?? known;
  const basis = basisOf(statistics, openHours(week));
  const values = valuesOf(choices.texts, basis);
  const wrong = FIELD_NAMES.filter(
    (name) => values[name].wrong && (name !== 'togetherMin' || choices.atOnce === 2),
  );
  const hours = hoursOf(week, basis, values);
  const task =
    wrong.length > 0 || hours.length === 0 ? null : taskOf(hours, values, choices.atOnce);
  return { basis, week, values, wrong, hours, task };
}

function hoursOf(week: Week, basis: Basis, values: Values): PlannedHour[] {
  const more = 1 + (values.change.value ?? 0) / 100;
  return openHours(week).flatMap((isOpen, hour) => {
    if (!isOpen) return [];
    const found = basis.arrivals[hour] ?? null;
    // What the coordinator states counts for every open hour.
    const staffing = values.present.value ?? basis.staffing[hour] ?? null;
    return [
      {
        ...{ hour, staffing, source: found?.source ?? 'assumed' },
        arrivals: found === null ? (values.arrivals.value ?? 0) : found.mean * more,
        present: staffing === null ? null : Math.min(MOST_PRESENT, Math.round(staffing)),
      },
    ];
  });
}

function taskOf(hours: readonly PlannedHour[], values: Values, atOnce: 1 | 2): PlanTask {
  const number = (name: FieldName): number => values[name].value ?? 0;
  const after = number('afterMin');
  const alone = number('durationMin') + after;
  return {
    hours: hours.map(({ hour, arrivals, present }) => ({ hour, arrivals, present })),
    assumptions: {
      patienceMin: number('patienceMin'),
      durationsMin: atOnce === 1 ? [alone] : [alone, number('togetherMin') + after],
    },
    goals: {
      withinMin: number('withinMin'),
      servedInTime: number('servedInTime') / 100,
      left: number('left') / 100,
    },
    other:
      values.otherArrivals.value === null
        ? null
        : { arrivals: values.otherArrivals.value, present: values.otherPresent.value },
  };
}

/** Whether two tasks ask the same. */
export const sameTask = (one: PlanTask | null, other: PlanTask): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
