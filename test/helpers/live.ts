/**
 * The live store in a test's own namespace, on the Redis of the test file. After each test the store must be
 * consistent, and every event must fit the contract.
 */
import { randomUUID } from 'node:crypto';
import { randomIds } from '@terskel/server/clock';
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import { NODE_STALE_MS, watchNodes } from '@terskel/server/domain/nodes';
import { match } from '@terskel/server/domain/offers';
import { DEFAULT_SETTINGS, refused, type Domain, type Refused } from '@terskel/server/domain/ports';
import { createQuarantine } from '@terskel/server/domain/quarantine';
import { passkeys } from '@terskel/server/passkeys/passkeys';
import { proofs } from '@terskel/server/proof/altcha';
import { challenges } from '@terskel/server/live/challenges';
import { hourKey } from '@terskel/server/live/hour-key';
import { keysOf } from '@terskel/server/live/keys';
import { ledger } from '@terskel/server/ledger/ledger';
import { isUnavailable } from '@terskel/server/redis/unavailable';
import { liveStore } from '@terskel/server/live/live-store';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { sharedCounters } from '@terskel/server/live/shared-counters';
import type { ErrorCode } from '@terskel/shared/errors';
import { TIMES } from '@terskel/shared/limits';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { testClock } from './clock.ts';
import { changesBetween, dumpOf } from './dump.ts';
import { expectConsistent } from './invariants.ts';
import { newId, people } from './people.ts';
import { startTestRedis, type TestRedis } from './redis.ts';
import { openWire, type Told } from './wire.ts';

export interface Attempt<T> {
  readonly answer: T;
  readonly changed: readonly string[];
  readonly told: readonly Told[];
}
/** No key changed, and no event was sent. */
export const still = { changed: [], told: [] };
/** A refusal that changed nothing. */
export function refusal(code: ErrorCode, retryAfterMs?: number): Attempt<Refused> {
  return { answer: refused(code, retryAfterMs), ...still };
}

async function openLive(url: string) {
  const keys = keysOf(`test-${randomUUID()}`);
  const faults: string[] = [];
  /** Ids that commands of either node reported as ended. */
  const over = new Set<string>();
  const connect = () => redisClient(url, () => faults.push('a store error')).connect();
  const clients = await Promise.all([connect(), connect(), connect()]);
  const [redis, second, inbox] = clients;
  const wire = await openWire(inbox, redis, keys);
  const clock = testClock();
  const book = ledger(redis, 'test', clock, randomIds);
  const nodeOf = (client: RedisClient): Domain => ({
    store: liveStore(client, keys, (what) => over.add(what)),
    ledger: book,
    // No app rotates the sealing keys here: a day's key is created when it is first read.
    tokens: tokenEncryption({ sealKeys: (number) => book.sealKeys(number) }, clock),
    epoch: () => null,
    isOver: (what) => wire.over.includes(what),
    counters: sharedCounters(client, keys),
    proofs: proofs(hourKey(client, keys, clock)),
    challenges: challenges(client, keys, randomIds),
    passkeys: passkeys('http://localhost:3000', () => 3000),
    clock,
    ids: randomIds,
    quarantine: createQuarantine(clock, isUnavailable),
    settings: () => DEFAULT_SETTINGS,
    overview: () => null,
    recentMatches: () => [],
  });
  const [domain, otherDomain] = [nodeOf(redis), nodeOf(second)];
  const dump = () => dumpOf(redis, keys.root);
  let read = 0;

  return {
    ...people(domain),
    /** Node a's store, and node b's. */
    store: domain.store,
    other: otherDomain.store,
    /** The domain rules on top of either store; nothing runs by itself. */
    domain,
    otherDomain,
    redis,
    keys,
    url,
    dump,
    get now() {
      return clock.now();
    },
    pass: (ms: number) => clock.move(ms),
    /** Moves time and handles deadlines until none is due. */
    async passAndMeet(ms: number): Promise<void> {
      clock.move(ms);
      await meetDeadlines(domain);
      expect(await domain.store.due(clock.now(), 1)).toEqual([]);
    },
    match: () => match(domain),
    /**
     * Another server takes over, with the data that is there: the next heartbeat begins another epoch. `beatAt`: the last
     * one that was answered.
     */
    async failOver(beatAt: number | null = clock.now()): Promise<void> {
      await redis.hSet(`${keys.root}:epoch`, 'run', newId());
      await domain.store.beat('a', newId(), clock.now(), beatAt);
    },
    /** Node `dead` stops sending heartbeats; node `other` goes on and cleans up after it. */
    async die(dead: string, other: string): Promise<void> {
      const look = watchNodes(domain);
      await domain.store.beat(dead, newId(), clock.now(), null);
      for (let passed = 0; passed <= NODE_STALE_MS; passed += TIMES.tickMs) {
        await domain.store.beat(other, newId(), clock.now(), null);
        await look();
        if (passed < NODE_STALE_MS) clock.move(TIMES.tickMs);
      }
    },
    /** Events sent to the nodes since the last call, in order; only those for one person if given. */
    async told(person = ''): Promise<Told[]> {
      await wire.settled();
      const since = wire.told.slice(read);
      read = wire.told.length;
      return since.filter(({ receiver }) => receiver.endsWith(person));
    },
    /** The answer, the keys it changed, and the events it sent. */
    async attempt<T>(ask: () => Promise<T>): Promise<Attempt<T>> {
      await wire.settled();
      const [before, heard] = [await dump(), wire.told.length];
      const answer = await ask();
      await wire.settled();
      const told = wire.told.slice(heard);
      return { answer, changed: changesBetween(before, await dump()), told };
    },
    async expectConsistent(): Promise<void> {
      await wire.settled();
      expect(wire.outside).toEqual([]);
      expect(over).toEqual(new Set(wire.over));
      expect(faults).toEqual([]);
      expectConsistent(await dump());
    },
    close() {
      for (const client of clients) client.destroy();
    },
  };
}
export type Live = Awaited<ReturnType<typeof openLive>>;

/** `const open = liveStores()` at the top of a file, then `const live = await open()` in each of its tests. */
export function liveStores(start = startTestRedis): () => Promise<Live> {
  const opened = new Set<Live>();
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await start();
  });
  afterEach(async () => {
    const those = [...opened];
    opened.clear();
    try {
      for (const live of those) await live.expectConsistent();
    } finally {
      for (const live of those) live.close();
    }
  });
  afterAll(() => redis[Symbol.asyncDispose]());
  return async () => {
    const live = await openLive(redis.url);
    opened.add(live);
    return live;
  };
}
