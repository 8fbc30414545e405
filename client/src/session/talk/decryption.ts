/** Decrypts the messages of one conversation in order, because their counters are compared (rule E2). */
import type { Message } from '@terskel/shared/models';
import type { Channel } from '../../e2ee/channel.ts';
import type { KeyEpochs } from './key-epochs.ts';
import type { TalkRecord } from './talk-record.ts';

export class Decryption {
  readonly #record: TalkRecord;
  readonly #keyEpochs: KeyEpochs;
  readonly #shown: (seq: number) => void;
  #channel: Channel | null = null;
  /** Messages in order, to be decrypted once the keys are agreed. */
  #waiting: Message[] = [];
  #work: Promise<void> = Promise.resolve();

  /** `shown` is called when the page shows a message of another seat. */
  constructor(record: TalkRecord, keyEpochs: KeyEpochs, shown: (seq: number) => void) {
    this.#record = record;
    this.#keyEpochs = keyEpochs;
    this.#shown = shown;
  }

  unlock(channel: Channel): void {
    this.#channel = channel;
  }

  /** Decrypts these messages after all earlier ones, or later if the keys are not agreed yet. */
  add(messages: readonly Message[]): void {
    this.#waiting.push(...messages);
    this.#work = this.#work.then(() => this.#decrypt());
  }

  /** Settles when all messages that can be decrypted are. */
  done(): Promise<void> {
    return this.#work;
  }

  async #decrypt(): Promise<void> {
    const channel = this.#channel;
    const record = this.#record;
    if (channel === null || record.state.keys !== 'agreed') return;
    for (const message of this.#waiting.splice(0)) {
      const { from, keyEpoch, counter, ciphertext, seq } = message;
      const isTimely = this.#keyEpochs.mayOpen(message);
      const content = isTimely ? await channel.open(from, keyEpoch, counter, ciphertext) : null;
      const before = content?.isHistory === true ? record.readHistory(from, content.text) : null;
      const alias = from === 'leader' ? record.leaderIn(keyEpoch) : null;
      record.dispatch({ type: 'opened', message, content, before, alias });
      const { conversation, counters } = record.state;
      if (from === conversation.seat) continue;
      const { heard } = record;
      const highest = Math.max(heard[from] ?? 0, counters[from] ?? 0);
      record.keep({ heard: { ...heard, [from]: highest } });
      this.#shown(seq);
    }
  }
}
