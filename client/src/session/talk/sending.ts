/** Seals, stores and sends this seat's messages of one conversation (rules C3, C14, E2). */
import { MESSAGE_MAX_CHARS } from '@terskel/shared/limits';
import type { LastMessage, Message } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { type Channel, newTextId } from '../../e2ee/channel.ts';
import { Outbox } from '../../net/outbox.ts';
import type { Entry } from '../../net/outbox-entries.ts';
import type { Accepted } from '../../net/outbox-sender.ts';
import type { StoredMessage, StoredTalk } from '../../storage.ts';
import type { TalkLink } from '../talk-link.ts';
import type { KeyEpochs } from './key-epochs.ts';
import type { TalkRecord } from './talk-record.ts';

interface SendingOptions {
  readonly record: TalkRecord;
  readonly link: TalkLink;
  readonly clock: Clock;
  readonly keyEpochs: KeyEpochs;
  readonly onAccepted: (entry: Entry, accepted: Accepted) => void;
}

export class Sending {
  readonly #options: SendingOptions;
  /** Null without keys. */
  #outbox: Outbox | null = null;

  constructor(options: SendingOptions) {
    this.#options = options;
  }

  /** Shows the unsent messages that this tab has stored. They are sent from the next `start` on. */
  async restore(stored: StoredTalk, channel: Channel): Promise<void> {
    const { record, link, clock, keyEpochs, onAccepted } = this.#options;
    const { id, seat } = record.state.conversation;
    const { accepted, written } = stored;
    const entries: Entry[] = [];
    for (const entry of stored.outbox) {
      const content = await channel.open(seat, entry.keyEpoch, entry.counter, entry.ciphertext);
      if (content === null) record.dispatch({ type: 'cut_short' });
      else entries.push({ ...entry, ...content });
    }
    const texts = entries.filter(({ isHistory }) => isHistory !== true);
    for (const { key, text } of [...texts, ...written]) {
      record.dispatch({ type: 'queued', key, text });
    }
    for (const { key, failed } of entries) {
      if (failed) record.dispatch({ type: 'failed', key, failed });
    }
    this.#outbox = new Outbox({
      clock,
      kept: { entries, written, accepted },
      seal: ({ key, keyEpoch, counter, text, isHistory }) =>
        channel.seal(seat, keyEpoch, counter, key, text, isHistory),
      keyEpoch: () => keyEpochs.now,
      mayReseal: (writtenIn) => keyEpochs.mayReseal(writtenIn),
      post: ({ counter, keyEpoch, ciphertext }) =>
        link.send({ conversationId: id, counter, keyEpoch, ciphertext }),
      keep: ({ entries: waiting, ...rest }) =>
        record.keep({ ...rest, outbox: waiting.map(withoutText) }),
      onAccepted,
      onFailed: (key) => record.dispatch({ type: 'failed', key, failed: true }),
      onStale: link.refresh,
    });
  }

  /** Queues a text to be sent. An empty or too long text is ignored. */
  send(text: string): void {
    const { record } = this.#options;
    if (text.trim() === '' || text.length > MESSAGE_MAX_CHARS) return;
    if (this.#outbox === null || record.state.keys !== 'agreed') return;
    const key = newTextId();
    record.dispatch({ type: 'queued', key, text });
    void this.#outbox.add({ key, text, keyEpoch: this.#options.keyEpochs.now });
  }

  retry(key: string): void {
    this.#options.record.dispatch({ type: 'failed', key, failed: false });
    void this.#outbox?.retry(key);
  }

  /** Marks a message of this seat as failed: the service has lost it, and does not accept it again (rule C15). */
  async takeBack({ from, counter, keyEpoch, ciphertext }: Message): Promise<void> {
    const { record } = this.#options;
    const line = record.state.placed.find((each) => each.from === from && each.counter === counter);
    if (line === undefined) return;
    const { key, text, before } = line;
    record.dispatch({ type: 'taken_back', key });
    const isHistory = before !== null;
    const entry = { key, text, isHistory, counter, keyEpoch, ciphertext, failed: true };
    await this.#outbox?.addFailed(entry);
  }

  /** Compares the queue with the log (see outbox.ts). */
  async align(): Promise<void> {
    const { record } = this.#options;
    const inLog = new Set(record.state.placed.map((line) => line.key));
    await this.#outbox?.align((key) => inLog.has(key), record.sent);
  }

  start(): void {
    this.#outbox?.start();
  }

  stop(): void {
    this.#outbox?.stop();
  }

  /** Returns whether the service has every message of this seat that has not failed, after waiting at most `ms`. */
  async drained(ms: number): Promise<boolean> {
    return this.#usable?.drained(ms) ?? true;
  }

  /**
   * Seals this seat's closing message, which is sent with the end of the conversation. The text may be empty, and
   * always is while the keys are not agreed. Its counter tells the others how many messages came before it (rules
   * E2, E3). Null if this seat has no keys.
   */
  async sealLast(text: string): Promise<LastMessage | null> {
    const outbox = this.#usable;
    const { record } = this.#options;
    if (outbox === null || text.length > MESSAGE_MAX_CHARS) return null;
    const words = record.state.keys === 'agreed' ? text : '';
    return outbox.sealLast(newTextId(), words, record.sent);
  }

  /** Null if nothing is ever sent, because the pages do not have the same keys. */
  get #usable(): Outbox | null {
    const { keys } = this.#options.record.state;
    return keys === 'differ' || keys === 'missing' ? null : this.#outbox;
  }
}

function withoutText(entry: Entry): StoredMessage {
  const { key, counter, keyEpoch, ciphertext, failed } = entry;
  return { key, counter, keyEpoch, ciphertext, failed };
}
