/**
 * One conversation in this tab, of the seeker's or the volunteer's session: applies the server's events to it, and
 * joins receiving and sending, receipts and typing indicators (rules C2–C4, C6, E2, E3).
 */
import type {
  Conversation,
  KeyEpoch,
  LastMessage,
  Seat,
  Silence,
  Transfer,
} from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import { openChannel } from '../e2ee/channel.ts';
import type { SaidBefore } from '../state/model.ts';
import { type Other, presence } from '../state/others.ts';
import type { TalkConversation, TalkState } from '../state/talk.ts';
import type { StoredTalk } from '../storage.ts';
import { Decryption } from './talk/decryption.ts';
import { KeyEpochs } from './talk/key-epochs.ts';
import { Receipts } from './talk/receipts.ts';
import { Receiving } from './talk/receiving.ts';
import { Sending } from './talk/sending.ts';
import type { TalkLink, TalkTold } from './talk-link.ts';
import { TalkRecord } from './talk/talk-record.ts';
import { Typing } from './talk/typing.ts';

export interface TalkOptions {
  readonly conversation: TalkConversation;
  /** The roster of the keys, if there is no seeker. */
  readonly seats?: readonly Seat[];
  readonly link: TalkLink;
  readonly clock: Clock;
  /** What this tab has stored of the conversation; null without keys. */
  readonly stored: () => StoredTalk | null;
  /** Stores the keys and unsent messages for a reload. */
  readonly keep: (stored: StoredTalk) => void;
  /** Called after every change of the state. */
  readonly changed: () => void;
  /** Reads what was said before a transfer; only on the page that receives it (rule C11). */
  readonly readHistory?: ((text: string) => readonly SaidBefore[]) | undefined;
  /** The service names a visit that this tab does not take part in (rule E5). */
  readonly onVisitRefused?: (visit: KeyEpoch) => void;
}

export class TalkSession {
  readonly #clock: Clock;
  readonly #seats: TalkOptions['seats'];
  readonly #record: TalkRecord;
  readonly #decryption: Decryption;
  readonly #keyEpochs: KeyEpochs;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #receipts: Receipts;
  readonly #typing: Typing;
  #unlocking: Promise<void> | null = null;

  constructor(options: TalkOptions) {
    const { conversation, clock, link } = options;
    const conversationId = conversation.id;
    this.#clock = clock;
    this.#seats = options.seats;
    const record = new TalkRecord(options);
    this.#record = record;
    this.#receipts = new Receipts(clock, (seq) => link.received({ conversationId, seq }));
    this.#typing = new Typing(
      clock,
      () => void link.typing({ conversationId, typing: true }),
      (seat, typing) => this.#otherChanged(seat, { typing }),
    );
    const { onVisitRefused = () => {} } = options;
    const keyEpochs = new KeyEpochs({ record, onRefused: onVisitRefused });
    this.#keyEpochs = keyEpochs;
    const sending = new Sending({
      ...{ record, link, clock, keyEpochs },
      onAccepted: ({ counter, keyEpoch, ciphertext }, accepted) => {
        const message = { from: conversation.seat, counter, keyEpoch, ciphertext };
        const { seq, acceptedAt } = accepted;
        this.#receiving.take({ seq, ...message, acceptedAt });
      },
    });
    this.#sending = sending;
    const decryption = new Decryption(record, keyEpochs, (seq) => this.#receipts.shown(seq));
    this.#decryption = decryption;
    this.#receiving = new Receiving({ record, link, clock, decryption, sending, keyEpochs });
  }

  get state(): TalkState {
    return this.#record.state;
  }

  /** Called when the tab has keys, agreed or not. Unsent messages are shown; nothing is decrypted or sent yet. */
  unlock(stored: StoredTalk): Promise<void> {
    this.#unlocking ??= this.#unlock(stored);
    return this.#unlocking;
  }

  /** Sets the result of the key agreement (rule E3). On `agreed`, messages are decrypted and sent. */
  settle(keys: TalkState['keys']): void {
    if (this.state.keys === keys) return;
    this.#record.dispatch({ type: 'keys', keys });
    this.#decryption.add([]);
    void this.#receiving.catchUp();
  }

