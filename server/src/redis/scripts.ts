/** Every Lua script, with the names and kinds of its arguments, and the limits that it applies. */
import {
  BUCKETS,
  COMMENT_BATCHES_MAX,
  KEYS_DIFFERED_MAX,
  MATCHES_KEPT,
  MISSED_OFFERS_MAX,
  REBUILD_MESSAGES_AHEAD,
  REBUILD_RETRY_MS,
  RESYNC_PAGE,
  TELLABLE_FROM,
  TIMES,
} from '@terskel/shared/limits';
import { hotScripts } from './hot-scripts.ts';
import { named } from './script.ts';

const {
  adminIdleMs,
  closingTabMs,
  declineHoldMs,
  extensionMs,
  feedbackKeptMs,
  liveKeyMs,
  offerMs,
  placeKeptMs,
  plannedConversationMs,
  rebuildWaitMs,
  restoreHoldMs,
  resumeMs,
  seatHeldMs,
  seekerGoneMs,
  seekerLostMs,
  signInMs,
  silenceCloseMs,
  silenceNudgeMs,
  silenceWarningMs,
  stillWaitingAnswerMs,
  stillWaitingAskMs,
  tombstoneMs,
  volunteerGoneMs,
  volunteerLostChoiceMs,
  wrapUpMs,
} = TIMES;

/** How many messages the seeker and the volunteer together may send (rule R1), per millisecond. */
const MESSAGES_PER_MS = Math.min(
  ...BUCKETS.message.map(({ points, perMs }) => (2 * points) / perMs),
);

/** Whose or which, and when; the times of the nodes' clocks, in ms since the epoch. */
const [seekerNow, staffNow, conversationNow] = [
  { seeker: 'string', now: 'number' },
  { staff: 'string', now: 'number' },
  { conversation: 'string', now: 'number' },
] as const;
/** A seat of a conversation, and who has it. */
const holder = { conversation: 'string', seat: 'string', participant: 'string' } as const;

/** Fresh ids for the offer of a transfer, and for the conversation that may follow. */
const newOffer = { offer: 'string', conversation: 'string', now: 'number' } as const;
const offerTimes = { offerMs, declineHoldMs, liveKeyMs } as const;

