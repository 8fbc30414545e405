/** The release of counts to the ledger while a store or a node is in trouble. */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '@terskel/server/clock';
import { keysOf } from '@terskel/server/live/keys';
import { expect, test } from 'vitest';
import { HOUR_MS, batchOf, hourOf } from '../helpers/counts.ts';
import { openFullDisk } from '../helpers/full-disk.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

const { root, counts, countBatches } = keysOf(NAMESPACE);
/** `WAITAOF 1 0 ms` is a renamed MGET here, which returns the value of the key '1': whether the disk has the write. */
const WAITS_FOR_DISK = ['--appendfsync', 'everysec', '--rename-command', 'MGET', 'WAITAOF'];

const batches = ({ redis }: TestService) => redis.hLen(countBatches);
/** Counts of the present hour. */
async function count({ redis, clock }: TestService): Promise<void> {
  await redis.hSet(counts, `tickets ${hourOf(clock.now())} matched`, '3');
  await redis.hSet(`${root}:said`, 'heard 5', '5');
}
/** What of them the ledger has, and the gaps. */
async function counted({ book }: TestService) {
  const { hours, months, gaps } = await book.figures();
  return [Object.values(hours), Object.values(months), gaps];
}
const ONCE = [[3], [5], []];

test('[T2, F4] while the disk of the ledger is full a batch stays, also if the ledger then dies, and counts once', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'terskel-full-'));
  const disk = await openFullDisk(dir.path);
  const ledger = await startTestRedis({
    ...{ program: disk.program, appendOnly: true, extraArgs: WAITS_FOR_DISK },
  });
  await using service = await startService({ ledger });
  await service.ledgerRedis.set('1', '0');
  await disk.fill(ledger.pid);
  await count(service);
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
  expect(await counted(service)).toEqual(ONCE);
}, 90_000);

test('[T2, F7] a node that is killed before the disk has its counts leaves the batch, which counts once', async () => {
  const ledger = await startTestRedis({ appendOnly: true, extraArgs: WAITS_FOR_DISK });
  await using service = await startService({ nodes: 0, realTime: true, ledger });
  await service.ledgerRedis.set('1', '0');
  // A batch that an earlier full hour has made.
  const hour = hourOf(service.clock.now()) - 1;
  const { id, ...batch } = batchOf(hour, {
    ...{ counts: { [`tickets ${hour} matched`]: 3 }, said: { 'heard 5': 5 } },
  });
  await service.redis.hSet(countBatches, id, JSON.stringify(batch));
  const next = { batch: randomIds.id(), after: id, from: hour + 1, saidSince: 0 };
  await service.redis.hSet(`${root}:counting`, next);
  const node = await service.spawn();
  await until(async () => node.output().includes('"msg":"job_failed"'));
  expect([await batches(service), await counted(service)]).toEqual([1, ONCE]);
  await node.kill();

  await service.ledgerRedis.set('1', '1');
  await service.spawn();
  await until(async () => (await batches(service)) === 0);
  expect(await counted(service)).toEqual(ONCE);
}, 90_000);

test('[T2, F4] a live store that hangs at the full hour loses no count, and no other work waits for it', async () => {
  await using service = await startService({ nodes: 2 });
  await count(service);
  process.kill(service.live.pid, 'SIGSTOP');
  await service.pass(HOUR_MS);
  process.kill(service.live.pid, 'SIGCONT');
  await service.ready();
  await service.pass(HOUR_MS);
  await until(async () => (await batches(service)) === 0);
  expect(await counted(service)).toEqual(ONCE);
  await service.pass(HOUR_MS);
  await until(async () => (await batches(service)) === 0);
  expect(await counted(service)).toEqual(ONCE);
}, 90_000);

test('[T2, F3] a live store that is lost leaves a gap of its hour, and later hours count', async () => {
  await using service = await startService({ nodes: 2 });
  await count(service);
  await service.pass(HOUR_MS);
  await until(async () => (await batches(service)) === 0);
  const hour = hourOf(service.clock.now());
  await count(service);
  await service.live.kill();
  await service.live.restart();
  await service.ready();
  // The nodes begin to count again at the next full hour.
  await service.pass(HOUR_MS);
  await count(service);
  await service.pass(HOUR_MS);
  await until(async () => (await batches(service)) === 0);
  const { hours, gaps, countedTo } = await service.book.figures();
  expect(hours).toEqual({
    ...{ [`tickets ${hour - 1} matched`]: 3, [`tickets ${hour + 1} matched`]: 3 },
  });
  // Also of the hours beside it, whose tickets may have been counted with it.
  expect([gaps, countedTo]).toEqual([[hour - 1, hour, hour + 1], hour + 2]);
}, 90_000);
