/**
 * The parameters of the end-to-end encryption (rules E1–E3), as data, and a worked example. It is written from RFC
 * 9180, without the client's code, so that a test can compare the two.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import * as limits from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import agreement from './key-agreement.json' with { type: 'json' };

const LABEL = `terskel/${PROTOCOL_VERSION}`;
const KEM_XWING = 0x647a;
const KDF_HKDF_SHA256 = 0x0001;
const AEAD_AES_256_GCM = 0x0002;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Those with a key so far. */
type Seat = 'seeker' | 'volunteer';

/** `{…}` stands for the value of that name, `\0` for a zero byte. Every text is UTF-8. */
export const encryption = {
  suite: {
    mode: 'base (0x00)',
    kem: { id: hex(KEM_XWING), name: 'MLKEM768-X25519' },
    kdf: { id: hex(KDF_HKDF_SHA256), name: 'HKDF-SHA256' },
    aead: { id: hex(AEAD_AES_256_GCM), name: 'AES-256-GCM' },
  },
  info: `${LABEL}\0{conversationId}\0recipient=seeker\0sender=volunteer\0`,
  exports: {
    bySeeker: { exporterContext: `${LABEL} messages by the seeker`, bytes: KEY_BYTES },
    byVolunteer: { exporterContext: `${LABEL} messages by the volunteer`, bytes: KEY_BYTES },
    confirmation: { exporterContext: `${LABEL} confirmation`, bytes: KEY_BYTES },
  },
  confirmation: {
    algorithm: 'HMAC-SHA-256',
    key: 'confirmation',
    text: `${LABEL} {seat} holds the keys`,
  },
  message: {
    algorithm: 'AES-256-GCM',
    key: { seeker: 'bySeeker', volunteer: 'byVolunteer' },
    nonceBytes: NONCE_BYTES,
    tagBytes: TAG_BYTES,
    associatedData: '{conversationId}\0{seat}\0{counter}',
    wire: ['nonce', 'ciphertext', 'tag'],
    plaintext: [
      { name: 'length', is: 'uint16, big-endian: bytes of the text' },
      { name: 'type', is: 'uint8: 0 for a text, 1 for history' },
      { name: 'id', is: `${limits.TEXT_ID_BYTES} bytes, random for each text` },
      { name: 'text', is: 'UTF-8' },
      { name: 'padding', is: `zeros up to a multiple of ${limits.PADDING_STEP_BYTES} bytes` },
    ],
  },
} as const;

const conversationId = 'q0sXLH9nSe2B4pT1vYcRzA';
const keys = {
  bySeeker: exported('bySeeker'),
  byVolunteer: exported('byVolunteer'),
  confirmation: exported('confirmation'),
};

/** One key agreement and two messages, with all intermediate values. Bytes are in base64url. */
export const example = {
  conversationId,
  ...agreement,
  keys: {
    bySeeker: keys.bySeeker.toString('base64url'),
    byVolunteer: keys.byVolunteer.toString('base64url'),
    confirmation: keys.confirmation.toString('base64url'),
  },
  confirmations: { volunteer: confirmation('volunteer'), seeker: confirmation('seeker') },
  messages: {
    seeker: message('seeker', 'Hei. Er det noen der?'),
    volunteer: message('volunteer', 'Hei, jeg er her.\nVil du fortelle?'),
  },
};

function message(seat: Seat, text: string) {
  const counter = 1;
  // In real use the nonce and the id are random.
  const nonce = Buffer.alloc(NONCE_BYTES, seat === 'seeker' ? 1 : 2);
  const id = Buffer.alloc(limits.TEXT_ID_BYTES, seat === 'seeker' ? 3 : 4);
  const values = { conversationId, seat, counter: String(counter) };
  const data = fill(encryption.message.associatedData, values);
  const cipher = createCipheriv('aes-256-gcm', keys[encryption.message.key[seat]], nonce).setAAD(
    data,
  );
  const sealed = Buffer.concat([cipher.update(plaintext(id, text)), cipher.final()]);
  const wire = Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  return { counter, id: id.toString('base64url'), text, ciphertext: wire.toString('base64url') };
}

function plaintext(id: Buffer, text: string): Buffer {
  const bytes = Buffer.from(text);
  const used = limits.PLAINTEXT_HEADER_BYTES + bytes.length;
  const step = limits.PADDING_STEP_BYTES;
  const padded = Buffer.alloc(Math.ceil(used / step) * step);
  id.copy(
    padded,
    padded.writeUInt8(limits.CONTENT_TYPES.text, padded.writeUInt16BE(bytes.length, 0)),
  );
  bytes.copy(padded, limits.PLAINTEXT_HEADER_BYTES);
  return padded;
}

function confirmation(seat: Seat): string {
  const text = fill(encryption.confirmation.text, { seat });
  return createHmac('sha256', keys.confirmation).update(text).digest('base64url');
}

/**
 * Derives an exported key from the KEM's shared secret (RFC 9180, sections 5.1 and 5.3). One block of HKDF is enough.
 */
function exported(name: keyof typeof encryption.exports): Buffer {
  const suiteId = Buffer.concat([
    utf8('HPKE'),
    ...[KEM_XWING, KDF_HKDF_SHA256, AEAD_AES_256_GCM].map(uint16),
  ]);
  const labeled = (label: string) => [utf8('HPKE-v1'), suiteId, utf8(label)];
  const extract = (salt: Buffer, label: string, ikm: Buffer) => hmac(salt, ...labeled(label), ikm);
  const expand = (secret: Buffer, label: string, info: Buffer) =>
    hmac(secret, uint16(KEY_BYTES), ...labeled(label), info, Buffer.from([1]));

  const none = Buffer.alloc(0);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', fill(encryption.info, { conversationId })),
  ]);
  const secret = extract(Buffer.from(agreement.sharedSecret, 'base64url'), 'secret', none);
  const exporterSecret = expand(secret, 'exp', context);
  return expand(exporterSecret, 'sec', Buffer.from(encryption.exports[name].exporterContext));
}

function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest();
}

function fill(template: string, values: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
}

function utf8(text: string): Buffer {
  return Buffer.from(text);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function hex(id: number): string {
  return `0x${id.toString(16).padStart(4, '0')}`;
}
