/**
 * Sealing and opening the messages of one conversation (rule E2): AES-256-GCM under the sender's direction key, with a
 * random 96-bit nonce. The associated data is the conversation, the direction and the message id.
 *
 * - Wire format: nonce ‖ ciphertext ‖ tag, in base64url.
 * - Plaintext: uint32 counter ‖ uint16 byte length of the UTF-8 text (both big-endian) ‖ text ‖ zeros up to a step.
 */
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import {
  MESSAGE_MAX_CHARS,
  PADDING_STEP_BYTES,
  PLAINTEXT_HEADER_BYTES,
} from '@terskel/shared/limits';
import type { Side } from '@terskel/shared/models';
import type { ConversationKeys } from './agreement.ts';
import { type Bytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts';

/**
 * Content of a message. `counter` is 1, 2, 3… in each direction, so that a missing or reordered message is detected.
 */
export interface Content {
  readonly counter: number;
  readonly text: string;
}

export interface Channel {
  /** Seals as `from`. Throws a RangeError if the text is too long; it is never truncated silently. */
  seal(from: Side, messageId: MessageId, content: Content): Promise<string>;
  /** Returns null if the ciphertext is not what `from` sealed under this id in this conversation. */
  open(from: Side, messageId: MessageId, ciphertext: string): Promise<Content | null>;
}

const NONCE_BYTES = 12;

/** Imports the keys of a conversation. Rejects if they are malformed. */
export async function openChannel(
  conversationId: ConversationId,
  keys: ConversationKeys,
): Promise<Channel> {
  const directions: Record<Side, CryptoKey> = {
    seeker: await importKey(keys.bySeeker),
    volunteer: await importKey(keys.byVolunteer),
  };
  const parameters = (from: Side, messageId: MessageId, iv: Bytes): AesGcmParams => ({
    name: 'AES-GCM',
    iv,
    additionalData: utf8(`${conversationId}\0${from}\0${messageId}`),
  });
  return {
    async seal(from, messageId, content) {
      const nonce = randomBytes(NONCE_BYTES);
      const plaintext = pack(content);
      const how = parameters(from, messageId, nonce);
      const sealed = await crypto.subtle.encrypt(how, directions[from], plaintext);
      return toBase64url(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
    },
    async open(from, messageId, ciphertext) {
      try {
        const bytes = fromBase64url(ciphertext);
        const how = parameters(from, messageId, bytes.slice(0, NONCE_BYTES));
        const sealed = bytes.slice(NONCE_BYTES);
        return unpack(new Uint8Array(await crypto.subtle.decrypt(how, directions[from], sealed)));
      } catch {
        return null;
      }
    },
  };
}

function importKey(key: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64url(key), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
}

function pack({ counter, text }: Content): Bytes {
  if (text.length > MESSAGE_MAX_CHARS) throw new RangeError('the text is too long');
  const bytes = utf8(text);
  const steps = Math.ceil((PLAINTEXT_HEADER_BYTES + bytes.length) / PADDING_STEP_BYTES);
  const plaintext = new Uint8Array(steps * PADDING_STEP_BYTES);
  const header = new DataView(plaintext.buffer);
  header.setUint32(0, counter);
  header.setUint16(4, bytes.length);
  plaintext.set(bytes, PLAINTEXT_HEADER_BYTES);
  return plaintext;
}

function unpack(plaintext: Bytes): Content {
  const header = new DataView(plaintext.buffer);
  const end = PLAINTEXT_HEADER_BYTES + header.getUint16(4);
  if (end > plaintext.length) throw new RangeError('the text is cut short');
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    counter: header.getUint32(0),
    text: text.decode(plaintext.subarray(PLAINTEXT_HEADER_BYTES, end)),
  };
}
