/** Connections that stand and say nothing, as when a network has dropped them without a word, or a store has frozen. */
import { systemClock } from '@terskel/server/clock';
import type { Fact } from '@terskel/server/domain/live-store';
import type { Clock } from '@terskel/server/domain/ports';
import { openEcho } from '@terskel/server/store/echo';
import { openInbox } from '@terskel/server/store/inbox';
import { keysOf } from '@terskel/server/store/keys';
import { redisClient } from '@terskel/server/store/redis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestRedis, type TestRedis } from '../../helpers/redis.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** Each turn of the watch is the test's to give. */
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

/** How many turns an answer may be owed: with one every 2 s, silence is noticed within 8 s. */
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

describe('a connection that has gone silent', () => {
  test.each(Object.entries(SILENCES))(
    '[F5] %s: it is made anew, and commands end',
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

  test('[F5] one that answers, however often it is asked, is kept', async () => {
    await using link = await linked();
    const id = await link.client.clientId();
    for (let turn = 0; turn < 5 * TURNS; turn += 1) {
      link.turn();
      // What was asked before has been answered then.
      await link.client.ping();
    }
    expect(await link.client.clientId()).toBe(id);
    expect(link.lost).not.toHaveBeenCalled();
  });

  test('[F4] one whose place nobody answers at is tried again until somebody does', async () => {
    await using link = await linked();
    link.proxy.arrivals = 'swallow';
    link.proxy.cut();
    await vi.waitFor(() => expect(link.lost).toHaveBeenCalledOnce());
    await expect(link.client.ping()).rejects.toThrow('closed');
    // The one attempt that hangs is given up.
    await vi.waitFor(() => expect(link.proxy.connections).toBeGreaterThan(0));
    link.proxy.arrivals = 'pass';
    await vi.waitFor(async () => expect(await link.client.ping()).toBe('PONG'), 10_000);
  }, 15_000);
});

test('[F4] a store that has frozen is not owed answers without bound', async () => {
  await using frozen = await startTestRedis();
  // Whether the store is there is another question, and not asked meanwhile, however slow the machine.
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

test('[F5] an inbox that does not hear what the live store publishes looks for it anew', async () => {
  await using elsewhere = await startTestRedis();
  // It stands, and answers: but it is another store's, as after a fail-over that only one of the two has noticed.
  await using proxy = await startTcpProxy(new URL(elsewhere.url).pathname);
  const { time, turn } = turns();
  const keys = keysOf('inbox');
  const facts: Fact[] = [];
  const onGap = vi.fn<() => void>();
  const live = await redisClient(redis.url, () => {}).connect();
  const inbox = await redisClient(`redis://127.0.0.1:${proxy.port}`, () => {}, '', time).connect();
  await openInbox(
    inbox,
    openEcho((text) => live.sPublish(keys.channelTo('a'), text)),
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
