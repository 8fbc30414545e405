/**
 * The encryption as the AsyncAPI document describes it: every label and format comes from its `x-encryption`, and the
 * rest from RFC 9180 (HPKE), RFC 5869 (HKDF) and AES-GCM.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke';
import { ROOT } from '../../scripts/env.ts';

interface Encryption {
  readonly info: string;
  readonly secret: { readonly exporterContext: string; readonly bytes: number };
  readonly seats: { readonly conversation: string; readonly visit: string };
  readonly derived: {
    readonly info: string;
    readonly bytes: number;
    readonly purposes: Readonly<Record<'messages' | 'confirmation' | 'visit', string>>;
  };
  readonly confirmation: { readonly text: string };
  readonly visit: { readonly info: string };
  readonly message: {
    readonly nonceBytes: number;
    readonly tagBytes: number;
    readonly associatedData: string;
  };
}

export const documented = JSON.parse(readFileSync(join(ROOT, 'shared/asyncapi.json'), 'utf8')) as {
  readonly 'x-protocol': { readonly version: number };
  readonly 'x-encryption': Encryption;
  readonly 'x-limits': Readonly<
    Record<
      'PADDING_STEP_BYTES' | 'PLAINTEXT_HEADER_BYTES' | 'TEXT_ID_BYTES',
      { readonly value: number }
    >
  >;
};
const encryption = documented['x-encryption'];

/** A key epoch as on the wire. */
export interface KeyEpoch {
  readonly number: number;
  readonly visit?: string;
}
export interface EpochKeys {
  readonly conversationId: string;
  readonly epoch: KeyEpoch;
  readonly secret: Buffer;
}
export interface KeyPair {
  readonly pair: CryptoKeyPair;
  readonly publicKey: string;
}
export type Content = { readonly type: number; readonly id: string; readonly text: string };

const hpke = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const bytes = (base64url: string) => Buffer.from(base64url, 'base64url');
const fill = (template: string, values: Readonly<Record<string, string | number>>) =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

export async function keyPair(): Promise<KeyPair> {
  const pair = (await hpke.GenerateKeyPair(true)) as never as CryptoKeyPair;
  const publicKey = await hpke.SerializePublicKey(pair.publicKey);
  return { pair, publicKey: Buffer.from(publicKey).toString('base64url') };
}

const recipient = ({ pair }: KeyPair, encapsulation: string, info: string) =>
  hpke.SetupRecipient(pair, bytes(encapsulation), { info: Buffer.from(info) });

/** The seeker's part of the key agreement: the keys of the first epoch. */
export async function conversationKeys(
  key: KeyPair,
  conversationId: string,
  encapsulation: string,
): Promise<EpochKeys> {
  const { exporterContext, bytes: length } = encryption.secret;
  const context = await recipient(key, encapsulation, fill(encryption.info, { conversationId }));
  const secret = Buffer.from(await context.Export(Buffer.from(exporterContext), length));
  return { conversationId, epoch: { number: 0 }, secret };
}

/** The leader's part: the keys of a visit. */
export async function visitKeys(
  key: KeyPair,
  conversationId: string,
  epoch: Required<KeyEpoch>,
  sealed: { readonly encapsulation: string; readonly sealedSecret: string },
): Promise<EpochKeys> {
  const about = { conversationId, ...epoch, seats: encryption.seats.visit };
  const context = await recipient(key, sealed.encapsulation, fill(encryption.visit.info, about));
  const secret = Buffer.from(await context.Open(bytes(sealed.sealedSecret)));
  return { conversationId, epoch, secret };
}

function derived({ conversationId, epoch, secret }: EpochKeys, purpose: string): Buffer {
  const { number, visit } = epoch;
  const seats = encryption.seats[visit === undefined ? 'conversation' : 'visit'];
  const info = fill(encryption.derived.info, { conversationId, number, seats, purpose });
  return Buffer.from(hkdfSync('sha256', secret, '', info, encryption.derived.bytes));
}

/** The tag by which a seat proves that it holds the keys. */
export function tagOf(keys: EpochKeys, seat: string): string {
  const key = derived(keys, encryption.derived.purposes.confirmation);
  const text = fill(encryption.confirmation.text, { seat });
  return createHmac('sha256', key).update(text).digest('base64url');
}

const messageKey = (keys: EpochKeys, seat: string) =>
  derived(keys, fill(encryption.derived.purposes.messages, { seat }));
const associated = ({ conversationId }: EpochKeys, seat: string, counter: number) =>
  Buffer.from(fill(encryption.message.associatedData, { conversationId, seat, counter }));

const limits = documented['x-limits'];
const [stepBytes, idBytes] = [limits.PADDING_STEP_BYTES.value, limits.TEXT_ID_BYTES.value];
const textAt = limits.PLAINTEXT_HEADER_BYTES.value;
const idAt = textAt - idBytes;

export function seal(keys: EpochKeys, seat: string, counter: number, text: string, type = 0) {
  const words = Buffer.from(text);
  const steps = Math.ceil((textAt + words.length) / stepBytes);
  const plaintext = Buffer.alloc(steps * stepBytes);
  plaintext.writeUInt8(type, plaintext.writeUInt16BE(words.length));
  randomBytes(idBytes).copy(plaintext, idAt);
  words.copy(plaintext, textAt);
  const nonce = randomBytes(encryption.message.nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', messageKey(keys, seat), nonce);
  cipher.setAAD(associated(keys, seat, counter));
  const wire = [nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(wire).toString('base64url');
}

/** Throws if the ciphertext is not what the seat sealed with this counter and these keys. */
export function open(keys: EpochKeys, seat: string, counter: number, ciphertext: string): Content {
  const { nonceBytes, tagBytes } = encryption.message;
  const wire = bytes(ciphertext);
  const key = messageKey(keys, seat);
  const decipher = createDecipheriv('aes-256-gcm', key, wire.subarray(0, nonceBytes));
  decipher.setAAD(associated(keys, seat, counter)).setAuthTag(wire.subarray(-tagBytes));
  const sealed = wire.subarray(nonceBytes, -tagBytes);
  const plaintext = Buffer.concat([decipher.update(sealed), decipher.final()]);
  return {
    type: plaintext.readUInt8(2),
    id: plaintext.subarray(idAt, textAt).toString('base64url'),
    text: plaintext.subarray(textAt, textAt + plaintext.readUInt16BE()).toString(),
  };
}
