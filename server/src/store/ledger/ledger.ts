/** The ledger: staff, their passkeys and sign-ins, invites, settings, the audit log, counters. Nothing about seekers (rule A4). */
import type { Ledger } from '../../domain/ledger.ts';
import type { Clock, Ids } from '../../domain/ports.ts';
import type { RedisClient } from '../redis.ts';
import { auditLedger } from './audit.ts';
import { commits, keyIn, type LedgerStore } from './commit.ts';
import { counterLedger } from './counters.ts';
import { inviteLedger } from './invites/invites.ts';
import { joining } from './invites/join.ts';
import { migrate } from './schema/migrations.ts';
import { onDiskOf } from './on-disk.ts';
import { passkeyLedger, passkeyUse } from './passkeys.ts';
import { ledgerRoot } from './records.ts';
import { settingsLedger } from './settings.ts';
import { signInLedger } from './sign-ins.ts';
import { staffLedger } from './staff.ts';

/** By the ledger's hold on its store. */
function ledgerOn(store: LedgerStore, ids: Ids): Ledger {
  const { redis } = store;
  const commit = commits(store);
  return {
    ...settingsLedger(store, commit),
    ...staffLedger(store, commit, ids),
    ...inviteLedger(store, commit, ids),
    ...joining(store, commit),
    ...passkeyLedger(store, commit),
    ...signInLedger(store, commit, ids, passkeyUse(store, commit)),
    ...auditLedger(store),
    ...counterLedger(store),
    async sealKeys(number, how) {
      const key = keyIn(store, 'seal-keys');
      const kept = new Set([number, number - 1]);
      if (how !== 'looks') await redis.hSetNX(key, String(number), ids.secret());
      const stored = Object.entries(await redis.hGetAll(key));
      // One of the day to come is of a node whose clock is ahead of this one's: every node needs the same.
      const old = stored.map(([name]) => name).filter((name) => Number(name) < number - 1);
      if (how !== 'looks' && old.length > 0) await redis.hDel(key, old);
      const keys = stored.map(([name, secret]): [number, string] => [Number(name), secret]);
      return new Map(keys.filter(([name]) => kept.has(name)));
    },
    async ready() {
      return (await redis.ping()) === 'PONG';
    },
  };
}

/** On a store of today's shape that fsyncs each write before it answers. */
export function ledger(redis: RedisClient, namespace: string, clock: Clock, ids: Ids): Ledger {
  const store = { redis, clock, root: ledgerRoot(namespace), onDisk: async () => {} };
  return ledgerOn(store, ids);
}

export interface OpenLedger {
  readonly book: Ledger;
  readonly store: LedgerStore;
}

/**
 * On the store of `LEDGER_URL`: a `StoreError` if it promises too little, or holds a newer ledger (rules F7, F8).
 * `onBroken`: it has moved to a server that promises too little.
 */
export async function openLedger(
  redis: RedisClient,
  url: string,
  namespace: string,
  clock: Clock,
  ids: Ids,
  onBroken: () => void = () => {},
): Promise<OpenLedger> {
  const root = ledgerRoot(namespace);
  const store = { redis, clock, root, onDisk: await onDiskOf(redis, url, root, onBroken) };
  await migrate(store, ids);
  return { book: ledgerOn(store, ids), store };
}
