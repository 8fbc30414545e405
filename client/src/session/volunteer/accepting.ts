/** Accepts an offer: creates the keys, and holds events back that arrive before the reply (rule E3). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { Refusal } from '@terskel/shared/errors';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Offer } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { encapsulate } from '../../e2ee/agreement.ts';
import { confirm, firstEpoch } from '../../e2ee/seat-keys.ts';
import { suite } from '../../e2ee/suite.ts';
import type { Told } from '../../net/contract.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { TabStorage } from '../../storage.ts';
import { fresh } from '../agreement.ts';
import type { VolunteerPage } from './volunteer-page.ts';

type Event = Told<StaffEvents>;
type Encapsulated = Awaited<ReturnType<typeof encapsulate>>;

interface AcceptingOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  /** `early`: events of the conversation that arrived before the reply. */
  readonly onAccepted: (conversation: Conversation, early: readonly Event[]) => void;
  readonly onRefused: (offerId: Offer['id'], refusal: Refusal) => void;
  /** This tab cannot use the offer's key. */
  readonly onInvalidKey: (offerId: Offer['id']) => Promise<void>;
}

export class Accepting {
  readonly #options: AcceptingOptions;
  /** The conversation that is being accepted. */
  #conversationId: ConversationId | null = null;
  readonly #early: Event[] = [];

  constructor(options: AcceptingOptions) {
    this.#options = options;
  }

  /** Whether this conversation is being accepted. Its keys are needed although no snapshot contains it yet. */
  is(conversationId: string): boolean {
    return conversationId === this.#conversationId;
  }

  /** Holds an event of the conversation back until the reply to `offer:accept` is handled. */
  holdBack(event: Event): void {
    this.#early.push(event);
  }

  /** Whether an attempt to accept this conversation may still be executed, with keys that this tab has. */
  mayBegin(conversationId: string): boolean {
    return this.#options.storage.get('accepting')?.conversationId === conversationId;
  }

  /** `offerId`: the offer in a snapshot. Keys of an earlier attempt for another one are deleted. */
  forgetOthers(offerId: Offer['id'] | undefined): void {
    const { storage } = this.#options;
    const isOther = offerId !== storage.get('accepting')?.offerId;
    if (isOther && this.#conversationId === null) storage.remove('accepting');
  }

  async accept({ id: offerId, conversationId, publicKey, feeling }: Offer): Promise<void> {
    const { link, clock, storage, page, onAccepted, onRefused, onInvalidKey } = this.#options;
    const slot = `talk.${conversationId}` as const;
    page.dispatch({ type: 'accepting', offerId, accepting: true });
    this.#conversationId = conversationId;
    const before = storage.get('accepting');
    const tried = before?.offerId === offerId ? before : null;
    const made = tried ?? (await keysFor(publicKey, conversationId));
    if (page.closed) return;
    if (typeof made === 'string') {
      this.#conversationId = null;
      page.dispatch({ type: 'accepting', offerId, accepting: false });
      // If the encryption script failed to load, the volunteer can try again. No volunteer can use an invalid key.
      if (made === 'no_script') page.note('internal');
      else await onInvalidKey(offerId);
      return;
    }
    const confirmation = await confirm(firstEpoch(conversationId, made.secret), 'volunteer');
    if (page.closed) return;
    const { encapsulation, secret } = made;
    storage.set('accepting', { offerId, conversationId, encapsulation, secret });
    if (tried === null || storage.get(slot) === null) {
      storage.set(slot, { ...fresh(secret), ...(feeling !== undefined && { feeling }) });
    }
    const answer = { offerId, encapsulation, confirmation };
    const send = () => link.command('offer:accept', answer);
    const reply = await retryUntilFinal(clock, send, () => !page.closed);
    this.#conversationId = null;
    const early = this.#early.splice(0);
    if (reply.ok) {
      storage.remove('accepting');
      page.dispatch({ type: 'offer_gone', offerId });
      onAccepted(reply.conversation, early);
      return;
    }
    page.dispatch({ type: 'accepting', offerId, accepting: false });
    // If the reply is lost, the offer may have been accepted; the next snapshot says so.
    if ('lost' in reply) return;
    storage.remove('accepting');
    storage.remove(slot);
    onRefused(offerId, reply);
  }
}

/** Creates the keys and encapsulation for an acceptance. `no_script`: the encryption fallback could not be fetched. */
async function keysFor(
  publicKey: string,
  conversationId: ConversationId,
): Promise<Encapsulated | 'no_script' | 'invalid_key'> {
  const hpke = await suite().catch(() => null);
  if (hpke === null) return 'no_script';
  return encapsulate(publicKey, conversationId, hpke).catch(() => 'invalid_key' as const);
}
