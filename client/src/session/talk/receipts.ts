/** Tells the other side how far this side has read: only the highest number, and a few times a second at most. */
import type { Clock } from '../../clock.ts';

const GATHER_MS = 300;

export class Receipts {
  readonly #clock: Clock;
  readonly #tell: (seq: number) => void;
  #reported = 0;
  #shown = 0;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, tell: (seq: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Everything up to `seq` is shown here; `seq` is a message from the other side. */
  shown(seq: number): void {
    this.#shown = Math.max(this.#shown, seq);
    if (this.#shown > this.#reported)
      this.#cancel ??= this.#clock.after(GATHER_MS, () => this.#send());
  }

  /** The server has recorded everything up to `seq`; anything above it is sent again. */
  known(seq: number): void {
    this.#reported = seq;
    this.shown(0);
  }

  close(): void {
    this.#cancel?.();
  }

  #send(): void {
    this.#cancel = null;
    this.#reported = this.#shown;
    this.#tell(this.#shown);
  }
}
