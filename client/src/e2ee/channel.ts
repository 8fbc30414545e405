/**
 * Sealing and opening the messages of one conversation (rule E2): AES-256-GCM under the sender's seat key, with a
 * random 96-bit nonce. The associated data is the conversation, the direction and the sender's counter, so that a message
 * that is missing, repeated or out of order is detected.
 *
 * - Wire format: nonce ‖ ciphertext ‖ tag, in base64url.
 * - Plaintext: uint16 byte length of the UTF-8 text (big-endian) ‖ id of the text ‖ text ‖ zeros up to a step. A text that
 *   is sealed again, with another counter, keeps its id.
 */
import type { ConversationId } from '@terskel/shared/ids';
import {
  MESSAGE_MAX_CHARS,
  PADDING_STEP_BYTES,
  PLAINTEXT_HEADER_BYTES,
  TEXT_ID_BYTES,
} from '@terskel/shared/limits';
import type { Side } from '@terskel/shared/models';
import { type Bytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts';
import { firstEpoch, messageKey } from './seat-keys.ts';

/** A text and its id, in base64url. */
interface Content {
  readonly id: string;
  readonly text: string;
}

export interface Channel {
  /** Seals as `from`. Throws a RangeError if the text is too long; it is never truncated silently. */
  seal(from: Side, counter: number, id: string, text: string): Promise<string>;
  /** Returns the content; null if the ciphertext is not what `from` sealed with this counter in this conversation. */
  open(from: Side, counter: number, ciphertext: string): Promise<Content | null>;
}

/** Makes the id of a new text. */
export function newTextId(): string {
  return toBase64url(randomBytes(TEXT_ID_BYTES));
}

const NONCE_BYTES = 12;
const LENGTH_BYTES = 2;

/** Derives the keys of a conversation. Rejects if its secret is malformed. */
export async function openChannel(
  conversationId: ConversationId,
  secret: string,
): Promise<Channel> {
  const epoch = firstEpoch(conversationId, secret);
  const keys: Record<Side, CryptoKey> = {
    seeker: await messageKey(epoch, 'seeker'),
    volunteer: await messageKey(epoch, 'volunteer'),
  };
  const parameters = (from: Side, counter: number, iv: Bytes): AesGcmParams => ({
    name: 'AES-GCM',
    iv,
    additionalData: utf8(`${conversationId}\0${from}\0${counter}`),
  });
  return {
    async seal(from, counter, id, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const plaintext = pack(id, text);
      const how = parameters(from, counter, nonce);
      const sealed = await crypto.subtle.encrypt(how, keys[from], plaintext);
      return toBase64url(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
    },
    async open(from, counter, ciphertext) {
      try {
        const bytes = fromBase64url(ciphertext);
        const how = parameters(from, counter, bytes.slice(0, NONCE_BYTES));
        const sealed = bytes.slice(NONCE_BYTES);
        return unpack(new Uint8Array(await crypto.subtle.decrypt(how, keys[from], sealed)));
      } catch {
        return null;
      }
    },
  };
}

function pack(id: string, text: string): Bytes {
  if (text.length > MESSAGE_MAX_CHARS) throw new RangeError('the text is too long');
  const bytes = utf8(text);
  const steps = Math.ceil((PLAINTEXT_HEADER_BYTES + bytes.length) / PADDING_STEP_BYTES);
  const plaintext = new Uint8Array(steps * PADDING_STEP_BYTES);
  new DataView(plaintext.buffer).setUint16(0, bytes.length);
  plaintext.set(fromBase64url(id), LENGTH_BYTES);
  plaintext.set(bytes, PLAINTEXT_HEADER_BYTES);
  return plaintext;
}

function unpack(plaintext: Bytes): Content {
  const end = PLAINTEXT_HEADER_BYTES + new DataView(plaintext.buffer).getUint16(0);
  if (end > plaintext.length) throw new RangeError('the text is cut short');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    id: toBase64url(plaintext.slice(LENGTH_BYTES, PLAINTEXT_HEADER_BYTES)),
    text: decoder.decode(plaintext.subarray(PLAINTEXT_HEADER_BYTES, end)),
  };
}
