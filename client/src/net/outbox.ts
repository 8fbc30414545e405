/**
 * The messages of one conversation that are not acknowledged yet, in the order they were written. They are sent under
 * the same message id over reconnects and reloads (rule C3), and stored sealed.
 *
 * The counters sealed into the messages must have no gap (rule E2), so a message is sealed when it is queued. If one is
 * refused for good, those behind it are sealed again with new counters. That is safe, because they were never sent.
 */
import type { Refusal } from '@terskel/shared/errors';
import type { MessageId } from '@terskel/shared/ids';
import type { Clock } from '../clock.ts';
import { deferred } from '../deferred.ts';
import type { Lost } from './contract.ts';
import { type Accepted, OutboxSender } from './outbox-sender.ts';

export interface Entry {
  readonly messageId: MessageId;
  readonly text: string;
  readonly counter: number;
  readonly ciphertext: string;
  readonly failed: boolean;
}

/** Written but not sealed yet. Sealing is asynchronous, and the page may be unloaded meanwhile. */
export type Written = Pick<Entry, 'messageId' | 'text'>;

/** The part that must survive a reload. */
export interface Kept {
  readonly entries: readonly Entry[];
  readonly written: readonly Written[];
  /** The highest counter used so far. */
  readonly sealed: number;
  /**
   * The highest counter that the server is known to have. It is never used for another text, whatever the log says
   * later.
   */
  readonly accepted: number;
}

export interface OutboxOptions {
  readonly clock: Clock;
  /** What this tab stored before a reload. */
  readonly kept: Kept;
  readonly seal: (messageId: MessageId, counter: number, text: string) => Promise<string>;
  readonly post: (entry: Entry) => Promise<Accepted | Refusal | Lost>;
  /** Stores the queue; called before anything in it is sent. */
  readonly keep: (kept: Kept) => void;
  readonly onAccepted: (entry: Entry, accepted: Accepted) => void;
  readonly onFailed: (messageId: MessageId) => void;
  /** The server's state differs from this tab's. Sending continues after the next `start`. */
  readonly onStale: () => void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sender: OutboxSender<Entry>;
  #entries: readonly Entry[];
  #written: readonly Written[] = [];
  #sealed: number;
  #acceptedCounter: number;
  /** Changes to the entries run one after the other, because sealing is asynchronous. */
  #changes: Promise<unknown> = Promise.resolve();
  /** Called after every change. */
  readonly #watchers = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { entries, sealed, accepted, written } = options.kept;
    this.#entries = entries;
    this.#sealed = sealed;
    this.#acceptedCounter = accepted;
    this.#sender = new OutboxSender({
      ...options,
      next: () => this.#head(),
      onAccepted: (entry, reply) => this.#accepted(entry, reply),
      onFailed: (entry) => this.#failed(entry),
    });
    for (const each of written) void this.add(each);
  }

  add(written: Written): Promise<void> {
    this.#written = [...this.#written, written];
    this.#keep();
    return this.#change(() => this.#append(written));
  }

  /** Sends a failed message again, after the messages written since. */
  retry(messageId: MessageId): Promise<void> {
    return this.#change(async () => {
      const entry = this.#entries.find((each) => each.messageId === messageId && each.failed);
      if (entry === undefined) return;
      await this.#append(entry);
    });
  }

  /** Starts sending: the connection is up and the log is known. */
  start(): void {
    this.#sender.start();
  }

  stop(): void {
    this.#sender.stop();
  }

  /**
   * After a reconnect: drops entries that are already in the log. The others get the counters that follow the log's,
   * because another tab of this session may have used theirs.
   */
  align(inLog: (messageId: MessageId) => boolean, highestInLog: number): Promise<void> {
    return this.#change(async () => {
      this.#entries = this.#entries.filter((entry) => !inLog(entry.messageId));
      this.#acceptedCounter = Math.max(highestInLog, this.#acceptedCounter);
      await this.#number(this.#acceptedCounter);
    });
  }

  /**
   * Waits until nothing is left to send, at most `withinMs`. Returns whether everything that was waiting was accepted.
   */
  async drained(withinMs: number): Promise<boolean> {
    const waiting = new Set(
      [...this.#entries.filter(({ failed }) => !failed), ...this.#written].map(
        ({ messageId }) => messageId,
      ),
    );
    const { promise, resolve } = deferred();
    const look = () => {
      if (this.#idle()) resolve();
    };
    this.#watchers.add(look);
    const cancel = this.#options.clock.after(withinMs, resolve);
    look();
    await promise;
    cancel();
    this.#watchers.delete(look);
    return this.#idle() && !this.#entries.some(({ messageId }) => waiting.has(messageId));
  }

  /** Seals one text with the next counter without queueing it: the volunteer's closing message. */
  async sealLast(messageId: MessageId, text: string): Promise<string> {
    await this.#changes;
    return this.#options.seal(messageId, this.#sealed + 1, text);
  }

  /** Seals a text and puts it at the end of the queue, also if it was in the queue before. */
  async #append({ messageId, text }: Written): Promise<void> {
    const counter = this.#sealed + 1;
    const ciphertext = await this.#options.seal(messageId, counter, text);
    const others = this.#entries.filter((entry) => entry.messageId !== messageId);
    this.#entries = [...others, { messageId, text, counter, ciphertext, failed: false }];
    this.#written = this.#written.filter((each) => each.messageId !== messageId);
    this.#sealed = counter;
  }

  /** Gives the waiting entries the counters after `highest`. Seals only those whose counter changes. */
  async #number(highest: number): Promise<void> {
    const numbered: Entry[] = [];
    let counter = highest;
    for (const entry of this.#entries) {
      if (!entry.failed) counter += 1;
      if (entry.failed || entry.counter === counter) numbered.push(entry);
      else {
        const { messageId, text } = entry;
        const ciphertext = await this.#options.seal(messageId, counter, text);
        numbered.push({ ...entry, counter, ciphertext });
      }
    }
    this.#entries = numbered;
    this.#sealed = counter;
  }

  #change(make: () => Promise<void>): Promise<void> {
    const change = this.#changes.then(async () => {
      await make();
      this.#keep();
      void this.#sender.send();
    });
    this.#changes = change;
    return change;
  }

  #keep(): void {
    this.#options.keep({
      entries: this.#entries,
      written: this.#written,
      sealed: this.#sealed,
      accepted: this.#acceptedCounter,
    });
    for (const look of this.#watchers) look();
  }

  #idle(): boolean {
    return this.#head() === undefined && this.#written.length === 0;
  }

  #head(): Entry | undefined {
    return this.#entries.find((entry) => !entry.failed);
  }

  async #accepted(entry: Entry, accepted: Accepted): Promise<void> {
    this.#acceptedCounter = Math.max(this.#acceptedCounter, entry.counter);
    this.#options.onAccepted(entry, accepted);
    await this.#change(async () => {
      this.#entries = this.#entries.filter((each) => each.messageId !== entry.messageId);
    });
  }

  async #failed({ messageId, counter }: Entry): Promise<void> {
    await this.#change(async () => {
      this.#entries = this.#entries.map((each) =>
        each.messageId === messageId ? { ...each, failed: true } : each,
      );
      await this.#number(counter - 1);
    });
    this.#options.onFailed(messageId);
  }
}