  /** Applies the server's state of the conversation, which comes at its start and on each new connection. */
  told(given: TalkConversation): void {
    // The service cannot move a page to another seat.
    const conversation = { ...given, seat: this.state.conversation.seat };
    const { rebuild, rebuiltAfter, seat, seats } = conversation;
    const { received = 0, sent = 0 } = seats[seat] ?? {};
    this.#receiving.begin(conversation);
    this.#receipts.known(received, rebuiltAfter);
    this.#record.dispatch({ type: 'updated', conversation, at: this.#clock.now() });
    if (rebuild?.owed === true || (rebuiltAfter === undefined && this.#record.sent > sent))
      void this.#receiving.handIn(rebuild);
    void this.#receiving.catchUp();
  }

  disconnected(): void {
    this.#receiving.interrupt();
    this.#sending.stop();
    this.#typing.clear();
  }

  /** Handles a conversation event; events of other conversations are ignored. */
  heard({ name, payload }: TalkTold): void {
    if (payload.conversationId !== this.state.conversation.id) return;
    switch (name) {
      case 'message:posted':
        this.#receiving.take(payload.message);
        return;
      case 'message:received':
        this.#otherChanged(payload.seat, { shown: payload.seq });
        return;
      case 'conversation:rebuilt':
        // Until now the service refused receipts of messages that it had lost.
        this.#receipts.known(0);
        this.#receiving.rebuilt(payload.lastSeq);
        this.#record.dispatch({ type: 'rebuilt', lastSeq: payload.lastSeq });
        void this.#receiving.catchUp();
        return;
      case 'conversation:silent':
        this.silent(payload.silence);
        return;
      case 'typing:changed':
        this.#typing.setOther(payload.seat, payload.typing);
        return;
      case 'presence:changed':
        this.#otherChanged(payload.seat, presence(payload.presence, this.#clock.now()));
        return;
      case 'transfer:changed':
        this.transfer(payload.transfer);
        return;
      default: {
        const { conversationId: _, ...by } = payload;
        this.changed(by);
        if (name === 'seats:changed') {
          this.#receiving.rekey(payload.lastSeq);
          void this.#receiving.catchUp();
        }
      }
    }
  }

  /** Sets whether silence is being measured, and how long it has lasted (rule C9). */
  silent(silence: Silence | null): void {
    this.#record.dispatch({ type: 'silent', silence, at: this.#clock.now() });
  }

  /**
   * Something has changed: the planned duration, the marks, whether the volunteer's tab has the keys, or who takes part
   * (C8, C13, C16, C17).
   */
  changed(by: Partial<Conversation>): void {
    this.#record.dispatch({ type: 'changed', by, at: this.#clock.now() });
  }

  /** Sets the pending transfer (rule C11). */
  transfer(transfer: Transfer | null): void {
    this.changed({ transfer });
  }

  /** Sets what was said before this conversation, as this tab has kept it (rule C11). */
  saidBefore(before: readonly SaidBefore[], sharesBefore: boolean): void {
    this.#record.dispatch({ type: 'before', before, sharesBefore });
  }

  /** Queues a text to be sent. An empty or too long text is ignored. */
  send(text: string): void {
    this.#sending.send(text);
  }

  retry(key: string): void {
    this.#sending.retry(key);
  }

  /** This seat pressed a key. */
  pressed(): void {
    if (this.state.keys === 'agreed') this.#typing.pressed();
  }

  /** Returns whether the service has every message of this seat that has not failed, after waiting at most `ms`. */
  async drained(ms: number): Promise<boolean> {
    await this.#unlocking;
    return this.#sending.drained(ms);
  }

  /** Settles when all messages received so far are decrypted. */
  opened(): Promise<void> {
    return this.#decryption.done();
  }

  /** Seals this seat's closing message (see sending.ts). Null if this seat has no keys. */
  sealLast(text: string): Promise<LastMessage | null> {
    return this.#sending.sealLast(text);
  }

  /** Stops everything; nothing is stored or shown afterwards. */
  close(): void {
    this.#record.close();
    this.#sending.stop();
    this.#receipts.close();
    this.#typing.close();
    this.#receiving.close();
  }

  #otherChanged(seat: Seat, by: Partial<Other>): void {
    this.#record.dispatch({ type: 'other', seat, by });
  }

  async #unlock(stored: StoredTalk): Promise<void> {
    const { id: conversationId } = this.state.conversation;
    const { secret, visit } = stored;
    const seats = this.#seats;
    const held = { conversationId, secret, seats, ...(visit !== undefined && { visit }) };
    const channel = openChannel(held);
    this.#keyEpochs.unlock(held);
    this.#decryption.unlock(channel);
    this.#record.restore(stored);
    await this.#sending.restore(stored, channel);
  }
}
