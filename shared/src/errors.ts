/** The closed list of error codes of commands and handshakes, and whether a retry helps. */
import * as z from 'zod/mini';

/**
 * `later`: the same command may succeed after `retryAfterMs`; `resync`: the client's state is outdated; `never`: the
 * same command will not succeed.
 */
export type Retry = 'later' | 'resync' | 'never';

export const ERRORS = {
  /** The payload does not fit the schema. */
  invalid_payload: 'never',
  /**
   * A public key or an encapsulation of the right length that ML-KEM-768 or X25519 refuses, so that no client can use
   * it (rule E1).
   */
  invalid_key: 'never',
  /** This namespace has no command with that name. */
  unknown_command: 'never',
  /** The frame is over `FRAME_MAX_BYTES` (rule R3). */
  too_large: 'never',
  /** The client has no staff session, or it has ended. */
  unauthorized: 'never',
  /** The client has a staff session, but not a role that may do this, or the person is not trained (rules O1, S3). */
  forbidden: 'never',
  /** The other side uses another version of this contract. The page must be reloaded. */
  version_unsupported: 'never',
  /** Too many commands of one bucket (rule R1). */
  rate_limited: 'later',
  /**
   * Many tickets are being opened. The same command may succeed with the proof of work that `challenge` asks for (rule
   * R2).
   */
  proof_needed: 'never',
  /**
   * A store cannot be reached, or did not answer in time. The command may have been executed nevertheless (rule F4).
   */
  unavailable: 'later',
  /**
   * A fault of the server. It is logged as a code, never with the payload. Whether the command had an effect is not
   * known.
   */
  internal: 'later',
  /** The command is not possible in the current state. */
  wrong_state: 'resync',
  /**
   * Not the sender's next counter, and not a repeated message either. `expected` is the next one. Another tab of the same
   * session may have used this counter (rule C14).
   */
  wrong_counter: 'resync',
  /** The message is sealed with keys that are not the conversation's any more, or not yet (rule E5). */
  wrong_epoch: 'resync',
  /** The object does not exist, or does not belong to the client. The answer is the same for both (rule C1). */
  not_found: 'resync',
  /** The offer has already been answered, has expired or was withdrawn (rule O2). */
  offer_gone: 'resync',
  /** The volunteer already holds as many conversations as allowed (rule O1). */
  at_capacity: 'resync',
  /** No seeker waits whom this volunteer could take. */
  queue_empty: 'later',
  /** New tickets are not accepted now. The state of intake says why (rule I1). */
  intake_closed: 'later',
} as const satisfies Record<string, Retry>;

export type ErrorCode = keyof typeof ERRORS;
/** Why a command or a handshake was refused. */
export const ErrorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

/**
 * The answer to a refused command. The command changed nothing, except that after `unavailable` and `internal` this is
 * not known. The client can then send the same command again, or wait for the next `session:snapshot`.
 */
export const Refusal = z.strictObject({
  ok: z.literal(false),
  code: ErrorCode,
  retryAfterMs: z.optional(z.int().check(z.nonnegative())),
  /** With `proof_needed`: an ALTCHA challenge as JSON, valid only for this session. */
  challenge: z.optional(z.string()),
  /** With `wrong_counter`: the counter of the sender's next message. */
  expected: z.optional(z.int().check(z.minimum(1))),
});
export type Refusal = z.infer<typeof Refusal>;
