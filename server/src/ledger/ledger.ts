/**
 * The ledger: staff with their passkeys and sign-ins, invites, settings, the audit log and counters. It holds nothing
 * about seekers (rule A4).
 */
import type { Ledger } from '../domain/ledger.ts';
import type { Clock, Ids } from '../domain/ports.ts';
import type { RedisClient } from '../redis/client.ts';
import { auditLedger } from './audit.ts';
import { commits, keyIn, type LedgerStore } from './commit.ts';
import { figureLedger } from './figures.ts';
import { inviteLedger } from './invites/invites.ts';
import { joining } from './invites/join.ts';
import { migrate } from './schema/migrations.ts';
import { onDiskOf } from './on-disk.ts';
import { passkeyLedger, passkeyUse } from './passkeys.ts';
import { ledgerRoot } from './records.ts';
import { releaseLedger } from './releases.ts';
import { settingsLedger } from './settings.ts';
import { signInLedger } from './sign-ins.ts';
import { staffLedger } from './staff.ts';

/** Combines the parts of the ledger on an opened store. */
function ledgerOn(store: LedgerStore, ids: Ids): Ledger {
  const { redis } = store;
  const commit = commits(store);
  const settings = settingsLedger(store, commit);
  const figures = figureLedger(store, commit, settings.settings);
  return {
    ...settings,
    ...staffLedger(store, commit, ids),
    ...inviteLedger(store, commit, ids),
    ...joining(store, commit),
    ...passkeyLedger(store, commit),
    ...signInLedger(store, commit, ids, passkeyUse(store, commit)),
    ...auditLedger(store),
    ...figures,
    ...releaseLedger(store, commit, ids, figures.figures),
    async sealKeys(number, how) {
      const key = keyIn(store, 'seal-keys');
      const kept = new Set([number, number - 1]);
      if (how !== 'looks') await redis.hSetNX(key, String(number), ids.secret());
      const stored = Object.entries(await redis.hGetAll(key));
      // Keep a key of the next day: a node whose clock is ahead created it, and all nodes need the same key.
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

/** A ledger on a store with the current schema that fsyncs each write before it answers. */
export function ledger(redis: RedisClient, namespace: string, clock: Clock, ids: Ids): Ledger {
  const store = { redis, clock, root: ledgerRoot(namespace), onDisk: async () => {} };
  return ledgerOn(store, ids);
}

export interface OpenLedger {
  readonly book: Ledger;
  readonly store: LedgerStore;
}

/**
 * Opens the ledger on the store of `LEDGER_URL` and migrates it if needed. Throws a `StoreError` if the store is not
 * durable enough, or holds a ledger of a newer version (rules F7, F8). `onBroken` is called when the store has moved to
 * a server that is not durable enough.
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
