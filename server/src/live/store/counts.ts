/** What was counted for statistics, until the ledger has it. */
import * as z from 'zod/mini';
import { sumsOf } from '../../domain/cells.ts';
import type { CountStore } from '../../domain/live-store/counts.ts';
import * as replies from '../replies.ts';
import { certain } from '../replies.ts';
import type { Calls } from './calls.ts';

type Stored = z.infer<typeof replies.CountBatch>;

/** Null if it cannot be read, for instance because a node of a later version has made it. */
function batchIn(json: string): Stored | null {
  try {
    return z.parse(replies.CountBatch, JSON.parse(json));
  } catch {
    return null;
  }
}

export function countStore({ redis, root, keys }: Calls): CountStore {
  return {
    async countDuty(now, open) {
      certain(await redis().dutyCount(root, { now, open }), replies.Nothing);
    },
    async releaseCounts(hour, nextBatch, now) {
      certain(await redis().countsRelease(root, { hour, nextBatch, now }), replies.Nothing);
    },
    async countBatches() {
      const stored = Object.entries(await redis().hGetAll(keys.countBatches));
      const batches = stored.flatMap(([id, json]) => {
        const batch = batchIn(json);
        return batch === null ? [] : [{ ...batch, id }];
      });
      return {
        batches: batches.toSorted((one, other) => one.from - other.from),
        unreadable: stored.length - batches.length,
      };
    },
    async dropCountBatch(id) {
      await redis().hDel(keys.countBatches, id);
    },
    async counts() {
      // In one step, so that a release in between hides nothing and shows nothing twice.
      const [present, batches] = await redis()
        .multi()
        .hGetAll(keys.counts)
        .hVals(keys.countBatches)
        .execTyped();
      const waiting = batches.map((json) => batchIn(json)?.counts ?? {});
      const all = [...Object.entries(present), ...waiting.flatMap((each) => Object.entries(each))];
      return Object.fromEntries(sumsOf(all.map(([cell, number]) => [cell, Number(number)])));
    },
  };
}
