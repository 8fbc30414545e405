/**
 * One conversation in this tab. Orders, decrypts and shows incoming messages; seals, stores and sends outgoing ones;
 * and requests missed ones (rules C2–C4, C6, E2, E3). Used by the seeker's and the volunteer's sessions.
 */
import { MESSAGE_MAX_CHARS } from '@terskel/shared/limits';
import type { MessageId } from '@terskel/shared/ids';
import type {
  Conversation,
  LastMessage,
  Message,
  Silence,
  VolunteerKeys,
} from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import { newMessageId } from '../e2ee/bytes.ts';
import { type Channel, openChannel } from '../e2ee/channel.ts';
import { handIn } from '../net/hand-in.ts';
import { Inbox } from '../net/inbox.ts';
import { retryUntilFinal } from '../net/retry-until-final.ts';
import { type Accepted, type Entry, Outbox, type Written } from '../net/outbox.ts';
import { type Counters, fallsShort, noneHeard } from '../state/counters.ts';
import { type TalkEvent, type TalkState, startTalk, talk } from '../state/talk.ts';
import type { StoredMessage, StoredTalk } from '../storage.ts';
import { Receipts } from './receipts.ts';
import type { TalkLink, TalkTold } from './talk-link.ts';
import { Typing } from './typing.ts';

type Rebuild = NonNullable<Conversation['rebuild']>;

export interface TalkOptions {
  readonly conversation: Conversation;
  readonly link: TalkLink;
  readonly clock: Clock;
  /** Stores the keys and unsent messages for a reload. */
  readonly keep: (stored: StoredTalk) => void;
  /** Called after every change of the state. */
  readonly changed: () => void;
}

export class TalkSession {
  readonly #options: TalkOptions;
  readonly #receipts: Receipts;
  readonly #typing: Typing;
  readonly #inbox: Inbox;
  #state: TalkState;
  #unlocking: Promise<void> | null = null;
  #stored: StoredTalk | null = null;
  /** Highest counters known to be in the log before a reload of this tab. */
  #known: Counters = noneHeard;
  #channel: Channel | null = null;
  #outbox: Outbox | null = null;
  /** Messages in order, to be decrypted once the keys are agreed. */
  #ready: Message[] = [];
  #opening: Promise<void> = Promise.resolve();
  /** Settles when the outbox has been compared with the log. Reset with each state that the server sends. */
  #aligned: Promise<void> | null = null;
  /** Number of states received and connections lost. Work that began under an earlier number must not continue. */
  #tellings = 0;
  #closed = false;

