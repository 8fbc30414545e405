/**
 * The parameters of the end-to-end encryption (rules E1–E3), as data, and a worked example. It is written from RFC
 * 9180, without the client's code, so that a test can compare the two.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import * as limits from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import agreements from './key-agreement.json' with { type: 'json' };

const LABEL = `terskel/${PROTOCOL_VERSION}`;
const KEM_XWING = 0x647a;
const KDF_HKDF_SHA256 = 0x0001;
const AEAD_AES_256_GCM = 0x0002;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Seat = 'seeker' | 'volunteer' | 'leader';
/** The fields of a key epoch to which its keys are bound, and its secret. */
type Epoch = Readonly<Record<'number' | 'seats', string>> & { readonly secret: Buffer };

/** `{…}` stands for the value of that name, `\0` for a zero byte. Every text is UTF-8. */
export const encryption = {
  suite: {
    mode: 'base (0x00)',
    kem: { id: hex(KEM_XWING), name: 'MLKEM768-X25519' },
    kdf: { id: hex(KDF_HKDF_SHA256), name: 'HKDF-SHA256' },
    aead: { id: hex(AEAD_AES_256_GCM), name: 'AES-256-GCM' },
  },
  info: `${LABEL}\0{conversationId}\0recipient=seeker\0sender=volunteer\0`,
  secret: { exporterContext: `${LABEL} conversation secret`, bytes: KEY_BYTES },
  seats: {
    conversation: 'seeker,volunteer',
    visit: 'seeker,volunteer,leader',
    aside: 'volunteer,leader',
  },
  derived: {
    algorithm: 'HKDF-SHA-256, without salt',
    info: `${LABEL}\0{conversationId}\0{number}\0{seats}\0{purpose}\0`,
    bytes: KEY_BYTES,
    purposes: {
      messages: 'messages by {seat}',
      confirmation: 'confirmation',
      visit: 'visit {visit}',
    },
  },
  confirmation: { algorithm: 'HMAC-SHA-256', key: 'confirmation', text: '{seat}' },
  visit: {
    info: `${LABEL}\0{conversationId}\0{number}\0{visit}\0seats={seats}\0recipient=leader\0sender=volunteer\0`,
    plaintext: 'the secret of the visit, sealed as the first message, without associated data',
  },
  aside: {
    info: `${LABEL}\0{asideId}\0kind=aside\0seats={seats}\0recipient=leader\0sender=volunteer\0`,
  },
  message: {
    algorithm: 'AES-256-GCM',
    key: 'messages',
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
const visit = 'Lw3eHd9pRz6VtKq1xBnUoQ';
const { seats } = encryption;
const context = keySchedule(
  agreements.conversation.sharedSecret,
  fill(encryption.info, { conversationId }),
);
const first: Epoch = { number: '0', seats: seats.conversation, secret: context.exported() };
const place = { number: '1', seats: seats.visit };
const visiting: Epoch = {
  ...place,
  secret: derived(
    { ...place, secret: first.secret },
    fill(encryption.derived.purposes.visit, { visit }),
  ),
};

/** A key agreement, a leader's visit and three messages, with all intermediate values. Bytes are in base64url. */
export const example = {
  conversationId,
  ...agreements.conversation,
  secret: first.secret.toString('base64url'),
  confirmations: {
    volunteer: confirmation(first, 'volunteer'),
    seeker: confirmation(first, 'seeker'),
  },
  messages: {
    seeker: message(first, 'seeker', 1, 'Hei. Er det noen der?'),
    volunteer: message(first, 'volunteer', 1, 'Hei, jeg er her.\nVil du fortelle?'),
  },
  visit: {
    keyEpoch: { number: Number(visiting.number), visit },
    leader: agreements.visit,
    secret: visiting.secret.toString('base64url'),
    sealedSecret: sealedSecret().toString('base64url'),
    confirmations: {
      volunteer: confirmation(visiting, 'volunteer'),
      leader: confirmation(visiting, 'leader'),
    },
    message: message(visiting, 'leader', 1, 'Hei, jeg er vaktleder.'),
  },
};

function message(epoch: Epoch, seat: Seat, counter: number, text: string) {
  // In real use the nonce and the id are random.
  const order = ['seeker', 'volunteer', 'leader'].indexOf(seat);
  const nonce = Buffer.alloc(NONCE_BYTES, 1 + order);
  const id = Buffer.alloc(limits.TEXT_ID_BYTES, 4 + order);
  const values = { conversationId, seat, counter: String(counter) };
  const key = derived(epoch, fill(encryption.derived.purposes.messages, { seat }));
  const data = fill(encryption.message.associatedData, values);
  const wire = Buffer.concat([nonce, sealed(key, nonce, data, plaintext(id, text))]);
  return { counter, id: id.toString('base64url'), text, ciphertext: wire.toString('base64url') };
}

/** The secret of the visit, as the volunteer's client seals it to the leader's key (RFC 9180, section 5.2). */
function sealedSecret(): Buffer {
  const info = fill(encryption.visit.info, { conversationId, ...place, visit });
  const { key, baseNonce } = keySchedule(agreements.visit.sharedSecret, info);
  return sealed(key, baseNonce, Buffer.alloc(0), visiting.secret);
}

/** Ciphertext and tag of AES-256-GCM. */
function sealed(key: Buffer, nonce: Buffer, data: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(data);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** A key of an epoch (RFC 5869). One block of HKDF is enough. */
function derived({ number, seats: roster, secret }: Epoch, purpose: Buffer): Buffer {
  const values = { conversationId, number, seats: roster, purpose: purpose.toString() };
  const info = fill(encryption.derived.info, values);
  return hmac(hmac(Buffer.alloc(0), secret), info, Buffer.from([1]));
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

function confirmation(epoch: Epoch, seat: Seat): string {
  const key = derived(epoch, utf8(encryption.derived.purposes.confirmation));
  const text = fill(encryption.confirmation.text, { seat });
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** HPKE's context from the KEM's shared secret (RFC 9180, sections 5.1 and 5.3). One block of HKDF is enough. */
function keySchedule(sharedSecret: string, info: Buffer) {
  const suiteId = Buffer.concat([
    utf8('HPKE'),
    ...[KEM_XWING, KDF_HKDF_SHA256, AEAD_AES_256_GCM].map(uint16),
  ]);
  const labeled = (label: string) => [utf8('HPKE-v1'), suiteId, utf8(label)];
  const extract = (salt: Buffer, label: string, ikm: Buffer) => hmac(salt, ...labeled(label), ikm);
  const expand = (secret: Buffer, label: string, about: Buffer, bytes = KEY_BYTES) =>
    hmac(secret, uint16(bytes), ...labeled(label), about, Buffer.from([1])).subarray(0, bytes);

  const none = Buffer.alloc(0);
  const hashes = [extract(none, 'psk_id_hash', none), extract(none, 'info_hash', info)];
  const about = Buffer.concat([Buffer.from([0]), ...hashes]);
  const secret = extract(Buffer.from(sharedSecret, 'base64url'), 'secret', none);
  return {
    key: expand(secret, 'key', about),
    baseNonce: expand(secret, 'base_nonce', about, NONCE_BYTES),
    exported: () =>
      expand(expand(secret, 'exp', about), 'sec', utf8(encryption.secret.exporterContext)),
  };
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
