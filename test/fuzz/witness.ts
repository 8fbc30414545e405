/** What has arrived at a tab, read from its frames, and what its page shows of messages. */
import type { Line } from '@terskel/client/state/model';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, KeyEpoch, Message } from '@terskel/shared/models';
import type { SupportSeat } from '../helpers/seats.ts';
import type { Asked, Answer, Reader } from './contract.ts';
import { must, mustEqual } from './finding.ts';

/** Ciphertext → its text, of everything that a tab has sealed. Each text is written once. */
export type Texts = ReadonlyMap<string, string>;

/** A message is sealed for a leader only while the page shows one, whose alias is `leader` (rule E5). */
export function isForThoseShown(keyEpoch: KeyEpoch, leader: string | null | undefined): void {
  const isShown = (leader ?? null) !== null;
  mustEqual(isShown, keyEpoch.visit !== undefined, '[E5] sealed for those whom the page shows');
}

/** What a tab has had of one conversation. */
interface Arrived {
  /** Text → sequence number of acknowledged messages. */
  readonly accepted: Map<string, number>;
  /** Messages since the page was loaded, from which the log could be rebuilt (rule F3). */
  readonly copies: Map<string, number>;
  /** Texts shown since then, in order. */
  shown: readonly string[];
  /** Since the page was loaded, the log was rebuilt without its copies (rule C15). */
  hasMissed: boolean;
}

export class Witness implements Reader {
  readonly #seat: SupportSeat;
  readonly #texts: Texts;
  readonly #talks = new Map<string, Arrived>();

  constructor(seat: SupportSeat, texts: Texts) {
    this.#seat = seat;
    this.#texts = texts;
  }

  of(id: string): Arrived {
    const talk = this.#talks.get(id) ?? {
      ...{ accepted: new Map(), copies: new Map(), shown: [] },
      hasMissed: false,
    };
    this.#talks.set(id, talk);
    return talk;
  }
  /** The text that was sealed as this message. */
  textOf({ ciphertext }: Pick<Message, 'ciphertext'>): string {
    return this.#texts.get(ciphertext) ?? 'not of a tab';
  }
  get all(): readonly (readonly [id: string, Arrived])[] {
    return [...this.#talks];
  }

  readonly asks = ({ name, payload }: Asked): void => {
    if (name === 'conversation:rebuild') this.#handsIn(payload['conversationId'] as ConversationId);
  };
  readonly answered = ({ name, payload }: Asked, answer: Answer): void => {
    if (!answer.ok) return;
    const id = payload['conversationId'] as ConversationId;
    if (name === 'conversation:resync') {
      for (const message of answer['messages'] as readonly Message[]) this.#arrived(id, message);
    }
    if (name !== 'message:send') return;
    const ciphertext = payload['ciphertext'] as string;
    const text = this.textOf({ ciphertext });
    const seq = answer['seq'] as number;
    const { accepted } = this.of(id);
    mustEqual(seq, accepted.get(text) ?? seq, '[C14] the same text was accepted once more');
    accepted.set(text, seq);
    this.#arrived(id, { ciphertext, seq });
  };
  readonly told = (name: string, payload: Readonly<Record<string, unknown>>): void => {
    if (name === 'session:snapshot') {
      const { conversation, conversations = conversation ? [conversation] : [] } = payload[
        'session'
      ] as { conversation?: Conversation; conversations?: readonly Conversation[] };
      for (const { id, rebuiltAfter } of conversations)
        if (rebuiltAfter !== undefined) this.#missed(id);
    }
    if (name !== 'message:posted') return;
    this.#arrived(payload['conversationId'] as ConversationId, payload['message'] as Message);
  };
  /** A text that was accepted from a duplicate, of which this tab has no copy, may be lost: then it is sent again. */
  #handsIn(id: ConversationId): void {
    const { accepted, copies } = this.of(id);
    for (const text of accepted.keys()) if (!copies.has(text)) accepted.delete(text);
  }
  /** The log was rebuilt without this tab: messages may be lost, or have another number (rule C15). */
  #missed(id: ConversationId): void {
    const talk = this.of(id);
    talk.hasMissed = true;
    talk.accepted.clear();
    talk.copies.clear();
  }
  #arrived(id: ConversationId, message: Pick<Message, 'ciphertext' | 'seq'>): void {
    const { copies } = this.of(id);
    const text = this.textOf(message);
    const { seq } = message;
    if (this.#texts.has(message.ciphertext))
      mustEqual(seq, copies.get(text) ?? seq, '[C14] a text arrived under two numbers');
    copies.set(text, seq);
  }

  /** The page shows a conversation: each message once, in order, as it was written (rules C2, E2). */
  shows(id: ConversationId, lines: readonly Line[]): void {
    const whose = `shown to the ${this.#seat}`;
    const talk = this.of(id);
    const texts = lines.map(({ text }) => text);
    const keys = lines.map(({ key }) => key);
    mustEqual([...new Set(texts)], texts, `[C14] ${whose}, each once`);
    mustEqual([...new Set(keys)], keys, `[C3] keys of the lines ${whose}`);
    if (talk.hasMissed) {
      talk.shown = texts;
      return;
    }
    const placed = lines.filter(({ acceptedAt }) => acceptedAt !== null).map(({ text }) => text);
    const before = talk.shown.length;
    mustEqual(placed.slice(0, before), talk.shown, `[C2] what was ${whose} stays`);
    for (const [index, text] of placed.entries()) {
      if (index < before) continue;
      const last = talk.copies.get(placed[index - 1] ?? '') ?? 0;
      const seq = talk.copies.get(text) ?? 0;
      must(seq > last, `[C2, E2] the next one ${whose}`, text, seq, last);
    }
    talk.shown = placed;
  }

  /** The page was loaded again. */
  reloaded(): void {
    for (const talk of this.#talks.values()) {
      talk.copies.clear();
      talk.shown = [];
      talk.hasMissed = false;
    }
  }
  /** The tab has nothing of the conversation any more. */
  left(id: string): void {
    this.#talks.delete(id);
  }
}
