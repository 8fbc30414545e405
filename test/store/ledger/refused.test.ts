/** Stores that would lose acknowledged data are refused; a full store is still read. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds, systemClock } from '@terskel/server/clock';
import { auditFaultIn, contentsOf } from '@terskel/server/ledger/backup/contents';
import { openLedger } from '@terskel/server/ledger/ledger';
import { reachStore, StoreError } from '@terskel/server/redis/startup-checks';
import { redisClient } from '@terskel/server/redis/client';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { keepRunning } from '../../../scripts/keep-running.ts';
import { findRedisServer, startRedis } from '../../../scripts/redis.ts';
import { testClock } from '../../helpers/clock.ts';
import { done, kari, passkey } from '../../helpers/ledgers.ts';
import { run } from '../../helpers/process.ts';
import { startTestRedis } from '../../helpers/redis.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { until } from '../../helpers/until.ts';

async function reached(url: string): Promise<void> {
  const client = redisClient(url, () => {});
  try {
    await reachStore('LEDGER_URL', client, systemClock);
  } finally {
    client.destroy();
  }
}

test.each([
  [['--maxmemory-policy', 'allkeys-lru'], /^LEDGER_URL .* maxmemory-policy noeviction\.$/],
  [['--maxmemory-policy', 'volatile-ttl', '--maxmemory', '100mb'], /^LEDGER_URL .* noeviction\.$/],
  [['--replicaof', '127.0.0.1', '1'], /^LEDGER_URL names a replica/],
])('[F8] a store with %j stops the start with one line', async (extraArgs, words) => {
  await using redis = await startTestRedis({ extraArgs });
  await expect(reached(redis.url)).rejects.toThrow(words);
  await expect(reached(redis.url)).rejects.toBeInstanceOf(StoreError);
});

test('[F8] a database that the store does not have is refused with a clear message', async () => {
  await using redis = await startTestRedis({ extraArgs: ['--port', '0', '--databases', '2'] });
  await using way = await startTcpProxy(redis.url.replace('unix://', ''));
  await expect(reached(`redis://127.0.0.1:${way.port}/99`)).rejects.toThrow(
    /^LEDGER_URL names a database that its store does not have\.$/,
  );
});

test('[F8] the start waits for a store that is still loading its file', async () => {
  await using redis = await startTestRedis({
    appendOnly: true,
    extraArgs: [
      '--enable-debug-command',
      'yes',
      '--key-load-delay',
      '2000',
      '--loading-process-events-interval-bytes',
      '1024',
    ],
  });
  const client = await redisClient(redis.url, () => {}).connect();
  for (let turn = 0; turn < 500; turn += 1) await client.set(`key ${turn}`, 'x'.repeat(1_000));
  const loading = client.sendCommand(['DEBUG', 'LOADAOF']);
  await expect(reached(redis.url)).resolves.toBeUndefined();
  await loading;
  client.destroy();
});

test('[F7] a full ledger can be backed up and verified, and a log that lost its beginning is detected', async () => {
  await using redis = await startTestRedis({ appendOnly: true });
  const client = await redisClient(redis.url, () => {}).connect();
  const { book, store } = await openLedger(client, redis.url, 'full', systemClock, randomIds);
  const id = await book.addStaff('operator', { ...kari, roles: ['admin'] });
  done(await book.addPasskey(id, passkey()));
  await client.configSet('maxmemory', '1');
  await expect(book.setSettings('operator', { paused: true })).rejects.toThrow('OOM');
  expect(auditFaultIn(await contentsOf(store))).toBeNull();
  await client.configSet('maxmemory', '0');
  // As after eviction: the log and its head are gone, and a new log begins.
  await client.del([`${store.root}:audit`, `${store.root}:head`]);
  done(await book.setSettings('operator', { queueLimit: 7 }));
  expect(auditFaultIn(await contentsOf(store))).toMatch(/^The beginning is missing/);
  client.destroy();
});

test('[F4] a full ledger still answers who is signed in, and the command line reports that it is full', async () => {
  await using redis = await startTestRedis({ appendOnly: true });
  const client = await redisClient(redis.url, () => {}).connect();
  const clock = testClock();
  const { book } = await openLedger(client, redis.url, 'full', clock, randomIds);
  const id = await book.addStaff('operator', { ...kari, roles: ['admin'] });
  const token = await book.openSession(id, null);
  await client.configSet('maxmemory', '1');
  clock.move(TIMES.adminIdleMs - 1);
  expect(await book.session(token)).toMatchObject({ staff: { id } });
  expect(await book.revisions([token], new Set([token]))).toEqual([1]);
  // The use could not be written, so the session ends as unused.
  clock.move(1);
  expect(await book.session(token)).toBeNull();
  const { code, stderr } = await run('cli.ts', ['staff', 'invite', '--role', 'admin'], {
    LEDGER_URL: redis.url,
  });
  expect([code, stderr]).toEqual([
    1,
    'The ledger takes no changes: its disk or its memory is full.\n',
  ]);
  client.destroy();
});

test('[F4] a private ledger whose disk is full is restarted, and is readable meanwhile', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "terskel full's-"));
  const program = join(folder.path, 'redis-server');
  const limited = `#!/bin/sh\ntrap '' XFSZ\nulimit -f 16\nexec '${await findRedisServer()}' "$@"\n`;
  await writeFile(program, limited, { mode: 0o755 });
  const said: string[] = [];
  const socketPath = join(folder.path, 'l.sock');
  const options = { program, socketPath, appendOnlyDir: join(folder.path, 'ledger') };
  await using kept = await keepRunning(
    'the ledger',
    () => startRedis(options),
    (line) => said.push(line),
  );
  const first = kept.pid;
  const client = await redisClient(`unix://${encodeURI(socketPath)}`, () => {}).connect();
  await client.set('small', 'there');
  await expect(client.set('large', 'x'.repeat(32 * 1_024))).rejects.toBeInstanceOf(Error);
  await until(async () => (await client.get('small').catch(() => null)) === 'there');
  expect(kept.pid).not.toBe(first);
  expect(said).toEqual([
    expect.stringMatching(/^Terskel goes on without the ledger, which .* and starts it again\.$/),
    'Terskel has the ledger again.',
  ]);
  client.destroy();
});
