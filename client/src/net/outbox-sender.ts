/** Sends queued messages one at a time, each until its reply is final (rule C3). */
import { ERRORS, type ErrorCode, type Refusal } from '@terskel/shared/errors';
import { type Clock, pause } from '../clock.ts';
import type { Lost } from './contract.ts';

export interface Accepted {
  readonly ok: true;
  readonly seq: number;
  readonly acceptedAt: number;
}

interface OutboxSenderOptions<Entry> {
  readonly clock: Clock;
  /** The next message; undefined if there is none. */
  readonly next: () => Entry | undefined;
  readonly post: (entry: Entry) => Promise<Accepted | Refusal | Lost>;
  readonly onAccepted: (entry: Entry, accepted: Accepted) => Promise<void>;
  readonly onFailed: (entry: Entry) => Promise<void>;
  /** Whether the message is sealed with other keys than the conversation's current ones. */
  readonly isOutdated: (entry: Entry) => boolean;
  /** The server's state differs from this tab's. Sending continues after the next `start`. */
  readonly onStale: () => void;
}

/** Wait after a temporary refusal without `retryAfterMs` (ms), doubled each time up to the longest. */
const BACKOFF_MS = 1_000;
const BACKOFF_LONGEST_MS = 10_000;
/** A message has failed after this many `resync` refusals, with a new snapshot between them. */
const STALE_MAX = 3;

export class OutboxSender<Entry> {
  readonly #options: OutboxSenderOptions<Entry>;
  #started = false;
  #starts = 0;
  #sending = false;
  #staleAnswers = 0;

  constructor(options: OutboxSenderOptions<Entry>) {
    this.#options = options;
  }

  /** The connection is up and the log is known. */
  start(): void {
    this.#started = true;
    this.#starts += 1;
    void this.send();
  }

  stop(): void {
    this.#started = false;
  }

  /** Sends everything that waits, unless that is going on already. */
  async send(): Promise<void> {
    if (this.#sending) return;
    const { clock, next, post, onAccepted } = this.#options;
    this.#sending = true;
    let backoff = BACKOFF_MS;
    for (let entry = next(); this.#started && entry !== undefined; entry = next()) {
      const starts = this.#starts;
      const reply = await post(entry);
      if (reply.ok) {
        backoff = BACKOFF_MS;
        this.#staleAnswers = 0;
        await onAccepted(entry, reply);
      } else if ('lost' in reply) {
        // If `start` was called meanwhile, the reply was lost with an earlier connection.
        if (starts === this.#starts) this.#started = false;
      } else if (ERRORS[reply.code] === 'later') {
        await pause(clock, reply.retryAfterMs ?? backoff);
        backoff = Math.min(BACKOFF_LONGEST_MS, backoff * 2);
      } else {
        await this.#refused(entry, reply.code);
      }
    }
    this.#sending = false;
  }

  async #refused(entry: Entry, code: ErrorCode): Promise<void> {
    // The outbox is sealing it again.
    if (code === 'wrong_epoch' && this.#options.isOutdated(entry)) return;
    this.#staleAnswers += 1;
    if (ERRORS[code] === 'resync' && this.#staleAnswers < STALE_MAX) {
      this.#started = false;
      this.#options.onStale();
      return;
    }
    this.#staleAnswers = 0;
    await this.#options.onFailed(entry);
  }
}
