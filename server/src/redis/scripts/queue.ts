/** Tickets, offers and transfers. */
import { MATCHES_KEPT, MISSED_OFFERS_MAX, TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';
import { conversationNow, seekerNow, staffNow } from './arguments.ts';

const {
  declineHoldMs,
  liveKeyMs,
  offerMs,
  plannedConversationMs,
  seatHeldMs,
  seekerLostMs,
  silenceNudgeMs,
  stillWaitingAnswerMs,
  stillWaitingAskMs,
  tombstoneMs,
  wrapUpMs,
} = TIMES;

/** Fresh ids for the offer of a transfer, and for the conversation that may follow. */
const newOffer = { offer: 'string', conversation: 'string', now: 'number' } as const;
const offerTimes = { offerMs, declineHoldMs, liveKeyMs } as const;

export const queueScripts = {
  offerAccept: named(
    'offer-accept',
    { ...staffNow, offer: 'string', encapsulation: 'string', confirmation: 'string' },
    {
      plannedConversationMs,
      seatHeldMs,
      seekerLostMs,
      silenceNudgeMs,
      wrapUpMs,
      tombstoneMs,
      liveKeyMs,
      matchesKept: MATCHES_KEPT,
    },
  ),
  offerReturn: named(
    'offer-return',
    { offer: 'string', staff: 'string?', now: 'number' },
    { stillWaitingAskMs, declineHoldMs, missesMax: MISSED_OFFERS_MAX },
  ),
  placeExpire: named('place-expire', seekerNow, { tombstoneMs }),
  ticketAsk: named(
    'ticket-ask',
    { ticket: 'string', now: 'number' },
    { stillWaitingAnswerMs, stillWaitingAskMs, tombstoneMs },
  ),
  ticketEnd: named('ticket-end', { ...seekerNow, reason: 'string' }, { tombstoneMs }),
  ticketKeep: named('ticket-keep', seekerNow, { stillWaitingAskMs, liveKeyMs }),
  transferAnswer: named(
    'transfer-answer',
    {
      ...conversationNow,
      seeker: 'string',
      transfer: 'string',
      publicKey: 'string?',
      history: 'boolean',
    },
    { liveKeyMs },
  ),
  transferAsk: named('transfer-ask', {
    conversation: 'string',
    staff: 'string',
    transfer: 'string',
    reason: 'string',
    to: 'string',
    colleague: 'string?',
  }),
  transferMatch: named('transfer-match', newOffer, offerTimes),
  transferTake: named('transfer-take', { staff: 'string', ...newOffer }, offerTimes),
  transferCancel: named('transfer-cancel', { ...conversationNow, staff: 'string' }),
};
