/** Lengths, sizes, rates and default times. All numbers of the contract are defined here. */

const second = 1_000;
const minute = 60 * second;

/** Maximum length of one message (rule C7), in UTF-16 code units, as `maxlength` in HTML counts. */
export const MESSAGE_MAX_CHARS = 4_000;
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
export const MESSAGE_MAX_BYTES = MESSAGE_MAX_CHARS * 3;
/** Plaintexts are padded to a multiple of this size (rule E2). */
export const PADDING_STEP_BYTES = 256;
/** Nonce (12) and tag (16) of AES-256-GCM. */
export const CIPHERTEXT_OVERHEAD_BYTES = 28;
/** Size of the random id of a text (rule C14). */
export const TEXT_ID_BYTES = 8;
/** Header of a plaintext: the length of the content (2), its type (1) and its id. */
export const PLAINTEXT_HEADER_BYTES = 2 + 1 + TEXT_ID_BYTES;
/**
 * Types of content. `history` is what was said before a transfer: JSON, made by the seeker's tab for the new volunteer's
 * (rule C11).
 */
export const CONTENT_TYPES = { text: 0, history: 1 } as const;
/** Maximum number of history messages of one conversation; the newest lines go into them. */
export const HISTORY_MESSAGES_MAX = 20;

/** Number of characters of `bytes` bytes in base64url without padding. */
export function base64urlChars(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** The largest ciphertext, in bytes: the longest message with its header, padded and encrypted. */
export const CIPHERTEXT_MAX_BYTES =
  Math.ceil((MESSAGE_MAX_BYTES + PLAINTEXT_HEADER_BYTES) / PADDING_STEP_BYTES) *
    PADDING_STEP_BYTES +
  CIPHERTEXT_OVERHEAD_BYTES;

/** Size of an X-Wing public key (draft-connolly-cfrg-xwing-kem), in bytes. */
export const PUBLIC_KEY_BYTES = 1_216;
/** Size of an X-Wing encapsulation, in bytes. */
export const ENCAPSULATION_BYTES = 1_120;
/** Size of the HMAC-SHA256 that proves to the other seat that the keys are the same (rule E3), in bytes. */
export const CONFIRMATION_BYTES = 32;

/** Size of a visit's secret, sealed to the leader: 32 bytes and the tag of AES-256-GCM (rule E5). */
export const SEALED_SECRET_BYTES = 48;

/**
 * The highest number that a volunteer's tab may give a visit (rule E5). The numbers that follow must be exact, also in
 * Lua and JSON.
 */
export const KEY_EPOCH_MAX = 1_000_000_000;

/** A larger frame is refused with `too_large` (rule R3). The longest message in base64url fits with its envelope. */
export const FRAME_MAX_BYTES = 16 * 1_024;
/** A larger frame is not read, and its connection is closed. */
export const FRAME_CUT_BYTES = 64 * 1_024;

/**
 * Maximum length of an encrypted resume ticket (rule F3). A volunteer's three conversations fit, and three more that
 * came back after a loss (rule O1).
 */
export const RESUME_TICKET_MAX_CHARS = 20_480;

/** Maximum length of a staff member's alias. */
export const ALIAS_MAX_CHARS = 40;
/** Maximum length of the name of a passkey or of a device. */
export const NAME_MAX_CHARS = 60;
/** Maximum length of an admin's note on an invite. */
export const INVITE_NOTE_MAX_CHARS = 80;
/** Maximum number of passkeys of one person. */
export const PASSKEYS_MAX = 10;
/** Number of audit log entries in one response. */
export const AUDIT_PAGE = 50;
/**
 * Maximum number of messages in one answer to `conversation:resync`. The client repeats the command while there are
 * more.
 */
export const RESYNC_PAGE = 100;
/** Maximum number of characters of ciphertext in that answer. */
export const RESYNC_MAX_BYTES = 250_000;
/** Retry delay for messages while a lost log is rebuilt (rule F3). When the other seats return cannot be known. */
export const REBUILD_RETRY_MS = 1 * second;
/**
 * By how many messages a rebuilt log may exceed what the seeker and the volunteer can have sent by their rate (rule F3): bursts at the
 * start, and rates that each node counts by itself.
 */
export const REBUILD_MESSAGES_AHEAD = 1_000;
/** Each such number of characters of ciphertext in an answer costs one more point of the command's bucket (rule R7). */
export const RESYNC_BYTES_PER_POINT = 16 * 1_024;
/** Maximum number of conversations that a volunteer may hold at once (rule O1). */
export const CAPACITY_MAX = 3;
/** This number of missed offers in a row pauses the volunteer (rule O3). */
export const MISSED_OFFERS_MAX = 2;
/** Number of matches per language from whose times the wait is estimated (rule Q5). */
export const MATCHES_KEPT = 20;
/** How often a seeker may return to the line because keys differ; more often is no chance (rule E3). */
export const KEYS_DIFFERED_MAX = 3;

/** Maximum length of a comment after a conversation. */
export const COMMENT_MAX_CHARS = 500;
/** Answers and comments after conversations are released in batches of this size only (rule T6). */
export const TELLABLE_FROM = 5;
/** Maximum number of comment batches that are kept. */
export const COMMENT_BATCHES_MAX = 60;

/** A bucket has one or more windows. A command takes its cost from each of them (rule R1). */
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
  // What reaches all leaders, or begins new keys for everybody in the conversation (rules V4, E5). It is pressed by a
  // person: nobody else's commands can use it up.
  call: [
    { points: 10, perMs: 10 * second },
    { points: 30, perMs: minute },
  ],
} as const satisfies Record<string, readonly Window[]>;
export type Bucket = keyof typeof BUCKETS;
/**
 * How many packets one transport may send (rule R7): a bucket of `points` that refills in `perMs`. WebSocket control
 * frames count as packets. The limit is well above the sum of all command buckets.
 */
