/**
 * The messages of one conversation that are not acknowledged yet, in the order they were written. They are sent with
 * the same counter and ciphertext over reconnects and reloads (rules C3, C14), and stored sealed.
 *
 * A message is sealed with its counter when it is queued (rule E2). Counters have no gap: if a message is refused for
 * good, or another tab of this session has used its counter, the waiting messages are sealed again with new counters.
 * That is safe: the service accepts each counter once, so it never has two texts with the same one. The waiting
 * messages are also sealed again when the conversation's keys change (rule E5).
 */
import type { Refusal } from '@terskel/shared/errors';
import { FIRST_EPOCH, sameEpoch } from '@terskel/shared/key-epochs';
import type { LastMessage } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import { deferred } from '../deferred.ts';
import type { Lost } from './contract.ts';
import { type Entry, type Sealing, numbered } from './outbox-entries.ts';
import { type Accepted, OutboxSender } from './outbox-sender.ts';

/**
 * Written but not sealed yet. Sealing is asynchronous, and the page may be unloaded meanwhile. `keyEpoch`: the
 * conversation's keys when it was written.
 */
export type Written = Pick<Entry, 'key' | 'text' | 'keyEpoch'>;

/** The part that must survive a reload. */
export interface Kept {
  readonly entries: readonly Entry[];
  readonly written: readonly Written[];
  /**
   * The highest counter that the server is known to have. It is never used for another text, whatever the log says
   * later.
   */
  readonly accepted: number;
}

export interface OutboxOptions extends Sealing {
  readonly clock: Clock;
  /** What this tab stored before a reload. */
  readonly kept: Kept;
  readonly post: (entry: Entry) => Promise<Accepted | Refusal | Lost>;
  /** Stores the queue; called before anything in it is sent. */
  readonly keep: (kept: Kept) => void;
  readonly onAccepted: (entry: Entry, accepted: Accepted) => void;
  /** The server's state differs from this tab's. Sending continues after the next `start`. */
  readonly onStale: () => void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sender: OutboxSender<Entry>;
  #entries: readonly Entry[];
  #written: readonly Written[] = [];
  #acceptedCounter: number;
  /** Changes to the entries run one after the other, because sealing is asynchronous. */
  #changes: Promise<unknown> = Promise.resolve();
  /** Called after every change. */
  readonly #watchers = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { entries, accepted, written } = options.kept;
    this.#entries = entries;
    this.#acceptedCounter = accepted;
    this.#sender = new OutboxSender({
      ...options,
      next: () => this.#head(),
      isOutdated: ({ keyEpoch }) => !sameEpoch(keyEpoch, options.keyEpoch()),
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

  /** Adds a message that has failed: the service has lost it, and does not accept it again. */
  addFailed(entry: Entry): Promise<void> {
    return this.#change(async () => {
      this.#entries = [...this.#entries, entry];
    });
  }

  /** Sends a failed message again, after the messages written since. */
  retry(key: string): Promise<void> {
    return this.#change(async () => {
      const entry = this.#entries.find((each) => each.key === key && each.failed);
      if (entry === undefined) return;
      await this.#append({ ...entry, keyEpoch: this.#options.keyEpoch() });
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
   * After a reconnect: drops entries that are already in the log. The others get the counters after `sent`, this seat's
   * highest, because another tab of this session may have used theirs.
   */
  align(inLog: (key: string) => boolean, sent: number): Promise<void> {
    return this.#change(async () => {
      this.#entries = this.#entries.filter((entry) => !inLog(entry.key));
      this.#entries = this.#entries.map((entry) =>
        this.#isHeldBack(entry) ? { ...entry, failed: false } : entry,
      );
      this.#acceptedCounter = Math.max(sent, this.#acceptedCounter);
      await this.#number();
    });
  }

  /**
   * Waits until nothing is left to send, at most `withinMs`. Returns whether everything that was waiting was accepted.
   */
  async drained(withinMs: number): Promise<boolean> {
    const waiting = new Set(
      [...this.#entries.filter(({ failed }) => !failed), ...this.#written].map(({ key }) => key),
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
    return this.#idle() && !this.#entries.some(({ key }) => waiting.has(key));
  }

  /**
   * Seals one text with the next counter without queueing it: the volunteer's closing message. `sent`: this seat's
   * highest counter as the service knows it. Another tab may have sent more, and the log need not be read yet.
   */
  async sealLast(key: string, text: string, sent: number): Promise<LastMessage> {
    await this.#changes;
    const counter = Math.max(this.#highest, sent) + 1;
    const message = { key, text, counter, keyEpoch: FIRST_EPOCH };
    return { counter, ciphertext: await this.#options.seal(message) };
  }

  /** The highest counter in use. */
  get #highest(): number {
    const waiting = this.#entries.filter(({ failed }) => !failed);
    return Math.max(this.#acceptedCounter, ...waiting.map(({ counter }) => counter));
  }

  /** Seals a text and puts it at the end of the queue, also if it was in the queue before. */
  async #append({ key, text, keyEpoch }: Written): Promise<void> {
    const message = { key, text, keyEpoch, counter: this.#highest + 1 };
    const ciphertext = await this.#options.seal(message);
    const others = this.#entries.filter((entry) => entry.key !== key);
    this.#entries = [...others, { ...message, ciphertext, failed: false }];
    this.#written = this.#written.filter((each) => each.key !== key);
    await this.#number();
  }

  async #number(): Promise<void> {
    this.#entries = await numbered(this.#entries, this.#acceptedCounter, this.#options);
  }

  /**
   * Whether this is a history message that has failed and may be sealed again. It is tried again without a press,
   * because the page does not show history messages, and so has no *try again* for them (rules C11, E5).
   */
  #isHeldBack({ isHistory = false, failed, keyEpoch }: Entry): boolean {
    return isHistory && failed && this.#options.mayReseal(keyEpoch);
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
      this.#entries = this.#entries.filter((each) => each.key !== entry.key);
    });
  }

  async #failed({ key }: Entry): Promise<void> {
    await this.#change(async () => {
      this.#entries = this.#entries.map((each) =>
        each.key === key ? { ...each, failed: true } : each,
      );
      await this.#number();
    });
    this.#options.onFailed(key);
  }
}
