/** Rate limits by session and bucket, on this node only (rule R1). On another node, a session starts afresh. */
import {
  BREACHES_MAX,
  BREACH_WINDOW_MS,
  BUCKETS,
  type Bucket,
  type Window,
} from '@terskel/shared/limits';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Takes the cost from the bucket; returns the time until a retry may succeed (ms), 0 if the command is allowed. */
export type Limit = (session: string, bucket: Bucket, cost: number) => Promise<number>;

function memory({ points, perMs }: Window): RateLimiterMemory {
  // Without a key prefix, all windows share one copy of the session id in memory.
  return new RateLimiterMemory({ points, duration: perMs / 1_000, keyPrefix: '' });
}

async function waitMs(limiter: RateLimiterMemory, session: string, cost: number): Promise<number> {
  try {
    await limiter.consume(session, cost);
    return 0;
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return Math.max(1, rejection.msBeforeNext);
    throw rejection;
  }
}

export interface Limits {
  readonly take: Limit;
  /** Counts a breach; resolves to true if there were too many within a minute. */
  readonly breach: (session: string) => Promise<boolean>;
}

export function createLimits(): Limits {
  const windows = new Map<Bucket, readonly RateLimiterMemory[]>();
  for (const [bucket, list] of Object.entries(BUCKETS)) {
    windows.set(bucket as Bucket, list.map(memory));
  }
  const breaches = memory({ points: BREACHES_MAX - 1, perMs: BREACH_WINDOW_MS });
  return {
    async take(session, bucket, cost) {
      const waits = await Promise.all(
        (windows.get(bucket) ?? []).map((limiter) => waitMs(limiter, session, cost)),
      );
      return Math.max(0, ...waits);
    },
    breach: async (session) => (await waitMs(breaches, session, 1)) > 0,
  };
}
