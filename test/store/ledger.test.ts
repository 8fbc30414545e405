/** The ledger: staff, invites, sessions and settings, durably, and nothing that is secret. */
import { createHash } from 'node:crypto';
import { randomIds } from '@terskel/server/clock';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { digest } from '@terskel/server/store/digest';
import { ledger, NEW_STAFF, SESSION_MS } from '@terskel/server/store/ledger';
import { redisClient, type RedisClient } from '@terskel/server/store/redis';
import { seals } from '@terskel/server/store/seals';
import type { Staff } from '@terskel/shared/models';
import { z } from 'zod/mini';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testClock } from '../helpers/clock.ts';
import { dumpOf, findIn } from '../helpers/dump.ts';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';

const hour = 3_600_000;
let redis: TestRedis;
let client: RedisClient;
beforeAll(async () => {
  redis = await startTestRedis({ appendOnly: true });
  client = await redisClient(redis.url, () => {}).connect();
});
afterAll(async () => {
  client.destroy();
  await redis[Symbol.asyncDispose]();
});

function open(namespace = randomIds.id()) {
  return {
    ...ledger(client, namespace, randomIds),
    /** The same by another node. */
    other: ledger(client, namespace, randomIds),
    dump: () => dumpOf(client, `{${namespace}:ledger}`),
  };
}
const kari: Omit<Staff, 'id'> = {
  ...{ alias: 'Kari', roles: ['volunteer', 'leader'], trained: true },
  ...{ capacity: 2, languages: ['no', 'se'], topics: ['grief'] },
};
/** How long a key lives from now, in whole hours. */
async function hoursLeft(of: ReturnType<typeof open>, key: RegExp): Promise<number> {
  const [, expiresAt] = Object.entries((await of.dump()).expiries).find(([name]) =>
    key.test(name),
  ) ?? ['', 0];
  return Math.round(((expiresAt ?? 0) - Date.now()) / hour);
}

describe('invites', () => {
  test('[S1] an invite adds one person, as it says, and is then used up', async () => {
    const ledgers = open();
    expect(await ledgers.hasStaff()).toBe(false);
    const invite = await ledgers.addInvite({ roles: ['volunteer', 'leader'], trained: true });
    expect(await hoursLeft(ledgers, /^invite:/)).toBe(72);
    const alias = 'Åse "\\" {} 🙂';
    const { id, session } = (await ledgers.join(invite, alias)) ?? { id: '', session: '' };
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(await ledgers.hasStaff()).toBe(true);
    expect(await ledgers.join(invite, 'Ola')).toBeNull();
    expect(await ledgers.session(session)).toEqual({
      ...{ id, alias, roles: ['volunteer', 'leader'], trained: true, ...NEW_STAFF },
    });
  });

  test('[S1] a link for the very first person is of no use once anybody has joined', async () => {
    const ledgers = open();
    const first = { roles: ['volunteer', 'leader', 'admin'], trained: true, first: true } as const;
    const invites = [await ledgers.addInvite(first), await ledgers.addInvite(first)];
    const joined = await Promise.all(invites.map((invite) => ledgers.join(invite, 'Kari')));
    expect(joined.filter((each) => each !== null)).toHaveLength(1);
    expect(await ledgers.join(await ledgers.addInvite(first), 'Ola')).toBeNull();
  });

  test('[S1] of many who follow the same link at once, one joins', async () => {
    const ledgers = open();
    const invite = await ledgers.addInvite({ roles: ['volunteer'], trained: false });
    const joined = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? ledgers : ledgers.other).join(invite, `Kari ${i}`),
      ),
    );
    expect(joined.filter((id) => id !== null)).toHaveLength(1);
    expect(Object.keys((await ledgers.dump()).hashes['staff'] ?? {})).toHaveLength(1);
  });

  test('[S1] an unknown link adds nobody', async () => {
    const ledgers = open();
    expect(await ledgers.join(randomIds.secret(), 'Kari')).toBeNull();
    expect(await ledgers.hasStaff()).toBe(false);
  });
});

