/** Lets chosen calls and answers happen one by one, to reproduce an order that random runs have found. */
import type { RedisClient } from '@terskel/server/redis/client';
import { must } from './finding.ts';
import { randomOf } from './random.ts';
import { turn } from './turn.ts';
import { openWorld, type World } from './world.ts';

const random = randomOf(1);
const answers = { language: 'no', topic: null, feeling: null, age: null, urgent: false } as const;

/** Two seekers wait on the first node; a volunteer is on duty, paused. */
export async function stageOn(redis: RedisClient) {
  const w = await openWorld(redis);
  const [node, other] = w.nodes;
  const [first, second] = w.seekers;
  const [volunteer] = w.volunteers;
  if (!node || !other || !first || !second || !volunteer) throw new Error('the world is empty');
  await w.settle(random);
  await w.connect(volunteer, other);
  await w.settle(random);
  const { session } = volunteer;
  if (session === null) throw new Error('the page is closed');
  void session.startShift();
  await w.settle(random);
  void session.pause();
  await w.settle(random);
  for (const seeker of [first, second]) {
    seeker.browser.slot = 0;
    seeker.start(answers, false);
    await w.settle(random);
  }
  return { w, node, other, first, second, volunteer, session };
}

/** The volunteer talks with the first seeker and requests no more offers. */
export async function talkingOn(redis: RedisClient) {
  const on = await stageOn(redis);
  void on.session.take();
  await on.w.settle(random);
  must(on.first.talk?.keys === 'agreed', 'the conversation has begun');
  return on;
}

const WAYS: readonly ('events' | 'answers')[] = ['events', 'answers'];
/** Delivers everything on its way to the node. */
export async function arrive(world: World, node: string, ways = WAYS): Promise<void> {
  for (const way of ways) {
    while (world.gate.isComing(node, way)) {
      world.gate.deliver(node, way);
      await turn();
    }
  }
}

/** Executes the waiting call of that name; its answer stays in flight. Returns the calling node. */
export async function release(world: World, name: string): Promise<string> {
  const index = world.gate.waiting.findIndex((call) => call.name === name);
  const { node } = world.gate.waiting[index] ?? { node: '' };
  await world.gate.release([index]);
  return node;
}

/** Executes the waiting call of that name and delivers its answer. */
export async function through(world: World, name: string): Promise<void> {
  await arrive(world, await release(world, name));
}

/** Lets everything proceed except calls named `held`, until a call named `name` waits. */
export async function untilAsked(world: World, name: string, held = ''): Promise<void> {
  while (!world.gate.waiting.some((call) => call.name === name)) {
    const wire = world.nodes.flatMap(({ wires }) => wires).find(({ toNode }) => toNode.length > 0);
    wire?.forward();
    const free = world.gate.waiting.findIndex((call) => call.name !== held);
    if (!wire && free >= 0) await world.gate.release([free]);
    for (const { name: node } of world.nodes) await arrive(world, node);
    await turn();
  }
}

/** Indexes of all waiting calls of that name, from any node. */
export const asked = (world: World, name: string) =>
  world.gate.waiting.flatMap((call, at) => (call.name === name ? [at] : []));
