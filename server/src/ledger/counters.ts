/** Monthly counters over all conversations; there is no record per person (rules T1, T6). */
import type { Ledger } from '../domain/ledger.ts';
import { keyIn, unchanged, type Commit, type LedgerStore, type Write } from './commit.ts';

/**
 * Number of batches whose ids are kept. A batch is deleted from the live store right after it was counted, so only the
 * latest ones can come again.
 */
const BATCHES_KEPT = 100;

export function counterLedger(store: LedgerStore, commit: Commit): Pick<Ledger, 'count'> {
  return {
    count: (batch, counts) =>
      commit(async () => {
        const counted = await store.redis.lRange(keyIn(store, 'batches'), 0, -1);
        if (counted.includes(batch)) return unchanged(undefined);
        const added = Object.entries(counts).map(([name, number]): Write => [
          'HINCRBY',
          'counters',
          name,
          String(number),
        ]);
        const noted: Write[] = [
          ['RPUSH', 'batches', batch],
          ['LTRIM', 'batches', String(-BATCHES_KEPT), '-1'],
        ];
        return { result: undefined, writes: [...added, ...noted], entry: null };
      }),
  };
}
