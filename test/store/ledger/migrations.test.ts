/** A ledger of an earlier schema is migrated exactly once, with several nodes starting and through any crash. */
import { randomIds, systemClock } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import type { Ledger } from '@terskel/server/domain/ledger';
import { openLedger } from '@terskel/server/ledger/ledger';
import { contentsOf, type Contents } from '@terskel/server/ledger/backup/contents';
import { contentsIn, fileOf } from '@terskel/server/ledger/backup/file';
import { SCHEMA } from '@terskel/server/ledger/schema/migrations';
import { restore } from '@terskel/server/ledger/backup/restore';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { batchOf, HOUR_MS } from '../../helpers/counts.ts';
import { dumpOf } from '../../helpers/dump.ts';
import {
  checkFigures,
  checkFirst,
  checkSecond,
  checkThird,
  firstSchema,
  kari,
  secondSchema,
  thirdSchema,
} from '../../helpers/earlier-ledgers.ts';
import { done } from '../../helpers/ledgers.ts';
import { run } from '../../helpers/process.ts';
import { redisOfFile } from '../../helpers/redis-of-file.ts';

const redis = redisOfFile({ appendOnly: true });

const opened = async (namespace: string, by = redis.client) =>
  (await openLedger(by, redis.server.url, namespace, systemClock, randomIds)).book;

test('[F7] restoring a backup to a ledger that was only migrated ends every staff session there', async () => {
  const namespace = randomIds.id();
  const { tokens } = await firstSchema(redis.client, namespace);
  const { book, store } = await openLedger(
    redis.client,
    redis.server.url,
    namespace,
    systemClock,
    randomIds,
  );
  const backup = { contents: await contentsOf(store), takenAt: systemClock.now() };
  expect(await book.session(tokens.kari)).not.toBeNull();
  done(await restore(store, randomIds, backup, true));
  expect(await book.people()).toHaveLength(2);
  for (const token of Object.values(tokens)) expect(await book.session(token)).toBeNull();
});

test('[F7] a ledger of the first schema keeps all staff, sessions and invites', async () => {
  const namespace = randomIds.id();
  const was = await firstSchema(redis.client, namespace);
  const book = await opened(namespace);
  const { strings, expiries } = await dumpOf(redis.client, `{${namespace}:ledger}`);
  expect(strings).toEqual({ schema: String(SCHEMA) });
  expect(Object.keys(expiries).filter((name) => name.startsWith('invite:'))).toEqual([]);
  const session = `session:${digest(was.tokens.kari)}`;
  expect(Math.round(((expiries[session] ?? 0) - Date.now()) / HOUR_MS)).toBe(5);
  await checkFirst(book, was);
});

test('[F7] of several nodes that start at once, one migrates and the others wait', async () => {
  const namespace = randomIds.id();
  const was = await firstSchema(redis.client, namespace);
  const others = await Promise.all(
    Array.from({ length: 3 }, () => redisClient(redis.server.url, () => {}).connect()),
  );
  const [book] = await Promise.all(
    [redis.client, ...others].map((each) => opened(namespace, each)),
  );
  if (book === undefined) throw new Error('there are four');
  expect(await redis.client.get(`{${namespace}:ledger}:schema`)).toBe(String(SCHEMA));
  await checkFirst(book, was);
  for (const each of others) each.destroy();
});

/** A client that fails like a crash after a number of migration steps. */
function dyingAfter(steps: number): RedisClient {
  let left = steps;
  return new Proxy(redis.client, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (name !== 'ledgerMigrate' || typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return (value as (...words: unknown[]) => unknown)(...args);
      };
    },
  });
}

/** By schema: writes a ledger of it, and returns a check of what it must have become. */
const EARLIER: readonly (readonly [
  schema: number,
  steps: number,
  write: (namespace: string) => Promise<(book: Ledger) => Promise<void>>,
])[] = [
  [
    ...([1, 10] as const),
    async (namespace) => {
      const was = await firstSchema(redis.client, namespace);
      return (book) => checkFirst(book, was);
    },
  ],
  [
    ...([2, 3] as const),
    async (namespace) => {
      const was = await secondSchema(redis.client, namespace);
      return (book) => checkSecond(book, was);
    },
  ],
  [
    ...([3, 3] as const),
    async (namespace) => {
      await thirdSchema(redis.client, namespace);
      return checkThird;
    },
  ],
];

test.each(EARLIER)(
  '[F7] a migration from schema %i that crashes between any two steps is continued by the next start',
  async (_from, least, write) => {
    let steps = 0;
    for (let isWhole = false; !isWhole; steps += 1) {
      const namespace = randomIds.id();
      const check = await write(namespace);
      const book = await opened(namespace, dyingAfter(steps)).catch(() => null);
      isWhole = book !== null;
      const schema = await redis.client.get(`{${namespace}:ledger}:schema`);
      expect(schema === String(SCHEMA)).toBe(isWhole);
      // The lock expires by itself; that is waited for once.
      if (steps !== 1) await redis.client.del(`{${namespace}:ledger}:lock`);
      await check(await opened(namespace));
      const after = await dumpOf(redis.client, `{${namespace}:ledger}`);
      await opened(namespace);
      expect(await dumpOf(redis.client, `{${namespace}:ledger}`)).toEqual(after);
    }
    expect(steps).toBeGreaterThanOrEqual(least);
  },
  30_000,
);

