/** The only file that uses the real clock, timers and random source. All other code gets them passed in. */
import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from './domain/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Milliseconds since the process started, by a clock that is never adjusted. */
export const monotonic = (): number => performance.now();

/** Resolves after `ms` of real time, whatever clock the domain uses. The timer does not keep the process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

/** Runs a callback after all pending I/O events of this turn of the event loop, without a delay. */
export function atEndOfTurn(run: () => void): void {
  setImmediate(run);
}

export const randomIds: Ids = {
  id: () => randomBytes(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
};
