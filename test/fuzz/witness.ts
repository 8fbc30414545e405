/** What has arrived at a tab, read from its frames, and what its page shows of messages. */
import type { Line } from '@terskel/client/state/model';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import type { Message, Side } from '@terskel/shared/models';
import type { Asked, Answer, Reader } from './contract.ts';
import { must, mustEqual } from './finding.ts';

/** The text of each message, as written. */
export type Texts = Map<MessageId, string>;

/** What a tab has had of one conversation. */
interface Arrived {
  /** Message id → sequence number of acknowledged messages. */
  readonly accepted: Map<MessageId, number>;
  /** Messages since the page was loaded, from which the log could be rebuilt (rule F3). */
  readonly copies: Map<MessageId, number>;
  /** Ids of messages shown since then, in order. */
  shown: readonly MessageId[];
}

export class Witness implements Reader {
  readonly #side: Side;
  readonly #texts: Texts;
  readonly #talks = new Map<string, Arrived>();

  constructor(side: Side, texts: Texts) {
    this.#side = side;
    this.#texts = texts;
  }

  of(id: string): Arrived {
    const talk = this.#talks.get(id) ?? { accepted: new Map(), copies: new Map(), shown: [] };
    this.#talks.set(id, talk);
    return talk;
  }
  get all(): readonly (readonly [id: string, Arrived])[] {
    return [...this.#talks];
  }

  readonly answered = ({ name, payload }: Asked, answer: Answer): void => {
    if (!answer.ok) return;
    const id = payload['conversationId'] as ConversationId;
    if (name === 'conversation:resync') {
      for (const message of answer['messages'] as readonly Message[]) this.#arrived(id, message);
    }
    if (name !== 'message:send') return;
    const messageId = payload['messageId'] as MessageId;
    const seq = answer['seq'] as number;
    const { accepted } = this.of(id);
    mustEqual(seq, accepted.get(messageId) ?? seq, '[C3] the same message was accepted once more');
    accepted.set(messageId, seq);
    this.#arrived(id, { messageId, seq });
  };
  readonly told = (name: string, payload: Readonly<Record<string, unknown>>): void => {
    if (name !== 'message:posted') return;
    this.#arrived(payload['conversationId'] as ConversationId, payload['message'] as Message);
  };
  #arrived(id: ConversationId, { messageId, seq }: Pick<Message, 'messageId' | 'seq'>): void {
    this.of(id).copies.set(messageId, seq);
  }

  /** The page shows a conversation: each message once, in order, as it was written (rules C2, E2). */
  shows(id: ConversationId, lines: readonly Line[]): void {
    const whose = `shown to the ${this.#side}`;
    for (const { messageId, from, text } of lines) {
      if (from === this.#side && !this.#texts.has(messageId)) this.#texts.set(messageId, text);
      mustEqual(text, this.#texts.get(messageId), `[E2] the text ${whose}`);
    }
    const talk = this.of(id);
    const placed = lines
      .filter(({ acceptedAt }) => acceptedAt !== null)
      .map(({ messageId }) => messageId);
    const before = talk.shown.length;
    mustEqual(placed.slice(0, before), talk.shown, `[C2] what was ${whose} stays`);
    for (const [index, messageId] of placed.entries()) {
      if (index < before) continue;
      must(placed.indexOf(messageId) === index, `[C2] ${whose} twice`, messageId);
      const last = talk.copies.get(placed[index - 1] as MessageId) ?? 0;
      const seq = talk.copies.get(messageId) ?? 0;
      must(seq > last, `[C2] the next one ${whose}`, messageId, seq, last);
    }
    talk.shown = placed;
  }

  /** The page was loaded again. */
  reloaded(): void {
    for (const talk of this.#talks.values()) {
      talk.copies.clear();
      talk.shown = [];
    }
  }
  /** The tab has nothing of the conversation any more. */
  left(id: string): void {
    this.#talks.delete(id);
  }
}