describe('sessions', () => {
  test('[S2] a session names its person for 12 h at most, until it is ended', async () => {
    const ledgers = open();
    const id = await ledgers.addStaff(kari);
    const [token, other] = [await ledgers.openSession(id), await ledgers.openSession(id)];
    expect(SESSION_MS).toBe(12 * hour);
    expect(await hoursLeft(ledgers, /^session:/)).toBe(12);
    expect(await ledgers.other.session(token)).toEqual({ id, ...kari });
    await ledgers.endSession(token);
    await ledgers.endSession(token);
    expect(await ledgers.session(token)).toBeNull();
    expect(await ledgers.session(other)).toEqual({ id, ...kari });
    expect(await ledgers.session(randomIds.secret())).toBeNull();
    const all = [other, token, randomIds.secret(), other];
    expect(await ledgers.areHeld(all)).toEqual([true, false, false, true]);
    expect(await ledgers.areHeld([])).toEqual([]);
  });

  test('[S1] of a secret only its SHA-256 is kept', async () => {
    const ledgers = open();
    const invite = await ledgers.addInvite({ roles: ['admin'], trained: false });
    const token = await ledgers.openSession(await ledgers.addStaff(kari));
    const dump = await ledgers.dump();
    expect(findIn(dump, [invite, token])).toEqual([]);
    expect(findIn(dump, [digest(invite), digest(token)])).not.toEqual([]);
    expect(digest(token)).toBe(createHash('sha256').update(token).digest('base64url'));
  });
});

describe('settings', () => {
  test('[I1] are as they are by default, but for what was set', async () => {
    const ledgers = open();
    expect(await ledgers.settings()).toEqual(DEFAULT_SETTINGS);
    await ledgers.setSettings({ queueLimit: 3 });
    await ledgers.other.setSettings({ paused: true, languages: ['se'] });
    expect(await ledgers.settings()).toEqual({
      ...{ ...DEFAULT_SETTINGS, queueLimit: 3, paused: true, languages: ['se'] },
    });
  });

  test('[I1] set at once on two nodes are all set', async () => {
    const ledgers = open();
    await Promise.all([
      ledgers.setSettings({ queueLimit: 3 }),
      ledgers.other.setSettings({ paused: true }),
      ledgers.setSettings({ busyWaitMs: 1 }),
      ledgers.setSettings({}),
    ]);
    const set = { queueLimit: 3, paused: true, busyWaitMs: 1 };
    expect(await ledgers.settings()).toEqual({ ...DEFAULT_SETTINGS, ...set });
  });

  test.each([{ queueLimit: -1 }, { queueLimit: 1.5 }, { languages: [] }])(
    '[I1] that make no sense are not taken: %o',
    async (changes) => {
      const ledgers = open();
      await expect(ledgers.setSettings(changes)).rejects.toBeInstanceOf(z.core.$ZodError);
      expect(await ledgers.settings()).toEqual(DEFAULT_SETTINGS);
    },
  );

  test('[F6] each of two services on one Redis has its own', async () => {
    const [ours, theirs] = [open(), open()];
    await ours.setSettings({ paused: true });
    const id = await ours.addStaff(kari);
    expect(await theirs.settings()).toEqual(DEFAULT_SETTINGS);
    expect(await theirs.hasStaff()).toBe(false);
    expect(await theirs.session(await ours.openSession(id))).toBeNull();
  });
});

test('[S1] after kill -9 staff, sessions, invites and settings are there', async () => {
  await using durable = await startTestRedis({ appendOnly: true });
  const before = await redisClient(durable.url, () => {}).connect();
  const first = ledger(before, 'durable', randomIds);
  const token = await first.openSession(await first.addStaff(kari));
  const invite = await first.addInvite({ roles: ['leader'], trained: true });
  await first.setSettings({ paused: true });
  before.destroy();
  await durable.kill();
  await durable.restart();
  const after = await redisClient(durable.url, () => {}).connect();
  const second = ledger(after, 'durable', randomIds);
  expect(await second.session(token)).toMatchObject(kari);
  expect(await second.join(invite, 'Ola')).not.toBeNull();
  expect(await second.settings()).toMatchObject({ paused: true });
  expect(await second.ready()).toBe(true);
  after.destroy();
});

test('[F3] without its ledger at midnight a node seals with the key of the day before', async () => {
  await using redis = await startTestRedis();
  const client = await redisClient(redis.url, () => {}).connect();
  const clock = testClock();
  const sealing = seals(ledger(client, 'midnight', randomIds), clock);
  expect(await sealing.seal('a', {})).not.toBeNull();
  await redis.kill();
  clock.move(24 * hour);
  const sealed = await sealing.seal('a', { of: 'yesterday' });
  expect(await sealing.open('a', sealed ?? '')).toEqual({ of: 'yesterday' });
  expect(await sealing.open('b', sealed ?? '')).toBeNull();
  client.destroy();
});

test('[F3] nodes whose clocks differ at midnight seal with the same keys all day', async () => {
  const book = open();
  const tomorrow = (await book.sealKeys(8)).get(8);
  // This one is new, and still thinks it is yesterday.
  await book.other.sealKeys(7);
  expect((await book.other.sealKeys(8)).get(8)).toBe(tomorrow);
  const later = await book.sealKeys(9);
  expect(new Set(later.keys())).toEqual(new Set([8, 9]));
  expect((await book.dump()).hashes['seal-keys']).not.toHaveProperty('7');
});