export const scripts = {
  ...hotScripts,
  asideOpen: named(
    'aside-open',
    {
      ...{ ...conversationNow, staff: 'string', aside: 'string' },
      ...{ encapsulation: 'string', confirmation: 'string' },
    },
    { liveKeyMs },
  ),
  asideReserve: named('aside-reserve', {
    ...{ conversation: 'string', staff: 'string', aside: 'string' },
  }),
  availabilitySet: named('availability-set', { ...staffNow, state: 'string' }),
  callRaise: named(
    'call-raise',
    { ...conversationNow, staff: 'string', kind: 'string' },
    { silenceNudgeMs },
  ),
  callReturn: named('call-return', { ...conversationNow, staff: 'string' }),
  callTake: named('call-take', { ...conversationNow, staff: 'string', publicKey: 'string' }),
  callWithdraw: named('call-withdraw', { ...conversationNow, staff: 'string' }),
  commentsReleased: named('comments-released', {}),
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
    conversation: 'string',
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
  dutyExpire: named('duty-expire', staffNow, { volunteerGoneMs }),
  dutyKeep: named('duty-keep', staffNow, { volunteerGoneMs }),
  dutyList: named('duty-list', { staff: 'string' }),
  feedbackGive: named(
    'feedback-give',
    {
      seeker: 'string',
      proof: 'string',
      month: 'string',
      feeling: 'number?',
      heard: 'number?',
      comment: 'string?',
      commentId: 'string',
      batchId: 'string',
    },
    { atLeast: TELLABLE_FROM, feedbackKeptMs, batchesMax: COMMENT_BATCHES_MAX },
  ),
  feedbackRelease: named(
    'feedback-release',
    { batchId: 'string', months: 'list' },
    { atLeast: TELLABLE_FROM, feedbackKeptMs },
  ),
  leadEnd: named('lead-end', { ...staffNow, connection: 'string?' }),
  ledgerCommit: named('ledger-commit', {
    version: 'string',
    hash: 'string?',
    entry: 'string?',
    writes: 'list',
  }),
  ledgerMigrate: named('ledger-migrate', {
    token: 'string',
    lockMs: 'number',
    schema: 'number?',
    writes: 'list',
  }),
  ledgerSession: named(
    'ledger-session',
    { session: 'string', used: 'boolean', now: 'number', stepMs: 'number' },
    { signInMs, adminIdleMs },
  ),
  ledgerSessions: named(
    'ledger-sessions',
    { session: 'string', finish: 'string?', now: 'number' },
    { signInMs, adminIdleMs },
  ),
  ledgerRevisions: named(
    'ledger-revisions',
    { sessions: 'list', now: 'number', stepMs: 'number' },
    { signInMs, adminIdleMs },
  ),
  messageReceived: named('message-received', { ...holder, seq: 'number' }),
  nodeForget: named('node-forget', { node: 'string' }),
  nodeHeld: named('node-held', { node: 'string', beat: 'number?' }),
  offerAccept: named(
    'offer-accept',
    { ...staffNow, offer: 'string', encapsulation: 'string', confirmation: 'string' },
    {
      plannedConversationMs,
      seatHeldMs,
      seekerLostMs,
      silenceNudgeMs,
      wrapUpMs,
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
  seekerClosing: named('seeker-closing', seekerNow, { closingTabMs }),
  seekerConnect: named(
    'seeker-connect',
    { ...seekerNow, node: 'string', connection: 'string', takeover: 'boolean' },
    { rebuildWaitMs },
  ),
  seekerDisconnect: named(
    'seeker-disconnect',
    { ...seekerNow, node: 'string', connection: 'string' },
    { placeKeptMs, closingTabMs, seekerLostMs },
  ),
  seekerRecord: named('seeker-record', { seeker: 'string' }),
  seekerRestore: named(
    'seeker-restore',
    {
      ...seekerNow,
      kind: 'string',
      id: 'string',
      record: 'object',
      epoch: 'string',
      issuedAt: 'number',
    },
    {
      ...{ resumeMs, restoreHoldMs, stillWaitingAskMs, placeKeptMs, seekerLostMs },
      ...{ rebuildWaitMs, liveKeyMs },
    },
  ),
  sessionOver: named('session-over', seekerNow, { resumeMs }),
  shiftEnd: named('shift-end', staffNow),
  shiftStart: named('shift-start', staffNow),
  staffConnect: named(
    'staff-connect',
    {
      ...staffNow,
      node: 'string',
      connection: 'string',
      alias: 'string',
      languages: 'string',
      topics: 'string',
      capacity: 'number',
      leads: 'boolean',
      takeover: 'boolean',
    },
    { rebuildWaitMs },
  ),
  staffDisconnect: named(
    'staff-disconnect',
    { ...staffNow, node: 'string', connection: 'string' },
    { volunteerGoneMs, seekerLostMs },
  ),
  staffRecord: named('staff-record', { staff: 'string' }),
  staffRestore: named(
    'staff-restore',
    { ...staffNow, conversations: 'list', epoch: 'string', issuedAt: 'number' },
    { resumeMs, restoreHoldMs, seekerLostMs, rebuildWaitMs, liveKeyMs },
  ),
  ticketAsk: named(
    'ticket-ask',
    { ticket: 'string', now: 'number' },
    { stillWaitingAnswerMs, stillWaitingAskMs, tombstoneMs },
  ),
  ticketEnd: named('ticket-end', { ...seekerNow, reason: 'string' }, { tombstoneMs }),
  ticketKeep: named('ticket-keep', seekerNow, { stillWaitingAskMs, liveKeyMs }),
  tombstoneExpire: named('tombstone-expire', { ...seekerNow, atOnce: 'boolean' }),
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
  typingSet: named('typing-set', { ...holder, typing: 'boolean' }),
  visitClose: named('visit-close', { ...conversationNow, staff: 'string', visit: 'string' }),
  visitConfirm: named('visit-confirm', {
    ...conversationNow,
    staff: 'string',
    visit: 'string',
    confirmation: 'string',
  }),
  visitOpen: named(
    'visit-open',
    {
      ...conversationNow,
      staff: 'string',
      keyEpoch: 'object',
      leaderKey: 'string',
      encapsulation: 'string',
      sealedSecret: 'string',
      confirmation: 'string',
    },
    { retryMs: REBUILD_RETRY_MS },
  ),
  wrapUpEnd: named('wrap-up-end', staffNow),
};
