/** Random keys and ciphertexts of the right form. The history has no texts to protect. */
import { randomBytes } from 'node:crypto';
import {
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
} from '@terskel/shared/limits';

const X25519_AND_SEED_BYTES = 64;
const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Its ML-KEM coefficients are in range, so that the service accepts it. */
function usablePublicKey(): string {
  const bytes = randomBytes(PUBLIC_KEY_BYTES);
  for (let at = 0; at < PUBLIC_KEY_BYTES - X25519_AND_SEED_BYTES; at += 3)
    bytes.set([(bytes[at + 1] ?? 0) & 0xf7, (bytes[at + 2] ?? 0) & 0x7f], at + 1);
  return bytes.toString('base64url');
}

export const PUBLIC_KEY = usablePublicKey();
export const ENCAPSULATION = random(ENCAPSULATION_BYTES);
export const CONFIRMATION = random(CONFIRMATION_BYTES);
export const CIPHERTEXT = random(PADDING_STEP_BYTES + CIPHERTEXT_OVERHEAD_BYTES);
