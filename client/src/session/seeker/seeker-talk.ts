/** A seeker's part of one conversation: the talk, and the agreement on keys, which this tab stores (rules E3, E4). */
import type { SeekerCommands } from '@terskel/shared/commands';
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Conversation } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { Link } from '../../net/link.ts';
import type { StoredTalk, TabStorage } from '../../storage.ts';
import { type Ended, volunteerLost } from '../../state/seeker.ts';
import type { TalkConversation } from '../../state/talk.ts';
import { silenceShown } from '../../state/talk-view.ts';
import { seekerAgrees } from '../agreement.ts';
import { endOfTalk } from './ending.ts';
import { TalkSession } from '../talk.ts';
import { type TalkTold, talkLink } from '../talk-link.ts';

/** The seeker counts as writing for this long after a key press (ms). */
const WRITING_MS = 60_000;
/** Maximum wait for messages that are being sent when the seeker ends the conversation (ms). */
const LAST_SENDS_MS = 1_000;

export interface SeekerTalkOptions {
  readonly conversation: TalkConversation;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly changed: () => void;
  /** The conversation that was transferred to this one, if this tab was in it. */
  readonly former?: TalkSession | undefined;
  /** Called with new keys. Adds what comes from the former conversation, and stores it (rule C11). */
  readonly carry: (stored: StoredTalk) => Promise<StoredTalk>;
}

export class SeekerTalk {
  readonly talk: TalkSession;
  readonly #options: SeekerTalkOptions;
  readonly #slot: `talk.${string}`;
  #agreeing = false;
  #left = false;
  #pressedAt = Number.NEGATIVE_INFINITY;
  #staying = false;
  #ending = false;

