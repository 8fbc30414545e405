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
import { batchOf } from '../../helpers/counts.ts';
import { dumpOf } from '../../helpers/dump.ts';
import { done, passkey, staffId } from '../../helpers/ledgers.ts';
import { run } from '../../helpers/process.ts';
import { redisOfFile } from '../../helpers/redis-of-file.ts';

const hour = 3_600_000;
const redis = redisOfFile({ appendOnly: true });

const kari = {
  ...{ alias: 'Kari', roles: ['volunteer', 'leader', 'admin'], trained: true },
  ...{ capacity: 2, languages: ['no', 'se'], topics: ['grief'] },
};
const ola = { ...kari, alias: 'Åse "\\" {} 🙂', roles: ['volunteer'], topics: [] };

/** Writes a ledger as the first version did. */
async function firstSchema(namespace: string) {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  const ids = { kari: staffId(), ola: staffId(), gone: staffId() };
  const tokens = { kari: randomIds.secret(), ola: randomIds.secret(), gone: randomIds.secret() };
  const invites = { join: randomIds.secret(), first: randomIds.secret() };
  await redis.client.hSet(key('staff'), ids.kari, JSON.stringify(kari));
  await redis.client.hSet(key('staff'), ids.ola, JSON.stringify(ola));
  await redis.client.hSet(key('settings'), { queueLimit: '7', paused: 'true' });
  await redis.client.hSet(key('seal-keys'), '20000', 'a key');
  for (const [name, token] of Object.entries(tokens)) {
    const expiration = { type: 'PX', value: 5 * hour } as const;
    await redis.client.set(key('session', digest(token)), ids[name as keyof typeof ids], {
      expiration,
    });
  }
  for (const [name, token] of Object.entries(invites)) {
    const profile = {
      roles: ['leader'],
      trained: true,
      capacity: 1,
      languages: ['no', 'en'],
      topics: [],
    };
    const fields = { profile: JSON.stringify(profile), first: name === 'first' ? '1' : '' };
    await redis.client
      .multi()
      .hSet(key('invite', digest(token)), fields)
      .pExpire(key('invite', digest(token)), 72 * hour)
      .exec();
  }
  return { ids, tokens, invites };
}

/** Writes a ledger as the second version did: it counted pairs of answers. */
async function secondSchema(namespace: string) {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  const [id, token, invite] = [staffId(), randomIds.secret(), randomIds.secret()];
  const at = Date.now();
  const since = { joinedAt: at, signedInAt: at, revision: 3, signIns: 2 };
  const fields = { staff: id, generation: '2', openedAt: `${at}`, usedAt: `${at}`, device: '' };
  const terms = { kind: 'join', roles: ['leader'], trained: true };
  const stored = { terms, by: null, expiresAt: at + 5 * hour };
  const counters = {
    ...{ '2026-10 feeling 1 3': '5', '2026-10 feeling 2 2': '4', '2026-10 feeling none 3': '2' },
    ...{ '2026-10 feeling 5 3': '1', '2026-10 heard 5': '6', '2026-10 heard 1': '4' },
    ...{ '2026-11 heard 1': '5' },
  };
  await redis.client
    .multi()
    .set(key('schema'), '2')
    .hSet(key('head'), { version: '9' })
    .hSet(key('staff'), id, JSON.stringify({ ...kari, ...since }))
    .hSet(key('passkeys'), id, JSON.stringify([{ ...passkey(), addedAt: at, usedAt: null }]))
    .hSet(key('invites'), digest(invite), JSON.stringify(stored))
    .hSet(key('session', digest(token)), fields)
    .hSet(key('counters'), counters)
    .rPush(key('batches'), [randomIds.id(), randomIds.id()])
    .exec();
  return { id, token, invite };
}

async function checkSecond(
  book: Ledger,
  { id, token, invite }: Awaited<ReturnType<typeof secondSchema>>,
) {
  expect(await book.people()).toMatchObject([{ id, ...kari, passkeys: 1 }]);
  expect(await book.session(token)).toMatchObject({ staff: { id, ...kari } });
  expect(await book.inviteTerms(invite)).toMatchObject({ kind: 'join', roles: ['leader'] });
  await checkFigures(book);
}

/** A cell of which there are too few to tell is not kept. */
async function checkFigures(book: Ledger) {
  const months = {
    ...{ 'after 2026-10 3': 8, 'before 2026-10 1': 5, 'change 2026-10 better': 5 },
    ...{ 'heard 2026-10 5': 6, 'heard 2026-11 1': 5 },
  };
  expect(await book.figures()).toEqual({
    ...{ hours: {}, days: {}, weekHours: {}, months, gaps: [] },
    ...{ openFrom: null, countedTo: null },
  });
}

