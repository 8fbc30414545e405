/** Opening hours of an ordinary week, as whole hours. Pure. */
import { HOURS_OF_WEEK } from '../../planner/plan.ts';

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
export const HOURS_OF_DAY = 24;

/** `from`: 0 to 23. `until`: 1 to 24; not after `from` means the next day. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
/** From Monday: the spans that begin on that day. */
export type Week = readonly (readonly Span[])[];

/** A day begins with this span when it becomes open. */
export const EVENING: Span = { from: 18, until: 22 };
/** A guess that the coordinator corrects: every evening. */
export const DEFAULT_WEEK: Week = DAYS.map(() => [EVENING]);
/** Spans on one day, as in the settings. */
export const MOST_SPANS = 8;

/** For each hour of the week, from Monday 00:00, whether the service is open. Sunday night goes on into Monday. */
export function openHours(week: Week): boolean[] {
  const open = Array.from({ length: HOURS_OF_WEEK }, () => false);
  for (const [day, spans] of week.entries()) {
    for (const { from, until } of spans) {
      const length = until > from ? until - from : until + HOURS_OF_DAY - from;
      for (let hour = 0; hour < length; hour += 1)
        open[(day * HOURS_OF_DAY + from + hour) % HOURS_OF_WEEK] = true;
    }
  }
  return open;
}

interface Times {
  readonly from: string;
  readonly until: string;
}

/** From the settings' times, such as `18:30`. An hour that is open in part counts as open. */
export function weekOf(hours: readonly (readonly Times[])[]): Week {
  const whole = (time: string, round: (hours: number) => number): number => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return round(hour + minute / 60);
  };
  return DAYS.map((day) =>
    (hours[day] ?? []).map(({ from, until }) => {
      const end = whole(until, Math.ceil);
      return { from: whole(from, Math.floor), until: end === 0 ? HOURS_OF_DAY : end };
    }),
  );
}

export const weekdayOfHour = (hour: number): number => Math.floor(hour / HOURS_OF_DAY);
export const timeOfHour = (hour: number): number => hour % HOURS_OF_DAY;
