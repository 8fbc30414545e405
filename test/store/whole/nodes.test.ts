/** Live nodes, dead nodes, and a node's inbox. */
import { NODE_STALE_MS, watchNodes } from '@terskel/server/domain/nodes';
import type { Fact } from '@terskel/server/domain/live-store';
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { openInbox } from '@terskel/server/live/inbox';
import { keysOf } from '@terskel/server/live/keys';
import { liveStore } from '@terskel/server/live/live-store';
import { redisClient } from '@terskel/server/redis/client';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test, vi } from 'vitest';
import { liveStores, still, type Live } from '../../helpers/live.ts';
import { address, newId } from '../../helpers/people.ts';
import { startTestRedis } from '../../helpers/redis.ts';

const openLive = liveStores();

/** A node that watches the others from now on. */
function observer(live: Live) {
  const look = watchNodes(live.domain);
  return {
    look,
    /** Looks every second for `forMs`; `others` send heartbeats, each by its own clock. */
    async watch(forMs: number, others: Readonly<Record<string, () => number>> = {}) {
      for (let passed = 0; passed < forMs; passed += TIMES.tickMs) {
        live.pass(TIMES.tickMs);
        for (const [node, clock] of Object.entries(others))
          await live.other.beat(node, newId(), clock(), null);
        await look();
      }
    },
    known: async () => [...(await live.store.beats()).keys()],
  };
}

describe('heartbeats', () => {
  test('[F1] the first heartbeat reports that the store did not know the node', async () => {
    const live = await openLive();
    expect(await live.store.beat('a', newId(), live.now, null)).toMatchObject({ forgotten: true });
    expect(await live.store.beat('a', newId(), live.now + 1, null)).toMatchObject({
      forgotten: false,
    });
    await live.store.forgetNode('a');
    expect(await live.store.beat('a', newId(), live.now + 2, null)).toMatchObject({
      forgotten: true,
    });
  });

  test('[F1] a node that missed the answer to its last heartbeat is told again', async () => {
    const { store, now } = await openLive();
    await store.beat('a', newId(), now, null);
    await store.forgetNode('a');
    await store.beat('a', newId(), now + 1, now);
    expect(await store.beat('a', newId(), now + 2, now)).toMatchObject({ forgotten: true });
    expect(await store.beat('a', newId(), now + 3, now + 2)).toMatchObject({ forgotten: false });
  });

  test('[F1] a node is dead after ten seconds without a heartbeat, not earlier', async () => {
    const live = await openLive();
    const b = observer(live);
    await live.store.beat('a', newId(), live.now, null);
    await b.look();
    await b.watch(NODE_STALE_MS - TIMES.tickMs);
    expect(await b.known()).toEqual(['a']);
    await b.watch(TIMES.tickMs);
    expect(await b.known()).toEqual([]);
  });

  test('[F1] clocks that are hours off, or go back, make no node dead and keep no dead node alive', async () => {
    const live = await openLive();
    const hour = 3_600_000;
    const b = observer(live);
    const others = {
      ahead: () => live.now + hour,
      behind: () => live.now - hour,
      backwards: () => hour - live.now,
    };
    for (const node of ['dead ahead', 'dead behind']) {
      await live.store.beat(node, newId(), live.now + (node === 'dead ahead' ? hour : -hour), null);
    }
    await b.watch(NODE_STALE_MS, others);
    expect((await b.known()).toSorted()).toEqual([
      ...['ahead', 'backwards', 'behind', 'dead ahead', 'dead behind'],
    ]);
    await b.watch(TIMES.tickMs, others);
    expect((await b.known()).toSorted()).toEqual(['ahead', 'backwards', 'behind']);
  });

  test('[F1] a node that has just started, slept, or had its clock set watches for ten seconds first', async () => {
    const live = await openLive();
    await live.store.beat('a', newId(), live.now, null);
    live.pass(NODE_STALE_MS);
    const b = observer(live);
    await b.look();
    await b.watch(NODE_STALE_MS - TIMES.tickMs);
    for (const jumpMs of [NODE_STALE_MS, NODE_STALE_MS / 2, -TIMES.tickMs]) {
      live.pass(jumpMs);
      await b.look();
      await b.watch(NODE_STALE_MS - TIMES.tickMs);
      expect(await b.known()).toEqual(['a']);
    }
    await b.watch(TIMES.tickMs);
    expect(await b.known()).toEqual([]);
  });

  test('[F1] a node that sends a heartbeat at the last moment keeps the people it holds', async () => {
    const live = await openLive();
    const { seeker } = await live.talk({ node: 'a' }, { node: 'b' });
    await live.store.beat('a', newId(), live.now, null);
    const beat = live.now;
    live.pass(1);
    await live.store.beat('a', newId(), live.now, null);
    const ask = () => live.store.heldBy('a', beat);
    expect(await live.attempt(ask)).toEqual({ answer: null, ...still });
    expect(await live.store.heldBy('a', live.now)).toMatchObject([{ id: seeker.id }]);
  });
});

