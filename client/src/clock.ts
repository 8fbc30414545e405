/**
 * This device's time: the only file that reads the clock or sets a timer. Code that needs time takes a `Clock`, so that
 * tests control it.
 */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once, after `ms`. The returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** How often `watchClock` compares the clock (ms). */
export const LOOK_MS = 15_000;
/** A larger difference between two comparisons means that the clock was set, or that the device slept (ms). */
const JUMP_MS = 2 * 60_000;

/** Calls `set` whenever the clock has been set. The returned function stops it. */
export function watchClock(clock: Clock, set: () => void): () => void {
  let stop = () => {};
  const look = (): void => {
    const before = clock.now();
    stop = clock.after(LOOK_MS, () => {
      if (Math.abs(clock.now() - before) > JUMP_MS) set();
      look();
    });
  };
  look();
  return () => stop();
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
