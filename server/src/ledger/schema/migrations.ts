/**
 * Migrates a ledger of an earlier version to the current schema, when it is opened. One process migrates while others
 * wait. Each step can be repeated, and the schema number is written with its last part, so that after a crash another
 * process starts the step again.
 */
import { systemClock } from '../../clock.ts';
import type { Ids } from '../../domain/ports.ts';
import { StoreError } from '../../redis/startup-checks.ts';
import { keyIn, type LedgerStore, type Write } from '../commit.ts';
import { toSchema2 } from './schema-2.ts';
import { toSchema3 } from './schema-3.ts';
import { toSchema4 } from './schema-4.ts';

/** The schema that `records.ts` describes. */
export const SCHEMA = 4;

/**
 * By schema number: prepares the writes that migrate from the previous schema. Each part is applied atomically and is
 * complete by itself.
 */
const STEPS: Readonly<Record<number, (store: LedgerStore) => Promise<readonly Write[][]>>> = {
  2: toSchema2,
  3: toSchema3,
  4: toSchema4,
};

/** Lifetime of the migration lock without progress (ms); after that its holder counts as dead. */
const LOCK_MS = 3_000;
const LOOK_EVERY_MS = 50;

/** The ledger's schema number; 1 if none is stored (the first schema, or an empty ledger). */
async function schemaOf(store: LedgerStore): Promise<number> {
  return Number((await store.redis.get(keyIn(store, 'schema'))) ?? 1);
}

async function pause(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  systemClock.after(LOOK_EVERY_MS, resolve);
  await promise;
}

/** Migrates the ledger to `SCHEMA`. Throws a `StoreError` if it is of a newer version. */
export async function migrate(store: LedgerStore, ids: Ids): Promise<void> {
  const { redis, root } = store;
  const token = ids.id();
  /** Migrates by one schema number; false if another process has taken the lock. */
  async function step(from: number): Promise<boolean> {
    const parts = (await STEPS[from + 1]?.(store)) ?? [];
    for (const writes of [...parts, null]) {
      const schema = writes === null ? from + 1 : undefined;
      const args = { token, lockMs: LOCK_MS, schema, writes: writes ?? [] };
      if ((await redis.ledgerMigrate(root, args))[0] !== 'ok') return false;
    }
    return true;
  }

  for (;;) {
    const schema = await schemaOf(store);
    if (schema > SCHEMA) {
      throw new StoreError(
        `LEDGER_URL names a ledger of a newer Terskel (schema ${schema}; this one knows ${SCHEMA}): start that version.`,
      );
    }
    if (schema === SCHEMA) return;
    const expiration = { type: 'PX', value: LOCK_MS } as const;
    const lock = await redis.set(keyIn(store, 'lock'), token, { condition: 'NX', expiration });
    // Another process may have finished between the two checks.
    if (lock === null || (await schemaOf(store)) !== schema || !(await step(schema))) await pause();
  }
}
