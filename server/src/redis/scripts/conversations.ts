/** Conversations: messages, marks, silence, the rebuild after a loss, and ends. */
import {
  BUCKETS,
  KEYS_DIFFERED_MAX,
  REBUILD_MESSAGES_AHEAD,
  REBUILD_RETRY_MS,
  RESYNC_PAGE,
  TIMES,
} from '@terskel/shared/limits';
import { named } from '../script.ts';
import { conversationNow, holder } from './arguments.ts';

const {
  extensionMs,
  liveKeyMs,
  placeKeptMs,
  rebuildWaitMs,
  seekerGoneMs,
  seekerLostMs,
  silenceCloseMs,
  silenceNudgeMs,
  silenceWarningMs,
  stillWaitingAskMs,
  tombstoneMs,
  volunteerLostChoiceMs,
  volunteerLostWordsMs,
  wrapUpMs,
} = TIMES;

/** How many messages the seeker and the volunteer together may send (rule R1), per millisecond. */
const MESSAGES_PER_MS = Math.min(
  ...BUCKETS.message.map(({ points, perMs }) => (2 * points) / perMs),
);

export const conversationScripts = {
  conversationComplete: named('conversation-complete', conversationNow, {
    ...{ rebuildWaitMs, liveKeyMs },
    messagesPerMs: MESSAGES_PER_MS,
    messagesAhead: REBUILD_MESSAGES_AHEAD,
  }),
  conversationConfirm: named('conversation-confirm', {
    conversation: 'string',
    participant: 'string',
    confirmation: 'string',
  }),
  conversationEnd: named(
    'conversation-end',
    { ...holder, reason: 'string', lastMessage: 'object?', now: 'number' },
    { seekerLostMs, wrapUpMs, tombstoneMs },
  ),
  conversationExtend: named(
    'conversation-extend',
    { ...conversationNow, staff: 'string', shownMs: 'number' },
    { extensionMs },
  ),
  conversationKeys: named('conversation-keys', {
    ...conversationNow,
    staff: 'string',
    keys: 'string',
  }),
  conversationLog: named(
    'conversation-log',
    { ...holder, after: 'number' },
    { page: RESYNC_PAGE, retryMs: REBUILD_RETRY_MS },
  ),
  conversationLose: named(
    'conversation-lose',
    { ...conversationNow, kind: 'string' },
    { seekerLostMs, seekerGoneMs, wrapUpMs, tombstoneMs },
  ),
  conversationMark: named(
    'conversation-mark',
    { ...conversationNow, staff: 'string', mark: 'string', on: 'boolean' },
    { silenceNudgeMs },
  ),
  conversationRebuild: named(
    'conversation-rebuild',
    { ...holder, messages: 'list', last: 'boolean', sent: 'number', now: 'number' },
    { liveKeyMs, messagesPerMs: MESSAGES_PER_MS, messagesAhead: REBUILD_MESSAGES_AHEAD },
  ),
  conversationRelease: named('conversation-release', { ...conversationNow, staff: 'string' }),
  conversationRequeue: named(
    'conversation-requeue',
    {
      ...conversationNow,
      seeker: 'string',
      reason: 'string',
      ticket: 'string',
      publicKey: 'string',
    },
    {
      volunteerLostChoiceMs,
      stillWaitingAskMs,
      placeKeptMs,
      wrapUpMs,
      liveKeyMs,
      keysDifferedMax: KEYS_DIFFERED_MAX,
      tombstoneMs,
    },
  ),
  conversationSilence: named('conversation-silence', conversationNow, {
    silenceNudgeMs,
    silenceWarningMs,
    silenceCloseMs,
    wrapUpMs,
    tombstoneMs,
  }),
  conversationStay: named(
    'conversation-stay',
    { ...conversationNow, seeker: 'string' },
    { silenceNudgeMs },
  ),
  conversationStuck: named('conversation-stuck', conversationNow, { volunteerLostWordsMs }),
  conversationTakeover: named('conversation-takeover', {
    ...conversationNow,
    staff: 'string',
    transfer: 'string',
  }),
  messageReceived: named('message-received', { ...holder, seq: 'number' }),
  typingSet: named('typing-set', { ...holder, typing: 'boolean' }),
};
