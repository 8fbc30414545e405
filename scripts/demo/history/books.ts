/** The simulator's own record of what happened, for comparison with what the service has counted (rules T1, T2). */
import { DURATION_BOUNDS_MIN, type TicketOutcome, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import type { Ending, PlannedSeeker } from './plan.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const QUARTER_MIN = 15;

const classOf = (value: number, bounds: readonly number[]): string =>
  String(bounds.find((bound) => value <= bound) ?? 'more');

export interface Books {
  /** `tickets 493520 matched` → number, by hour since the epoch. */
  readonly hours: Readonly<Record<string, number>>;
  /** `topics grief` → number. */
  readonly said: Readonly<Record<string, number>>;
  /** `counted`: whether the ticket was opened and ended. */
  ticket(seeker: PlannedSeeker, openedAt: number, outcome: TicketOutcome, now: number): void;
  offer(answer: 'missed' | 'declined', now: number): void;
  conversation(startedAt: number, reason: Ending | 'moved', now: number): void;
  feedback(before: number | undefined, after: number, heard: number): void;
  /** One minute of a volunteer who is not paused while the service is open, or in a conversation or wrap-up, or both. */
  duty(as: { readonly isOnDuty: boolean; readonly isBusy: boolean }): void;
  /** Minutes of volunteers in a conversation or wrap-up. */
  busyMinutes(): number;
  /** At the full hour: whole quarters belong to the hour before. */
  fullHour(hour: number): void;
}

export function openBooks(): Books {
  const hours: Record<string, number> = {};
  const said: Record<string, number> = {};
  let [minutes, busyMinutes] = [0, 0];
  const add = (to: Record<string, number>, words: readonly (string | number)[], by = 1) => {
    const name = words.join(' ');
    to[name] = (to[name] ?? 0) + by;
  };
  return {
    ...{ hours, said },
    ticket({ language, topic = 'none', age = 'none' }, openedAt, outcome, now) {
      const waitedMs = now - openedAt;
      const hour = Math.floor(Math.max(openedAt, now - HOUR_MS) / HOUR_MS);
      add(hours, ['tickets', hour, outcome]);
      const how = outcome === 'matched' ? 'matched' : 'left';
      add(hours, ['waits', hour, how, classOf(waitedMs / 1_000, WAIT_BOUNDS_S)]);
      add(said, ['languages', language]);
      add(said, ['topics', topic]);
      add(said, ['ages', age]);
    },
    offer: (answer, now) => add(hours, ['offers', Math.floor(now / HOUR_MS), answer]),
    conversation(startedAt, reason, now) {
      add(said, ['ends', reason]);
      add(said, ['durations', classOf((now - startedAt) / MINUTE_MS, DURATION_BOUNDS_MIN)]);
    },
    feedback(before, after, heard) {
      add(said, ['after', after]);
      add(said, ['heard', heard]);
      if (before === undefined) return;
      add(said, ['before', before]);
      add(said, ['change', after > before ? 'better' : after < before ? 'worse' : 'same']);
    },
    duty({ isOnDuty, isBusy }) {
      if (isOnDuty) minutes += 1;
      if (isBusy) busyMinutes += 1;
    },
    busyMinutes: () => busyMinutes,
    fullHour(hour) {
      const quarters = Math.floor(minutes / QUARTER_MIN);
      if (quarters > 0) add(hours, ['staff', hour - 1], quarters);
      minutes -= quarters * QUARTER_MIN;
    },
  };
}
