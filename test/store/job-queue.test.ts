/** The job queue in real time: a job is done by one node, again if it fails, and holds no personal data. */
import { randomIds, systemClock } from '@terskel/server/clock';
import { jobQueue, type JobQueue } from '@terskel/server/jobs/job-queue';
import { keysOf } from '@terskel/server/live/keys';
import { expect, test, vi } from 'vitest';
import { dumpOf, keysIn } from '../helpers/dump.ts';
import { redisOfFile } from '../helpers/redis-of-file.ts';

const redis = redisOfFile();

const PATIENCE_MS = 30_000;
const KIND = 'count-batch';

/** The queues of several nodes. `work` does a job; `done` are the ids of those that succeeded, in order. */
async function open(nodes = 1, work: (id: string) => Promise<void> = async () => {}) {
  const prefix = keysOf(randomIds.id()).jobs;
  const done: string[] = [];
  const failed: string[] = [];
  const dump = () => dumpOf(redis.client, prefix);
  const queues = Array.from({ length: nodes }, (): JobQueue =>
    jobQueue(
      ...([redis.server.url, prefix] as const),
      {
        release: async () => {},
        [KIND]: async (id: string) => {
          await work(id);
          done.push(id);
        },
      },
      (kind, error) => failed.push(`${kind}: ${error instanceof Error ? error.message : '?'}`),
    ),
  );
  return {
    ...{ queues, done, failed, dump },
    add: (id: string, node = 0) => queues[node]?.add(KIND, id),
    jobs: async () =>
      Object.entries((await dump()).hashes).filter(([key]) => key.startsWith(`work:${KIND}-`)),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

test('[T2] a job is done by one node, and the same job may come again once it is done', async () => {
  await using queue = await open(2);
  const ids = Array.from({ length: 10 }, () => randomIds.id());
  for (const id of ids) queue.add(id);
  await vi.waitFor(() => expect(queue.done.toSorted()).toEqual(ids.toSorted()), PATIENCE_MS);
  await vi.waitFor(async () => expect(await queue.jobs()).toEqual([]));
  queue.add(ids[0] ?? '', 1);
  await vi.waitFor(() => expect(queue.done).toHaveLength(11), PATIENCE_MS);
  expect(queue.failed).toEqual([]);
});

test('[T2, A4] a job that waits is not added twice, and holds its kind and the id of its work alone', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using queue = await open(2, () => promise);
  const [first, second] = [randomIds.id(), randomIds.id()];
  // Each node's worker is busy.
  for (const id of [first, second]) queue.add(id);
  await vi.waitFor(async () => expect(await queue.jobs()).toHaveLength(2), PATIENCE_MS);
  const third = randomIds.id();
  for (let i = 0; i < 20; i += 1) queue.add(third, i % 2);
  await vi.waitFor(async () => expect(await queue.jobs()).toHaveLength(3), PATIENCE_MS);
  const job = Object.fromEntries(await queue.jobs())[`work:${KIND}-${third}`];
  expect(job).toMatchObject({ name: KIND, data: JSON.stringify({ id: third }) });
  const fields = ['data', 'delay', 'name', 'opts', 'priority', 'timestamp'];
  expect(Object.keys(job ?? {})).toEqual(fields);
  resolve();
  await vi.waitFor(() => expect(queue.done).toHaveLength(3), PATIENCE_MS);
  await vi.waitFor(async () => expect(await queue.jobs()).toEqual([]));
  const own = new Set('completed events id marker meta stalled stalled-check'.split(' '));
  const left = keysIn(await queue.dump());
  expect(left.filter((key) => !own.has(key.replace('work:', '')))).toEqual([]);
});

test('[T2] a job that fails is reported, and done again after a pause', async () => {
  let tries = 0;
  await using queue = await open(1, async () => {
    tries += 1;
    if (tries === 1) throw new Error('the ledger is away');
  });
  queue.add(randomIds.id());
  await vi.waitFor(() => expect(queue.done).toHaveLength(1), PATIENCE_MS);
  expect([tries, queue.failed]).toEqual([2, [`${KIND}: the ledger is away`]]);
  await vi.waitFor(async () => expect(await queue.jobs()).toEqual([]));
}, 40_000);

test('[T2, F4] jobs are done again after the store was frozen, and after it restarted empty', async () => {
  await using queue = await open();
  process.kill(redis.server.pid, 'SIGSTOP');
  const id = randomIds.id();
  queue.add(id);
  process.kill(redis.server.pid, 'SIGCONT');
  await vi.waitFor(() => expect(queue.done).toEqual([id]), PATIENCE_MS);
  await redis.server.kill();
  await redis.server.restart();
  const since = systemClock.now();
  queue.add(randomIds.id());
  await vi.waitFor(() => expect(queue.done).toHaveLength(2), PATIENCE_MS);
  expect(systemClock.now() - since).toBeLessThan(PATIENCE_MS);
}, 70_000);
