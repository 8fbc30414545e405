/** Bugs found by random runs that depend only on the order of calls and answers, reproduced step by step. */
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { redisOfFile } from '../helpers/redis-of-file.ts';
import { check } from './checks.ts';
import { arrive, asked, release, stageOn, talkingOn, through, untilAsked } from './one-by-one.ts';
import { randomOf } from './random.ts';
import { turn } from './turn.ts';

const redis = redisOfFile();

const random = randomOf(1);
const stage = () => stageOn(redis.client);
const talking = () => talkingOn(redis.client);

test('[Q5] a queue position read before a snapshot does not overwrite it', async () => {
  const { w, node, first, second } = await stage();
  await w.connect(second, node);
  await untilAsked(w, 'connectSeeker');
  // Its snapshot is in flight while the queue is read, and a seeker ahead of it leaves.
  for (const _ of [1, 2]) node.tick();
  await untilAsked(w, 'line', 'connectSeeker');
  await through(w, 'line');
  void first.session?.cancel();
  await untilAsked(w, 'endTicket', 'connectSeeker');
  await through(w, 'endTicket');
  await through(w, 'connectSeeker');
  await check(w, random);
  expect(second.view).toMatchObject({ page: 'waiting', place: 1 });
  w.close();
});

test('[F3] a store that is back, but not yet checked by any node, ends no session', async () => {
  const { w, node, first } = await stage();
  await w.hangUp(w.nodes, random);
  await w.lose();
  // The node receives events again before its first heartbeat.
  node.missed();
  await w.settle(random);
  for (const each of w.nodes) each.tick();
  await w.settle(random);
  expect(first.view).toMatchObject({ page: 'waiting' });
  await w.connect(first, node);
  await w.settle(random);
  expect(first.view).toMatchObject({ page: 'waiting' });
  w.close();
});

test.each([
  ['older than an answer', ['endConversation', 'setAvailability'], ['answers', 'events'], 'paused'],
  ['newer than one', ['setAvailability', 'endConversation'], ['events', 'answers'], 'wrapping_up'],
] as const)(
  '[O1] an event that is %s, but arrives in the opposite order, leaves no tab with outdated state',
  async (_, order, ways, state) => {
    const { w, other, first, volunteer, session } = await talking();
    void first.session?.end();
    void session.pause();
    await turn();
    for (const { wires } of w.nodes) for (const wire of wires) wire.forward();
    await turn();
    for (const name of order) await release(w, name);
    await arrive(w, other.name, ways);
    await check(w, random);
    expect(volunteer.view?.availability.state).toBe(state);
    w.close();
  },
);

test('[F4] when the first of two snapshots succeeds and the second fails, the second is sent again', async () => {
  const { w, node, first, volunteer, session } = await talking();
  for (const _ of [1, 2]) node.missed();
  for (const fate of ['answered', 'refused'] as const) {
    await turn();
    const all = asked(w, 'confirmSeeker');
    expect(all).toHaveLength(w.seekers.filter(({ browser }) => browser.online).length);
    await w.gate.release(all, fate);
    await arrive(w, node.name);
  }
  await w.settle(random);
  void session.end(volunteer.talks[0]?.conversationId as ConversationId, null);
  await check(w, random);
  expect(first.view).toMatchObject({ page: 'ended', end: { of: 'conversation' } });
  w.close();
});

test('[F4] events held back while a snapshot failed do not overwrite the snapshot sent again', async () => {
  const { w, other, first, volunteer, session } = await talking();
  other.missed();
  await turn();
  await w.gate.release(asked(w, 'confirmStaff'), 'refused');
  await w.settle(random);
  void first.session?.end();
  await w.settle(random);
  void session.ready();
  await check(w, random);
  expect(volunteer.view?.availability.state).toBe('ready');
  w.close();
});

test('[F1] a node that was taken for dead and does not learn of it restores the people it holds', async () => {
  const { w, node, other, first } = await talking();
  for (let second = 0; second < 20; second += 1) {
    w.clock.move(1_000);
    node.tick();
    await w.settle(random);
  }
  expect(first.talk).toMatchObject({ other: { connected: false } });
  other.tick();
  await turn();
  await w.gate.release(asked(w, 'beat'), 'unheard');
  await check(w, random);
  expect(first.talk).toMatchObject({ other: { connected: true } });
  w.close();
});

