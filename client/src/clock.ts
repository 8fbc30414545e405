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

export function now(): number {
  return Date.now();
}

export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Runs every `ms` until called off; the first time in `ms`. */
export function every(ms: number, run: () => void, clock: Clock = systemClock): () => void {
  let stop = clock.after(ms, tick);
  function tick(): void {
    stop = clock.after(ms, tick);
    run();
  }
  return () => stop();
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

export const systemClock: Clock = { now, after };
