/** The one file that reads the real clock, real timers and real randomness; everything else is handed these. */
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

/** Milliseconds since the process started, by a clock that nobody sets. */
export const monotonic = (): number => performance.now();

/** Settles after so long, whatever time the domain has. The process does not stay for it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

/** Once all that has come in by now has been met; no time passes for it. */
export function atEndOfTurn(run: () => void): void {
  setImmediate(run);
}

export const randomIds: Ids = {
  id: () => randomBytes(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
};