export const PACKETS_OF_TRANSPORT: Window = { points: 250, perMs: 10 * second };
/** How many bytes one transport may send. A rebuild of three long conversations fits. */
export const BYTES_OF_TRANSPORT: Window = { points: 2_000_000, perMs: 10 * second };
/** How many CONNECT packets one transport may send. Each of them may cost a lookup in a store. */
export const CONNECTS_OF_TRANSPORT: Window = { points: 8, perMs: 40 * second };
/** How many bytes may wait to be sent to one client. A client that leaves more unread is disconnected (rule R7). */
export const UNSENT_MAX_BYTES = 1_000_000;
/** Maximum number of arrays and objects in one packet. A page of messages has a hundred. */
export const BRACKETS_MAX = 256;
/** Maximum number of fragments of one WebSocket message. */
export const FRAGMENTS_MAX = 128;
/** Maximum number of network reads in which one WebSocket frame may arrive. */
export const FRAME_PIECES_MAX = 4_096;
/**
 * Maximum number of requests in progress on one TCP connection; one more closes it (rule R7). Browsers and proxies send
 * one.
 */
export const PIPELINED_REQUESTS_MAX = 4;
/**
 * How many connections of an address prefix may be closed for that on one node, before each new one is closed at once
 * (rule R7).
 */
export const PIPELINES_OF_PREFIX: Window = { points: 5, perMs: 10 * second };
/** Maximum size of a request body, in bytes (rule R7): polling requests, staff routes, all other routes. */
export const BODY_MAX_BYTES = { sockets: FRAME_CUT_BYTES, staff: 16 * 1_024, others: 2 * 1_024 };
/** This number of rate limit breaches in a minute closes the connection (rule R1). */
export const BREACHES_MAX = 10;
/** The window in which breaches are counted. */
export const BREACH_WINDOW_MS = minute;

/**
 * Window in which the tickets of an address prefix are counted, on all nodes together. The limit is a setting (rule
 * R1).
 */
export const TICKETS_OF_PREFIX_MS = 10 * minute;
/**
 * How long the key of an address prefix is used, and data under it kept (rule A2). A connection older than this cannot
 * open a ticket, because the key of its prefix is outdated. It has to reconnect (rule R6).
 */