describe('a dead node', () => {
  test('[F1] is reported with all people that it held', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await live.talk({ node: 'b' }, { node: 'b' });
    await live.store.beat('a', newId(), live.now, null);
    const stale = await live.store.heldBy('a', live.now);
    const held = [
      { kind: 'seeker', id: seeker.id, connection: seeker.at.connection },
      { kind: 'staff', id: volunteer.id, connection: volunteer.at.connection },
    ];
    expect(stale).toHaveLength(2);
    expect(stale).toEqual(expect.arrayContaining(held));
  });

  test('[F1] leaves its people disconnected; their places and seats are kept for a while', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'b' });
    const waiting = await live.waiting({ node: 'a' });
    const other = await live.waiting({ node: 'b' });
    await live.store.beat('a', newId(), live.now, null);
    await live.told();
    // Two other nodes see it at the same time.
    const looks = [watchNodes(live.domain), watchNodes(live.otherDomain)];
    for (let passed = 0; passed <= NODE_STALE_MS; passed += TIMES.tickMs) {
      await live.other.beat('b', newId(), live.now, null);
      await Promise.all(looks.map((look) => look()));
      live.pass(TIMES.tickMs);
    }
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'b', receiver: `staff ${volunteer.id}`, event: 'presence:changed' },
        payload: { presence: { connected: false } },
      },
    ]);
    expect([...(await live.store.beats()).keys()]).toEqual(['b']);
    expect((await live.dump()).sets).not.toHaveProperty('on:a');
    await live.passAndMeet(TIMES.placeKeptMs);
    const states = [seeker, waiting, other].map(({ id }) => live.store.seeker(id, live.now));
    expect((await Promise.all(states)).map(({ kind }) => kind)).toEqual([
      ...['conversation', 'ticket_ended', 'ticket'],
    ]);
  });

  test('[F1] does not affect people who are already on another node', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await live.store.connectSeeker(seeker.id, address('b'), live.now);
    await live.store.connectStaff(volunteer, address('b'), live.now);
    await live.die('a', 'b');
    expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
      conversation: { seats: { volunteer: { presence: { connected: true } } } },
    });
    const { conversations } = await live.store.staff(volunteer, live.now);
    expect(conversations).toMatchObject([{ seats: { seeker: { presence: { connected: true } } } }]);
  });

  test('[F1] that was alive after all holds its people again as soon as it reports them', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'a' });
    await live.die('a', 'b');
    expect(await live.store.beat('a', newId(), live.now, null)).toMatchObject({ forgotten: true });
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
    await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect((await live.dump()).sets['on:a']).toHaveLength(2);
  });

  test('[F1] that was taken for dead and then dies before its next heartbeat leaves no ghost', async () => {
    const live = await openLive();
    const b = observer(live);
    await live.store.beat('a', newId(), live.now, null);
    await b.watch(NODE_STALE_MS + TIMES.tickMs);
    expect(await b.known()).toEqual([]);
    await live.volunteer({ node: 'b', state: 'paused' });
    const seeker = await live.waiting({ node: 'a' });
    await b.watch(NODE_STALE_MS + TIMES.tickMs, { b: () => live.now });
    await live.passAndMeet(TIMES.placeKeptMs);
    expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({ kind: 'ticket_ended' });
  });

  test('[F1] is not forgotten while it holds a person who connected during the clean-up', async () => {
    const live = await openLive();
    const seeker = await live.talk({ node: 'a' }, { node: 'b' }).then((talk) => talk.seeker);
    await live.store.beat('a', newId(), live.now, null);
    await live.store.disconnectSeeker(seeker.id, seeker.at.connection, live.now);
    await live.store.connectSeeker(seeker.id, address('a'), live.now);
    const beat = live.now;
    expect(await live.store.forgetNode('a')).toMatchObject({ code: 'wrong_state' });
    expect(await live.store.heldBy('a', 0)).toMatchObject([{ id: seeker.id }]);
    // Others of its people may have been marked as disconnected: it learns this from its next heartbeat.
    const next = await live.store.beat('a', newId(), beat, beat);
    expect(next).toMatchObject({ forgotten: true });
  });
});

test('[F4] an inbox whose connection was cut reports a gap when it is back, and receives again', async () => {
  await using redis = await startTestRedis();
  const keys = keysOf('inbox');
  const facts: Fact[] = [];
  const onGap = vi.fn<() => void>();
  const inbox = await redisClient(redis.url, () => {}).connect();
  const publisher = await redisClient(redis.url, () => {}).connect();
  await openInbox(
    inbox,
    openPubSubBarrier((text) => publisher.sPublish(keys.channelTo('a'), text)),
    keys,
    'a',
    (fact) => facts.push(fact),
    () => {},
    onGap,
  );
  expect(onGap).not.toHaveBeenCalled();
  await redis.kill();
  await redis.restart();
  await vi.waitFor(() => expect(onGap).toHaveBeenCalledOnce(), 5_000);
  await vi.waitFor(async () => {
    await publisher.sPublish(keys.channelTo('a'), 'seeker x\nsome:event\n{"text":"a\\nb"}');
    expect(facts.length).toBeGreaterThan(0);
  }, 5_000);
  expect(facts[0]).toEqual({
    ...{ receiver: 'seeker x', event: 'some:event', json: '{"text":"a\\nb"}' },
  });
  for (const client of [inbox, publisher]) client.destroy();
});

test('[F4] a store that is away refuses at once; nothing waits for it', async () => {
  await using redis = await startTestRedis();
  const client = await redisClient(redis.url, () => {}).connect();
  const store = liveStore(client, keysOf('away'));
  expect(await store.ready()).toBe(true);
  await redis.kill();
  for (const ask of [
    () => store.ready(),
    () => store.overview(0),
    () => store.beat('a', newId(), 0, null),
  ]) {
    await expect(ask()).rejects.toBeInstanceOf(Error);
  }
  client.destroy();
});
