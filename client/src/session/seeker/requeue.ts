/** Puts a seeker back in the queue from a conversation, with new keys and none of the messages (rules C5, C12, E3). */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { SeekerEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Ticket } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Payload } from '../../net/contract.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { Link } from '../../net/link.ts';
import type { TabStorage } from '../../storage.ts';
import { keysAfter } from './next-keys.ts';

interface RequeueOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  /** Whether this is still the page's conversation: the seeker may have left it or started the next one. */
  readonly isOurs: (conversationId: ConversationId) => boolean;
  readonly back: (ticket: Ticket) => void;
}

export type RequeueReason = Payload<SeekerCommands, 'conversation:requeue'>['reason'];

export class Requeue {
  readonly #options: RequeueOptions;
  /** The conversation that the seeker is leaving, and whether the service was asked. */
  #leaving: { readonly id: ConversationId; asked: boolean } | null = null;

  constructor(options: RequeueOptions) {
    this.#options = options;
  }

  /** Whether a requeue out of this conversation was sent, so that its end is expected. */
  isAsked(conversationId: ConversationId): boolean {
    return this.#leaving?.id === conversationId && this.#leaving.asked;
  }

  async begin(conversationId: ConversationId, reason: RequeueReason): Promise<void> {
    if (this.#leaving?.id === conversationId) return;
    // A requeue out of an earlier conversation may still wait to be sent again. It no longer matters.
    const leaving = { id: conversationId, asked: false };
    this.#leaving = leaving;
    try {
      await this.#ask(leaving, reason);
    } catch {
      // Keys cannot be created because their script failed to load. A reconnect may fix that.
      this.#options.link.refresh();
    } finally {
      if (this.#leaving === leaving) this.#leaving = null;
    }
  }

  async #ask(
    leaving: { readonly id: ConversationId; asked: boolean },
    reason: RequeueReason,
  ): Promise<void> {
    const { id: conversationId } = leaving;
    const { clock, storage, link, isOurs, back } = this.#options;
    const going = () => isOurs(conversationId);
    const keys = await keysAfter(storage, conversationId);
    if (!going()) return;
    storage.set('ticket', keys);
    leaving.asked = true;
    const { publicKey } = keys;
    const send = () => link.command('conversation:requeue', { conversationId, reason, publicKey });
    const reply = await retryUntilFinal(clock, send, going);
    if (!going()) return;
    if (reply.ok) back(reply.ticket);
    else if (!('lost' in reply)) link.refresh();
  }
}
