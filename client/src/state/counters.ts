/** Notices, by the counters sealed into the messages, what was withheld, repeated or moved on its way (rule E2). */
import type { Side } from '@terskel/shared/models';

/** The highest counter heard of each side. */
export type Counters = Readonly<Record<Side, number>>;

export const noneHeard: Counters = { seeker: 0, volunteer: 0 };

/** `next`: as it should be; `skipped`: at least one before it never came; `stale`: it came before, or out of turn. */
export type Turn = 'next' | 'skipped' | 'stale';

export function hear(counters: Counters, from: Side, counter: number): [Counters, Turn] {
  const heard = counters[from];
  if (counter <= heard) return [counters, 'stale'];
  return [{ ...counters, [from]: counter }, counter === heard + 1 ? 'next' : 'skipped'];
}

/** Whether something is missing at the end, of what was known to be there. */
export function fallsShort(heard: Counters, known: Counters): boolean {
  return heard.seeker < known.seeker || heard.volunteer < known.volunteer;
}
