/**
 * Sealing and opening the messages of one conversation (rule E2): AES-256-GCM under the sender's seat key of a key
 * epoch, with a random 96-bit nonce. The associated data is the conversation, the sender's seat and counter, so that a
 * message that is missing, repeated or out of order is detected.
 *
 * - Wire format: nonce ‖ ciphertext ‖ tag, in base64url.
 * - Plaintext: uint16 byte length of the UTF-8 text (big-endian) ‖ type of the content ‖ id of the text ‖ text ‖ zeros up
 *   to a step. A text that is sealed again, with another counter, keeps its id.
 */
import {
  CONTENT_TYPES,
  MESSAGE_MAX_BYTES,
  MESSAGE_MAX_CHARS,
  PADDING_STEP_BYTES,
  PLAINTEXT_HEADER_BYTES,
  TEXT_ID_BYTES,
} from '@terskel/shared/limits';
import type { KeyEpoch, Seat } from '@terskel/shared/models';
import { type Bytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts';
import { type HeldSecret, messageKey, secretOf } from './seat-keys.ts';

/** A text and its id, in base64url. */
export interface Content {
  readonly id: string;
  readonly text: string;
  /** The text is what was said before a transfer, as JSON (see history.ts). */
  readonly isHistory: boolean;
}

export interface Channel {
  /**
   * Seals as `from`, in a key epoch that this tab holds. Throws a RangeError if the text is too long; it is never
   * truncated silently.
   */
  seal(
    from: Seat,
    epoch: KeyEpoch,
    counter: number,
    id: string,
    text: string,
    isHistory?: boolean,
  ): Promise<string>;
  /**
   * Returns the content; null if the ciphertext is not what `from` sealed with this counter in this epoch of the
   * conversation, or if this tab does not hold the epoch's keys.
   */
  open(from: Seat, epoch: KeyEpoch, counter: number, ciphertext: string): Promise<Content | null>;
}

/** Makes the id of a new text. */
export function newTextId(): string {
  return toBase64url(randomBytes(TEXT_ID_BYTES));
}

const NONCE_BYTES = 12;
const LENGTH_BYTES = 2;
const ID_AT = LENGTH_BYTES + 1;

/** The channel of the conversation whose secret this tab holds. Keys are derived when they are first needed. */
export function openChannel(held: HeldSecret): Channel {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyOf = (from: Seat, epoch: KeyEpoch): Promise<CryptoKey> => {
    const name = `${from} ${epoch.number} ${epoch.visit ?? ''}`;
    const key = keys.get(name) ?? deriveKey(held, from, epoch);
    keys.set(name, key);
    return key;
  };
  const parameters = (from: Seat, counter: number, iv: Bytes): AesGcmParams => ({
    name: 'AES-GCM',
    ...{ iv, additionalData: utf8(`${held.conversationId}\0${from}\0${counter}`) },
  });
  return {
    async seal(from, epoch, counter, id, text, isHistory = false) {
      const nonce = randomBytes(NONCE_BYTES);
      const plaintext = pack(id, text, isHistory);
      const how = parameters(from, counter, nonce);
      const sealed = await crypto.subtle.encrypt(how, await keyOf(from, epoch), plaintext);
      return toBase64url(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
    },
    async open(from, epoch, counter, ciphertext) {
      try {
        const bytes = fromBase64url(ciphertext);
        const how = parameters(from, counter, bytes.slice(0, NONCE_BYTES));
        const sealed = bytes.slice(NONCE_BYTES);
        const key = await keyOf(from, epoch);
        return unpack(new Uint8Array(await crypto.subtle.decrypt(how, key, sealed)));
      } catch {
        return null;
      }
    },
  };
}

async function deriveKey(held: HeldSecret, from: Seat, epoch: KeyEpoch): Promise<CryptoKey> {
  const own = await secretOf(held, epoch);
  if (own === null) throw new TypeError('this tab does not hold the keys of this epoch');
  return messageKey(own, from);
}

function pack(id: string, text: string, isHistory: boolean): Bytes {
  const bytes = utf8(text);
  if (isHistory ? bytes.length > MESSAGE_MAX_BYTES : text.length > MESSAGE_MAX_CHARS)
    throw new RangeError('the text is too long');
  const steps = Math.ceil((PLAINTEXT_HEADER_BYTES + bytes.length) / PADDING_STEP_BYTES);
  const plaintext = new Uint8Array(steps * PADDING_STEP_BYTES);
  new DataView(plaintext.buffer).setUint16(0, bytes.length);
  plaintext[LENGTH_BYTES] = CONTENT_TYPES[isHistory ? 'history' : 'text'];
  plaintext.set(fromBase64url(id), ID_AT);
  plaintext.set(bytes, PLAINTEXT_HEADER_BYTES);
  return plaintext;
}

function unpack(plaintext: Bytes): Content {
  const end = PLAINTEXT_HEADER_BYTES + new DataView(plaintext.buffer).getUint16(0);
  const type = plaintext[LENGTH_BYTES] ?? Infinity;
  if (end > plaintext.length || type > CONTENT_TYPES.history) throw new RangeError();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    id: toBase64url(plaintext.slice(ID_AT, PLAINTEXT_HEADER_BYTES)),
    text: decoder.decode(plaintext.subarray(PLAINTEXT_HEADER_BYTES, end)),
    isHistory: type === CONTENT_TYPES.history,
  };
}
