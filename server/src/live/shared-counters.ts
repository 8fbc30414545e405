/**
 * Counters shared by all nodes, each with a fixed window from its first count (rules R1, R2). If the live store fails,
 * this node counts opened tickets by itself. Attempts to open a ticket are counted on each node alone.
 */
import { TICKETS_OF_PREFIX_MS, TICKET_ATTEMPTS_OF_PREFIX, TIMES } from '@terskel/shared/limits';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Count, SharedCounters } from '../domain/ports.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from '../redis/client.ts';

export function sharedCounters(redis: RedisClient, keys: Keys): SharedCounters {
  const counter = (name: string, perMs: number) => {
    const options = { keyPrefix: keys.tally(name), points: 0, duration: perMs / 1_000 };
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      useRedisPackage: true,
      insuranceLimiter: new RateLimiterMemory(options),
    });
  };
  const ticketsOf = counter('opened-of', TICKETS_OF_PREFIX_MS);
  const tickets = counter('opened', TIMES.pressureMs);
  const { points, perMs } = TICKET_ATTEMPTS_OF_PREFIX;
  const attempts = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  const all = 'all';

  const counted = (found: RateLimiterRes | null): Count => ({
    count: found?.consumedPoints ?? 0,
    resetsInMs: Math.max(1, found?.msBeforeNext ?? 0),
  });
  return {
    attemptOf: async (prefix) => counted(await attempts.penalty(prefix)),
    ticketsOf: async (prefix) => counted(await ticketsOf.get(prefix)),
    tickets: async () => counted(await tickets.get(all)).count,
    async opened(prefix) {
      await Promise.all([
        tickets.penalty(all),
        ...(prefix === null ? [] : [ticketsOf.penalty(prefix)]),
      ]);
    },
    async firstUse(id, forMs) {
      const set = { condition: 'NX', expiration: { type: 'PX', value: forMs } } as const;
      return (await redis.set(keys.proof(id), '1', set)) !== null;
    },
  };
}