/** Writes a ledger as the third version did: it split the time of volunteers. */
async function thirdSchema(namespace: string): Promise<void> {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  await redis.client
    .multi()
    .set(key('schema'), '3')
    .hSet(key('figures:hours'), {
      ...{ 'staff 494000 ready': '6', 'staff 494000 busy': '3', 'staff 494001 busy': '1' },
      'tickets 494000 matched': '1',
    })
    .hSet(key('figures:days'), {
      ...{ 'staff 2026-05-03 ready': '20', 'staff 2026-05-03 busy': '7', 'open 2026-05-03': '4' },
      'offers 2026-05-03 missed': '2',
    })
    .hSet(key('figures:week-hours'), {
      ...{ 'staff 2026-Q2-7 18 ready': '20', 'staff 2026-Q2-7 19 busy': '7' },
      'open 2026-Q2-7 18': '1',
    })
    .hSet(key('figures:head'), { openFrom: '493996', countedTo: '494002' })
    .exec();
}

async function checkThird(book: Ledger) {
  expect(await book.figures()).toEqual({
    hours: { 'staff 494000': 9, 'staff 494001': 1, 'tickets 494000 matched': 1 },
    days: { 'staff 2026-05-03': 27, 'open 2026-05-03': 4, 'offers 2026-05-03 missed': 2 },
    weekHours: { 'staff 2026-Q2-7 18': 20, 'staff 2026-Q2-7 19': 7, 'open 2026-Q2-7 18': 1 },
    ...{ months: {}, gaps: [], openFrom: 493_996, countedTo: 494_002 },
  });
}

const opened = async (namespace: string, by = redis.client) =>
  (await openLedger(by, redis.server.url, namespace, systemClock, randomIds)).book;

async function checkAll(book: Ledger, was: Awaited<ReturnType<typeof firstSchema>>) {
  const { ids, tokens, invites } = was;
  expect(new Map((await book.people()).map((person) => [person.id, person]))).toEqual(
    new Map(
      [[ids.kari, kari] as const, [ids.ola, ola] as const].map(([id, profile]) => [
        id,
        { id, ...profile, joinedAt: expect.any(Number) as number, signedInAt: null, passkeys: 0 },
      ]),
    ),
  );
  expect(await book.session(tokens.kari)).toMatchObject({ staff: { id: ids.kari, ...kari } });
  expect(await book.session(tokens.ola)).toMatchObject({ staff: { id: ids.ola } });
  expect(await book.session(tokens.gone)).toBeNull();
  const [own] = await book.sessions(tokens.ola);
  expect(Math.round(((own?.openedAt ?? 0) - Date.now()) / hour)).toBe(-7);
  expect(await book.settings()).toMatchObject({ queueLimit: 7, paused: true });
  expect(await book.inviteTerms(invites.first)).toBeNull();
  expect(await book.inviteTerms(invites.join)).toEqual({
    kind: 'join',
    roles: ['leader'],
    trained: true,
  });
  const [open] = await book.invites();
  expect(Math.round(((open?.expiresAt ?? 0) - Date.now()) / hour)).toBe(72);
  // The migrated invite still works.
  const newcomer = { id: staffId(), alias: 'Ny', passkey: passkey() };
  done(await book.join(invites.join, newcomer));
  done(await book.changeStaff(ids.kari, ids.ola, { roles: ['leader'] }));
  expect(await book.session(tokens.ola)).toBeNull();
}

test('[F7] restoring a backup to a ledger that was only migrated ends every staff session there', async () => {
  const namespace = randomIds.id();
  const { tokens } = await firstSchema(namespace);
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
  const was = await firstSchema(namespace);
  const book = await opened(namespace);
  const { strings, expiries } = await dumpOf(redis.client, `{${namespace}:ledger}`);
  expect(strings).toEqual({ schema: String(SCHEMA) });
  expect(Object.keys(expiries).filter((name) => name.startsWith('invite:'))).toEqual([]);
  const session = `session:${digest(was.tokens.kari)}`;
  expect(Math.round(((expiries[session] ?? 0) - Date.now()) / hour)).toBe(5);
  await checkAll(book, was);
});

test('[F7] of several nodes that start at once, one migrates and the others wait', async () => {
  const namespace = randomIds.id();
  const was = await firstSchema(namespace);
  const others = await Promise.all(
    Array.from({ length: 3 }, () => redisClient(redis.server.url, () => {}).connect()),
  );
  const [book] = await Promise.all(
    [redis.client, ...others].map((each) => opened(namespace, each)),
  );
  if (book === undefined) throw new Error('there are four');
  expect(await redis.client.get(`{${namespace}:ledger}:schema`)).toBe(String(SCHEMA));
  await checkAll(book, was);
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
      const was = await firstSchema(namespace);
      return (book) => checkAll(book, was);
    },
  ],
  [
    ...([2, 3] as const),
    async (namespace) => {
      const was = await secondSchema(namespace);
      return (book) => checkSecond(book, was);
    },
  ],
  [
    ...([3, 3] as const),
    async (namespace) => {
      await thirdSchema(namespace);
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
  const was = await secondSchema(namespace);
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
  const was = await secondSchema(namespace);
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
  await thirdSchema(namespace);
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
  const was = await firstSchema(namespace);
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
