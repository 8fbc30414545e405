/** The BullMQ alarm in real time: it fires when something is due, and its jobs contain no personal data. */
import { randomIds, systemClock } from '@terskel/server/clock';
import { alarm, type Alarm } from '@terskel/server/jobs/alarm';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dumpOf, keysIn } from '../helpers/dump.ts';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';

let redis: TestRedis;
let client: RedisClient;
beforeAll(async () => {
  redis = await startTestRedis();
  client = await redisClient(redis.url, () => {}).connect();
});
afterAll(async () => {
  client.destroy();
  await redis[Symbol.asyncDispose]();
});

const now = () => systemClock.now();
const FAR_MS = 3_600_000;

/** Alarms of several nodes, and the times at which they fired. */
async function open(nodes = 1, ring: () => Promise<void> = async () => {}) {
  const prefix = keysOf(randomIds.id()).jobs;
  const rungAt: number[] = [];
  const failed: Error[] = [];
  const dump = () => dumpOf(client, prefix);
  const jobs = async () =>
    Object.entries((await dump()).hashes).filter(([key]) => key.startsWith('alarm:at-'));
  const alarms: Alarm[] = [];
  for (let i = 0; i < nodes; i += 1) {
    const rung = async () => {
      rungAt.push(now());
      await ring();
    };
    alarms.push(alarm(redis.url, prefix, systemClock, rung, (error) => failed.push(error)));
  }
  /** An alarm is dropped until the connections are open, so this retries. */
  const far = now() + FAR_MS;
  await vi.waitFor(async () => {
    for (const one of alarms) one.wakeAt(far);
    expect(await jobs()).toHaveLength(1);
  });
  const [first] = alarms;
  return {
    wakeAt: (at: number) => first?.wakeAt(at),
    rungAt,
    failed,
    dump,
    jobs,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(alarms.map((one) => one.close()));
    },
  };
}

test('[O2] an alarm fires when something is due, not before, and on one node only', async () => {
  await using alarms = await open(2);
  const dueAt = [now() + 400, now() - 1_000];
  for (const at of dueAt) alarms.wakeAt(at);
  await vi.waitFor(() => expect(alarms.rungAt).toHaveLength(2));
  expect(alarms.rungAt[1]).toBeGreaterThanOrEqual(dueAt[0] ?? 0);
});

test('[A4] alarms for the same moment are one job, which contains no id and is removed once it has fired', async () => {
  await using alarms = await open();
  const at = Math.ceil(now() / 1_000) * 1_000 + FAR_MS * 2;
  for (let i = 0; i < 20; i += 1) alarms.wakeAt(at - i);
  await vi.waitFor(async () => expect(await alarms.jobs()).toHaveLength(2));
  for (const [key, job] of await alarms.jobs()) {
    expect(key).toMatch(/^alarm:at-\d+$/);
    expect(job).toMatchObject({ name: 'alarm', data: '{}' });
    expect(Object.keys(job)).toEqual(['data', 'delay', 'name', 'opts', 'priority', 'timestamp']);
  }
  // Nothing long enough to be an id.
  expect(JSON.stringify(await alarms.dump())).not.toMatch(/[A-Za-z0-9_-]{22}/);

  alarms.wakeAt(now());
  await vi.waitFor(() => expect(alarms.rungAt).toHaveLength(1));
  await vi.waitFor(async () => expect(await alarms.jobs()).toHaveLength(2));
  const left = keysIn(await alarms.dump()).filter((key) => !key.startsWith('alarm:at-'));
  const own = ['alarm:delayed', 'alarm:events', 'alarm:id', 'alarm:meta', 'alarm:stalled-check'];
  expect([...own, 'alarm:marker']).toEqual(expect.arrayContaining(left));
});

test('[O2] an alarm that fails is reported and removed, and later alarms still fire', async () => {
  await using alarms = await open(1, () => Promise.reject(new Error('the store is away')));
  alarms.wakeAt(now());
  await vi.waitFor(() => expect(alarms.failed).toHaveLength(1));
  alarms.wakeAt(now() + 1);
  await vi.waitFor(() => expect(alarms.failed).toHaveLength(2));
  await vi.waitFor(async () => expect(await alarms.jobs()).toHaveLength(1));
});

test('[F4] after the store was away, nothing is thrown and alarms fire again', async () => {
  await using alarms = await open();
  await redis.kill();
  for (let i = 0; i < 100; i += 1) alarms.wakeAt(now() + FAR_MS);
  await redis.restart();
  await vi.waitFor(() => {
    alarms.wakeAt(now());
    expect(alarms.rungAt.length).toBeGreaterThan(0);
  }, 5_000);
});

test('[F4] alarms for a frozen store do not pile up without bound, and fire again once it continues', async () => {
  await using alarms = await open();
  process.kill(redis.pid, 'SIGSTOP');
  for (let i = 1; i <= 5_000; i += 1) alarms.wakeAt(now() + FAR_MS + i * 1_000);
  process.kill(redis.pid, 'SIGCONT');
  await vi.waitFor(() => {
    alarms.wakeAt(now());
    expect(alarms.rungAt.length).toBeGreaterThan(0);
  }, 5_000);
  expect((await alarms.jobs()).length).toBeLessThan(1_000);
});
