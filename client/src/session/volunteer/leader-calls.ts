/** A volunteer's calls to the leaders on duty, and a leader's answers to those of others (rule V4). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Call, CallKind, CallShown } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { Visits } from './visits.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface LeaderCallsOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
  readonly visits: Visits;
}

export class LeaderCalls {
  readonly #options: LeaderCallsOptions;

  constructor(options: LeaderCallsOptions) {
    this.#options = options;
  }

  async raise(id: ConversationId, kind: CallKind): Promise<void> {
    const { link, page, talks } = this.#options;
    const reply = await link.command('call:raise', { conversationId: id, kind });
    if (!reply.ok) {
      page.refused(reply);
      return;
    }
    this.update(id, reply.call);
    if (kind === 'danger') talks.find(id)?.changed({ danger: true });
  }

  async withdraw(id: ConversationId): Promise<void> {
    const { link, page, visits } = this.#options;
    visits.revoke(id);
    const reply = await link.command('call:withdraw', { conversationId: id });
    if (reply.ok) this.update(id, null);
    else page.refused(reply);
  }

  async giveBack(id: ConversationId): Promise<void> {
    const { link, page } = this.#options;
    const reply = await link.command('call:return', { conversationId: id });
    if (!reply.ok) page.refused(reply);
  }

  /** The state of this volunteer's own call. */
  update(id: ConversationId, call: Call | null): void {
    const { page, clock } = this.#options;
    page.dispatch({ type: 'call', id, call, at: clock.now() });
  }

  /** The calls of others. `isNew`: as in the first event of a connection. */
  show(calls: readonly CallShown[], isNew: boolean): void {
    const { page, clock, visits } = this.#options;
    page.dispatch({ type: 'calls', calls, at: clock.now() });
    visits.update(calls, isNew);
  }
}
