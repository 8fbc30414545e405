/** Rates of HTTP requests by address prefix, on this node (rule R1). */
import type { Window } from '@terskel/shared/limits';
import type { RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { ClientPrefix } from './client-prefix.ts';

/** Answers 429 instead of going on, while there have been too many. */
export function limit(prefixOf: ClientPrefix, { points, perMs }: Window): RequestHandler {
  const limiter = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  return async (request, response, next) => {
    const prefix = prefixOf(request);
    if (prefix === null) return next();
    const { consumedPoints, msBeforeNext } = await limiter.penalty(prefix);
    if (consumedPoints <= points) return next();
    const retryAfterMs = Math.max(1, msBeforeNext);
    response
      .status(429)
      .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
      .json({ ok: false, code: 'rate_limited', retryAfterMs });
  };
}
