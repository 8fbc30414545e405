/**
 * The scripts of the hot path: those that run for each message, place and pair, and each second on every node. Their
 * arguments come by position, and they concatenate their JSON.
 */
import {
  LIVE_RETRY_MS,
  PREFIX_KEY_MS,
  REBUILD_RETRY_MS,
  TIMES,
  URGENT_OF_PREFIX_WHEN_FULL,
} from '@terskel/shared/limits';
import { positional } from './script.ts';

const {
  breakMs,
  declineHoldMs,
  liveKeyMs,
  offerMs,
  restoreHoldMs,
  stillWaitingAskMs,
  volunteerGoneMs,
} = TIMES;

/** The TTLs of a conversation's keys are renewed once in as many messages; that is much more often than they end. */
const RENEW_EVERY = 64;

/** Fresh ids for the offer, and for the conversation that may follow; whether transfers have had their turn. */
const newOffer = {
  offer: 'string',
  conversation: 'string',
  now: 'number',
  pastTransfers: 'boolean',
} as const;

export const hotScripts = {
  messageSend: positional(
    'message-send',
    { messages: 'list' },
    { liveKeyMs, renewEvery: RENEW_EVERY, retryMs: REBUILD_RETRY_MS },
  ),
  nodeBeat: positional(
    'node-beat',
    { node: 'string', freshEpoch: 'string', now: 'number', beatAt: 'number?' },
    { restoreHoldMs },
  ),
  offerMatch: positional(
    'offer-match',
    { language: 'string', ...newOffer },
    { offerMs, declineHoldMs, liveKeyMs },
  ),
  offerTake: positional(
    'offer-take',
    { staff: 'string', ...newOffer },
    { offerMs, declineHoldMs, liveKeyMs },
  ),
  overview: positional(
    'overview',
    { now: 'number', languages: 'string', topics: 'string' },
    { breakMs, volunteerGoneMs },
  ),
  ticketOpen: positional(
    'ticket-open',
    {
      seeker: 'string',
      now: 'number',
      node: 'string',
      connection: 'string',
      ticket: 'string',
      publicKey: 'string',
      language: 'string',
      topic: 'string?',
      feeling: 'number?',
      age: 'string?',
      urgent: 'boolean',
      queueLimit: 'number',
      leaderNeeded: 'boolean',
      prefix: 'string?',
      livePerPrefix: 'number',
      urgentLimit: 'number',
    },
    {
      stillWaitingAskMs,
      liveKeyMs,
      breakMs,
      volunteerGoneMs,
      urgentOfPrefix: URGENT_OF_PREFIX_WHEN_FULL,
      retryMs: LIVE_RETRY_MS,
      prefixKeptMs: PREFIX_KEY_MS,
    },
  ),
};
