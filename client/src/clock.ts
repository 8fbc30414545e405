/**
 * This device's time: the only file that reads the clock or sets a timer. Whoever needs time takes a `Clock`, so
 * that a test can hold it still.
 */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once, `ms` from now. The result calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
