/** A volunteer's transfers: asking the seeker, cancelling, and showing why one is over (rule C11). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Colleague, TransferReason, TransferTo } from '@terskel/shared/models';
import type { Told } from '../../net/contract.ts';
import type { Link } from '../../net/link.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface TransfersOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
}

type Changed = Extract<Told<StaffEvents>, { name: 'transfer:changed' }>['payload'];

export class Transfers {
  readonly #options: TransfersOptions;

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  /** The colleagues on duty; null if they could not be fetched. */
  async colleagues(): Promise<readonly Colleague[] | null> {
    const reply = await this.#options.link.command('duty:list', {});
    return reply.ok ? reply.colleagues : null;
  }

  async ask(id: ConversationId, reason: TransferReason, to: TransferTo): Promise<void> {
    const { link, page, talks } = this.#options;
    const reply = await link.command('transfer:ask', { conversationId: id, reason, to });
    if (!reply.ok) {
      page.refused(reply);
      // Something else is pending, or the colleague has left: shows what there is now.
      if (reply.code === 'wrong_state') link.refresh();
      return;
    }
    const talk = talks.find(id);
    // The answer to the question may have arrived first.
    if (talk?.state.conversation.transfer === null) talk.transfer(reply.transfer);
  }

  async cancel(id: ConversationId): Promise<void> {
    const { link, page, talks } = this.#options;
    const reply = await link.command('transfer:cancel', { conversationId: id });
    if (reply.ok) talks.find(id)?.transfer(null);
    else page.refused(reply);
  }

  /** Shows why a transfer is over. */
  changed({ conversationId, outcome }: Changed): void {
    const { page, talks } = this.#options;
    const { to, reason } = talks.find(conversationId)?.state.conversation.transfer ?? {};
    // A takeover was not the volunteer's question.
    if (outcome === undefined || to === undefined || reason === 'takeover') return;
    const alias = to.kind === 'colleague' ? to.alias : null;
    page.noteTransfer(conversationId, outcome, alias);
  }
}
