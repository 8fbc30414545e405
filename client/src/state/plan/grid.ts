/** The planned week as rows of hours and columns of days. Pure. */
import type { HourResult, PlanTask } from './plan.ts';
import { DAYS, HOURS_OF_DAY, timeOfHour } from './week.ts';

export type Slot =
  | { readonly state: 'closed' | 'waiting' }
  /** `needed` null: no number of volunteers is enough. */
  | { readonly state: 'planned'; readonly needed: number | null; readonly present: number | null };

export interface Row {
  /** Hour of the day, 0 to 23. */
  readonly time: number;
  /** From Monday. */
  readonly slots: readonly Slot[];
}

/** One row for each hour of the day at which the service is open on some day. */
export function gridOf(task: PlanTask, results: readonly HourResult[]): Row[] {
  const asked = new Map(task.hours.map((hour) => [hour.hour, hour]));
  const found = new Map(results.map((result) => [result.hour, result]));
  const times = new Set(task.hours.map(({ hour }) => timeOfHour(hour)));
  return Array.from({ length: HOURS_OF_DAY }, (_, time) => time)
    .filter((time) => times.has(time))
    .map((time) => ({
      time,
      slots: DAYS.map((day): Slot => {
        const hour = asked.get(day * HOURS_OF_DAY + time);
        const result = found.get(day * HOURS_OF_DAY + time);
        if (hour === undefined) return { state: 'closed' };
        if (result === undefined) return { state: 'waiting' };
        return { state: 'planned', needed: result.plan.needed, present: hour.present };
      }),
    }));
}
