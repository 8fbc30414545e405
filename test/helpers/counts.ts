/** Counts for statistics, as they are on their way from the live store to the ledger. */
import type { CountBatch } from '@terskel/server/domain/ledger';
import { newId } from './people.ts';

export const HOUR_MS = 3_600_000;
/** The hour since the epoch in which a time lies. `at`: ms since the epoch, or a date such as `2026-11-30T23:00Z`. */
export const hourOf = (at: number | string): number => Math.floor(new Date(at).getTime() / HOUR_MS);

/** A batch of one hour, the first one of its live store by default. */
export function batchOf(from: number, more: Partial<CountBatch> = {}): CountBatch {
  const first = { id: newId(), after: '', from, to: from + 1 };
  return { ...first, counts: {}, said: {}, ...more };
}

/** As many batches as hours: each follows the one before. `make`: the counts of an hour. */
export function chainOf(
  hours: readonly number[],
  make: (hour: number) => Partial<CountBatch>,
): CountBatch[] {
  const batches: CountBatch[] = [];
  for (const hour of hours)
    batches.push(batchOf(hour, { after: batches.at(-1)?.id ?? '', ...make(hour) }));
  return batches;
}
