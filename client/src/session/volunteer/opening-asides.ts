/**
 * A volunteer's tab opens an aside for each call that a leader has taken, without a press (rule V4). It does so again if the
 * tab has no keys of the aside that there is, and after an aside has ended while the call is still taken.
 */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Clock } from '../../clock.ts';
import { makeAside } from '../../e2ee/aside.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { TabStorage } from '../../storage.ts';
import { fresh } from '../agreement.ts';
import type { VolunteerPage } from './volunteer-page.ts';

interface OpeningAsidesOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  /** Whether this tab has an aside for that conversation, and its keys. */
  readonly isOpen: (of: ConversationId) => boolean;
}

interface Opening {
  /** Null until it is reserved. */
  asideId: ConversationId | null;
  /** The service has acknowledged it. The event that it was opened may still be on its way. */
  isDone: boolean;
  /** That event, or the one of its end, has arrived. */
  isKnown: boolean;
  /** Something has changed since. */
  isOutdated: boolean;
}

export class OpeningAsides {
  readonly #options: OpeningAsidesOptions;
  /** By conversation of the call. */
  readonly #opening = new Map<ConversationId, Opening>();

  constructor(options: OpeningAsidesOptions) {
    this.#options = options;
  }

  /** Whether the keys of this aside are needed although no snapshot names it yet. */
  is(asideId: string): boolean {
    return [...this.#opening.values()].some((opening) => opening.asideId === asideId);
  }

  /** A snapshot has arrived: it names what has been opened. */
  settle(): void {
    for (const [of, { isDone }] of this.#opening) if (isDone) this.#opening.delete(of);
  }

  /** The service says that this aside was opened, or has ended. */
  know(asideId: ConversationId): void {
    for (const [of, opening] of this.#opening) {
      if (opening.asideId !== asideId) continue;
      opening.isKnown = true;
      if (opening.isDone) this.#opening.delete(of);
    }
  }

  /** Opens what is missing. Call it when a call or an aside has changed. */
  follow(): void {
    for (const of of this.#options.page.state.about.keys()) this.#followOne(of);
  }

  #followOne(of: ConversationId): void {
    const leaderKey = this.#leaderKeyOf(of);
    const opening = this.#opening.get(of);
    if (opening !== undefined) opening.isOutdated = true;
    else if (leaderKey !== undefined && !this.#options.isOpen(of)) void this.#open(of, leaderKey);
  }

  #leaderKeyOf(of: ConversationId): string | undefined {
    return this.#options.page.state.about.get(of)?.call?.leaderKey;
  }

  async #open(of: ConversationId, leaderKey: string): Promise<void> {
    const opening = { asideId: null, isDone: false, isKnown: false, isOutdated: false };
    this.#opening.set(of, opening);
    await this.#try(of, leaderKey, opening).catch(() => this.#options.page.note('internal'));
    if (opening.isDone && !opening.isKnown) return;
    this.#opening.delete(of);
    // Only this one: two that fail would make each other try again without end.
    if (opening.isOutdated) this.#followOne(of);
  }

  async #try(of: ConversationId, leaderKey: string, opening: Opening): Promise<void> {
    const { link, clock, storage, page } = this.#options;
    const isWanted = () => !page.closed && this.#leaderKeyOf(of) === leaderKey;
    const reserve = () => link.command('aside:reserve', { conversationId: of });
    const reserved = await retryUntilFinal(clock, reserve, isWanted);
    if (!reserved.ok || !isWanted()) return;
    const { asideId } = reserved;
    opening.asideId = asideId;
    const { secret, ...keys } = await makeAside(leaderKey, asideId);
    if (!isWanted()) return;
    storage.set(`talk.${asideId}`, fresh(secret));
    const open = () =>
      link.command('aside:open', { conversationId: of, asideId, leaderKey, ...keys });
    const reply = await retryUntilFinal(clock, open, isWanted);
    opening.isDone = reply.ok;
    // If the reply is lost, it may be open; the next snapshot says so.
    if (!reply.ok && !('lost' in reply)) storage.remove(`talk.${asideId}`);
  }
}
