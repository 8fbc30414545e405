/** Detects withheld, repeated or reordered messages by the counters that are sealed with them (rule E2). */
import type { Side } from '@terskel/shared/models';

/** The highest counter received from each side. */
export type Counters = Readonly<Record<Side, number>>;

export const noneHeard: Counters = { seeker: 0, volunteer: 0 };

/** `next`: in order; `skipped`: at least one earlier message is missing; `stale`: repeated or out of order. */
export type Turn = 'next' | 'skipped' | 'stale';

/** Records a counter received from `from`. Returns the new counters and how the message fits in. */
export function hear(counters: Counters, from: Side, counter: number): [Counters, Turn] {
  const heard = counters[from];
  if (counter <= heard) return [counters, 'stale'];
  return [{ ...counters, [from]: counter }, counter === heard + 1 ? 'next' : 'skipped'];
}

/** Whether messages are missing that were known to be in the log. */
export function fallsShort(heard: Counters, known: Counters): boolean {
  return heard.seeker < known.seeker || heard.volunteer < known.volunteer;
}
