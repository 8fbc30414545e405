/** A leader's visits: the key pairs of the leader's tab, and letting a leader in from the volunteer's tab (rule E5). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import type { ConversationId } from '@terskel/shared/ids';
import type { CallShown } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { createTicketKeys } from '../../e2ee/agreement.ts';
import { newVisit, sealVisit } from '../../e2ee/visit.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { StoredTalk, TabStorage } from '../../storage.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface VisitsOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
  /** The aside of this call whose keys this tab has, as the leader (rule V4). */
  readonly asideOf: (id: ConversationId) => ConversationId | undefined;
}

/** The script of the encryption could not be loaded. */
const SCRIPT_FAILED: Refusal = { ok: false, code: 'internal' };

export class Visits {
  readonly #options: VisitsOptions;
  readonly #taking = new Set<ConversationId>();
  readonly #opening = new Set<ConversationId>();

  constructor(options: VisitsOptions) {
    this.#options = options;
  }

  /** A leader takes a call, with a key pair of this tab. The page shows the result with the event that follows. */
  async take(id: ConversationId): Promise<void> {
    if (this.#taking.has(id)) return;
    const reply = await this.#take(id);
    if (!reply.ok) this.#options.page.refused(reply);
  }

  /**
   * A call that this leader has taken needs a new key pair of this tab: each is used for one visit, and an aside made with
   * another key never begins. Tries again after a temporary refusal, and with the next event about calls.
   */
  renew(id: ConversationId): void {
    const { clock, storage, page } = this.#options;
    const isFree = () =>
      !page.closed &&
      !this.#taking.has(id) &&
      page.state.calls.some((call) => call.conversationId === id && call.mine);
    const goesOn = () => isFree() && storage.get(`visit.${id}`) === null;
    if (isFree()) void retryUntilFinal(clock, () => this.#take(id), goesOn);
  }

  /** Whether this tab is taking the call, so that the key which the service names may be a former one. */
  isTaking(id: ConversationId): boolean {
    return this.#taking.has(id);
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
    for (const id of mine) if (isNew || storage.get(`visit.${id}`) === null) this.renew(id);
  }

  /** The volunteer lets in the leader who has taken the call. */
  async letIn(id: ConversationId): Promise<void> {
    if (this.#opening.has(id)) return;
    this.#opening.add(id);
    await this.#open(id).finally(() => this.#opening.delete(id));
  }

  /**
   * Marks a visit as over that this tab has requested and that has not begun. The service then cannot begin it later.
   */
  revoke(id: ConversationId): void {
    const { opened, visited } = this.#options.storage.get(`talk.${id}`) ?? {};
    if (opened !== undefined && opened.number > (visited?.number ?? 0))
      this.#keep(id, { visited: { ...opened, over: true } });
  }

  /** The volunteer ends the visit, or the leader leaves. */
  async close(id: ConversationId): Promise<void> {
    const { page, talks } = this.#options;
    const reply = await talks.closeVisit(id);
    if (!reply.ok) page.refused(reply);
  }

  async #take(id: ConversationId) {
    const { link, storage, page, asideOf } = this.#options;
    this.#taking.add(id);
    const keys = storage.get(`visit.${id}`) ?? (await createTicketKeys().catch(() => null));
    if (keys !== null && !page.closed) storage.set(`visit.${id}`, keys);
    const taken = { conversationId: id, asideId: asideOf(id) };
    const reply = keys
      ? await link.command('call:take', { ...taken, publicKey: keys.publicKey })
      : SCRIPT_FAILED;
    // The service may name another key.
    if (!reply.ok) storage.remove(`visit.${id}`);
    this.#taking.delete(id);
    return reply;
  }

  async #open(id: ConversationId): Promise<void> {
    const { link, storage, page, talks } = this.#options;
    const stored = storage.get(`talk.${id}`);
    const talk = talks.find(id)?.state;
    const leaderKey = page.state.about.get(id)?.call?.leaderKey;
    if (stored === null || talk?.keys !== 'agreed' || leaderKey === undefined) return;
    // After a loss of the store, the service may name a lower number than this tab has seen.
    const seen = [talk.conversation.keyEpoch, stored.visited, ...(stored.turns ?? [])];
    const keyEpoch = newVisit(Math.max(...seen.map((each) => each?.number ?? 0)) + 1);
    const held = { conversationId: id, secret: stored.secret };
    const sealed = await sealVisit(held, keyEpoch, leaderKey).catch(() => null);
    if (sealed === null) {
      page.note('invalid_key');
      return;
    }
    this.#keep(id, { opened: keyEpoch });
    const visit = { conversationId: id, keyEpoch, leaderKey, ...sealed };
    const reply = await link.command('visit:open', visit);
    if (reply.ok) return;
    page.refused(reply);
    // After a temporary refusal, it may have begun all the same.
    if (!('lost' in reply) && ERRORS[reply.code] !== 'later') this.revoke(id);
  }

  #keep(id: ConversationId, part: Partial<StoredTalk>): void {
    const { storage } = this.#options;
    const stored = storage.get(`talk.${id}`);
    if (stored !== null) storage.set(`talk.${id}`, { ...stored, ...part });
  }
}
