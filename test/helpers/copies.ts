/** Copies of a live store and backups of a ledger, for tests that fall back to them. */
import { randomIds } from '@terskel/server/clock';
import { contentsOf } from '@terskel/server/ledger/backup/contents';
import { contentsIn, fileOf } from '@terskel/server/ledger/backup/file';
import { restore } from '@terskel/server/ledger/backup/restore';
import type { LedgerStore } from '@terskel/server/ledger/commit';
import { ledgerRoot } from '@terskel/server/ledger/records';
import { type RedisClient } from '@terskel/server/redis/client';
import { RESP_TYPES } from 'redis';
import { done, type TestLedger } from './ledgers.ts';

async function keysBelow(redis: RedisClient, root: string): Promise<string[]> {
  return redis.keys(`${root}:*`);
}

/** What a namespace of a store contains now. */
export async function copied(redis: RedisClient, root: string) {
  const binary = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const kept = new Map<string, { readonly value: Buffer; readonly leftMs: number }>();
  for (const key of await keysBelow(redis, root)) {
    const [value, leftMs] = [await binary.dump(key), await redis.pTTL(key)];
    if (value !== null) kept.set(key, { value: value, leftMs: Math.max(0, leftMs) });
  }
  const clear = async () => {
    const keys = await keysBelow(redis, root);
    if (keys.length > 0) await redis.del(keys);
  };
  return {
    clear,
    async restore(): Promise<void> {
      await clear();
      for (const [key, { value, leftMs }] of kept) await redis.restore(key, leftMs, value);
    },
  };
}

/** A backup of a ledger, as a file. */
export async function backedUp(redis: RedisClient, { namespace, clock }: TestLedger) {
  const store: LedgerStore = { redis, clock, root: ledgerRoot(namespace), onDisk: async () => {} };
  const file = fileOf(await contentsOf(store), clock.now());
  return {
    restore: async () => void done(await restore(store, randomIds, contentsIn(file), true)),
  };
}
