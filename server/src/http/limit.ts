/** Rates of HTTP requests by address prefix, and of changes by person, on this node (rule R1). */
import type { Window } from '@terskel/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Answers 429 instead of going on, while there have been too many of one key; null is not counted. */
export function limit(
  keyOf: (request: Request, response: Response) => string | null,
  { points, perMs }: Window,
): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  return async (request, response, next) => {
    const key = keyOf(request, response);
    if (key === null) return next();
    const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
    if (consumedPoints <= points) return next();
    const retryAfterMs = Math.max(1, msBeforeNext);
    response
      .status(429)
      .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
      .json({ ok: false, code: 'rate_limited', retryAfterMs });
  };
}
