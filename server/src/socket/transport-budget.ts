/** What one transport may still send (rule R7): three buckets that fill up again with time. */
import {
  BRACKETS_MAX,
  BYTES_OF_TRANSPORT,
  CONNECTS_OF_TRANSPORT,
  PACKETS_OF_TRANSPORT,
  type Window,
} from '@terskel/shared/limits';

/** Milliseconds of a clock that is never set. */
export type Monotonic = () => number;

export class TransportBudget {
  #packets = PACKETS_OF_TRANSPORT.points;
  #bytes = BYTES_OF_TRANSPORT.points;
  #connects = CONNECTS_OF_TRANSPORT.points;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Pays for one packet; false if the transport has sent too much. */
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
 * Whether a packet opens more arrays and objects than any command has. To parse JSON takes the square of its depth, so
 * this is asked before.
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
