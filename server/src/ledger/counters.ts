/** Monthly counters over all conversations; there is no record per person (rules T1, T6). */
import type { Ledger } from '../domain/ledger.ts';
import { keyIn, type LedgerStore } from './commit.ts';

export function counterLedger(store: LedgerStore): Pick<Ledger, 'count'> {
  return {
    async count(counts) {
      const step = store.redis.multi();
      for (const [name, number] of Object.entries(counts))
        step.hIncrBy(keyIn(store, 'counters'), name, number);
      await step.exec();
    },
  };
}
