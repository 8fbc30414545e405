/** Nodes that live, nodes that have died, and a node's inbox. */
import { clearDeadNodes, NODE_STALE_MS } from '@terskel/server/domain/nodes';
import type { Fact } from '@terskel/server/domain/live-store';
import { openInbox } from '@terskel/server/store/inbox';
import { keysOf } from '@terskel/server/store/keys';
import { liveStore } from '@terskel/server/store/live-store';
import { redisClient } from '@terskel/server/store/redis';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test, vi } from 'vitest';
import { liveStores, type Live } from '../../helpers/live.ts';
import { address } from '../../helpers/people.ts';
import { startTestRedis } from '../../helpers/redis.ts';

const openLive = liveStores();

/** Both nodes beat; then only `b` goes on, until `a` is taken for dead. */
async function lose(live: Live): Promise<void> {
  for (const node of ['a', 'b']) await live.store.beat(node, live.now);
  live.pass(NODE_STALE_MS);
  await live.other.beat('b', live.now);
}

describe('beats', () => {
  test('[F1] the first beat says that the store had not known the node', async () => {
    const live = await openLive();
    expect(await live.store.beat('a', live.now)).toBe(true);
    expect(await live.store.beat('a', live.now + 1)).toBe(false);
    await live.store.forgetNode('a');
    expect(await live.store.beat('a', live.now + 2)).toBe(true);
  });

  test('[F1] a node is dead when it has not beaten for ten seconds, not before', async () => {
    const live = await openLive();
    await live.store.beat('a', live.now);
    expect(await live.store.staleNodes(live.now + NODE_STALE_MS - 1, NODE_STALE_MS)).toEqual([]);
    expect(await live.store.staleNodes(live.now + NODE_STALE_MS, NODE_STALE_MS)).toEqual([
      { node: 'a', held: [] },
    ]);
  });
});

describe('a dead node', () => {
  test('[F1] is told with everybody whom it held', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await live.talk({ node: 'b' }, { node: 'b' });
    await lose(live);
    const [stale, ...more] = await live.store.staleNodes(live.now, NODE_STALE_MS);
    expect(more).toEqual([]);
    expect(stale?.node).toBe('a');
    const held = [
      { kind: 'seeker', id: seeker.id, connection: seeker.at.connection },
      { kind: 'staff', id: volunteer.id, connection: volunteer.at.connection },
    ];
    expect(stale?.held).toHaveLength(2);
    expect(stale?.held).toEqual(expect.arrayContaining(held));
  });

  test('[F1] leaves its people disconnected, with their places and seats for a while', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'b' });
    const waiting = await live.waiting({ node: 'a' });
    const other = await live.waiting({ node: 'b' });
    await lose(live);
    await live.told();
    await Promise.all([clearDeadNodes(live.domain), clearDeadNodes(live.otherDomain)]);
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'b', receiver: `staff ${volunteer.id}`, event: 'presence:changed' },
        payload: { presence: { connected: false } },
      },
    ]);
    expect(await live.store.staleNodes(live.now, NODE_STALE_MS)).toEqual([]);
    expect((await live.dump()).sets).not.toHaveProperty('on:a');
    await live.passAndMeet(TIMES.placeKeptMs);
    const states = [seeker, waiting, other].map(({ id }) => live.store.seeker(id, live.now));
    expect((await Promise.all(states)).map(({ kind }) => kind)).toEqual([
      ...['conversation', 'ticket_ended', 'ticket'],
    ]);
  });

  test('[F1] does no harm to those who are on another node already', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await lose(live);
    await live.store.connectSeeker(seeker.id, address('b'), live.now);
    await live.store.connectStaff(volunteer, address('b'), live.now);
    await clearDeadNodes(live.otherDomain);
    expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
      conversation: { other: { connected: true } },
    });
    const { conversations } = await live.store.staff(volunteer, live.now);
    expect(conversations).toMatchObject([{ other: { connected: true } }]);
  });

  test('[F1] that was alive after all holds its people again as soon as it says so', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await lose(live);
    await clearDeadNodes(live.otherDomain);
    expect(await live.store.beat('a', live.now)).toBe(true);
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
    await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect((await live.dump()).sets['on:a']).toHaveLength(2);
  });
});

test('[F4] an inbox that was cut off says so when it is back, and hears again', async () => {
  await using redis = await startTestRedis();
  const keys = keysOf('inbox');
  const facts: Fact[] = [];
  const onGap = vi.fn<() => void>();
  const inbox = await redisClient(redis.url, () => {}).connect();
  const publisher = await redisClient(redis.url, () => {}).connect();
  await openInbox(inbox, keys, 'a', (fact) => facts.push(fact), onGap);
  expect(onGap).not.toHaveBeenCalled();
  await redis.kill();
  await redis.restart();
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledOnce(), 5_000);
  await vi.waitFor(async () => {
    await publisher.sPublish(keys.channelTo('a'), 'seeker x\nsome:event\n{"text":"a\\nb"}');
    expect(facts.length).toBeGreaterThan(0);
  }, 5_000);
  expect(facts[0]).toEqual({
    ...{ receiver: 'seeker x', event: 'some:event', payload: { text: 'a\nb' } },
  });
  for (const client of [inbox, publisher]) client.destroy();
});

test('[F4] a store that is away refuses at once; nothing waits for it', async () => {
  await using redis = await startTestRedis();
  const client = await redisClient(redis.url, () => {}).connect();
  const store = liveStore(client, keysOf('away'));
  expect(await store.ready()).toBe(true);
  await redis.kill();
  for (const ask of [() => store.ready(), () => store.overview(0), () => store.beat('a', 0)]) {
    await expect(ask()).rejects.toBeInstanceOf(Error);
  }
  client.destroy();
});
