/** A volunteer's conversations in this tab, each with its keys in the tab's storage (rules E3, E4). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, VolunteerKeys } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { TalkState } from '../../state/talk.ts';
import type { TabStorage } from '../../storage.ts';
import { volunteerAgrees } from '../agreement.ts';
import { historyReader } from '../talk/history.ts';
import { TalkSession } from '../talk.ts';
import { type TalkTold, volunteerTalkLink } from '../talk-link.ts';

export interface VolunteerTalksOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly changed: () => void;
}

export class VolunteerTalks {
  readonly #options: VolunteerTalksOptions;
  readonly #talks = new Map<ConversationId, TalkSession>();

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
    const { id } = conversation;
    const { link, clock, storage, changed } = this.#options;
    let talk = this.#talks.get(id);
    if (talk === undefined) {
      talk = new TalkSession({
        conversation,
        link: volunteerTalkLink(link),
        clock,
        stored: () => storage.get(`talk.${id}`),
        keep: (stored) => storage.set(`talk.${id}`, stored),
        changed,
        readHistory: conversation.previous && historyReader(),
      });
      this.#talks.set(id, talk);
    }
    talk.told(conversation);
    void this.#agree(talk, conversation);
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
  async tellKeys(id: ConversationId, keys: VolunteerKeys) {
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

  async #agree(talk: TalkSession, conversation: Conversation): Promise<void> {
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
    if (volunteerKeys !== now && volunteerKeys !== 'returned') void this.tellKeys(id, now);
  }
}
