/** How often a page may request a new snapshot: the interval grows while requests recur. */
import type { Clock } from '../clock.ts';

/** Minimum interval between requests for a new snapshot, doubled each time up to the maximum (ms). */
const REFRESH_MS = 1_000;
const REFRESH_LONGEST_MS = 5 * 60_000;

export class RefreshInterval {
  readonly #clock: Clock;
  #refreshes = 0;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long the next request must wait (ms). */
  wait(): number {
    // Absolute value, so that a clock that was set back adds no wait.
    const since = Math.abs(this.#clock.now() - this.#refreshedAt);
    if (since > REFRESH_LONGEST_MS) this.#refreshes = 0;
    const gap = Math.min(REFRESH_LONGEST_MS, REFRESH_MS * 2 ** this.#refreshes);
    return Math.max(0, gap - since);
  }

  /** A request is made now. */
  count(): void {
    this.#refreshes += 1;
    this.#refreshedAt = this.#clock.now();
  }
}
