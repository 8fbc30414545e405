/** Budget of what one transport may send (rule R7): three token buckets that refill over time. */
import {
  BRACKETS_MAX,
  BYTES_OF_TRANSPORT,
  CONNECTS_OF_TRANSPORT,
  PACKETS_OF_TRANSPORT,
  type Window,
} from '@terskel/shared/limits';

/** Milliseconds of a monotonic clock. */
export type Monotonic = () => number;

export class TransportBudget {
  #packets = PACKETS_OF_TRANSPORT.points;
  #bytes = BYTES_OF_TRANSPORT.points;
  #connects = CONNECTS_OF_TRANSPORT.points;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Takes one packet from the budget; false if the transport has sent too much. */
  take(now: number, bytes: number, isConnect: boolean): boolean {
    const passedMs = now - this.#at;
    this.#at = now;
    this.#packets = refilled(this.#packets, PACKETS_OF_TRANSPORT, passedMs) - 1;
    this.#bytes = refilled(this.#bytes, BYTES_OF_TRANSPORT, passedMs) - bytes;
    this.#connects =
      refilled(this.#connects, CONNECTS_OF_TRANSPORT, passedMs) - (isConnect ? 1 : 0);
    return this.#packets >= 0 && this.#bytes >= 0 && this.#connects >= 0;
  }
}

function refilled(left: number, { points, perMs }: Window, passedMs: number): number {
  return Math.min(points, left + (points * passedMs) / perMs);
}

/**
 * Whether a packet opens more arrays and objects than any command has. Must be checked before parsing, because parsing
 * deeply nested JSON takes time quadratic in its depth.
 */
export function isOverNested(data: Buffer | string): boolean {
  let opened = 0;
  for (const bracket of ['[', '{']) {
    for (let at = data.indexOf(bracket); at !== -1; at = data.indexOf(bracket, at + 1)) {
      opened += 1;
      if (opened > BRACKETS_MAX) return true;
    }
  }
  return false;
}
