/** Rate limits of HTTP requests by address prefix, and of changes by staff member, on this node (rule R1). */
import { REFUSAL_DELAY_MS, REFUSALS_WAITING_MAX, type Window } from '@terskel/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Present } from '../domain/present.ts';

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

/** Delays a refusal of this key. */
export type Pause = (key: string | null) => Promise<void>;

/**
 * A refusal costs nearly as much as a small response, and a connection has few requests in progress, so a delay slows
 * the client down. A waiting refusal holds a connection of a proxy, so their number is limited for each key. `wait`
 * resolves after so many ms of real time.
 */
export function refusalPause(wait: (ms: number) => Promise<void>): Pause {
  const waiting = new Present<string | null>();
  return async (key) => {
    if (waiting.of(key) >= REFUSALS_WAITING_MAX) return;
    const answered = waiting.add(key);
    await wait(REFUSAL_DELAY_MS);
    answered();
  };
}

/** Middleware that answers 429 while a key is above its limit; null is not counted. */
export function limit(
  keyOf: (request: Request, response: Response) => string | null,
  window: Window,
  pause: Pause,
): RequestHandler {
  const rate = counter(window);
  return async (request, response, next) => {
    const key = keyOf(request, response);
    const retryAfterMs = await rate.take(key);
    if (retryAfterMs === 0) return next();
    await pause(key);
    if (response.destroyed) return;
    response
      .status(429)
      .set('Retry-After', String(Math.ceil(retryAfterMs / 1_000)))
      .json({ ok: false, code: 'rate_limited', retryAfterMs });
  };
}

/** Middleware that delays requests while a key is above its limit, and refuses none; null is not counted. */
export function slowDown(
  keyOf: (request: Request) => string | null,
  window: Window,
  pause: Pause,
): RequestHandler {
  const rate = counter(window);
  return async (request, _response, next) => {
    const key = keyOf(request);
    if ((await rate.take(key)) > 0) await pause(key);
    next();
  };
}
