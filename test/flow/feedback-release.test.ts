/** The release of feedback counts to the ledger while a store or a node is in trouble. */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysOf } from '@terskel/server/live/keys';
import { ledgerRoot } from '@terskel/server/ledger/records';
import { expect, test } from 'vitest';
import { openFullDisk } from '../helpers/full-disk.ts';
import { newId } from '../helpers/people.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

const HOUR_MS = 3_600_000;
const { root, feedbackBatches } = keysOf(NAMESPACE);
/** `WAITAOF 1 0 ms` is a renamed MGET here, which returns the value of the key '1': whether the disk has the write. */
const WAITS_FOR_DISK = ['--appendfsync', 'everysec', '--rename-command', 'MGET', 'WAITAOF'];

const counters = async ({ ledgerRedis }: TestService) => ({
  ...(await ledgerRedis.hGetAll(`${ledgerRoot(NAMESPACE)}:counters`)),
});
const batches = ({ redis }: TestService) => redis.hLen(feedbackBatches);
/** A batch that an earlier full hour has made. */
const addBatch = ({ redis }: TestService) =>
  redis.hSet(feedbackBatches, newId(), JSON.stringify({ '2026-01 heard 5': 5 }));
const ONCE = { '2026-01 heard 5': '5' };

test('[T6, F4] while the disk of the ledger is full a batch stays, also if the ledger then dies, and counts once', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'terskel-full-'));
  const disk = await openFullDisk(dir.path);
  const ledger = await startTestRedis({
    ...{ program: disk.program, appendOnly: true, extraArgs: WAITS_FOR_DISK },
  });
  await using service = await startService({ ledger });
  await service.ledgerRedis.set('1', '0');
  await disk.fill(ledger.pid);
  await addBatch(service);
  await service.pass(HOUR_MS);
  await until(async () => (await service.jobs()).includes('MISCONF'));
  // The ledger may have the counts in memory by now, but not on disk.
  expect(await batches(service)).toBe(1);

  await ledger.kill();
  await disk.free(0);
  await ledger.restart();
  await service.ready();
  await service.ledgerRedis.set('1', '1');
  await until(async () => (await batches(service)) === 0);
  expect(await counters(service)).toEqual(ONCE);
}, 90_000);

test('[T6, F7] a node that is killed before the disk has its counts leaves the batch, which counts once', async () => {
  const ledger = await startTestRedis({ appendOnly: true, extraArgs: WAITS_FOR_DISK });
  await using service = await startService({ nodes: 0, realTime: true, ledger });
  await service.ledgerRedis.set('1', '0');
  await addBatch(service);
  const node = await service.spawn();
  await until(async () => node.output().includes('"msg":"job_failed"'));
  expect([await batches(service), await counters(service)]).toEqual([1, ONCE]);
  await node.kill();

  await service.ledgerRedis.set('1', '1');
  await service.spawn();
  await until(async () => (await batches(service)) === 0);
  expect(await counters(service)).toEqual(ONCE);
}, 90_000);

test('[T6, F4] a live store that hangs at the full hour loses no count, and no other work waits for it', async () => {
  await using service = await startService({ nodes: 2 });
  const month = new Date(service.clock.now()).toISOString().slice(0, 7);
  const counts = { answers: '5', [`${month} heard 5`]: '5' };
  await service.redis.hSet(`${root}:feedback-counts:${month}`, counts);
  process.kill(service.live.pid, 'SIGSTOP');
  await service.pass(HOUR_MS);
  process.kill(service.live.pid, 'SIGCONT');
  await service.ready();
  expect(await counters(service)).toEqual({});
  await service.pass(HOUR_MS);
  await until(async () => (await batches(service)) === 0);
  expect(await counters(service)).toEqual({ [`${month} heard 5`]: '5' });
}, 90_000);
