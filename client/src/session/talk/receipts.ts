/** Reports how far this seat has read: only the highest number, and a few times a second at most. */
import type { Clock } from '../../clock.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { TalkLink } from '../talk-link.ts';

type Reply = ReturnType<TalkLink['received']>;

const GATHER_MS = 300;

export class Receipts {
  readonly #clock: Clock;
  readonly #tell: (seq: number) => Reply;
  #reported = 0;
  #shown = 0;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(clock: Clock, tell: (seq: number) => Reply) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The page shows every message up to `seq`, which is the number of another seat's message. */
  shown(seq: number): void {
    this.#shown = Math.max(this.#shown, seq);
    if (this.#shown > this.#reported)
      this.#cancel ??= this.#clock.after(GATHER_MS, () => this.#send());
  }

  /**
   * The server has recorded everything up to `seq`; anything above it is sent again. After a rebuild, the numbers
   * above `valid` may belong to messages that this page has not shown (rule C15).
   */
  known(seq: number, valid = Infinity): void {
    this.#reported = seq;
    this.#shown = Math.min(this.#shown, valid);
    this.shown(0);
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #send(): void {
    this.#cancel = null;
    const seq = this.#shown;
    // A rebuild may have taken back what there was to report.
    if (seq <= this.#reported) return;
    this.#reported = seq;
    // A lost reply is followed by a snapshot. A higher number replaces this one.
    const going = () => !this.#closed && this.#reported === seq;
    void retryUntilFinal(this.#clock, () => this.#tell(seq), going);
  }
}