test('[F7] a ledger of the second schema keeps staff, sign-ins and invites, and of its counters what may be told', async () => {
  const namespace = randomIds.id();
  const was = await secondSchema(redis.client, namespace);
  const book = await opened(namespace);
  const { hashes, lists, strings } = await dumpOf(redis.client, `{${namespace}:ledger}`);
  expect(Object.keys(hashes).filter((name) => /counters|figures/.test(name))).toEqual([
    'figures:months',
  ]);
  expect([lists, strings]).toEqual([{}, { schema: String(SCHEMA) }]);
  await checkSecond(book, was);
  // The first batch follows nothing, and is no gap.
  await book.count(batchOf(494_000, { counts: { 'tickets 494000 matched': 1 } }));
  const { gaps, hours } = await book.figures();
  expect([gaps, hours]).toEqual([[], { 'tickets 494000 matched': 1 }]);
});

test('[F7] a backup of the second schema is restored, also to a ledger with figures of its own', async () => {
  const namespace = randomIds.id();
  const was = await secondSchema(redis.client, namespace);
  const { hashes, lists } = await dumpOf(redis.client, `{${namespace}:ledger}`);
  const kept = ['head', 'settings', 'staff', 'passkeys', 'invites', 'counters'];
  const contents: Contents = {
    schema: 2,
    hashes: new Map(kept.map((name) => [name, hashes[name] ?? {}])),
    lists: new Map([
      ['audit', []],
      ['batches', lists['batches'] ?? []],
    ]),
  };
  const backup = contentsIn(fileOf(contents, systemClock.now()));

  const other = randomIds.id();
  const { book, store } = await openLedger(
    ...([redis.client, redis.server.url, other, systemClock, randomIds] as const),
  );
  await book.count(batchOf(494_000, { counts: { 'tickets 494000 matched': 1 }, lostTo: 494_000 }));
  done(await restore(store, randomIds, backup, true));
  expect(await book.people()).toMatchObject([{ id: was.id, ...kari, passkeys: 1 }]);
  await checkFigures(book);
  expect(await redis.client.keys(`{${other}:ledger}:restoring*`)).toEqual([]);
});

test('[F7, T1] a ledger of the third schema, and its backup, keep the time of volunteers without its split', async () => {
  const namespace = randomIds.id();
  await thirdSchema(redis.client, namespace);
  const { hashes } = await dumpOf(redis.client, `{${namespace}:ledger}`);
  const figures = ['figures:hours', 'figures:days', 'figures:week-hours', 'figures:head'];
  const kept = ['head', 'settings', 'staff', 'passkeys', 'invites', ...figures];
  const contents: Contents = {
    schema: 3,
    hashes: new Map(kept.map((name) => [name, hashes[name] ?? {}])),
    lists: new Map([...(['audit', 'batches'] as const)].map((name) => [name, []])),
  };
  const backup = contentsIn(fileOf(contents, systemClock.now()));
  await checkThird(await opened(namespace));
  // A batch that a node of that version has made is added in the same way.
  const book = await opened(namespace);
  const counts = { 'staff 494001 ready': 2, 'staff 494001 busy': 1 };
  await book.count(batchOf(494_002, { counts }));
  expect((await book.figures()).hours).toMatchObject({ 'staff 494001': 4 });

  const other = randomIds.id();
  const { book: restored, store } = await openLedger(
    ...([redis.client, redis.server.url, other, systemClock, randomIds] as const),
  );
  done(await restore(store, randomIds, backup, true));
  await checkThird(restored);
});

test('[F7] a node that lost the migration lock writes nothing any more', async () => {
  const namespace = randomIds.id();
  const was = await firstSchema(redis.client, namespace);
  const lock = `{${namespace}:ledger}:lock`;
  let calls = 0;
  const slow = new Proxy(redis.client, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (name !== 'ledgerMigrate' || typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        calls += 1;
        if (calls === 2) {
          // Meanwhile another node finishes the migration and makes changes.
          await redis.client.del(lock);
          const book = await opened(namespace);
          done(await book.changeStaff('operator', was.ids.kari, { capacity: 3 }));
          done(await book.changeStaff('operator', was.ids.ola, { capacity: 3 }));
        }
        return (value as (...words: unknown[]) => unknown)(...args);
      };
    },
  });
  const book = await opened(namespace, slow);
  expect((await book.people()).map(({ capacity }) => capacity)).toEqual([3, 3]);
});

test('[F8] a newer ledger stops the start and the command line with one line', async () => {
  await redis.client.set('{terskel:ledger}:schema', String(SCHEMA + 1));
  const env = {
    LEDGER_URL: redis.server.url,
    REDIS_URL: redis.server.url,
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
  const words = `LEDGER_URL names a ledger of a newer Terskel (schema ${SCHEMA + 1}; this one knows ${SCHEMA}): start that version.\n`;
  expect(await run('main.ts', [], env)).toEqual({ code: 1, stdout: '', stderr: words });
  expect(await run('cli.ts', ['staff', 'list'], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: words,
  });
});
