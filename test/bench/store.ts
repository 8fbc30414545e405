/** The Redis cost of live store operations, compared with floor scripts and with the cheapest possible script. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { randomIds, systemClock } from '@terskel/server/clock';
import type {
  ConnectionAddress,
  LiveStore,
  SeatHolder,
  SeekerId,
} from '@terskel/server/domain/live-store';
import { keysOf } from '@terskel/server/live/keys';
import { liveStore } from '@terskel/server/live/live-store';
import { createQuarantine } from '@terskel/server/domain/quarantine';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { isUnavailable } from '@terskel/server/redis/unavailable';
import { TOPICS } from '@terskel/shared/choices';
import { ciphertext, wish } from '../helpers/fixtures.ts';
import { people } from '../helpers/people.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { floorClient, messageArguments, placeArguments, STEPS } from './floors.ts';
import { cpuDuring } from './harness/cost.ts';
import type { Domain } from '@terskel/server/domain/ports';

const EVERYBODY = 10_000_000;
/** Calls in flight at a time. */
export const AT_ONCE = 100;
/** Four topics, plus tickets without a topic: five lanes. */
const TOPICS_TAKEN = [TOPICS[0], TOPICS[1], TOPICS[2], TOPICS[3]] as const;
const LANES = [...TOPICS_TAKEN, undefined];
const ANOTHER = TOPICS[4];
const NODE = 'a';

export type StoreBench = Awaited<ReturnType<typeof openStore>>;

/** A separate Redis, with a subscribed node. */
export async function openStore() {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startTestRedis());
  const [redis, inbox] = await Promise.all([
    redisClient(server.url, () => {}).connect(),
    redisClient(server.url, () => {}).connect(),
  ]);
  for (const client of [redis, inbox]) stack.defer(() => client.destroy());
  const keys = keysOf('bench');
  const store = liveStore(redis, keys);
  const floors = await floorClient(redis, keys, TOPICS_TAKEN);
  // A store calls the message script once for all messages of a turn; so many stores call it once for each message.
  const alone = (client: RedisClient) =>
    Array.from({ length: AT_ONCE }, () => liveStore(client, keys));
  // One subscriber, as a node has.
  await inbox.sSubscribe(keys.channelTo(NODE), () => {});
  const trivial = await redis.scriptLoad('return 1');
  const at = (): ConnectionAddress => ({ node: NODE, connection: randomIds.id() });
  // Only the parts of a domain that creating people needs.
  const quarantine = createQuarantine(systemClock, isUnavailable);
  const clock = systemClock;
  const crowd = people({ store, clock, ids: randomIds, quarantine } as unknown as Domain);
  const seekers = new Map<string, SeekerId>();
  /** How many messages each seat has sent. */
  const sent = new Map<SeatHolder, number>();
  let topic = 0;

  /** Runs a step `count` times; returns the Redis CPU of each (µs). */
  async function cost(count: number, step: (index: number) => Promise<unknown>): Promise<number> {
    const { us } = await cpuDuring([server.pid], () => times(count, step));
    return us / count;
  }

  return {
    pid: server.pid,
    store,
    redis,
    cost,
    crowd,
    /** The same store, in which messages, places and pairs run the floor scripts. */
    floor: liveStore(floors, keys),
    /** Stores whose messages do not share a call, for this many messages at a time. */
    alone: { ours: alone(redis), floor: alone(floors) },
    messageArguments: async () => (await messageArguments(redis, keys)).args,
    placeArguments: async () => (await placeArguments(redis, keys, TOPICS_TAKEN[0])).args,
    /** The cheapest possible script, optionally with arguments. */
    trivial: (count: number, args: readonly string[] = []) =>
      cost(count, () => redis.sendCommand(['EVALSHA', trivial, '1', keys.root, ...args])),

    async enqueue(count: number, by: LiveStore = store) {
      const us = await cost(count, async () => {
        topic += 1;
        const [seeker, open] = [randomIds.secret() as SeekerId, wish()];
        const request = { ...open, topic: LANES[topic % LANES.length] };
        const now = systemClock.now();
        must(await by.openTicket(seeker, at(), randomIds.id(), request, EVERYBODY, false, now));
        seekers.set(open.publicKey, seeker);
      });
      return us;
    },
    /** Puts a ticket at the head of the queue that no volunteer can take. */
    async block() {
      const open = wish({ topic: ANOTHER, urgent: true });
      const [seeker, id, now] = [randomIds.secret() as SeekerId, randomIds.id(), systemClock.now()];
      must(await store.openTicket(seeker, at(), id, open, EVERYBODY, false, now));
    },
    /** The seeker with this public key. */
    seekerOf: (publicKey: string) => seekers.get(publicKey),

    /** Volunteers for these four topics and tickets without one: five lanes. */
    volunteers: (count: number) =>
      times(count, () => crowd.volunteer({ languages: ['no'], topics: [...TOPICS_TAKEN] })),

    pair: (count: number, by: LiveStore = store) =>
      cost(count, async () =>
        must(await by.matchOffer('no', randomIds.id(), randomIds.id(), systemClock.now())),
      ),

    append(seat: SeatHolder, by: LiveStore = store) {
      const counter = (sent.get(seat) ?? 0) + 1;
      sent.set(seat, counter);
      const message = { counter, keyEpoch: FIRST_EPOCH, ciphertext: ciphertext(STEPS) };
      return by.sendMessage(seat, message, systemClock.now()).then(must);
    },

    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function times<T>(count: number, step: (index: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - from);
    answers.push(...(await Promise.all(Array.from({ length }, (_, n) => step(from + n)))));
  }
  return answers;
}

function must(outcome: { readonly ok: boolean }): void {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
}
