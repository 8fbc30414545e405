/**
 * Receives the messages of one conversation, puts them in order without duplicates, and requests missing ones after a
 * gap, a reconnect or a reload (rules C2, C4). Messages stay encrypted here.
 */
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import type { Message } from '@terskel/shared/models';
import { type Clock, pause } from '../clock.ts';
import { type Feed, deliver, emptyFeed, hasGap, skipGap } from '../state/feed.ts';
import type { Lost } from './contract.ts';
import { sorted } from '../lists.ts';

interface Page {
  readonly ok: true;
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export interface InboxOptions {
  readonly clock: Clock;
  /** This tab reads the messages after this sequence number. */
  readonly after: number;
  /** Requests the messages after sequence number `after`. */
  readonly resync: (after: number) => Promise<Page | Refusal | Lost>;
  readonly onReady: (messages: readonly Message[]) => void;
  /** The server's state differs from this tab's; a new snapshot is needed. */
  readonly onStale: () => void;
}

/** Wait before a gap is requested (ms): messages may arrive slightly out of order. */
const GAP_MS = 250;
const RETRY_MS = 1_000;

export class Inbox {
  readonly #options: InboxOptions;
  #feed: Feed;
  #lastSeq = 0;
  #asking: Promise<boolean> | null = null;
  #cancelGap: (() => void) | null = null;
  /** All messages ever received. If the service loses its log, it is rebuilt from these copies (rule F3). */
  readonly #copies = new Map<number, Message>();
  #closed = false;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#feed = emptyFeed(options.after);
  }

  take(message: Message): void {
    this.#lastSeq = Math.max(this.#lastSeq, message.seq);
    this.#deliver([message]);
    if (!hasGap(this.#feed, this.#lastSeq)) return;
    this.#cancelGap ??= this.#options.clock.after(GAP_MS, () => {
      this.#cancelGap = null;
      void this.catchUp();
    });
  }

  /** Returns this tab's messages after a sequence number, in order. */
  copies(after: number): readonly Message[] {
    const copies = [...this.#copies.values()].filter(({ seq }) => seq > after);
    return sorted(copies, (a, b) => a.seq - b.seq);
  }

  /** Forgets the messages after a sequence number, and returns them. They are requested again. */
  forget(after: number): readonly Message[] {
    const forgotten = this.copies(after);
    for (const { seq } of forgotten) this.#copies.delete(seq);
    this.#feed = { next: Math.min(this.#feed.next, after + 1), held: [] };
    return forgotten;
  }

  /**
   * Sets the conversation's last sequence number. After a loss it may be lower than before, and numbers are used again
   * (rule F3).
   */
  told(lastSeq: number): void {
    this.#lastSeq = lastSeq;
  }

  /**
   * Requests pages until nothing is missing. Returns false if the connection was lost; the next connection asks again.
   */
  async catchUp(): Promise<boolean> {
    // A request of another call may have been lost with an earlier connection.
    if (this.#asking !== null && (await this.#asking)) return true;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  close(): void {
    this.#closed = true;
    this.#cancelGap?.();
  }

  async #ask(): Promise<boolean> {
    const { clock, resync, onStale } = this.#options;
    while (hasGap(this.#feed, this.#lastSeq) && !this.#closed) {
      const known = this.#lastSeq;
      const { next } = this.#feed;
      const reply = await resync(next - 1);
      if (reply.ok) {
        const { messages, more } = reply;
        this.#deliver(messages);
        // Numbers missing from the log never arrive, so they are skipped. Those above `known` may still be on their
        // way.
        const complete = more ? (messages.at(-1)?.seq ?? next) : known;
        if (!more || this.#feed.next === next) this.#next(skipGap(this.#feed, complete));
      } else if ('lost' in reply) {
        return false;
      } else if (ERRORS[reply.code] === 'later') {
        await pause(clock, reply.retryAfterMs ?? RETRY_MS);
      } else {
        onStale();
        return false;
      }
    }
    return true;
  }

  #deliver(messages: readonly Message[]): void {
    for (const message of messages) this.#copies.set(message.seq, message);
    this.#next(deliver(this.#feed, messages));
  }

  #next({ feed, ready }: { feed: Feed; ready: readonly Message[] }): void {
    this.#feed = feed;
    if (ready.length > 0 && !this.#closed) this.#options.onReady(ready);
  }
}
