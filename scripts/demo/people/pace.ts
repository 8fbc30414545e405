/** The pauses of simulated people. All of them end together. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';

export interface Pace extends Disposable {
  readonly random: Random;
  /** Waits between these times (ms), divided by the pace. Rejects once the demo ends. */
  pause(fromMs: number, toMs: number): Promise<void>;
  /** Does something in the background. The end of the demo is no fault. */
  run(what: () => Promise<void>): void;
}

/** `factor`: 2 is twice as fast. `onFault`: called with what has gone wrong. */
export function openPace(factor: number, random: Random, onFault: (error: unknown) => void): Pace {
  const ending = new AbortController();
  return {
    random,
    async pause(fromMs, toMs) {
      await delay(random.between(fromMs, toMs) / factor, undefined, { signal: ending.signal });
    },
    run(what) {
      what().catch((error: unknown) => {
        if (!ending.signal.aborted) onFault(error);
      });
    },
    [Symbol.dispose]: () => ending.abort(),
  };
}
