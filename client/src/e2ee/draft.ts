/**
 * Seals text for the tab's own storage: an unsent draft, or what was said before a transfer. AES-256-GCM with a key
 * derived from a secret of the tab.
 */
import { type Bytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts';

const NONCE_BYTES = 12;

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = await crypto.subtle.digest('SHA-256', utf8(`terskel draft\0${secret}`));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

const parameters = (iv: Bytes, slot: string): AesGcmParams => ({
  name: 'AES-GCM',
  ...{ iv, additionalData: utf8(slot) },
});

/** Nonce, ciphertext and tag in base64url. */
export async function sealDraft(secret: string, slot: string, text: string): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const key = await keyOf(secret);
  const sealed = await crypto.subtle.encrypt(parameters(nonce, slot), key, utf8(text));
  return toBase64url(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
}

/** Returns null if the text was sealed with another secret or for another slot. */
export async function openDraft(
  secret: string,
  slot: string,
  sealed: string,
): Promise<string | null> {
  try {
    const bytes = fromBase64url(sealed);
    const how = parameters(bytes.slice(0, NONCE_BYTES), slot);
    const key = await keyOf(secret);
    const text = await crypto.subtle.decrypt(how, key, bytes.slice(NONCE_BYTES));
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}
