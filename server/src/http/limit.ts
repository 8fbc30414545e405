/** Rates of HTTP requests by address prefix, and of changes by person, on this node (rule R1). */
import { REFUSAL_DELAY_MS, type Window } from '@terskel/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts by key; null is not counted. Both answer the ms until there may be another, 0 for at once. */
export interface Counter {
  /** Counts one more. */
  take(key: string | null): Promise<number>;
  /** Counts nothing. */
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

/** Real time: settles after so many ms. */
export type Pause = (ms: number) => Promise<void>;

/**
 * Waits before what is too often is refused: a refusal costs nearly as much as a small answer, and a connection has few
 * requests under way at a time.
 */
export const beforeRefusal = (pause: Pause): Promise<void> => pause(REFUSAL_DELAY_MS);

/** Answers 429 instead of going on, while there have been too many of one key; null is not counted. */
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
