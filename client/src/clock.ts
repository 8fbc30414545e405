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

/** A clock that went further than this from one look to the next, or back, was set; or the device slept. */
export const LOOK_MS = 15_000;
const JUMP_MS = 2 * 60_000;

/** Runs `set` whenever the clock has been set. The result stops that. */
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
