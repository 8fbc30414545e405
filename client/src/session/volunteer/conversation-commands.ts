/** A volunteer's commands about a conversation: extending, marking, giving back and ending it (rules C8–C10, C16, C17). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { VolunteerEnd } from '@terskel/shared/models';
import type { Link } from '../../net/link.ts';
import type { TalkSession } from '../talk.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface ConversationCommandsOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
}

export class ConversationCommands {
  readonly #options: ConversationCommandsOptions;
  readonly #ending = new Set<ConversationId>();

  constructor(options: ConversationCommandsOptions) {
    this.#options = options;
  }

  /** Extends the planned duration (rule C8). */
  async extend(id: ConversationId): Promise<void> {
    const { link, page, talks } = this.#options;
    const talk = talks.find(id);
    if (talk === undefined) return;
    const { plannedMs } = talk.state.conversation;
    const reply = await link.command('conversation:extend', { conversationId: id, plannedMs });
    if (reply.ok) talk.changed({ plannedMs: reply.plannedMs });
    else page.refused(reply);
  }

  /** Sets or clears a mark: danger, or held open (rules C9, C17). */
  async mark(id: ConversationId, mark: 'danger' | 'held', on: boolean): Promise<void> {
    const { link, page, talks } = this.#options;
    const reply = await link.command('conversation:mark', { conversationId: id, mark, on });
    if (reply.ok) talks.find(id)?.changed({ danger: reply.danger, held: reply.held });
    else page.refused(reply);
  }

  /** Returns the seeker to the original place in the queue because this tab has no keys (rule C16). */
  async giveBack(id: ConversationId): Promise<void> {
    const { page, talks } = this.#options;
    const reply = await talks.tellKeys(id, 'returned');
    if (!reply.ok) page.refused(reply);
  }

  /** Earlier messages are sent first. If that fails, the conversation stays open and the volunteer is notified. */
  async end(id: ConversationId, lastWords: string | null): Promise<void> {
    const { page, talks } = this.#options;
    const talk = talks.find(id);
    // A leader leaves, and ends nothing.
    if (talk?.state.conversation.seat !== 'volunteer' || this.#ending.has(id)) return;
    this.#ending.add(id);
    const drained = await talk.drained(TIMES.commandMs);
    if (drained) await this.#end(id, talk, lastWords);
    else if (talks.find(id) === talk) page.note('unavailable');
    this.#ending.delete(id);
  }

  /** The conversation is over. `reason` is null if it is unknown. */
  ended(id: ConversationId, reason: VolunteerEnd | null): void {
    const { page, talks } = this.#options;
    const talk = talks.find(id);
    if (talk?.state.conversation.seat === 'leader') {
      const { state } = talk;
      talks.forget(id);
      page.dispatch({ type: 'visit_ended', talk: state, isOver: reason !== null });
    } else if (talk !== undefined) {
      const { state } = talk;
      talks.forget(id);
      page.dispatch({ type: 'ended', talk: state, reason });
    } else if (reason !== null) {
      // A snapshot may show that it is over before the event gives the reason.
      page.dispatch({ type: 'explained', id, reason });
    }
  }

  async #end(id: ConversationId, talk: TalkSession, lastWords: string | null): Promise<void> {
    const { link, page } = this.#options;
    const lastMessage = await talk.sealLast(lastWords?.trim() ?? '');
    const reply = await link.command('conversation:end', {
      conversationId: id,
      ...(lastMessage !== null && { lastMessage }),
    });
    if (reply.ok) this.ended(id, 'volunteer');
    else page.refused(reply);
  }
}
