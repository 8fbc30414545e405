/** Typing indicators in both directions (rule C6): sent at a minimum interval, and shown for a limited time. */
import { TIMES } from '@terskel/shared/limits';
import type { Seat } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';

export class Typing {
  readonly #clock: Clock;
  readonly #tell: () => void;
  readonly #show: (seat: Seat, typing: boolean) => void;
  readonly #cancels = new Map<Seat, () => void>();
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, tell: () => void, show: (seat: Seat, typing: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#show = show;
  }

  /** This seat pressed a key. */
  pressed(): void {
    const now = this.#clock.now();
    // `abs`: the clock may have been set forward or back.
    if (Math.abs(now - this.#toldAt) < TIMES.typingMinMs) return;
    this.#toldAt = now;
    this.#tell();
  }

  /** Another seat is typing, or has stopped. */
  setOther(seat: Seat, typing: boolean): void {
    this.#cancels.get(seat)?.();
    const stop = () => this.#show(seat, false);
    if (typing) this.#cancels.set(seat, this.#clock.after(TIMES.typingShownMs, stop));
    this.#show(seat, typing);
  }

  /** Shows nobody as typing: without a connection, it is not known. */
  clear(): void {
    for (const seat of this.#cancels.keys()) this.setOther(seat, false);
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel();
  }
}
