/** Rate limits of HTTP requests by address prefix, and of changes by staff member, on this node (rule R1). */
import { REFUSAL_DELAY_MS, type Window } from '@terskel/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts by key; null is not counted. Both methods return the wait until the next one is allowed (ms); 0: none. */
export interface Counter {
  /** Counts one more. */
  take(key: string | null): Promise<number>;
  /** Reads the wait without counting. */
  waitMs(key: string | null): Promise<number>;
}

export function counter({ points, perMs }: Window): Counter {
  const limiter = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  return {
    async take(key) {
      if (key === null) return 0;
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
      return consumedPoints <= points ? 0 : Math.max(1, msBeforeNext);
    },
    async waitMs(key) {
      const taken = key === null ? null : await limiter.get(key);
      return taken === null || taken.consumedPoints < points ? 0 : Math.max(1, taken.msBeforeNext);
    },
  };
}

/** Waits in real time; resolves after `ms`. */
export type Pause = (ms: number) => Promise<void>;

/**
 * Delays a rate-limit refusal. A refusal costs nearly as much as a small response, and a connection has few requests in
 * progress, so the delay slows the client down.
 */
export const beforeRefusal = (pause: Pause): Promise<void> => pause(REFUSAL_DELAY_MS);

/** Middleware that answers 429 while a key is above its limit; null is not counted. */
export function limit(
  keyOf: (request: Request, response: Response) => string | null,
  window: Window,
  pause: Pause,
): RequestHandler {
  const rate = counter(window);
  return async (request, response, next) => {
    const retryAfterMs = await rate.take(keyOf(request, response));
    if (retryAfterMs === 0) return next();
    await beforeRefusal(pause);
    if (response.destroyed) return;
    response
      .status(429)
      .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
      .json({ ok: false, code: 'rate_limited', retryAfterMs });
  };
}
