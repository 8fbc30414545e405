/** The closed list of what can go wrong with a command or a handshake, and whether trying again helps. */
import * as z from 'zod/mini';

/** `later`: the same command may succeed after `retryAfterMs`; `resync`: the client's picture is old; `never`: as it stands, it won't. */
export type Retry = 'later' | 'resync' | 'never';

export const ERRORS = {
  /** The payload does not fit the schema. */
  invalid_payload: 'never',
  /** A public key or an encapsulation of the right length that no client can use: ML-KEM-768 or X25519 refuses it (rule E1). */
  invalid_key: 'never',
  /** No command of this namespace has that name. */
  unknown_command: 'never',
  /** The frame is over `FRAME_MAX_BYTES` (rule R3). */
  too_large: 'never',
  /** Nobody is signed in, or no longer. */
  unauthorized: 'never',
  /** Signed in, but this role may not, or the person isn't trained (rules O1, S3). */
  forbidden: 'never',
  /** The other side speaks another version of this contract; the page must be reloaded. */
  version_unsupported: 'never',
  /** Too many commands of one bucket (rule R1). */
  rate_limited: 'later',
  /** Many want a place just now: the same command with the proof of work that `challenge` asks for may succeed (rule R2). */
  proof_needed: 'never',
  /** A store cannot be reached just now, or did not answer in time: the command may have been carried out all the same (rule F4). */
  unavailable: 'later',
  /** A fault of ours; logged as a code, never with the payload. What it left done is not known. */
  internal: 'later',
  /** What the command wants is not possible in the present state. */
  wrong_state: 'resync',
  /** There is no such thing, or it is not yours: the two are never told apart (rule C1). */
  not_found: 'resync',
  /** The offer was answered, expired or withdrawn before (rule O2). */
  offer_gone: 'resync',
  /** The volunteer already holds as many conversations as allowed (rule O1). */
  at_capacity: 'resync',
  /** Nobody waits whom this volunteer could take. */
  queue_empty: 'later',
  /** New tickets are not accepted now; the state of intake says why (rule I1). */
  intake_closed: 'later',
} as const satisfies Record<string, Retry>;

export type ErrorCode = keyof typeof ERRORS;
/** Why a command or a handshake was refused. */
export const ErrorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

/**
 * The answer to a command that was refused: it changed nothing. Only after `unavailable` and `internal` is that not
 * known; every command can be sent again as it is, or the next `session:snapshot` tells.
 */
export const Refusal = z.strictObject({
  ok: z.literal(false),
  code: ErrorCode,
  retryAfterMs: z.optional(z.int().check(z.nonnegative())),
  /** With `proof_needed`: a challenge of ALTCHA as JSON, for this session alone. */
  challenge: z.optional(z.string()),
});
export type Refusal = z.infer<typeof Refusal>;
