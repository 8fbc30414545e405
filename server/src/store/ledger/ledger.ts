/** The ledger: staff, their passkeys and sign-ins, invites, settings, the audit log. Nothing about seekers (rule A4). */
import type { Ledger } from '../../domain/ledger.ts';
import type { Clock, Ids } from '../../domain/ports.ts';
import type { RedisClient } from '../redis.ts';
import { auditLedger } from './audit.ts';
import { commits, type Lasting, type LedgerStore } from './commit.ts';
import { inviteLedger } from './invites.ts';
import { joining } from './join.ts';
import { passkeyLedger, passkeyUse } from './passkeys.ts';
import { ledgerRoot } from './records.ts';
import { settingsLedger } from './settings.ts';
import { signInLedger } from './sign-ins.ts';
import { staffLedger } from './staff.ts';

/** `lasting`: by itself, a store that puts each write on disk before it answers is enough (see `lasting.ts`). */
export function ledger(
  redis: RedisClient,
  namespace: string,
  clock: Clock,
  ids: Ids,
  lasting: Lasting = (write) => write(redis),
): Ledger {
  const store: LedgerStore = { redis, clock, root: ledgerRoot(namespace), lasting };
  const commit = commits(store);
  return {
    ...settingsLedger(store, commit),
    ...staffLedger(store, commit, ids),
    ...inviteLedger(store, commit, ids),
    ...joining(store, commit),
    ...passkeyLedger(store, commit),
    ...signInLedger(store, ids, passkeyUse(store, commit)),
    ...auditLedger(store),
    async sealKeys(number) {
      const key = `${store.root}:seal-keys`;
      const kept = new Set([number, number - 1]);
      await redis.hSetNX(key, String(number), ids.secret());
      const stored = Object.entries(await redis.hGetAll(key));
      // One of the day to come is of a node whose clock is ahead of this one's: every node needs the same.
      const old = stored.map(([name]) => name).filter((name) => Number(name) < number - 1);
      if (old.length > 0) await redis.hDel(key, old);
      const keys = stored.map(([name, secret]): [number, string] => [Number(name), secret]);
      return new Map(keys.filter(([name]) => kept.has(name)));
    },
    async ready() {
      return (await redis.ping()) === 'PONG';
    },
  };
}