test('[F1] a node whose first heartbeat did not finish restores the people it holds', async () => {
  const { w, node, first, volunteer } = await talking();
  await w.kill(1, false);
  const [, other] = w.nodes;
  if (!other) throw new Error('the dead node was not replaced');
  await untilAsked(w, 'overview');
  await w.gate.release(asked(w, 'overview'), 'refused');
  await w.settle(random);
  await w.connect(volunteer, other);
  await w.settle(random);
  for (let second = 0; second < 20; second += 1) {
    w.clock.move(1_000);
    node.tick();
    await w.settle(random);
  }
  expect(first.talk).toMatchObject({ other: { connected: false } });
  await check(w, random);
  expect(first.talk).toMatchObject({ other: { connected: true } });
  w.close();
});

test('[F1] a node that was taken for dead while somebody connected to it restores the people it holds', async () => {
  const { w, node, other, first, second } = await talking();
  for (let passed = 0; passed < 9; passed += 1) {
    w.clock.move(1_000);
    node.tick();
    await w.settle(random);
  }
  w.clock.move(1_000);
  node.tick();
  await untilAsked(w, 'heldBy');
  await through(w, 'heldBy');
  await w.connect(second, other);
  await untilAsked(w, 'connectSeeker', 'forgetNode');
  await through(w, 'connectSeeker');
  await w.settle(random);
  expect(first.talk).toMatchObject({ other: { connected: false } });
  await check(w, random);
  expect(first.talk).toMatchObject({ other: { connected: true } });
  w.close();
});

test('[F3] when the volunteer restores a conversation while an old ticket of its seeker is refused, the seeker gets it', async () => {
  const { w, node, other, first, volunteer } = await talking();
  // The seeker's network is gone, unnoticed by the node: only the volunteer's resume ticket is renewed.
  first.browser.down();
  w.clock.move(TIMES.resumeMs + TIMES.resumeEveryMs);
  for (const each of [node, other]) each.tick();
  await untilAsked(w, 'staffRecord');
  await through(w, 'staffRecord');
  const { wire } = volunteer.browser;
  while (wire !== null && wire.toTab.length > 0) wire.receive();
  await w.hangUp(w.nodes, random);
  await w.lose();
  for (const each of w.nodes) each.tick();
  await w.settle(random);
  await w.connect(first, node);
  await untilAsked(w, 'knows');
  await through(w, 'knows');
  await untilAsked(w, 'restoreSeeker');
  await w.connect(volunteer, other);
  await untilAsked(w, 'connectStaff', 'restoreSeeker');
  await w.settle(random);
  expect(first.view).toMatchObject({ page: 'conversation' });
  w.close();
});

test('[F4] an offer that the store made too late for the answer is shown all the same', async () => {
  const { w, volunteer, session } = await stage();
  void session.take();
  await untilAsked(w, 'takeOffer');
  const node = await release(w, 'takeOffer');
  w.clock.move(TIMES.commandMs);
  await turn();
  await arrive(w, node);
  await w.settle(random);
  expect(volunteer.view?.note).toEqual({ kind: 'refused', code: 'unavailable' });
  expect(volunteer.view?.offer).not.toBeNull();
  await check(w, random);
  w.close();
});

test('[C10] a conversation ends while a requeue out of the one before waits to be sent again', async () => {
  const { w, other, first } = await talking();
  const [, next] = w.volunteers;
  if (!next) throw new Error('there is one volunteer only');
  first.session?.another();
  await untilAsked(w, 'requeue');
  const node = await release(w, 'requeue');
  w.clock.move(TIMES.commandMs);
  await turn();
  await arrive(w, node);
  await w.settle(random);
  expect(first.view).toMatchObject({ page: 'waiting' });
  await w.connect(next, other);
  await w.settle(random);
  void next.session?.startShift();
  await w.settle(random);
  void next.session?.accept();
  await w.settle(random);
  expect(first.talk).toMatchObject({ keys: 'agreed' });
  void next.session?.end(next.talks[0]?.conversationId as ConversationId, null);
  await w.settle(random);
  expect(first.view).toMatchObject({ page: 'ended', end: { reason: 'volunteer' } });
  w.close();
});
