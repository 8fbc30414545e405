/** Ledgers for a test file: each has its own namespace on one shared Redis, and a clock that the test moves. */
import { randomBytes } from 'node:crypto';
import { randomIds } from '@terskel/server/clock';
import type { Ledger, NewPasskey, NewTerms } from '@terskel/server/domain/ledger';
import { ledger } from '@terskel/server/ledger/ledger';
import { ledgerRoot } from '@terskel/server/ledger/records';
import type { RedisClient } from '@terskel/server/redis/client';
import { StaffId } from '@terskel/shared/ids';
import type { Role, Staff } from '@terskel/shared/models';
import * as z from 'zod/mini';
import { testClock, type TestClock } from './clock.ts';
import { dumpOf, type Dump } from './dump.ts';
import { redisOfFile } from './redis-of-file.ts';

export interface TestLedger extends Ledger {
  /** The same ledger through another node. */
  readonly other: Ledger;
  readonly clock: TestClock;
  readonly namespace: string;
  dump(): Promise<Dump>;
  /** A staff member who joined with an operator's invite. */
  joined(roles?: readonly Role[], alias?: string, trained?: boolean): Promise<StaffId>;
  invited(terms?: NewTerms): Promise<string>;
}

export function openLedger(redis: RedisClient, namespace = randomIds.id()): TestLedger {
  const clock = testClock();
  const book = ledger(redis, namespace, clock, randomIds);
  const invited = async (terms: NewTerms = { kind: 'join', roles: ['volunteer'], trained: true }) =>
    done(await book.addInvite('operator', terms)).token;
  return {
    ...book,
    ...{ clock, namespace, invited },
    other: ledger(redis, namespace, clock, randomIds),
    dump: () => dumpOf(redis, ledgerRoot(namespace)),
    async joined(roles = ['volunteer'], alias = 'Kari', trained = true) {
      const token = await invited({ kind: 'join', roles, trained });
      return done(await book.join(token, { id: staffId(), alias, passkey: passkey() })).id;
    },
  };
}

/** Once per test file: `const ledgers = ledgersOfFile()`, then `ledgers.open()` in each test. */
export function ledgersOfFile(): { open(): TestLedger; readonly client: RedisClient } {
  const redis = redisOfFile({ appendOnly: true });
  return {
    open: () => openLedger(redis.client),
    get client() {
      return redis.client;
    },
  };
}

/** The successful outcome; throws on a refusal. */
export function done<T extends { readonly ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome as Extract<T, { ok: true }>;
}

export const staffId = (): StaffId => z.parse(StaffId, randomIds.id());

export function passkey(more: Partial<NewPasskey> = {}): NewPasskey {
  return {
    id: randomBytes(16).toString('base64url'),
    publicKey: randomBytes(77).toString('base64url'),
    counter: 0,
    transports: ['internal'],
    synced: true,
    name: 'Telefon',
    ...more,
  };
}

export const kari: Omit<Staff, 'id'> = {
  ...{ alias: 'Kari', roles: ['volunteer', 'leader'], trained: true },
  ...{ capacity: 2, languages: ['no', 'se'], topics: ['grief'] },
};
