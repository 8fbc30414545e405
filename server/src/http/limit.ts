/** Rates of HTTP requests by address prefix, and of changes by person, on this node (rule R1). */
import type { Window } from '@terskel/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts one more of a key: ms until there may be another, 0 for at once. Null is not counted. */
export function waitsOf({ points, perMs }: Window): (key: string | null) => Promise<number> {
  const limiter = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  return async (key) => {
    if (key === null) return 0;
    const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
    return consumedPoints <= points ? 0 : Math.max(1, msBeforeNext);
  };
}

/** Answers 429 instead of going on, while there have been too many of one key; null is not counted. */
export function limit(
  keyOf: (request: Request, response: Response) => string | null,
  window: Window,
): RequestHandler {
  const waitMs = waitsOf(window);
  return async (request, response, next) => {
    const retryAfterMs = await waitMs(keyOf(request, response));
    if (retryAfterMs === 0) return next();
    response
      .status(429)
      .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
      .json({ ok: false, code: 'rate_limited', retryAfterMs });
  };
}
