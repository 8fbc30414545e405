/**
 * How both tabs derive the same keys (rules E1, E3). The seeker's tab creates a key pair with the ticket. The
 * volunteer's tab encapsulates to it when accepting. Then each tab sends a confirmation tag that proves that it holds
 * the keys.
 */
import type { ConversationId } from '@terskel/shared/ids';
import type { Seat } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import type { CipherSuite } from 'hpke';
import { type Bytes, fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { suite } from './suite.ts';

/** The key pair of one ticket, in base64url, so that it survives a reload in the tab's storage (rule E4). */
export interface TicketKeys {
  readonly publicKey: string;
  /** X-Wing's 32-byte decapsulation key. */
  readonly seed: string;
}

/** What both tabs derive: a key for each direction and one for the tags; 32 bytes each, base64url. */
export interface ConversationKeys {
  readonly bySeeker: string;
  readonly byVolunteer: string;
  readonly confirmation: string;
}

const KEY_BYTES = 32;
const label = `terskel/${PROTOCOL_VERSION}`;

/**
 * HPKE's `info`. Another conversation, protocol version or role gives other keys. Each field ends with a zero byte,
 * which no field can contain.
 */
function info(conversationId: ConversationId): Bytes {
  return utf8(`${label}\0${conversationId}\0recipient=seeker\0sender=volunteer\0`);
}

/** Creates the key pair of a ticket. Rejects if the cipher suite fails to load. */
export async function createTicketKeys(using?: CipherSuite): Promise<TicketKeys> {
  const hpke = using ?? (await suite());
  const pair = await hpke.GenerateKeyPair(true);
  return {
    publicKey: toBase64url(new Uint8Array(await hpke.SerializePublicKey(pair.publicKey))),
    seed: toBase64url(new Uint8Array(await hpke.SerializePrivateKey(pair.privateKey))),
  };
}

/** The volunteer's part. Throws if the public key is invalid. */
export async function encapsulate(
  publicKey: string,
  conversationId: ConversationId,
  using?: CipherSuite,
): Promise<{ encapsulation: string; keys: ConversationKeys }> {
  const hpke = using ?? (await suite());
  const recipient = await hpke.DeserializePublicKey(fromBase64url(publicKey));
  const { encapsulatedSecret, ctx } = await hpke.SetupSender(recipient, {
    info: info(conversationId),
  });
  return {
    encapsulation: toBase64url(new Uint8Array(encapsulatedSecret)),
    keys: await exportKeys(ctx),
  };
}

/**
 * The seeker's part. An encapsulation made for another key yields wrong keys instead of an error, because ML-KEM
 * rejects implicitly; only the tags detect it. Throws if the encapsulation is malformed.
 */
export async function decapsulate(
  ticketKeys: TicketKeys,
  encapsulation: string,
  conversationId: ConversationId,
  using?: CipherSuite,
): Promise<ConversationKeys> {
  const hpke = using ?? (await suite());
  const [privateKey, publicKey] = await Promise.all([
    hpke.DeserializePrivateKey(fromBase64url(ticketKeys.seed)),
    hpke.DeserializePublicKey(fromBase64url(ticketKeys.publicKey)),
  ]);
  return exportKeys(
    await hpke.SetupRecipient({ privateKey, publicKey }, fromBase64url(encapsulation), {
      info: info(conversationId),
    }),
  );
}

async function exportKeys(context: {
  Export(exporterContext: Uint8Array, length: number): Promise<Uint8Array>;
}): Promise<ConversationKeys> {
  const key = async (purpose: string) =>
    toBase64url(new Uint8Array(await context.Export(utf8(`${label} ${purpose}`), KEY_BYTES)));
  return {
    bySeeker: await key('messages by the seeker'),
    byVolunteer: await key('messages by the volunteer'),
    confirmation: await key('confirmation'),
  };
}

/** Computes the tag with which `seat` proves that it holds the keys. */
export async function confirm(keys: ConversationKeys, seat: Seat): Promise<string> {
  const tag = await crypto.subtle.sign('HMAC', await tagKey(keys), tagText(seat));
  return toBase64url(new Uint8Array(tag));
}

/** Verifies in constant time that `tag` is the one of `seat` under these keys. */
export async function confirms(keys: ConversationKeys, seat: Seat, tag: string): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await tagKey(keys), fromBase64url(tag), tagText(seat));
}

function tagKey(keys: ConversationKeys): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const raw = fromBase64url(keys.confirmation);
  return crypto.subtle.importKey('raw', raw, hmac, false, ['sign', 'verify']);
}

function tagText(seat: Seat): Bytes {
  return utf8(`${label} ${seat} holds the keys`);
}
