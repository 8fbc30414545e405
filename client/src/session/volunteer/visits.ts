/** A leader's visits: a leader's keys for them, and letting a leader in (rule E5). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { CallShown } from '@terskel/shared/models';
import { createTicketKeys } from '../../e2ee/agreement.ts';
import { newVisit, sealVisit } from '../../e2ee/visit.ts';
import type { Link } from '../../net/link.ts';
import type { TabStorage } from '../../storage.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface VisitsOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
}

export class Visits {
  readonly #options: VisitsOptions;
  readonly #taking = new Set<ConversationId>();
  readonly #opening = new Set<ConversationId>();

  constructor(options: VisitsOptions) {
    this.#options = options;
  }

  /** A leader takes a call. The page shows the result with the event that follows. */
  async take(id: ConversationId): Promise<void> {
    const { page } = this.#options;
    try {
      const reply = await this.#take(id);
      if (reply?.ok === false) page.refused(reply);
    } catch {
      // The script of the encryption could not be loaded.
      page.note('internal');
    }
  }

  /**
   * Each call that this leader has taken needs a key pair of this tab; those of other calls are deleted. On a new
   * connection (`isNew`), another tab may have taken the call last, with its own keys: this tab takes it again.
   */
  update(calls: readonly CallShown[], isNew: boolean): void {
    const { storage } = this.#options;
    const mine = new Set(calls.filter((call) => call.mine).map((call) => call.conversationId));
    for (const slot of storage.slots()) {
      const id = /^visit\.(.*)$/.exec(slot)?.[1] as ConversationId | undefined;
      if (id !== undefined && !mine.has(id) && !this.#taking.has(id)) storage.remove(slot);
    }
    for (const id of mine) {
      // Nobody has pressed anything, so a refusal is not shown: the call is over, or the next connection tries again.
      if (isNew || storage.get(`visit.${id}`) === null) this.#take(id).catch(() => {});
    }
  }

  /** The volunteer lets in the leader who has taken the call. */
  async letIn(id: ConversationId): Promise<void> {
    if (this.#opening.has(id)) return;
    this.#opening.add(id);
    await this.#open(id).finally(() => this.#opening.delete(id));
  }

  /** The volunteer ends the visit, or the leader leaves. */
  async close(id: ConversationId): Promise<void> {
    const { page, talks } = this.#options;
    const reply = await talks.closeVisit(id);
    if (!reply.ok) page.refused(reply);
  }

  /** Takes a call with a key pair of this tab. Rejects if the script of the encryption could not be loaded. */
  async #take(id: ConversationId) {
    const { link, storage, page } = this.#options;
    if (this.#taking.has(id)) return null;
    this.#taking.add(id);
    try {
      const keys = storage.get(`visit.${id}`) ?? (await createTicketKeys());
      if (page.closed) return null;
      storage.set(`visit.${id}`, keys);
      const { publicKey } = keys;
      return await link.command('call:take', { conversationId: id, publicKey });
    } finally {
      this.#taking.delete(id);
    }
  }

  async #open(id: ConversationId): Promise<void> {
    const { link, storage, page, talks } = this.#options;
    const stored = storage.get(`talk.${id}`);
    const talk = talks.find(id)?.state;
    const leaderKey = page.state.about.get(id)?.call?.leaderKey;
    if (stored === null || talk?.keys !== 'agreed' || leaderKey === undefined) return;
    const highest = Math.max(talk.conversation.keyEpoch.number, stored.visited?.number ?? 0);
    const keyEpoch = newVisit(highest + 1);
    const held = { conversationId: id, secret: stored.secret };
    const sealed = await sealVisit(held, keyEpoch, leaderKey).catch(() => null);
    if (sealed === null) {
      page.note('invalid_key');
      return;
    }
    const visit = { conversationId: id, keyEpoch, leaderKey, ...sealed };
    const reply = await link.command('visit:open', visit);
    if (!reply.ok) page.refused(reply);
  }
}
