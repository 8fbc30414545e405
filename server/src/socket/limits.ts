/** Rate limits by session and bucket, on this node only (rule R1). On another node, a session starts afresh. */
import {
  BREACHES_MAX,
  BREACH_WINDOW_MS,
  BUCKETS,
  type Bucket,
  type Window,
} from '@terskel/shared/limits';
import type { Monotonic } from './transport-budget.ts';

interface Use {
  points: number;
  readonly endsAt: number;
}

/**
 * What each session has used in a fixed window, which begins with its first use. Every command asks: without promises
 * and a timer for each session, this costs a tenth of rate-limiter-flexible.
 */
class Windows {
  readonly #limit: Window;
  /** In the order in which the windows end, because all of them are equally long. */
  readonly #uses = new Map<string, Use>();

  constructor(limit: Window) {
    this.#limit = limit;
  }

  /** Takes the points even if there are too many; returns the time until the window ends then (ms), otherwise 0. */
  take(session: string, points: number, now: number): number {
    const use = this.#current(session, now);
    use.points += points;
    return use.points > this.#limit.points ? Math.ceil(use.endsAt - now) : 0;
  }

  #current(session: string, now: number): Use {
    const known = this.#uses.get(session);
    if (known !== undefined && known.endsAt > now) return known;
    for (const [ended, { endsAt }] of this.#uses) {
      if (endsAt > now) break;
      this.#uses.delete(ended);
    }
    const fresh = { points: 0, endsAt: now + this.#limit.perMs };
    this.#uses.set(session, fresh);
    return fresh;
  }
}

export interface Limits {
  /** Takes the cost from the bucket; returns the time until a retry may succeed (ms), 0 if the command is allowed. */
  readonly take: (session: string, bucket: Bucket, cost: number) => number;
  /** Counts a breach; returns whether there were too many within a minute. */
  readonly breach: (session: string) => boolean;
}

export function createLimits(now: Monotonic): Limits {
  const windows = new Map<string, readonly Windows[]>(
    Object.entries(BUCKETS).map(([bucket, list]) => [
      bucket,
      list.map((each) => new Windows(each)),
    ]),
  );
  const breaches = new Windows({ points: BREACHES_MAX - 1, perMs: BREACH_WINDOW_MS });
  return {
    take(session, bucket, cost) {
      const at = now();
      let waitMs = 0;
      for (const window of windows.get(bucket) ?? [])
        waitMs = Math.max(waitMs, window.take(session, cost, at));
      return waitMs;
    },
    breach: (session) => breaches.take(session, 1, now()) > 0,
  };
}
