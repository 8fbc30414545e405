/** A volunteer's conversations in this tab, each with its keys in the tab's storage (rules E3, E4). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId, VisitId } from '@terskel/shared/ids';
import { sameEpoch } from '@terskel/shared/key-epochs';
import type { Conversation, ReportedKeys } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { TalkConversation, TalkState } from '../../state/talk.ts';
import type { TabStorage } from '../../storage.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import { leaderAgrees, volunteerAgrees } from '../agreement.ts';
import { historyReader } from '../talk/history.ts';
import { TalkSession } from '../talk.ts';
import { type TalkTold, talkLink } from '../talk-link.ts';

export interface VolunteerTalksOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly changed: () => void;
  /** This leader's tab has used its key pair for a visit, or has none (rule E5). */
  readonly onKeysUsed: (id: ConversationId) => void;
}

export class VolunteerTalks {
  readonly #options: VolunteerTalksOptions;
  readonly #talks = new Map<ConversationId, TalkSession>();
  readonly #joining = new Set<TalkSession>();
  /** Visits that this tab is ending by itself. */
  readonly #refusing = new Set<VisitId>();

  constructor(options: VolunteerTalksOptions) {
    this.#options = options;
  }

  get states(): readonly TalkState[] {
    return [...this.#talks.values()].map((talk) => talk.state);
  }

  find(id: ConversationId): TalkSession | undefined {
    return this.#talks.get(id);
  }

  /** Applies the server's state of a conversation, which may be new here. */
  update(conversation: Conversation): void {
    const { id, seat } = conversation;
    const { link, clock, storage, changed } = this.#options;
    // Otherwise this tab would use the seeker's sending keys.
    if (seat === 'seeker') return;
    let talk = this.#talks.get(id);
    if (talk !== undefined && isOtherVisit(talk.state.conversation, conversation)) {
      this.forget(id);
      talk = undefined;
    }
    if (talk === undefined) {
      talk = new TalkSession({
        conversation,
        link: talkLink(link),
        clock,
        stored: () => storage.get(`talk.${id}`),
        keep: (stored) => storage.set(`talk.${id}`, stored),
        changed,
        readHistory: conversation.previous && historyReader(),
        onVisitRefused: () => void this.#refuseVisit(id),
      });
      this.#talks.set(id, talk);
    }
    talk.told(conversation);
    void (talk.state.conversation.seat === 'leader'
      ? this.#join(talk, conversation)
      : this.#agree(talk, conversation));
  }

  /** Ends the visit to a conversation, on the volunteer's or the leader's page (rule E5). */
  async closeVisit(id: ConversationId) {
    const { link } = this.#options;
    const visit = this.#talks.get(id)?.state.conversation.keyEpoch.visit;
    if (visit === undefined) return { ok: true } as const;
    return link.command('visit:close', { conversationId: id, visit });
  }

  /** The seeker's tab has sent its confirmation tag. */
  confirmed(id: ConversationId, confirmation: string): void {
    const talk = this.#talks.get(id);
    if (talk === undefined) return;
    const { conversation } = talk.state;
    const confirmations = { ...conversation.confirmations, seeker: confirmation };
    void this.#agree(talk, { ...conversation, confirmations });
  }

  /** Tells the service whether this tab has the keys, or that it returns the seeker for lack of them (rule C16). */
  async tellKeys(id: ConversationId, keys: ReportedKeys) {
    const { link } = this.#options;
    const reply = await link.command('conversation:keys', { conversationId: id, keys });
    if (reply.ok) this.#talks.get(id)?.changed({ volunteerKeys: keys });
    return reply;
  }

  handle(event: TalkTold): void {
    this.#talks.get(event.payload.conversationId)?.heard(event);
  }

  disconnected(): void {
    for (const talk of this.#talks.values()) talk.disconnected();
  }

  /** The conversation is over: deletes its keys and draft. */
  forget(id: ConversationId): void {
    this.#talks.get(id)?.close();
    this.#talks.delete(id);
    this.#options.storage.remove(`talk.${id}`);
    this.#options.storage.remove(`draft.${id}`);
    this.#options.changed();
  }

  close(): void {
    for (const talk of this.#talks.values()) talk.close();
  }

  /** A leader's tab gets the keys of the visit, and proves that it has them (rule E5). */
  async #join(talk: TalkSession, conversation: Conversation): Promise<void> {
    const { storage, link, clock, onKeysUsed } = this.#options;
    const { id } = conversation;
    const { visit } = conversation.keyEpoch;
    const { keys: state } = talk.state;
    if (visit === undefined || state === 'agreed' || this.#joining.has(talk)) return;
    if (state !== 'agreeing') {
      await this.#refuseVisit(id);
      return;
    }
    this.#joining.add(talk);
    const keys = storage.get(`visit.${id}`);
    const stored = storage.get(`talk.${id}`);
    const agreement = await leaderAgrees(conversation, stored, keys);
    this.#joining.delete(talk);
    const isHere = () => this.#talks.get(id) === talk;
    if (!isHere()) return;
    if (agreement.is !== 'agreed') {
      if (agreement.is === 'later') {
        link.refresh();
        return;
      }
      // A leader who cannot read does not stay.
      talk.settle(agreement.is);
      await this.#refuseVisit(id);
      onKeysUsed(id);
      return;
    }
    // After the visit, nothing must be left from which it could be read.
    if (agreement.stored !== stored) storage.remove(`visit.${id}`);
    storage.set(`talk.${id}`, agreement.stored);
    await talk.unlock(agreement.stored);
    const { confirmation } = agreement;
    const proof = { conversationId: id, visit, confirmation };
    const reply = await retryUntilFinal(clock, () => link.command('visit:confirm', proof), isHere);
    if (reply.ok) {
      talk.settle('agreed');
      if (agreement.stored !== stored) onKeysUsed(id);
    } else if (!('lost' in reply) && isHere()) link.refresh();
  }

  /** Ends a visit for which this tab has no keys. After a lost reply, the next snapshot triggers it again. */
  async #refuseVisit(id: ConversationId): Promise<void> {
    const visitNow = () => this.#talks.get(id)?.state.conversation.keyEpoch.visit;
    const visit = visitNow();
    if (visit === undefined || this.#refusing.has(visit)) return;
    this.#refusing.add(visit);
    const close = () => this.closeVisit(id);
    await retryUntilFinal(this.#options.clock, close, () => visitNow() === visit);
    this.#refusing.delete(visit);
  }

  async #agree(talk: TalkSession, conversation: TalkConversation): Promise<void> {
    const { keys } = talk.state;
    if (keys !== 'agreeing') {
      this.#tellWhetherLost(talk, keys === 'missing');
      return;
    }
    const stored = this.#options.storage.get(`talk.${conversation.id}`);
    const agreement = await volunteerAgrees(conversation, stored);
    if (stored !== null) await talk.unlock(stored);
    if (agreement.is !== 'later') talk.settle(agreement.is);
    this.#tellWhetherLost(talk, agreement.is === 'missing');
  }

  /**
   * Tells the seeker whether this tab can read the conversation. If the command fails, the next snapshot triggers it
   * again.
   */
  #tellWhetherLost(talk: TalkSession, isLost: boolean): void {
    const { id, volunteerKeys } = talk.state.conversation;
    const now = isLost ? 'lost' : 'held';
    // The seeker is going back to the line.
    if (volunteerKeys === 'returned' || volunteerKeys === 'released') return;
    if (volunteerKeys !== now) void this.tellKeys(id, now);
  }
}

/** Whether these are a leader's visits to the same conversation, one after the other. */
function isOtherVisit(before: TalkConversation, now: Conversation): boolean {
  return before.seat === 'leader' && !sameEpoch(before.keyEpoch, now.keyEpoch);
}
