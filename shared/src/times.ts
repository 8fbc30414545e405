/**
 * Default times, in milliseconds. An association can set most of them (see `Settings`). They are constants of their own,
 * so that a page contains only those that it uses (rule U5). `limits.ts` gathers them as `TIMES`.
 */
const second = 1_000;
const minute = 60 * second;

/** The server pings each connection this often, and waits as long for the pong (rule F1). */
export const heartbeatMs = 10 * second;
/** Every command is answered within this time, with `unavailable` if it cannot be completed (rule F4). */
export const commandMs = 2 * second;
/** Minimum interval between updates of counts and of the state of intake (rule I4). */
export const tickMs = 1 * second;
/** The public number of waiting seekers and their wait change only at multiples of this time (rule I4). */
export const intakeReleaseMs = 30 * second;
/** Minimum interval between updates of a place in line (rule Q5). */
export const placeUpdateMs = 2 * second;
/** How long a place in line is kept without a connection (rule Q6). */
export const placeKeptMs = 120 * second;
/** The same after the page reported that it closes: enough for a reload, short for a stale ticket (rule Q6). */
export const closingTabMs = 15 * second;
/** When a waiting seeker is asked "still waiting?" (rule Q7). */
export const stillWaitingAskMs = 10 * minute;
/** How long the seeker has to answer before the ticket expires (rule Q7). */
export const stillWaitingAnswerMs = 2 * minute;
/** How long an offer reserves the ticket (rule O2). */
export const offerMs = 45 * second;
/**
 * A declined ticket is offered to the same volunteer again only after they have been alone on duty this long (rule O4),
 * a transfer once this time has passed (rule C11).
 */
export const declineHoldMs = 2 * minute;
/** How long a seeker who is away when the offer is accepted has to return (rule O5). */
export const seatHeldMs = 90 * second;
/** How long a volunteer receives no offer after a conversation (rule O6). */
export const wrapUpMs = 5 * minute;
/** A volunteer who is paused for longer, and has no conversation, does not count as answering (rule I2). */
export const breakMs = 10 * minute;
/** Planned duration of a conversation. It is not cut off afterwards (rule C8). */
export const plannedConversationMs = 45 * minute;
/** By how much a volunteer extends the plan at a time (rule C8). */
export const extensionMs = 15 * minute;
/** When a seeker whose turn it is, and who writes nothing, is asked (rule C9). */
export const silenceNudgeMs = 5 * minute;
/** When this seeker is warned that the conversation will end (rule C9). */
export const silenceWarningMs = 10 * minute;
/** When the conversation ends by silence (rule C9). */
export const silenceCloseMs = 15 * minute;
/** When the page says that the volunteer is lost, and leaders on duty are told (rules C5, V7). */
export const volunteerLostWordsMs = 30 * second;
/** When a call that nobody has taken is shown to all connected leaders, also off duty (rule V4). */
export const callEscalatesMs = 30 * second;
/** When the seeker may go back to the line (rule C5). */
export const volunteerLostChoiceMs = 90 * second;
/** When a volunteer may close the conversation with a seeker who is away (rule C5). */
export const seekerLostMs = 120 * second;
/** When a conversation whose seeker is away ends by itself (rule C10). */
export const seekerGoneMs = 10 * minute;
/**
 * After this time without a connection, a volunteer who holds nothing is off duty. A leader no longer leads, and hands
 * all calls back (rules O7, I2, V4).
 */
export const volunteerGoneMs = 120 * second;
/** How long the reason of an end and the last message are kept for a seeker who returns late (rule A6). */
export const tombstoneMs = 10 * minute;
/** How long comments are kept (rule T6). */
export const feedbackKeptMs = 30 * 24 * 60 * minute;
/** How long counts of what seekers said wait until they are enough (rules T1, T6). */
export const saidKeptMs = 30 * 24 * 60 * minute;
/** How long a resume ticket is valid after it was issued, and after the rebuilt store came up (rule F3). */
export const resumeMs = 10 * minute;
/** Maximum interval between new resume tickets. */
export const resumeEveryMs = 3 * minute;
/** How long no offer is made after the loss of a store, so that the order of the line is restored first (rule F3). */
export const restoreHoldMs = 8 * second;
/** How long the others wait for the copies of a seat without a connection while a lost log is rebuilt (rule C15). */
export const rebuildWaitMs = 8 * second;
/** How long a proof of work is valid after its challenge was issued (rule R2). */
export const proofMs = 5 * minute;
/** Window in which tickets are counted to decide whether proofs are required (rule R2). */
export const pressureMs = minute;
/** Maximum lifetime of any key about a seeker, whatever fails. */
export const liveKeyMs = 6 * 60 * minute;
/** How long an invite is valid (rule S1). */
export const inviteMs = 72 * 60 * minute;
/** Maximum duration of a staff session (rule S2). */
export const signInMs = 12 * 60 * minute;
/** An admin's staff session ends after this time without use (rule S2). */
export const adminIdleMs = 30 * minute;
/** How long the challenge of a passkey ceremony is valid (rule S1). */
export const ceremonyMs = 5 * minute;
/** Minimum interval between "is writing" signals (rule C6). */
export const typingMinMs = 2 * second;
/** How long "is writing" is shown after the last signal (rule C6). */
export const typingShownMs = 6 * second;
