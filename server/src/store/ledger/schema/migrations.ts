/**
 * Brings a ledger of an earlier version to today's shape, at the start of whoever opens it. One does it while others
 * wait; each step can be done again, and the number of the schema is written with the last of them, so that whoever
 * comes after a crash begins anew.
 */
import { systemClock } from '../../../clock.ts';
import type { Ids } from '../../../domain/ports.ts';
import { StoreError } from '../../reach.ts';
import { keyIn, wordsOf, type LedgerStore, type Write } from '../commit.ts';
import { toSchema2 } from './schema-2.ts';

/** The shape that `records.ts` tells of. */
export const SCHEMA = 2;

/** What makes the schema of this number of the one before. Each write is whole by itself, and its key has no other. */
const STEPS: Readonly<Record<number, (store: LedgerStore) => Promise<readonly Write[][]>>> = {
  2: toSchema2,
};

/** Who has not gone on with it for so long has died. */
const LOCK_MS = 3_000;
const LOOK_EVERY_MS = 50;

/** Without a number it is the first, or nothing at all. */
export async function schemaOf(store: LedgerStore): Promise<number> {
  return Number((await store.redis.get(keyIn(store, 'schema'))) ?? 1);
}

async function pause(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  systemClock.after(LOOK_EVERY_MS, resolve);
  await promise;
}

export async function migrate(store: LedgerStore, ids: Ids): Promise<void> {
  const { redis, root } = store;
  const token = ids.id();
  /** False if the lock has gone to another. */
  async function step(from: number): Promise<boolean> {
    const parts = (await STEPS[from + 1]?.(store)) ?? [];
    for (const writes of [...parts, null]) {
      const reached = writes === null ? String(from + 1) : '';
      const args = [token, LOCK_MS, reached, ...wordsOf(writes ?? [])];
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
    // Another one may have come to the end between the two questions.
    if (lock === null || (await schemaOf(store)) !== schema || !(await step(schema))) await pause();
  }
}
