/** Offers of tickets and transfers to volunteers. */
import type { OfferStore } from '../../domain/live-store/offers.ts';
import type { SeekerId } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function offerStore({ redis, root, ending, done }: Calls): OfferStore {
  return {
    async takeOffer(staff, offer, conversation, now, pastTransfers = false) {
      const args = { staff, offer, conversation, now, pastTransfers };
      const got = outcome(await redis().offerTake(root, args), replies.TakenOffer);
      return got.ok ? { ok: true, offer: got.value } : got;
    },
    async takeTransfer(staff, offer, conversation, now) {
      const reply = await redis().transferTake(root, { staff, offer, conversation, now });
      const got = outcome(reply, replies.Offer);
      return got.ok ? { ok: true, offer: got.value } : got;
    },
    async matchOffer(language, offer, conversation, now, pastTransfers = false) {
      const args = { language, offer, conversation, now, pastTransfers };
      const got = outcome(await redis().offerMatch(root, args), replies.Match);
      return got.ok ? { ok: true, transfers: got.value.transfers } : got;
    },
    matchTransfer: (offer, conversation, now) =>
      done(redis().transferMatch(root, { offer, conversation, now })),
    async acceptOffer(staff, offer, encapsulation, confirmation, now) {
      const answer = { offer, staff, encapsulation, confirmation, now };
      const reply = await ending(redis().offerAccept(root, answer));
      const got = outcome(reply, replies.Conversation);
      return got.ok ? { ok: true, conversation: got.value } : got;
    },
    async returnOffer(offer, by, now) {
      const reply = await redis().offerReturn(root, { offer, staff: by ?? undefined, now });
      const got = outcome(reply, replies.ReturnedOffer);
      if (!got.ok) return got;
      const { language, seeker, publicKey } = got.value;
      return { ok: true, language, seeker: seeker as SeekerId, publicKey };
    },
  };
}
