/** Offers to a volunteer: shows them, requests the next one, accepts and declines them. */
import type { StaffCommands } from '@terskel/shared/commands';
import type { Refusal } from '@terskel/shared/errors';
import type { StaffEvents } from '@terskel/shared/events';
import type { Conversation, Offer } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Told } from '../../net/contract.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { TabStorage } from '../../storage.ts';
import { Accepting } from './accepting.ts';
import type { VolunteerPage } from './volunteer-page.ts';

interface OffersOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  /** `early`: events of the conversation that arrived before the reply. */
  readonly onAccepted: (conversation: Conversation, early: readonly Told<StaffEvents>[]) => void;
}

/** The notes about an offer that is gone, and those about a transfer. */
const TRANSFER_NOTES = {
  offer_expired: 'transfer_expired',
  offer_withdrawn: 'transfer_withdrawn',
  offer_unusable: 'offer_unusable',
} as const;

export class Offers {
  readonly accepting: Accepting;
  readonly #options: OffersOptions;
  #taking = false;

  constructor(options: OffersOptions) {
    this.#options = options;
    this.accepting = new Accepting({
      ...options,
      onRefused: (offerId, refusal) => this.#refused(offerId, refusal),
      onInvalidKey: (offerId) => this.#giveBack(offerId),
    });
  }

  /** *Take next*: requests an offer and accepts it at once. */
  async take(): Promise<void> {
    const { link, page } = this.#options;
    if (this.#taking || page.state.offer !== null) return;
    this.#taking = true;
    const reply = await link.command('offer:take', {});
    this.#taking = false;
    if (reply.ok) {
      this.show(reply.offer);
      await this.accept();
    } else if (reply.code === 'queue_empty') {
      page.dispatch({ type: 'noted', note: { kind: 'queue_empty' } });
    } else page.refused(reply);
  }

  async accept(): Promise<void> {
    const { page } = this.#options;
    const { offer } = page.state;
    if (offer === null || offer.accepting || page.closed) return;
    await this.accepting.accept(offer.offer);
  }

  async decline(): Promise<void> {
    const { link, page } = this.#options;
    const { offer } = page.state;
    if (offer === null) return;
    const offerId = offer.offer.id;
    const reply = await link.command('offer:decline', { offerId });
    if (reply.ok) page.dispatch({ type: 'offer_gone', offerId });
    else this.#refused(offerId, reply);
  }

  show(offer: Offer): void {
    const { clock, page } = this.#options;
    page.dispatch({ type: 'offered', offer, at: clock.now() });
  }

  /** Applies the offer of a snapshot. */
  update(offer: Offer | null): void {
    this.accepting.forgetOthers(offer?.id);
    if (offer !== null) this.show(offer);
    else this.#options.page.dispatch({ type: 'offer_gone', offerId: null });
  }

  /** Removes an offer that is no longer open, and shows why. */
  remove(offerId: Offer['id'], kind: keyof typeof TRANSFER_NOTES): void {
    const { page } = this.#options;
    if (page.state.offer?.offer.id !== offerId) return;
    const isTransfer = page.state.offer.offer.transfer !== undefined;
    page.dispatch({ type: 'offer_gone', offerId });
    page.dispatch({ type: 'noted', note: { kind: isTransfer ? TRANSFER_NOTES[kind] : kind } });
  }

  /** Declines an offer whose key this tab cannot use. The service ends the ticket if the key is invalid (rule E1). */
  async #giveBack(offerId: Offer['id']): Promise<void> {
    const { link, clock, page } = this.#options;
    const answer = { offerId, reason: 'invalid_key' as const };
    const send = () => link.command('offer:decline', answer);
    const reply = await retryUntilFinal(clock, send, () => !page.closed);
    // If the reply is lost and the offer still stands, the next snapshot brings it again.
    if (reply.ok) this.remove(offerId, 'offer_unusable');
    else if (!('lost' in reply)) this.#refused(offerId, reply);
  }

  #refused(offerId: Offer['id'], refusal: Refusal): void {
    if (refusal.code === 'offer_gone') this.remove(offerId, 'offer_expired');
    else this.#options.page.refused(refusal);
  }
}
