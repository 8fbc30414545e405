/**
 * Takes the messages of one conversation in, in order, each once, and asks for what is missing (rules C2, C4): after
 * a gap, a reconnect or a reload. Sealed as they are: opening them is for others.
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
  /** Asks for the messages after `after`. */
  readonly resync: (after: number) => Promise<Page | Refusal | Lost>;
  readonly onReady: (messages: readonly Message[]) => void;
  /** The server's picture differs from ours. */
  readonly onStale: () => void;
}

/** Numbers that cross on their way are no gap yet. */
const GAP_MS = 250;
const RETRY_MS = 1_000;

export class Inbox {
  readonly #options: InboxOptions;
  #feed = emptyFeed;
  #lastSeq = 0;
  #asking: Promise<boolean> | null = null;
  #cancelGap: (() => void) | null = null;
  /** All that was ever taken in: should the service lose its log, it is rebuilt from these (rule F3). */
  readonly #copies = new Map<number, Message>();
  #closed = false;

  constructor(options: InboxOptions) {
    this.#options = options;
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

  /** What this tab has of the messages after a number, in order. */
  copies(after: number): readonly Message[] {
    const copies = [...this.#copies.values()].filter(({ seq }) => seq > after);
    return sorted(copies, (a, b) => a.seq - b.seq);
  }

  /** The conversation has so many messages now: after a loss perhaps fewer than it had, and their numbers come anew (rule F3). */
  told(lastSeq: number): void {
    this.#lastSeq = lastSeq;
  }

  /** Asks until nothing is missing. False if the connection was lost over it: the next one asks anew. */
  async catchUp(): Promise<boolean> {
    // What another call asked may have been lost with a connection that was there before this call.
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
        // Numbers that the log itself does not have never come. Those beyond what was known may still be under way.
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
