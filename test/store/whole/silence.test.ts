/** Open connections on which nothing arrives, as after a silent network loss or with a frozen store. */
import { systemClock } from '@terskel/server/clock';
import type { Fact } from '@terskel/server/domain/live-store';
import type { Clock } from '@terskel/server/domain/ports';
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { openInbox } from '@terskel/server/live/inbox';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../../helpers/redis.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** A clock whose periodic checks are triggered by the test. */
function turns() {
  const watches = new Set<() => void>();
  const time: Clock = {
    ...systemClock,
    every(_ms, run) {
      watches.add(run);
      return () => void watches.delete(run);
    },
  };
  return { time, turn: () => [...watches].forEach((run) => run()) };
}

/** Checks that may pass without an answer: with one every 2 s, silence is noticed within 8 s. */
const TURNS = 4;

async function linked() {
  const proxy = await startTcpProxy(new URL(redis.url).pathname);
  const { time, turn } = turns();
  const lost = vi.fn<() => void>();
  const back = vi.fn<() => void>();
  const client = await redisClient(`redis://127.0.0.1:${proxy.port}`, lost, '', time).connect();
  client.onBack(back);
  return {
    ...{ proxy, client, turn, lost, back },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const SILENCES = {
  'nothing goes out': 'up',
  'nothing comes in': 'down',
  'neither way': 'both',
} as const;

describe('a silent connection', () => {
  test.each(Object.entries(SILENCES))(
    '[F5] %s: it is reopened, and pending commands fail',
    async (_, way) => {
      await using link = await linked();
      const { client, proxy } = link;
      if (way === 'both') proxy.freeze();
      else proxy[way].silent = true;
      const stuck = client.ping();
      stuck.catch(() => {});
      for (let turn = 1; turn < TURNS; turn += 1) link.turn();
      expect(link.lost).not.toHaveBeenCalled();
      proxy.up.silent = false;
      proxy.down.silent = false;
      link.turn();
      await expect(stuck).rejects.toThrow('Disconnects client');
      await vi.waitFor(() => expect(link.back).toHaveBeenCalledOnce(), 5_000);
      expect(link.lost).toHaveBeenCalledOnce();
      expect(await client.ping()).toBe('PONG');
    },
  );

  test('[F5] that still answers is kept, however often it is checked', async () => {
    await using link = await linked();
    const id = await link.client.clientId();
    for (let turn = 0; turn < 5 * TURNS; turn += 1) {
      link.turn();
      // The earlier check has been answered by then.
      await link.client.ping();
    }
    expect(await link.client.clientId()).toBe(id);
    expect(link.lost).not.toHaveBeenCalled();
  });

  test('[F4] is retried until the store answers again', async () => {
    await using link = await linked();
    link.proxy.arrivals = 'swallow';
    link.proxy.cut();
    await vi.waitFor(() => expect(link.lost).toHaveBeenCalledOnce());
    await expect(link.client.ping()).rejects.toThrow('closed');
    // The one connection attempt that hangs is abandoned.
    await vi.waitFor(() => expect(link.proxy.connections).toBeGreaterThan(0));
    link.proxy.arrivals = 'pass';
    await vi.waitFor(async () => expect(await link.client.ping()).toBe('PONG'), 10_000);
  }, 15_000);
});

test('[F4] a frozen store does not accumulate pending commands without bound', async () => {
  await using frozen = await startTestRedis();
  // The liveness check is disabled here, so that a slow machine does not trigger it.
  const { time } = turns();
  const client = await redisClient(frozen.url, () => {}, '', time).connect();
  process.kill(frozen.pid, 'SIGSTOP');
  const asked = Array.from({ length: 25_000 }, () => client.ping());
  const refused = Promise.allSettled(asked.slice(20_000));
  expect((await refused).every(({ status }) => status === 'rejected')).toBe(true);
  process.kill(frozen.pid, 'SIGCONT');
  expect(await Promise.all(asked.slice(0, 20_000))).toHaveLength(20_000);
  client.destroy();
});

test('[F5] an inbox that does not receive what the live store publishes reconnects', async () => {
  await using elsewhere = await startTestRedis();
  // It is connected and gets answers, but from another store, as after a failover that only one of the two connections
  // followed.
  await using proxy = await startTcpProxy(new URL(elsewhere.url).pathname);
  const { time, turn } = turns();
  const keys = keysOf('inbox');
  const facts: Fact[] = [];
  const onGap = vi.fn<() => void>();
  const live = await redisClient(redis.url, () => {}).connect();
  const inbox = await redisClient(`redis://127.0.0.1:${proxy.port}`, () => {}, '', time).connect();
  await openInbox(
    inbox,
    openPubSubBarrier((text) => live.sPublish(keys.channelTo('a'), text)),
    keys,
    'a',
    (fact) => facts.push(fact),
    () => {},
    onGap,
  );
  const publish = () => live.sPublish(keys.channelTo('a'), 'seeker x\nsome:event\nnull');
  await publish();
  await inbox.ping();
  expect(facts).toEqual([]);
  proxy.targets = [new URL(redis.url).pathname];
  for (let owed = 1; owed < TURNS; owed += 1) {
    turn();
    await inbox.ping();
  }
  expect(onGap).not.toHaveBeenCalled();
  turn();
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledOnce(), 5_000);
  await publish();
  await vi.waitFor(() => expect(facts).toHaveLength(1));
  for (let turns = 0; turns < 3 * TURNS; turns += 1) {
    turn();
    await publish();
    await vi.waitFor(() => expect(facts).toHaveLength(2 + turns));
  }
  expect(onGap).toHaveBeenCalledOnce();
  for (const client of [live, inbox]) client.destroy();
});
