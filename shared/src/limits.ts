/** Lengths, sizes, rates and default times: every number of the contract stands here and nowhere else. */

const second = 1_000;
const minute = 60 * second;

/** Characters of one message (rule C7), counted as UTF-16 code units, as `maxlength` in HTML counts. */
export const MESSAGE_MAX_CHARS = 4_000;
/** A code unit takes at most three bytes of UTF-8. */
const MESSAGE_MAX_BYTES = MESSAGE_MAX_CHARS * 3;
/** Plaintexts are padded to whole steps of this size (rule E2). */
export const PADDING_STEP_BYTES = 256;
/** Nonce (12) and tag (16) of AES-256-GCM. */
export const CIPHERTEXT_OVERHEAD_BYTES = 28;
/** The sender's counter (4) and the text's length (2), which stand before the text in a plaintext. */
export const PLAINTEXT_HEADER_BYTES = 6;

/** Characters that `bytes` take in base64url without padding. */
export function base64urlChars(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** The largest ciphertext, in bytes: the longest message, its header, padded, sealed. */
export const CIPHERTEXT_MAX_BYTES =
  Math.ceil((MESSAGE_MAX_BYTES + PLAINTEXT_HEADER_BYTES) / PADDING_STEP_BYTES) *
    PADDING_STEP_BYTES +
  CIPHERTEXT_OVERHEAD_BYTES;

/** X-Wing's (draft-connolly-cfrg-xwing-kem) public key, in bytes. */
export const PUBLIC_KEY_BYTES = 1_216;
/** X-Wing's encapsulation, in bytes. */
export const ENCAPSULATION_BYTES = 1_120;
/** HMAC-SHA256 that shows the other side the same keys (rule E3), bytes. */
export const CONFIRMATION_BYTES = 32;

/** A larger frame is answered `too_large` (rule R3): the longest message in base64url and its envelope fit. */
export const FRAME_MAX_BYTES = 16 * 1_024;
/** A frame beyond this is not even read: the connection is cut. */
export const FRAME_CUT_BYTES = 64 * 1_024;

/** A sealed resume ticket (rule F3): room for a volunteer's three conversations. */
export const RESUME_TICKET_MAX_CHARS = 12_288;

/** Characters of the name that somebody of the staff goes by. */
export const ALIAS_MAX_CHARS = 40;
/** Characters of what a passkey is called, or of a device in words. */
export const NAME_MAX_CHARS = 60;
/** Of an admin's note on an invite. */
export const INVITE_NOTE_MAX_CHARS = 80;
/** Passkeys of one person. */
export const PASSKEYS_MAX = 10;
/** Entries of the audit log that are answered at once. */
export const AUDIT_PAGE = 50;
/** Messages that one `conversation:resync` answers; the client asks on while there is more. */
export const RESYNC_PAGE = 100;
/** Characters of ciphertext that it answers at most. */
export const RESYNC_MAX_BYTES = 250_000;
/** Each so many characters of ciphertext in an answer cost one point more of the command's bucket (rule R7). */
export const RESYNC_BYTES_PER_POINT = 16 * 1_024;
/** Conversations a volunteer may hold at once (rule O1). */
export const CAPACITY_MAX = 3;

/** Characters of a comment after a conversation. */
export const COMMENT_MAX_CHARS = 500;
/** Answers and comments after conversations are told of so many at once, or of none (rule T6). */
export const TELLABLE_FROM = 5;
/** Batches of comments that are kept. */
export const COMMENT_BATCHES_MAX = 60;

/** A bucket is one or more windows; a command takes its cost from each (rule R1). */
export interface Window {
  readonly points: number;
  readonly perMs: number;
}
export const BUCKETS = {
  message: [
    { points: 20, perMs: 10 * second },
    { points: 60, perMs: minute },
  ],
  ticket: [{ points: 5, perMs: 10 * minute }],
  receipt: [{ points: 60, perMs: 10 * second }],
  typing: [{ points: 10, perMs: 10 * second }],
  control: [{ points: 40, perMs: 10 * second }],
} as const satisfies Record<string, readonly Window[]>;
export type Bucket = keyof typeof BUCKETS;
/**
 * What one transport may send, whatever it is (rule R7): a bucket of `points` that fills up again in `perMs`. Packets
 * and WebSocket control frames count alike; the sum of what all command buckets allow is well below.
 */
export const PACKETS_OF_TRANSPORT: Window = { points: 250, perMs: 10 * second };
/** The same for bytes: a rebuild of three long conversations fits. */
export const BYTES_OF_TRANSPORT: Window = { points: 2_000_000, perMs: 10 * second };
/** The same for CONNECT packets, each of which may cost a look-up in a store. */
export const CONNECTS_OF_TRANSPORT: Window = { points: 8, perMs: 40 * second };
/** Bytes that may wait to be sent to one client; a client that leaves more unread is cut off (rule R7). */
export const UNSENT_MAX_BYTES = 1_000_000;
/** Arrays and objects in one packet: a page of messages has a hundred. */
export const BRACKETS_MAX = 256;
/** Fragments of one WebSocket message. */
export const FRAGMENTS_MAX = 128;
/** Reads from the network in which one WebSocket frame may arrive. */
export const FRAME_PIECES_MAX = 4_096;
/** Requests on one TCP connection that are under way at a time; one more ends it (rule R7). Browsers and proxies send one. */
export const PIPELINED_REQUESTS_MAX = 4;
/** Connections of an address prefix that may end so, on one node; after that each new one is ended at once (rule R7). */
export const PIPELINES_OF_PREFIX: Window = { points: 5, perMs: minute };
/** Bytes of a request's body (rule R7): polls, the staff's routes, everything else. */
export const BODY_MAX_BYTES = { sockets: FRAME_CUT_BYTES, staff: 16 * 1_024, others: 2 * 1_024 };
/** So many breaches in a minute end the connection (rule R1). */
export const BREACHES_MAX = 10;
/** The minute in which breaches are counted. */
export const BREACH_WINDOW_MS = minute;

/** Tickets of an address prefix are counted for this long, on all nodes together; how many, is a setting (rule R1). */
export const TICKETS_OF_PREFIX_MS = 10 * minute;
/** A connection takes no place by the key of its prefix for longer than this: it comes again first (rule R6). */
export const PREFIX_KEY_MS = 60 * minute;
/** Asking for a place, by an address prefix on one node, whatever comes of it (rule R1). */
export const TICKET_ATTEMPTS_OF_PREFIX: Window = { points: 120, perMs: minute };
/** So many more than others may a prefix open, and have, of urgent tickets (rules R1, R6). */
export const URGENT_OF_PREFIX_MORE = 5;
/** Places beyond the limit of the queue that urgent tickets alone may take (rule R6). */
export const URGENT_RESERVE = 10;
/** Of one address prefix there are at most so many tickets once the queue is full (rule R6). */
export const URGENT_OF_PREFIX_WHEN_FULL = 2;
/** Whoever is refused since too many of the prefix wait may try again after this: nobody knows when one stops. */
export const LIVE_RETRY_MS = minute;
/** Handshakes of an address prefix on one node; one too many is refused with `rate_limited` (rule R5). */
export const HANDSHAKES_OF_PREFIX: Window = { points: 120, perMs: minute };
/** HTTP requests of an address prefix on one node (rule R1). */
export const REQUESTS_OF_PREFIX = {
  /** Whether the node lives and is ready; of a balancer that does not say for whom it asks, too. */
  health: { points: 600, perMs: minute },
  /** Files of pages. */
  files: { points: 1_500, perMs: minute },
  /** All of `/api` but leaving. */
  all: { points: 600, perMs: minute },
  /** Leaving, counted before the live store is asked: so wide that others of the prefix do not stop a page that leaves. */
  leave: { points: 1_500, perMs: minute },
  /** Leaving a session that nothing is known of. */
  leaveUnknown: { points: 60, perMs: minute },
  /** Answers after a conversation. */
  feedback: { points: 60, perMs: minute },
  /** Joining and signing in. */
  enter: { points: 60, perMs: 10 * minute },
} as const satisfies Record<string, Window>;
/** One request too many is refused after this, so that a connection cannot ask on as fast as it is refused (rule R1). */
export const REFUSAL_DELAY_MS = 1 * second;
export type RequestBucket = keyof typeof REQUESTS_OF_PREFIX;
/** Changes that one of the staff may ask for by HTTP, on one node: each may stand in the audit log for ever (rule R1). */
export const CHANGES_OF_PERSON: Window = { points: 60, perMs: minute };
/** TCP connections of an address prefix to one node; one more is ended at once (rule R5). */
export const TCP_CONNECTIONS_OF_PREFIX_MAX = 250;
/** Who is refused because of too many connections may try again after this: nobody knows when one ends. */
export const DOOR_RETRY_MS = 10 * second;
/** A request that is not whole by then, or a connection without a session, is ended (rule R5). */
export const SILENCE_MS = 10 * second;

/** Characters of a proof of work: a challenge, as it was given, and its solution. */
export const PROOF_MAX_CHARS = 2_000;
/** How hard proofs of work get; each level is twice as much work as the one below (rule R2). */
export const PROOF_LEVEL_MAX = 4;

/** Characters of an article of self-help, in Markdown (rule U7). */
export const ARTICLE_MAX_CHARS = 6_000;
/** Of all articles together, with their titles. */
export const ARTICLES_MAX_CHARS = 40_000;
/** Articles in one language. */
export const ARTICLES_MAX_PER_LANGUAGE = 8;
/** Places to meet. */
export const PLACES_MAX = 40;

/** Default times, in milliseconds; an association can set most of them (see `Settings`). */
export const TIMES = {
  /** The server pings each connection this often, and waits as long for the pong (rule F1). */
  heartbeatMs: 10 * second,
  /** A command is answered within this, with `unavailable` if nothing else (rule F4). */
  commandMs: 2 * second,
  /** Counts and the state of intake are told at most this often (rule I4). */
  tickMs: 1 * second,
  /** How many wait, and for how long, is told to the public at these times alone (rule I4). */
  intakeReleaseMs: 30 * second,
  /** A place in line is told at most this often (rule Q5). */
  placeUpdateMs: 2 * second,
  /** A place in line is kept this long without a connection (rule Q6). */
  placeKeptMs: 120 * second,
  /** The same after the page said that it closes: time enough for a reload, little for a ghost (rule Q6). */
  closingTabMs: 15 * second,
  /** After this a waiting seeker is asked "still waiting?" (rule Q7). */
  stillWaitingAskMs: 10 * minute,
  /** Without an answer within this the ticket expires (rule Q7). */
  stillWaitingAnswerMs: 2 * minute,
  /** An offer reserves the ticket this long (rule O2). */
  offerMs: 45 * second,
  /** A declined ticket comes back to the same volunteer only after being alone on duty this long (rule O4). */
  declineHoldMs: 2 * minute,
  /** A seeker who is away when the offer is accepted has this long to come (rule O5). */
  seatHeldMs: 90 * second,
  /** A volunteer is offered nobody this long after a conversation (rule O6). */
  wrapUpMs: 5 * minute,
  /** A volunteer who is paused for longer, and holds nobody, does not count as one who answers (rule I2). */
  breakMs: 10 * minute,
  /** What a conversation is planned to last; it is not cut (rule C8). */
  plannedConversationMs: 45 * minute,
  /** What a volunteer adds to it at once (rule C8). */
  extensionMs: 15 * minute,
  /** A seeker whose turn it is, and who writes nothing, is asked after this (rule C9). */
  silenceNudgeMs: 5 * minute,
  /** And told, after this, that the conversation will end (rule C9). */
  silenceWarningMs: 10 * minute,
  /** After this it ends (rule C9). */
  silenceCloseMs: 15 * minute,
  /** After this the page says that the volunteer is lost (rule C5). */
  volunteerLostWordsMs: 30 * second,
  /** After this the seeker may go back to the line (rule C5). */
  volunteerLostChoiceMs: 90 * second,
  /** After this a volunteer may close on a seeker who is away (rule C5). */
  seekerLostMs: 120 * second,
  /** After this a conversation whose seeker is away ends by itself (rule C10). */
  seekerGoneMs: 10 * minute,
  /** A volunteer without a connection and without a conversation is off duty after this. */
  volunteerGoneMs: 120 * second,
  /** The reason of an end, and last words, are kept this long for a late return (rule A6). */
  tombstoneMs: 10 * minute,
  /** Comments, and answers that are too few to be told, are kept this long (rule T6). */
  feedbackKeptMs: 30 * 24 * 60 * minute,
  /** A resume ticket is of use this long after it was issued, and after the store that is rebuilt came up (rule F3). */
  resumeMs: 10 * minute,
  /** A fresh one is issued at least this often. */
  resumeEveryMs: 3 * minute,
  /** After a store was lost nobody is offered this long, so that the order of the line can come back first (rule F3). */
  restoreHoldMs: 8 * second,
  /** A proof of work is good for this long after it was asked for (rule R2). */
  proofMs: 5 * minute,
  /** Tickets are counted for this long, to see whether proofs are needed (rule R2). */
  pressureMs: minute,
  /** No key about a seeker outlives this, whatever fails. */
  liveKeyMs: 6 * 60 * minute,
  /** An invite is of use this long (rule S1). */
  inviteMs: 72 * 60 * minute,
  /** A sign-in lasts this long at most (rule S2). */
  signInMs: 12 * 60 * minute,
  /** An admin's sign-in ends after this long without use (rule S2). */
  adminIdleMs: 30 * minute,
  /** A challenge to a passkey is answered within this, or not at all. */
  ceremonyMs: 5 * minute,
  /** "Is writing" is sent at most this often (rule C6). */
  typingMinMs: 2 * second,
  /** "Is writing" is shown this long after the last word of it (rule C6). */
  typingShownMs: 6 * second,
} as const;
