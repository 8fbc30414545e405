/** How long a link waits before it connects again: at random, and longer with each attempt. */

/** Retry delay: random up to twice this, doubled with each attempt up to the maximum (ms). */
const RETRY_MS = 500;
const RETRY_LONGEST_MS = 5_000;

export class RetryDelay {
  /** Attempts since the last connection. */
  #attempts = 0;

  get isFirst(): boolean {
    return this.#attempts === 0;
  }

  /** Counts an attempt. Returns the delay before it (ms). */
  next(): number {
    const longest = 2 * RETRY_MS * 2 ** this.#attempts;
    this.#attempts += 1;
    return Math.min(RETRY_LONGEST_MS, chance() * longest);
  }

  reset(): void {
    this.#attempts = 0;
  }
}

/** A random number in [0, 1). */
export function chance(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number / 2 ** 32;
}