  constructor(options: TalkOptions) {
    this.#options = options;
    const { conversation, clock, link } = options;
    const conversationId = conversation.id;
    this.#state = startTalk(conversation, clock.now());
    this.#receipts = new Receipts(clock, (seq) => void link.received({ conversationId, seq }));
    this.#typing = new Typing(
      clock,
      () => void link.typing({ conversationId, typing: true }),
      (typing) => this.#dispatch({ type: 'typing', typing }),
    );
    this.#inbox = new Inbox({
      clock,
      resync: (after) => link.resync({ conversationId, after }),
      onReady: (messages) => this.#open(messages),
      onStale: link.refresh,
    });
  }

  get state(): TalkState {
    return this.#state;
  }

  /** Called when the tab has keys, agreed or not. Unsent messages are shown; nothing is decrypted or sent yet. */
  unlock(stored: StoredTalk): Promise<void> {
    this.#unlocking ??= this.#unlock(stored);
    return this.#unlocking;
  }

  /** Sets the result of the key agreement (rule E3). On `agreed`, messages are decrypted and sent. */
  settle(keys: TalkState['keys']): void {
    if (this.#state.keys === keys) return;
    this.#dispatch({ type: 'keys', keys });
    this.#open([]);
    void this.#catchUp();
  }

  /** Applies the server's state of the conversation, which comes at its start and on each new connection. */
  told(conversation: Conversation): void {
    const { received, rebuild, side, lastSeq } = conversation;
    this.#inbox.told(lastSeq);
    this.#receipts.known(received[side]);
    this.#aligned = null;
    this.#tellings += 1;
    this.#dispatch({ type: 'told', conversation, at: this.#options.clock.now() });
    if (rebuild?.owed === true) void this.#handIn(rebuild);
    void this.#catchUp();
  }

  disconnected(): void {
    this.#tellings += 1;
    this.#outbox?.stop();
    this.#typing.heard(false);
  }

  /** Handles a conversation event; events of other conversations are ignored. */
  heard({ name, payload }: TalkTold): void {
    if (payload.conversationId !== this.#state.conversation.id) return;
    switch (name) {
      case 'message:posted':
        this.#inbox.take(payload.message);
        return;
      case 'message:received':
        this.#dispatch({ type: 'shown', seq: payload.seq });
        return;
      case 'conversation:rebuilt':
        this.#inbox.told(payload.lastSeq);
        this.#dispatch({ type: 'rebuilt' });
        void this.#catchUp();
        return;
      case 'conversation:silent':
        this.silent(payload.silence);
        return;
      case 'conversation:extended':
        this.extended(payload.plannedMs);
        return;
      case 'conversation:marked':
        this.marked(payload);
        return;
      case 'keys:changed':
        this.volunteerKeys(payload.volunteerKeys);
        return;
      case 'typing:changed':
        this.#typing.heard(payload.typing);
        return;
      case 'presence:changed':
        this.#dispatch({
          type: 'presence',
          presence: payload.presence,
          at: this.#options.clock.now(),
        });
    }
  }

  /** Sets whether silence is being measured, and how long it has lasted (rule C9). */
  silent(silence: Silence | null): void {
    this.#dispatch({ type: 'silent', silence, at: this.#options.clock.now() });
  }

  /** Sets the longer planned duration (rule C8). */
  extended(plannedMs: number): void {
    this.#dispatch({ type: 'extended', plannedMs });
  }

  /** Sets or clears the marks: danger and held open (rules C9, C17). */
  marked(marks: { readonly danger: boolean; readonly held?: boolean }): void {
    this.#dispatch({ type: 'marked', ...marks });
  }

  /** Sets whether the volunteer's tab can read the conversation (rule C16). */
  volunteerKeys(keys: VolunteerKeys): void {
    this.#dispatch({ type: 'volunteer_keys', keys });
  }

  /** Queues a text to be sent. An empty or too long text is ignored. */
  send(text: string): void {
    if (text.trim() === '' || text.length > MESSAGE_MAX_CHARS) return;
    if (this.#outbox === null || this.#state.keys !== 'agreed') return;
    const messageId = newMessageId();
    this.#dispatch({ type: 'queued', messageId, text });
    void this.#outbox.add({ messageId, text });
  }

  retry(messageId: MessageId): void {
    this.#dispatch({ type: 'failed', messageId, failed: false });
    void this.#outbox?.retry(messageId);
  }

  /** This side pressed a key. */
  pressed(): void {
    if (this.#state.keys === 'agreed') this.#typing.pressed();
  }

  /** Returns whether the service has every message of this side that has not failed, after waiting at most `ms`. */
  async drained(ms: number): Promise<boolean> {
    await this.#unlocking;
    const { keys } = this.#state;
    // Without the same keys on both sides, nothing is ever sent.
    if (this.#outbox === null || keys === 'differ' || keys === 'missing') return true;
    return this.#outbox.drained(ms);
  }

  /** Settles when all messages received so far are decrypted. */
  opened(): Promise<void> {
    return this.#opening;
  }

  /**
   * Seals this side's closing message, which is sent with the end of the conversation. The text may be empty, and
   * always is while the keys are not agreed. Its counter tells the other side how many messages came before it (rules
   * E2, E3). Null if this side has no keys.
   */
  async sealLast(text: string): Promise<LastMessage | null> {
    const { keys } = this.#state;
    if (this.#outbox === null || keys === 'differ' || keys === 'missing') return null;
    if (text.length > MESSAGE_MAX_CHARS) return null;
    const messageId = newMessageId();
    const words = keys === 'agreed' ? text : '';
    return { messageId, ciphertext: await this.#outbox.sealLast(messageId, words) };
  }

  /** Stops everything; nothing is stored or shown afterwards. */
  close(): void {
    this.#closed = true;
    this.#outbox?.stop();
    this.#receipts.close();
    this.#typing.close();
    this.#inbox.close();
  }

  async #unlock(stored: StoredTalk): Promise<void> {
    const { id, side } = this.#state.conversation;
    const channel = await openChannel(id, stored.keys);
    this.#channel = channel;
    this.#stored = stored;
    const { accepted, heard, sealed } = stored;
    this.#known =
      side === 'seeker'
        ? { seeker: accepted, volunteer: heard }
        : { seeker: heard, volunteer: accepted };
    const entries: Entry[] = [];
    for (const { messageId: kept, ciphertext, ...rest } of stored.outbox) {
      const messageId = kept as MessageId;
      const content = await channel.open(side, messageId, ciphertext);
      if (content !== null) entries.push({ ...rest, messageId, ciphertext, text: content.text });
    }
    const written = stored.written as readonly Written[];
    for (const { messageId, text } of [...entries, ...written]) {
      this.#dispatch({ type: 'queued', messageId, text });
    }
    for (const { messageId, failed } of entries) {
      if (failed) this.#dispatch({ type: 'failed', messageId, failed });
    }
    this.#outbox = new Outbox({
      clock: this.#options.clock,
      kept: { entries, written, sealed, accepted },
      seal: (messageId, counter, text) => channel.seal(side, messageId, { counter, text }),
      post: ({ messageId, ciphertext }) =>
        this.#options.link.send({ conversationId: id, messageId, ciphertext }),
      keep: ({ entries: waiting, ...kept }) =>
        this.#keep({ ...kept, outbox: waiting.map(withoutText) }),
      onAccepted: (entry, accepted) => this.#accepted(entry, accepted),
      onFailed: (messageId) => this.#dispatch({ type: 'failed', messageId, failed: true }),
      onStale: () => this.#options.link.refresh(),
    });
  }

  #accepted({ messageId, ciphertext }: Entry, { seq, acceptedAt }: Accepted): void {
    const from = this.#state.conversation.side;
    this.#inbox.take({ seq, from, messageId, ciphertext, acceptedAt });
  }

  /** Decrypts messages in order, because their counters are compared. None is decrypted before the keys are agreed. */
  #open(messages: readonly Message[]): void {
    this.#ready.push(...messages);
    this.#opening = this.#opening.then(async () => {
      const channel = this.#channel;
      if (channel === null || this.#state.keys !== 'agreed') return;
      for (const message of this.#ready.splice(0)) {
        const { from, messageId, ciphertext, seq } = message;
        const content = await channel.open(from, messageId, ciphertext);
        this.#dispatch({ type: 'opened', message, content });
        if (from === this.#state.conversation.side) continue;
        this.#keep({ heard: Math.max(this.#known[from], this.#state.counters[from]) });
        this.#receipts.shown(seq);
      }
    });
  }

  /** Sends the service copies of the messages that it has lost. */
  async #handIn(rebuild: Rebuild): Promise<void> {
    const { clock, link } = this.#options;
    const conversationId = this.#state.conversation.id;
    // The service may ask again, perhaps after losing more. A running hand-in must not finish the new one.
    const going = () => !this.#closed && this.#state.conversation.rebuild === rebuild;
    await handIn(this.#inbox.copies(rebuild.after), async (messages, last) => {
      if (!going()) return false;
      const send = () => link.rebuild({ conversationId, messages, last });
      return (await retryUntilFinal(clock, send, going)).ok;
    });
  }

  /** Requests missing messages once the log is complete; then starts the outbox. */
  async #catchUp(): Promise<void> {
    const { conversation, keys } = this.#state;
    const telling = this.#tellings;
    if (keys !== 'agreed' || conversation.rebuild !== undefined) return;
    if (!(await this.#inbox.catchUp()) || this.#closed) return;
    await this.#opening;
    if (telling !== this.#tellings) return;
    if (!this.#state.caughtUp) this.#dispatch({ type: 'caught_up' });
    // A log without messages that it had before a reload is incomplete (rule E2).
    if (fallsShort(this.#state.counters, this.#known)) this.#dispatch({ type: 'cut_short' });
    this.#aligned ??= this.#align();
    await this.#aligned;
    if (telling === this.#tellings) this.#outbox?.start();
  }

  async #align(): Promise<void> {
    const { placed, counters, conversation } = this.#state;
    const inLog = new Set(placed.map((line) => line.messageId));
    await this.#outbox?.align((id) => inLog.has(id), counters[conversation.side]);
  }

  #keep(part: Partial<StoredTalk>): void {
    if (this.#stored === null || this.#closed) return;
    this.#stored = { ...this.#stored, ...part };
    this.#options.keep(this.#stored);
  }

  #dispatch(event: TalkEvent): void {
    if (this.#closed) return;
    this.#state = talk(this.#state, event);
    this.#options.changed();
  }
}

function withoutText({ messageId, counter, ciphertext, failed }: Entry): StoredMessage {
  return { messageId, counter, ciphertext, failed };
}
