/** Values of the right shape, the same in every run. */
import {
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
  SEALED_SECRET_BYTES,
  base64urlChars,
} from '@terskel/shared/limits';

const chars = (bytes: number, like: string) => like.repeat(base64urlChars(bytes));
export const CIPHERTEXT = chars(PADDING_STEP_BYTES + CIPHERTEXT_OVERHEAD_BYTES, 'c');
export const ENCAPSULATION = chars(ENCAPSULATION_BYTES, 'e');
export const PUBLIC_KEY = chars(PUBLIC_KEY_BYTES, 'p');
export const SEALED_SECRET = chars(SEALED_SECRET_BYTES, 's');
export const CONFIRMATION = chars(CONFIRMATION_BYTES, 'x');
export const TRANSFER = chars(16, 't');

const ID_CHARS = base64urlChars(16);
const SECRET_CHARS = base64urlChars(32);

/** Sequential ids whose kind is readable. */
export function idsFrom(kind: string): { id(): string; secret(): string } {
  let made = 0;
  const next = (length: number) => {
    made += 1;
    return `${kind}${made}`.padEnd(length, '_');
  };
  return { id: () => next(ID_CHARS), secret: () => next(SECRET_CHARS) };
}
