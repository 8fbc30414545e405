/** Bugs found by random runs that depend only on the order of calls and answers, reproduced step by step. */
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { TIMES } from '@terskel/shared/limits';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';
import { check } from './checks.ts';
import { randomOf } from './random.ts';
import { openWorld, turn, type World } from './world.ts';

let server: TestRedis;
let redis: RedisClient;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await redisClient(server.url, () => {}).connect();
});
afterAll(async () => {
  redis.destroy();
  await server[Symbol.asyncDispose]();
});

const random = randomOf(1);
const wish = { language: 'no', topic: undefined, age: undefined, urgent: false } as const;

/** Two seekers wait on the first node; a volunteer is on duty, paused. */
async function stage() {
  const w = await openWorld(redis);
  const [node, other] = w.nodes;
  const [first, second] = w.seekers;
  const [volunteer] = w.volunteers;
  if (!node || !other || !first || !second || !volunteer) throw new Error('the world is empty');
  await w.settle(random);
  await w.connect(volunteer, other);
  await w.settle(random);
  void volunteer.startShift();
  await w.settle(random);
  for (const seeker of [first, second]) {
    await w.connect(seeker, node);
    await w.settle(random);
    void seeker.open(wish);
    await w.settle(random);
  }
  return { w, node, other, first, second, volunteer };
}

const WAYS: readonly ('events' | 'answers')[] = ['events', 'answers'];
/** Delivers everything on its way to the node. */
async function arrive(world: World, node: string, ways = WAYS): Promise<void> {
  for (const way of ways) {
    while (world.gate.isComing(node, way)) {
      world.gate.deliver(node, way);
      await turn();
    }
  }
}

/** Executes the waiting call of that name; its answer stays in flight. Returns the calling node. */
async function release(world: World, name: string): Promise<string> {
  const index = world.gate.waiting.findIndex((call) => call.name === name);
  const { node } = world.gate.waiting[index] ?? { node: '' };
  await world.gate.release([index]);
  return node;
}

/** Executes the waiting call of that name and delivers its answer. */
async function through(world: World, name: string): Promise<void> {
  await arrive(world, await release(world, name));
}

/** Lets everything proceed except calls named `held`, until a call named `name` waits. */
async function untilAsked(world: World, name: string, held = ''): Promise<void> {
  while (!world.gate.waiting.some((call) => call.name === name)) {
    const wire = world.nodes.flatMap(({ wires }) => wires).find(({ toNode }) => toNode.length > 0);
    wire?.forward();
    const free = world.gate.waiting.findIndex((call) => call.name !== held);
    if (!wire && free >= 0) await world.gate.release([free]);
    for (const { name: node } of world.nodes) await arrive(world, node);
    await turn();
  }
}

test('[Q5] a queue position read before a snapshot does not overwrite it', async () => {
  const { w, node, first, second } = await stage();
  second.line.drop();
  await w.connect(second, node);
  await untilAsked(w, 'connectSeeker');
  // Its snapshot is in flight while the queue is read, and a seeker ahead of it leaves.
  for (const _ of [1, 2]) node.tick();
  await untilAsked(w, 'line', 'connectSeeker');
  await through(w, 'line');
  void first.cancel();
  await untilAsked(w, 'endTicket', 'connectSeeker');
  await through(w, 'endTicket');
  await through(w, 'connectSeeker');
  await check(w, random);
  expect(second.state).toMatchObject({ ticket: { place: 1 } });
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
  expect(first.state).toMatchObject({ kind: 'ticket' });
  await w.connect(first, node);
  await w.settle(random);
  expect(first.state).toMatchObject({ kind: 'ticket' });
  w.close();
});

/** The volunteer talks with the first seeker and requests no more offers. */
async function talking() {
  const on = await stage();
  void on.volunteer.take();
  await on.w.settle(random);
  void on.volunteer.accept();
  await on.w.settle(random);
  expect(on.first.state).toMatchObject({ kind: 'conversation' });
  return on;
}

test.each([
  ['older than an answer', ['endConversation', 'setAvailability'], ['answers', 'events'], 'paused'],
  ['newer than one', ['setAvailability', 'endConversation'], ['events', 'answers'], 'wrapping_up'],
] as const)(
  '[O1] an event that is %s, but arrives in the opposite order, leaves no tab with outdated state',
  async (_, order, ways, state) => {
    const { w, other, first, volunteer } = await talking();
    void first.end('seeker');
    void volunteer.setAvailability('paused');
    for (const { wires } of w.nodes) for (const wire of wires) wire.forward();
    await turn();
    for (const name of order) await release(w, name);
    await arrive(w, other.name, ways);
    await check(w, random);
    expect(volunteer.availability.state).toBe(state);
    w.close();
  },
);

/** Indexes of all waiting calls of that name, from any node. */
const asked = (world: World, name: string) =>
  world.gate.waiting.flatMap((call, at) => (call.name === name ? [at] : []));

test('[F4] when the first of two snapshots succeeds and the second fails, the second is sent again', async () => {
  const { w, node, first, volunteer } = await talking();
  for (const _ of [1, 2]) node.missed();
  for (const fate of ['answered', 'refused'] as const) {
    await turn();
    const all = asked(w, 'confirmSeeker');
    expect(all).toHaveLength(w.seekers.filter(({ line }) => line.online).length);
    await w.gate.release(all, fate);
    await arrive(w, node.name);
  }
  await w.settle(random);
  void volunteer.end(0, null);
  await check(w, random);
  expect(first.state).toMatchObject({ kind: 'conversation_ended' });
  w.close();
});

test('[F4] events held back while a snapshot failed do not overwrite the snapshot sent again', async () => {
  const { w, other, first, volunteer } = await talking();
  other.missed();
  await turn();
  await w.gate.release(asked(w, 'confirmStaff'), 'refused');
  await w.settle(random);
  void first.end('seeker');
  await w.settle(random);
  void volunteer.setAvailability('ready');
  await check(w, random);
  expect(volunteer.availability.state).toBe('ready');
  w.close();
});

test('[F1] a node that was taken for dead and does not learn of it restores the people it holds', async () => {
  const { w, node, other, first } = await talking();
  for (let second = 0; second < 20; second += 1) {
    w.clock.move(1_000);
    node.tick();
    await w.settle(random);
  }
  expect(first.state).toMatchObject({ conversation: { other: { connected: false } } });
  other.tick();
  await turn();
  await w.gate.release(asked(w, 'beat'), 'unheard');
  await check(w, random);
  expect(first.state).toMatchObject({ conversation: { other: { connected: true } } });
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
  expect(first.state).toMatchObject({ conversation: { other: { connected: false } } });
  await check(w, random);
  expect(first.state).toMatchObject({ conversation: { other: { connected: true } } });
  w.close();
});

test('[F3] when the volunteer restores a conversation while an old ticket of its seeker is refused, the seeker gets it', async () => {
  const { w, node, other, first, volunteer } = await talking();
  // The seeker's network is gone, unnoticed by the node: only the volunteer's resume ticket is renewed.
  first.line.drop();
  w.clock.move(TIMES.resumeMs + TIMES.resumeEveryMs);
  for (const each of [node, other]) each.tick();
  await untilAsked(w, 'staffRecord');
  await through(w, 'staffRecord');
  const { wire } = volunteer.line;
  while (wire !== null && wire.toTab.length > 0) volunteer.line.receive(wire);
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
  expect(first.state).toMatchObject({ kind: 'conversation' });
  w.close();
});