  constructor(options: SeekerTalkOptions) {
    const { conversation, link, clock, storage, changed } = options;
    this.#options = options;
    this.#slot = `talk.${conversation.id}`;
    this.talk = new TalkSession({
      conversation,
      link: talkLink(link),
      clock,
      stored: () => storage.get(this.#slot),
      keep: (stored) => storage.set(this.#slot, stored),
      changed,
    });
    const stored = storage.get(this.#slot);
    if (stored !== null) void this.talk.unlock(stored);
  }

  /** Without the same keys on both pages, no message can be exchanged. */
  get unusable(): boolean {
    const { keys } = this.talk.state;
    return keys === 'differ' || keys === 'missing';
  }

  /** Whether the volunteer, or a leader, has returned this seeker to the queue (rules C16, V7). */
  get givenBack(): boolean {
    const { volunteerKeys } = this.talk.state.conversation;
    return volunteerKeys === 'returned' || volunteerKeys === 'released';
  }

  /** Why the conversation with this volunteer cannot continue; null if it can (rules C5, C16, E3). */
  get broken(): 'volunteer_lost' | 'keys_differ' | 'keys_lost' | null {
    const { lost } = volunteerLost(this.talk.state, this.#options.clock.now());
    if (lost === 'choice') return 'volunteer_lost';
    if (this.talk.state.conversation.volunteerKeys !== 'held') return 'keys_lost';
    return this.unusable ? 'keys_differ' : null;
  }

  /** Applies the server's state of the conversation. */
  async update(conversation: Conversation): Promise<void> {
    this.#keep(conversation);
    this.talk.told(conversation);
    this.#stayWhileWriting();
    // If the service lost the conversation, it may have lost the seeker's confirmation as well.
    const proven = conversation.confirmations.seeker !== undefined;
    const { keys } = this.talk.state;
    if (this.#agreeing || (keys !== 'agreeing' && (keys !== 'agreed' || proven))) return;
    this.#agreeing = true;
    await this.#agree(conversation);
    this.#agreeing = false;
  }

  handle(event: TalkTold): void {
    this.talk.heard(event);
    if (/^(?:keys|transfer|seats):changed$/.test(event.name))
      this.#keep(this.talk.state.conversation);
    this.#stayWhileWriting();
  }

  /** The seeker pressed a key. */
  pressed(): void {
    this.#pressedAt = this.#options.clock.now();
    this.talk.pressed();
    this.#stayWhileWriting();
  }

  /** "I am still here" (rule C9). */
  async stay(): Promise<void> {
    if (this.#staying) return;
    const { link } = this.#options;
    this.#staying = true;
    // If this command is lost, the next silence event is answered automatically, so one press is enough.
    this.#pressedAt = this.#options.clock.now();
    const { id: conversationId } = this.talk.state.conversation;
    const reply = await link.command('conversation:stay', { conversationId });
    this.#staying = false;
    if (this.#left) return;
    if (reply.ok) this.talk.silent(null);
    else if (ERRORS[reply.code] === 'resync') link.refresh();
  }

  /**
   * Ends the conversation for the seeker. Returns null if the seeker has left it meanwhile or it is already being
   * ended.
   */
  async end(): Promise<{ readonly reply: { ok: true } | Refusal; readonly end: Ended } | null> {
    if (this.#ending) return null;
    const { link } = this.#options;
    const reason = this.unusable ? 'keys_differ' : 'seeker';
    const { id: conversationId } = this.talk.state.conversation;
    this.#ending = true;
    // Messages written just before are sent first, if that is quick.
    if (link.status === 'online') await this.talk.drained(LAST_SENDS_MS);
    this.#ending = false;
    if (this.#left) return null;
    const reply = await link.command('conversation:end', { conversationId, reason });
    return { reply, end: endOfTalk(this.talk.state, reason, { deleted: reply.ok }) };
  }

  /** A seeker who is writing is not asked whether they are still here. */
  #stayWhileWriting(): void {
    // `abs`: if the clock is set back, the seeker must not count as writing for hours.
    const writes = Math.abs(this.#options.clock.now() - this.#pressedAt) < WRITING_MS;
    if (writes && silenceShown(this.talk.state) !== null) void this.stay();
  }

  /** Stops; a reload continues from the storage. */
  close(): void {
    this.#left = true;
    this.talk.close();
    this.#options.former?.close();
  }

  /** The conversation is over for this tab: deletes its keys, and what was said before it. */
  forget(): void {
    this.close();
    const { storage } = this.#options;
    for (const slot of storage.slots()) {
      if (/^(?:talk|before|said)\.|^(?:conversation|transfer)$/.test(slot)) storage.remove(slot);
    }
  }

  /** Stores the conversation for a reload, without `silence`, whose duration will be different then. */
  #keep(conversation: TalkConversation): void {
    this.#options.storage.set('conversation', { ...conversation, silence: null });
  }

  async #agree(conversation: Conversation): Promise<void> {
    const { storage, link, clock } = this.#options;
    const stored = storage.get(this.#slot);
    const agreement = await seekerAgrees(conversation, stored, storage.get('ticket'));
    if (this.#left) return;
    if (agreement.is === 'later') {
      link.refresh();
      return;
    }
    if (agreement.is !== 'agreed') {
      this.talk.settle(agreement.is);
      return;
    }
    let own = agreement.stored;
    if (stored === null) {
      own = await this.#options.carry(own);
      if (this.#left) return;
      storage.set(this.#slot, own);
      this.#options.former?.close();
    }
    await this.talk.unlock(own);
    if (conversation.confirmations.seeker === undefined) {
      const { confirmation } = agreement;
      const payload = { conversationId: conversation.id, confirmation };
      const send = () => link.command('conversation:confirm', payload);
      const reply = await retryUntilFinal(clock, send, () => !this.#left);
      if (this.#left) return;
      if (!reply.ok) {
        // If the reply is lost, the next snapshot triggers another attempt.
        if (!('lost' in reply)) link.refresh();
        return;
      }
    }
    // Keep the ticket keys if they were created meanwhile for a requeue.
    if (storage.get('ticket')?.after !== conversation.id) storage.remove('ticket');
    this.talk.settle('agreed');
  }
}
