/** Detects withheld, repeated or reordered messages by the counters that are sealed with them (rule E2). */
import type { Seat } from '@terskel/shared/models';

/** The highest counter received from each seat; none from a seat that is not named. */
export type Counters = Readonly<Partial<Record<Seat, number>>>;

/** `next`: in order; `skipped`: at least one earlier message is missing; `stale`: repeated or out of order. */
export type Turn = 'next' | 'skipped' | 'stale';

/** Records a counter received from `from`. Returns the new counters and how the message fits in. */
export function hear(counters: Counters, from: Seat, counter: number): [Counters, Turn] {
  const heard = counters[from] ?? 0;
  if (counter <= heard) return [counters, 'stale'];
  return [{ ...counters, [from]: counter }, counter === heard + 1 ? 'next' : 'skipped'];
}

/** Whether messages are missing that were known to be in the log. */
export function fallsShort(heard: Counters, known: Counters): boolean {
  return (Object.keys(known) as Seat[]).some((seat) => (heard[seat] ?? 0) < (known[seat] ?? 0));
}
