/** Acknowledged changes survive a kill of the ledger's store, and a store that cannot guarantee that is refused. */
import { localStores } from '@terskel/server/local-stores';
import { randomIds, systemClock } from '@terskel/server/clock';
import type { Ledger } from '@terskel/server/domain/ledger';
import { faultIn } from '@terskel/server/ledger/backup/chain';
import { auditIn, contentsOf, headIn } from '@terskel/server/ledger/backup/contents';
import { openLedger } from '@terskel/server/ledger/ledger';
import { StoreError } from '@terskel/server/redis/startup-checks';
import { redisClient } from '@terskel/server/redis/client';
import type { StaffId } from '@terskel/shared/ids';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startStores } from '../../../scripts/stores.ts';
import { done, kari, passkey, staffId } from '../../helpers/ledgers.ts';
import { run } from '../../helpers/process.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis.ts';

const WRITES = 200;

/** Makes a change and returns a check that the change is stored. */
type Write = (
  book: Ledger,
  id: StaffId,
  turn: number,
) => Promise<(book: Ledger) => Promise<boolean>>;
const KINDS: readonly Write[] = [
  async (book, _id, turn) => {
    done(await book.setSettings('operator', { queueLimit: turn }));
    return async (after) => (await after.settings()).queueLimit === turn;
  },
  async (book, id, turn) => {
    done(await book.changeStaff(id, id, { alias: `Kari ${turn}` }));
    return async (after) => (await after.person(id))?.alias === `Kari ${turn}`;
  },
  async (book, _id, turn) => {
    const added = await book.addStaff('operator', { ...kari, alias: `Test ${turn}` });
    return async (after) => (await after.person(added)) !== null;
  },
  async (book) => {
    const terms = { kind: 'join', roles: ['leader'], trained: false } as const;
    const { token } = done(await book.addInvite('operator', terms));
    return async (after) => (await after.inviteTerms(token)) !== null;
  },
  async (book) => {
    const terms = { kind: 'join', roles: ['leader'], trained: false } as const;
    const { token } = done(await book.addInvite('operator', terms));
    const newcomer = { id: staffId(), alias: 'Ny', passkey: passkey() };
    done(await book.join(token, newcomer));
    return async (after) =>
      (await after.inviteTerms(token)) === null &&
      (await after.credential(newcomer.id, newcomer.passkey.id)) !== null;
  },
  async (book, id, turn) => {
    const passkeys = await book.passkeys(id);
    const last = passkeys.at(-1);
    if (last !== undefined && passkeys.length > 2) {
      done(await book.removePasskey(id, last.id));
      return async (after) => (await after.credential(id, last.id)) === null;
    }
    const added = passkey({ name: `Nøkkel ${turn}` });
    done(await book.addPasskey(id, added));
    return async (after) => (await after.credential(id, added.id)) !== null;
  },
  async (book, _id, turn) => {
    const counting = passkey({ counter: turn });
    const other = await book.addStaff('operator', kari);
    done(await book.addPasskey(other, counting));
    const use = { id: counting.id, counter: turn + 1, synced: true };
    const token = (await book.signIn(other, use, 'Firefox')) ?? '';
    return async (after) =>
      (await after.session(token)) !== null &&
      (await after.credential(other, counting.id))?.counter === turn + 1;
  },
  async (book) => {
    const gone = await book.addStaff('operator', kari);
    const token = await book.openSession(gone, null);
    done(await book.revoke('operator', gone));
    return async (after) =>
      (await after.person(gone)) === null && (await after.session(token)) === null;
  },
  async (book, id) => {
    const token = await book.openSession(id, 'Firefox');
    await book.endSession(token);
    return async (after) => (await after.session(token)) === null;
  },
];

async function openOn(redis: TestRedis) {
  const client = await redisClient(redis.url, () => {}).connect();
  let broken = 0;
  const onBroken = () => {
    broken += 1;
  };
  const opened = await openLedger(client, redis.url, 'durable', systemClock, randomIds, onBroken);
  return { ...opened, client, broken: () => broken };
}

test(`[F7] kill -9 of the ledger after each of ${WRITES} acknowledged writes loses none of them`, async () => {
  await using redis = await startTestRedis({ appendOnly: true });
  let { client, book, store } = await openOn(redis);
  const id = await book.addStaff('operator', { ...kari, roles: ['admin'] });
  done(await book.addPasskey(id, passkey()));
  let entries = headIn(await contentsOf(store)).number;
  for (let turn = 1; turn <= WRITES; turn += 1) {
    const isThere = await KINDS[turn % KINDS.length]?.(book, id, turn);
    const acknowledged = headIn(await contentsOf(store));
    client.destroy();
    await redis.kill();
    await redis.restart();
    ({ client, book, store } = await openOn(redis));
    const contents = await contentsOf(store);
    expect([turn, await isThere?.(book)]).toEqual([turn, true]);
    expect(headIn(contents)).toEqual(acknowledged);
    expect(faultIn(auditIn(contents), acknowledged)).toBeNull();
    expect(acknowledged.number).toBeGreaterThanOrEqual(entries);
    entries = acknowledged.number;
  }
  client.destroy();
}, 120_000);

