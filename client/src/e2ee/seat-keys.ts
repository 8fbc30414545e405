/**
 * The keys of the seats of a conversation (rules E2, E3, E5). In each key epoch the participants share one secret. Each
 * seat's keys are derived from it with HKDF-SHA-256 (RFC 5869) and bound to the conversation, the epoch's number and the
 * roster: whoever is told of another roster derives other keys.
 */
import type { ConversationId } from '@terskel/shared/ids';
import type { Side } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { type Bytes, fromBase64url, toBase64url, utf8 } from './bytes.ts';

export const LABEL = `terskel/${PROTOCOL_VERSION}`;

/** A key epoch and its secret: 32 bytes in base64url. `seats`: the roster, in the order in which the seats were taken. */
export interface KeyEpoch {
  readonly conversationId: ConversationId;
  readonly number: number;
  readonly seats: readonly Side[];
  readonly secret: string;
}

/** The epoch in which every conversation begins. */
export function firstEpoch(conversationId: ConversationId, secret: string): KeyEpoch {
  return { conversationId, number: 0, seats: ['seeker', 'volunteer'], secret };
}

/** The key for messages by the seat. Rejects if the secret is malformed. */
export function messageKey(epoch: KeyEpoch, seat: Side): Promise<CryptoKey> {
  const aes = { name: 'AES-GCM', length: 256 };
  return derive(epoch, `messages by ${seat}`, aes, ['encrypt', 'decrypt']);
}

/** Computes the tag with which a seat proves that it holds the epoch's secret. */
export async function confirm(epoch: KeyEpoch, seat: Side): Promise<string> {
  return toBase64url(
    new Uint8Array(await crypto.subtle.sign('HMAC', await tagKey(epoch), utf8(seat))),
  );
}

/** Verifies in constant time that `tag` is the one of `seat` in this epoch. */
export async function confirms(epoch: KeyEpoch, seat: Side, tag: string): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await tagKey(epoch), fromBase64url(tag), utf8(seat));
}

function tagKey(epoch: KeyEpoch): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  return derive(epoch, 'confirmation', hmac, ['sign', 'verify']);
}

/** Each field of `info` ends with a zero byte, which no field can contain. */
async function derive(
  { conversationId, number, seats, secret }: KeyEpoch,
  purpose: string,
  type: AesKeyGenParams | HmacKeyGenParams,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', fromBase64url(secret), 'HKDF', false, [
    'deriveKey',
  ]);
  const info: Bytes = utf8(
    [LABEL, conversationId, number, seats.join(','), purpose, ''].join('\0'),
  );
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(hkdf, base, type, false, usages);
}
