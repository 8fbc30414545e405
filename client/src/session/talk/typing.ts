/** Typing indicators in both directions (rule C6): sent at a minimum interval, and shown for a limited time. */
import { TIMES } from '@terskel/shared/limits';
import type { Clock } from '../../clock.ts';

export class Typing {
  readonly #clock: Clock;
  readonly #tell: () => void;
  readonly #show: (typing: boolean) => void;
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancel = () => {};

  constructor(clock: Clock, tell: () => void, show: (typing: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#show = show;
  }

  /** This side pressed a key. */
  pressed(): void {
    const now = this.#clock.now();
    // `abs`: the clock may have been set forward or back.
    if (Math.abs(now - this.#toldAt) < TIMES.typingMinMs) return;
    this.#toldAt = now;
    this.#tell();
  }

  /** The other side is typing, or has stopped. */
  setOther(typing: boolean): void {
    this.#cancel();
    if (typing) this.#cancel = this.#clock.after(TIMES.typingShownMs, () => this.#show(false));
    this.#show(typing);
  }

  close(): void {
    this.#cancel();
  }
}
