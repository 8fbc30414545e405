/** A leader's view of conversations that their volunteers cannot continue: taking them over, and releasing them (rule V7). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Offer, StuckShown } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { Offers } from './offers.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface StuckTalksOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
  readonly offers: Offers;
}

export class StuckTalks {
  readonly #options: StuckTalksOptions;
  /** Those that this tab has asked to take over, with the alias of their volunteer. */
  readonly #wanted = new Map<ConversationId, string>();
  readonly #asking = new Set<ConversationId>();

  constructor(options: StuckTalksOptions) {
    this.#options = options;
  }

  /** This tab accepts the offer that follows by itself, as after *Take next*. */
  async takeOver(id: ConversationId): Promise<void> {
    const { link, page } = this.#options;
    const alias = page.state.stuck.find((talk) => talk.conversationId === id)?.alias;
    if (alias === undefined || this.#asking.has(id)) return;
    this.#asking.add(id);
    this.#wanted.set(id, alias);
    const reply = await link.command('conversation:takeover', { conversationId: id });
    this.#asking.delete(id);
    if (reply.ok) return;
    // If the reply is lost, the next snapshot shows whether this leader takes over.
    if (!('lost' in reply)) this.#wanted.delete(id);
    page.refused(reply);
  }

  /** Gives the seeker back to the original place in the queue. */
  async release(id: ConversationId): Promise<void> {
    const { link, page } = this.#options;
    const reply = await link.command('conversation:release', { conversationId: id });
    if (!reply.ok) page.refused(reply);
  }

  show(stuck: readonly StuckShown[]): void {
    const { page, clock } = this.#options;
    page.dispatch({ type: 'stuck', stuck, at: clock.now() });
    const mine = new Set(stuck.filter((talk) => talk.mine).map((talk) => talk.conversationId));
    for (const [id, alias] of this.#wanted) {
      if (mine.has(id) || this.#asking.has(id)) continue;
      this.#wanted.delete(id);
      if (!this.#isTaken(id)) page.dispatch({ type: 'noted', note: { kind: 'takeover', alias } });
    }
  }

  /** Accepts the offer of a conversation that this tab has asked to take over. */
  answer({ transfer }: Offer): void {
    if (transfer?.reason === 'takeover' && this.#wanted.size > 0)
      void this.#options.offers.accept();
  }

  /** Whether it continues on this page, or is about to. */
  #isTaken(id: ConversationId): boolean {
    const { page, talks } = this.#options;
    const { offer } = page.state;
    const isAccepting = offer?.accepting === true && offer.offer.transfer?.reason === 'takeover';
    const isHere = talks.states.some(
      ({ conversation }) => conversation.previous?.conversationId === id,
    );
    return isAccepting || isHere;
  }
}
