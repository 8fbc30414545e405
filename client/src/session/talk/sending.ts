/** Seals, stores and sends this side's messages of one conversation (rules C3, E2). */
import { MESSAGE_MAX_CHARS } from '@terskel/shared/limits';
import type { MessageId } from '@terskel/shared/ids';
import type { LastMessage } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { newMessageId } from '../../e2ee/bytes.ts';
import type { Channel } from '../../e2ee/channel.ts';
import { type Entry, Outbox, type Written } from '../../net/outbox.ts';
import type { Accepted } from '../../net/outbox-sender.ts';
import type { StoredMessage, StoredTalk } from '../../storage.ts';
import type { TalkLink } from '../talk-link.ts';
import type { TalkRecord } from './talk-record.ts';

interface SendingOptions {
  readonly record: TalkRecord;
  readonly link: TalkLink;
  readonly clock: Clock;
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
    const { record, link, clock, onAccepted } = this.#options;
    const { id, side } = record.state.conversation;
    const { accepted, sealed } = stored;
    const entries: Entry[] = [];
    for (const { messageId: storedId, ciphertext, ...rest } of stored.outbox) {
      const messageId = storedId as MessageId;
      const content = await channel.open(side, messageId, ciphertext);
      if (content !== null) entries.push({ ...rest, messageId, ciphertext, text: content.text });
    }
    const written = stored.written as readonly Written[];
    for (const { messageId, text } of [...entries, ...written]) {
      record.dispatch({ type: 'queued', messageId, text });
    }
    for (const { messageId, failed } of entries) {
      if (failed) record.dispatch({ type: 'failed', messageId, failed });
    }
    this.#outbox = new Outbox({
      clock,
      kept: { entries, written, sealed, accepted },
      seal: (messageId, counter, text) => channel.seal(side, messageId, { counter, text }),
      post: ({ messageId, ciphertext }) => link.send({ conversationId: id, messageId, ciphertext }),
      keep: ({ entries: waiting, ...rest }) =>
        record.keep({ ...rest, outbox: waiting.map(withoutText) }),
      onAccepted,
      onFailed: (messageId) => record.dispatch({ type: 'failed', messageId, failed: true }),
      onStale: link.refresh,
    });
  }

  /** Queues a text to be sent. An empty or too long text is ignored. */
  send(text: string): void {
    const { record } = this.#options;
    if (text.trim() === '' || text.length > MESSAGE_MAX_CHARS) return;
    if (this.#outbox === null || record.state.keys !== 'agreed') return;
    const messageId = newMessageId();
    record.dispatch({ type: 'queued', messageId, text });
    void this.#outbox.add({ messageId, text });
  }

  retry(messageId: MessageId): void {
    this.#options.record.dispatch({ type: 'failed', messageId, failed: false });
    void this.#outbox?.retry(messageId);
  }

  /** Compares the queue with the log (see outbox.ts). */
  async align(): Promise<void> {
    const { placed, counters, conversation } = this.#options.record.state;
    const inLog = new Set(placed.map((line) => line.messageId));
    await this.#outbox?.align((id) => inLog.has(id), counters[conversation.side]);
  }

  start(): void {
    this.#outbox?.start();
  }

  stop(): void {
    this.#outbox?.stop();
  }

  /** Returns whether the service has every message of this side that has not failed, after waiting at most `ms`. */
  async drained(ms: number): Promise<boolean> {
    return this.#usable?.drained(ms) ?? true;
  }

  /**
   * Seals this side's closing message, which is sent with the end of the conversation. The text may be empty, and
   * always is while the keys are not agreed. Its counter tells the other side how many messages came before it (rules
   * E2, E3). Null if this side has no keys.
   */
  async sealLast(text: string): Promise<LastMessage | null> {
    const outbox = this.#usable;
    if (outbox === null || text.length > MESSAGE_MAX_CHARS) return null;
    const messageId = newMessageId();
    const words = this.#options.record.state.keys === 'agreed' ? text : '';
    return { messageId, ciphertext: await outbox.sealLast(messageId, words) };
  }

  /** Null if nothing is ever sent, because the sides do not have the same keys. */
  get #usable(): Outbox | null {
    const { keys } = this.#options.record.state;
    return keys === 'differ' || keys === 'missing' ? null : this.#outbox;
  }
}

function withoutText({ messageId, counter, ciphertext, failed }: Entry): StoredMessage {
  return { messageId, counter, ciphertext, failed };
}
