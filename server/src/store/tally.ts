/**
 * Counters that all nodes share, each for a fixed time from its first count (rules R1, R2). Should the live store fail,
 * this node goes on counting by itself.
 */
import { TICKETS_OF_PREFIX_MS, TIMES } from '@terskel/shared/limits';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Count, Tally } from '../domain/ports.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from './redis.ts';

export function tally(redis: RedisClient, keys: Keys): Tally {
  const counter = (name: string, perMs: number) => {
    const options = { keyPrefix: keys.tally(name), points: 0, duration: perMs / 1_000 };
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      useRedisPackage: true,
      insuranceLimiter: new RateLimiterMemory(options),
    });
  };
  const ticketsOf = counter('asked-of', TICKETS_OF_PREFIX_MS);
  const tickets = counter('asked', TIMES.pressureMs);
  const all = 'all';

  async function one(limiter: RateLimiterRedis, of: string): Promise<Count> {
    const { consumedPoints, msBeforeNext } = await limiter.penalty(of);
    return { count: consumedPoints, resetsInMs: Math.max(1, msBeforeNext) };
  }
  return {
    ticketsOf: (prefix) => one(ticketsOf, prefix),
    tickets: async () => (await one(tickets, all)).count,
    ticketsSoFar: async () => (await tickets.get(all))?.consumedPoints ?? 0,
    async firstUse(id, forMs) {
      const set = { condition: 'NX', expiration: { type: 'PX', value: forMs } } as const;
      return (await redis.set(keys.proof(id), '1', set)) !== null;
    },
  };
}
