/** Offers of tickets to volunteers. */
import { TIMES } from '@terskel/shared/limits';
import type { OfferStore } from '../../domain/live-store/offers.ts';
import type { SeekerId } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function offerStore({ redis, root, done }: Calls): OfferStore {
  return {
    async takeOffer(staff, offerId, conversationId, now) {
      const args = [
        staff,
        offerId,
        conversationId,
        now,
        TIMES.offerMs,
        TIMES.declineHoldMs,
        TIMES.liveKeyMs,
      ];
      const got = outcome(await redis().offerTake(root, args), replies.Offer);
      return got.ok ? { ok: true, offer: got.value } : got;
    },
    matchOffer: (language, offerId, conversationId, now) =>
      done(
        redis().offerMatch(root, [
          ...[language, offerId, conversationId, now],
          ...[TIMES.offerMs, TIMES.declineHoldMs, TIMES.liveKeyMs],
        ]),
      ),
    async acceptOffer(staff, offerId, encapsulation, confirmation, now) {
      const got = outcome(
        await redis().offerAccept(root, [
          ...[offerId, staff, encapsulation, confirmation, now],
          ...[TIMES.plannedConversationMs, TIMES.seatHeldMs, TIMES.seekerLostMs],
          ...[TIMES.silenceNudgeMs, TIMES.liveKeyMs],
        ]),
        replies.Conversation,
      );
      return got.ok ? { ok: true, conversation: got.value } : got;
    },
    async returnOffer(offerId, staff, now) {
      const args = [offerId, staff ?? '', now, TIMES.stillWaitingAskMs, TIMES.declineHoldMs];
      const got = outcome(await redis().offerReturn(root, args), replies.ReturnedOffer);
      if (!got.ok) return got;
      const { language, seeker, publicKey } = got.value;
      return { ok: true, language, seeker: seeker as SeekerId, publicKey };
    },
  };
}