export const PREFIX_KEY_MS = 60 * minute;
/** How many times an address prefix may ask for a ticket on one node, whatever the result (rule R1). */
export const TICKET_ATTEMPTS_OF_PREFIX: Window = { points: 120, perMs: minute };
/** How many more urgent tickets than others a prefix may open, and have (rules R1, R6). */
export const URGENT_OF_PREFIX_MORE = 5;
/** Number of places above the queue limit that only urgent tickets may take (rule R6). */
export const URGENT_RESERVE = 10;
/** Maximum number of tickets of one address prefix once the queue is full (rule R6). */
export const URGENT_OF_PREFIX_WHEN_FULL = 2;
/** Retry delay after a refusal because too many tickets of the prefix are live. When one ends cannot be known. */
export const LIVE_RETRY_MS = minute;
/** Handshakes of an address prefix on one node. Further ones are refused with `rate_limited` (rule R5). */
export const HANDSHAKES_OF_PREFIX: Window = { points: 120, perMs: minute };
/** HTTP requests of an address prefix on one node (rule R1). */
export const REQUESTS_OF_PREFIX = {
  /** Liveness and readiness, also of a balancer that does not name a client. */
  health: { points: 600, perMs: minute },
  /** Page files. */
  files: { points: 1_500, perMs: minute },
  /** All of `/api` except leaving. */
  all: { points: 600, perMs: minute },
  /**
   * Leaving, counted before the live store is asked. High enough that others of the prefix cannot block a page that
   * leaves.
   */
  leave: { points: 1_500, perMs: minute },
  /** Leaving an unknown session. */
  leaveUnknown: { points: 60, perMs: minute },
  /** Feedback after a conversation. */
  feedback: { points: 60, perMs: minute },
  /** Joining and signing in. */
  enter: { points: 60, perMs: 10 * minute },
} as const satisfies Record<string, Window>;
/**
 * Delay before a request above the limit is refused, so that a client cannot retry as fast as it is refused (rule R1).
 */
export const REFUSAL_DELAY_MS = 1 * second;
/** Refusals of one address prefix that may wait at a time on one node; beyond that, they are sent at once. */
export const REFUSALS_WAITING_MAX = 250;
export type RequestBucket = keyof typeof REQUESTS_OF_PREFIX;
/**
 * Changes that one staff member may request by HTTP on one node. Each may add a permanent audit log entry (rule R1).
 */
export const CHANGES_OF_PERSON: Window = { points: 60, perMs: minute };
/** Large answers that one staff member may request on one node: each takes several ms to write (rule R1). */
export const LARGE_ANSWERS_OF_PERSON: Window = { points: 60, perMs: minute };
/** Maximum number of TCP connections of an address prefix to one node. A further one is closed at once (rule R5). */
export const TCP_CONNECTIONS_OF_PREFIX_MAX = 250;
/** Retry delay after a refusal because of too many connections. When one ends cannot be known. */
export const TOO_MANY_CONNECTIONS_RETRY_MS = 10 * second;
/** A request that is incomplete after this time, or a connection without a session, is closed (rule R5). */
export const SILENCE_MS = 10 * second;

/** Maximum length of a proof of work: the challenge as it was issued, and its solution. */
export const PROOF_MAX_CHARS = 2_000;
/** Highest level of a proof of work. Each level is twice as much work as the one below (rule R2). */
export const PROOF_LEVEL_MAX = 4;

/** Maximum length of a self-help article, in characters of Markdown (rule U7). */
export const ARTICLE_MAX_CHARS = 6_000;
/** Maximum length of all articles together, with their titles. */
export const ARTICLES_MAX_CHARS = 40_000;
/** Maximum number of articles in one language. */
export const ARTICLES_MAX_PER_LANGUAGE = 8;
/** Maximum number of places to meet. */
export const PLACES_MAX = 40;

export * as TIMES from './times.ts';
