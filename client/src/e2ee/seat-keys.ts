/**
 * The keys of the seats of a conversation (rules E2, E3, E5). In each key epoch the participants share one secret. Each
 * seat's keys are derived from it with HKDF-SHA-256 (RFC 5869) and bound to the conversation, the epoch's number and the
 * roster. A tab that is given another roster derives other keys.
 *
 * Seeker and volunteer derive the secret of a leader's visit from the conversation's secret. The leader gets only the
 * derived one, from which neither the conversation's secret nor that of another epoch follows.
 */
import type { ConversationId } from '@terskel/shared/ids';
import { FIRST_EPOCH, sameEpoch } from '@terskel/shared/key-epochs';
import { SUPPORT_SEATS } from '@terskel/shared/kinds';
import type { KeyEpoch, Seat } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { type Bytes, fromBase64url, toBase64url, utf8 } from './bytes.ts';

export const LABEL = `terskel/${PROTOCOL_VERSION}`;

/**
 * What a tab holds, in base64url: 32 bytes. Without `visit` it is the conversation's secret; with it, only the secret
 * of that visit.
 */
export interface HeldSecret {
  readonly conversationId: ConversationId;
  readonly secret: string;
  readonly visit?: KeyEpoch;
  /** The roster, if it is not that of a conversation with a seeker. */
  readonly seats?: readonly Seat[] | undefined;
}

/** The secret of one key epoch. `seats`: the roster, in the order in which the seats were taken. */
export interface EpochSecret {
  readonly conversationId: ConversationId;
  readonly number: number;
  readonly seats: readonly Seat[];
  readonly secret: Bytes;
}

const SECRET_BITS = 256;

/** The secret of the first epoch. Throws if the conversation's secret is malformed. */
export function firstEpoch(
  conversationId: ConversationId,
  secret: string,
  seats: readonly Seat[] = SUPPORT_SEATS,
): EpochSecret {
  const { number } = FIRST_EPOCH;
  return { conversationId, number, seats, secret: fromBase64url(secret) };
}

/** Returns the secret of an epoch; null if this tab does not hold it. Rejects if the held secret is malformed. */
export async function secretOf(held: HeldSecret, epoch: KeyEpoch): Promise<EpochSecret | null> {
  const { conversationId, visit, seats = rosterOf(epoch) } = held;
  const { number } = epoch;
  const secret = fromBase64url(held.secret);
  const own = { conversationId, number, seats, secret };
  if (visit !== undefined) {
    return sameEpoch(visit, epoch) ? own : null;
  }
  if (epoch.visit === undefined) return own;
  return { ...own, secret: await derive(own, `visit ${epoch.visit}`) };
}

function rosterOf({ visit }: KeyEpoch): readonly Seat[] {
  return visit === undefined ? SUPPORT_SEATS : [...SUPPORT_SEATS, 'leader'];
}

/** The key for messages by the seat. */
export async function messageKey(epoch: EpochSecret, seat: Seat): Promise<CryptoKey> {
  const bytes = await derive(epoch, `messages by ${seat}`);
  return importKey(bytes, 'AES-GCM', ['encrypt', 'decrypt']);
}

/** Computes the tag with which a seat proves that it holds the epoch's secret. */
export async function confirm(epoch: EpochSecret, seat: Seat): Promise<string> {
  const tag = await crypto.subtle.sign('HMAC', await tagKey(epoch), utf8(seat));
  return toBase64url(new Uint8Array(tag));
}

/** Verifies in constant time that `tag` is the one of `seat` in this epoch. Throws if it is not base64url. */
export async function confirms(epoch: EpochSecret, seat: Seat, tag: string): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await tagKey(epoch), fromBase64url(tag), utf8(seat));
}

async function tagKey(epoch: EpochSecret): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return importKey(await derive(epoch, 'confirmation'), hmac, ['sign', 'verify']);
}

/** 32 bytes for one purpose. Each field of `info` ends with a zero byte, which no field can contain. */
async function derive(
  { conversationId, number, seats, secret }: EpochSecret,
  purpose: string,
): Promise<Bytes> {
  const base = await importKey(secret, 'HKDF', ['deriveBits']);
  const info = utf8([LABEL, conversationId, number, seats.join(','), purpose, ''].join('\0'));
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, SECRET_BITS));
}

function importKey(
  bytes: Bytes,
  algorithm: AlgorithmIdentifier | HmacImportParams,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, algorithm, false, usages);
}