test('[F7] the private ledger has each write on disk before it answers', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'terskel-data-'));
  const given = { liveUrl: 'redis://not-asked', ledgerUrl: undefined };
  await using stores = await startStores(folder.path, given, () => {});
  expect(stores.ledgerUrl).toBe(localStores(folder.path).ledger.url);
  const client = await redisClient(stores.ledgerUrl, () => {}).connect();
  expect(await client.configGet(['appendonly', 'appendfsync'])).toEqual({
    ...{ appendonly: 'yes', appendfsync: 'always' },
  });
  client.destroy();
});

describe('an operator’s ledger', () => {
  const words =
    'LEDGER_URL names a store that does not keep each write on disk before it answers: set appendonly yes and appendfsync always.';

  test.each([
    ['in memory only', []],
    [
      'that writes once a second and does not support WAITAOF',
      ['--appendonly', 'yes', '--appendfsync', 'everysec'],
    ],
  ])('[F8] %s stops the start and the command line with one line', async (_what, extraArgs) => {
    await using redis = await startTestRedis({ extraArgs });
    await expect(openOn(redis)).rejects.toThrow(new StoreError(words));
    const env = { LEDGER_URL: redis.url, REDIS_URL: redis.url, PORT: '0', LOG_LEVEL: 'silent' };
    const failed = { code: 1, stdout: '', stderr: `${words}\n` };
    expect(await run('main.ts', [], env)).toEqual(failed);
    expect(await run('cli.ts', ['staff', 'list'], env)).toEqual(failed);
  });

  /**
   * A store that supports WAITAOF, like Redis 7.2 and later. WAITAOF 1 0 ms answers how many servers have the write on
   * disk; here, renamed to MGET, it answers the value of key '1'.
   */
  const askable = ['--rename-command', 'MGET', 'WAITAOF'];

  test.each([
    ['that writes once a second', ['--appendonly', 'yes', '--appendfsync', 'everysec', ...askable]],
    ['that does not reveal its configuration', ['--rename-command', 'CONFIG', '', ...askable]],
  ])('[F7] %s is asked after each write whether it is on disk', async (_what, extraArgs) => {
    await using redis = await startTestRedis({ extraArgs });
    const { client, book } = await openOn(redis);
    await client.set('1', '1');
    const id = await book.addStaff('operator', { ...kari, roles: ['admin'] });
    const token = await book.openSession(id, null);
    await client.set('1', '0');
    const asked = [
      () => book.setSettings(id, { paused: true }),
      () => book.addPasskey(id, passkey()),
      () => book.openSession(id, null),
      () => book.endSession(token),
    ];
    for (const change of asked) await expect(change()).rejects.toBeInstanceOf(StoreError);
    // A change without effect fails as well: the value may not be on disk yet. Reads do not ask.
    await expect(book.setSettings(id, { paused: true })).rejects.toBeInstanceOf(StoreError);
    expect(await book.revisions([token], new Set())).toEqual([null]);
    await client.set('1', '1');
    expect(await book.setSettings(id, { paused: false })).toEqual({ ok: true });
    client.destroy();
  });

  test('[F7] after a move to a server that is not durable, no change is acknowledged, and this is reported once', async () => {
    await using redis = await startTestRedis({ appendOnly: true });
    const { client, book, broken } = await openOn(redis);
    done(await book.setSettings('operator', { paused: true }));
    await client.configSet('appendfsync', 'no');
    const back = new Promise<void>((resolve) => client.onBack(resolve));
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no']).catch(() => {});
    await back;
    await expect(book.setSettings('operator', { paused: false })).rejects.toThrow(words);
    await expect(book.setSettings('operator', { paused: true })).rejects.toThrow(words);
    expect(broken()).toBe(1);
    await client.configSet('appendfsync', 'always');
    const again = new Promise<void>((resolve) => client.onBack(resolve));
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no']).catch(() => {});
    await again;
    expect(await book.setSettings('operator', { queueLimit: 3 })).toEqual({ ok: true });
    expect(broken()).toBe(1);
    client.destroy();
  });
});
