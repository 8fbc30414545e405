/** What the tabs exchange to agree on keys, and what they encrypt with them. The service can read none of it. */
import * as z from 'zod/mini';
import { VisitId } from '../ids.ts';
import {
  base64urlChars,
  CIPHERTEXT_MAX_BYTES,
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  KEY_EPOCH_MAX,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
  SEALED_SECRET_BYTES,
} from '../limits.ts';
import { base64url, count, exactly } from './scalars.ts';

/** X-Wing public key of a tab, fresh for each ticket, transfer or visit (rules E1, C11, E5). */
export const PublicKey = exactly(PUBLIC_KEY_BYTES);
/** `enc` of HPKE, from which the seeker's tab derives the keys. */
export const Encapsulation = exactly(ENCAPSULATION_BYTES);
/** Proves that its sender holds the same keys (rule E3). */
export const Confirmation = exactly(CONFIRMATION_BYTES);
/** The secret of a visit, sealed to the leader's key (rule E5). */
export const SealedSecret = exactly(SEALED_SECRET_BYTES);
/** Nonce, encrypted text and tag, in base64url (rule E2). */
export const Ciphertext = base64url.check(
  z.minLength(base64urlChars(PADDING_STEP_BYTES + CIPHERTEXT_OVERHEAD_BYTES)),
  z.maxLength(base64urlChars(CIPHERTEXT_MAX_BYTES)),
);

/**
 * The keys under which a message is sealed (rule E5). They change whenever a participant joins or leaves: `number` goes
 * up each time. `visit`: the leader's visit during which they are used; without it, they are those of seeker and
 * volunteer.
 */
export const KeyEpoch = z.strictObject({ number: count, visit: z.optional(VisitId) });
export type KeyEpoch = z.infer<typeof KeyEpoch>;
/** The keys of a visit. */
export const VisitEpoch = z.strictObject({
  number: z.int().check(z.nonnegative(), z.maximum(KEY_EPOCH_MAX)),
  visit: VisitId,
});
export type VisitEpoch = z.infer<typeof VisitEpoch>;
