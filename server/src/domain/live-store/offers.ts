/** Offers of tickets and transfers to volunteers. */
import type { OfferId, StaffId } from '@terskel/shared/ids';
import type { Conversation, Language, Offer } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type { SeekerId, Done } from './rows.ts';

export interface OfferStore {
  /**
   * Offers the next ticket to a volunteer who asks for it. Null: nothing was done, because transfers wait, which go
   * first (rule C11). `pastTransfers`: they have had their turn.
   */
  takeOffer(
    staff: StaffId,
    offerId: string,
    conversationId: string,
    now: number,
    pastTransfers?: boolean,
  ): Promise<Outcome<{ offer: Offer | null }>>;
  /** The same with the oldest transfer that this volunteer can take. */
  takeTransfer(
    staff: StaffId,
    offerId: string,
    conversationId: string,
    now: number,
  ): Promise<Outcome<{ offer: Offer }>>;
  /**
   * Makes one offer in this language; `queue_empty` if no ticket and volunteer fit together. `transfers`: nothing was
   * done, as above.
   */
  matchOffer(
    language: Language,
    offerId: string,
    conversationId: string,
    now: number,
    pastTransfers?: boolean,
  ): Promise<Outcome<{ transfers: boolean }>>;
  /** Offers one transfer to one volunteer; `queue_empty` if no transfer and volunteer fit together. */
  matchTransfer(offerId: string, conversationId: string, now: number): Done;
  acceptOffer(
    staff: StaffId,
    offerId: OfferId,
    encapsulation: string,
    confirmation: string,
    now: number,
  ): Promise<Outcome<{ conversation: Conversation }>>;
  /** Ends an offer: declined by `staff`, or expired if null. Returns the ticket's language, seeker and public key. */
  returnOffer(
    offerId: OfferId,
    staff: StaffId | null,
    now: number,
  ): Promise<Outcome<{ language: Language; seeker: SeekerId; publicKey: string }>>;
}
