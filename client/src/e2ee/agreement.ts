/**
 * How both tabs agree on the conversation's secret (rule E1). The seeker's tab creates a key pair for the ticket, or for
 * the conversation that follows a transfer. The volunteer's tab encapsulates to it when accepting. Then each tab sends a
 * confirmation tag that proves that it holds the secret; see `seat-keys.ts`.
 */
import type { ConversationId } from '@terskel/shared/ids';
import type { CipherSuite } from 'hpke';
import { type Bytes, toBase64url, utf8 } from './bytes.ts';
import { LABEL } from './seat-keys.ts';
import { setUpRecipient, setUpSender, suite } from './suite.ts';

/**
 * The key pair for one ticket, transfer or visit, in base64url, so that it survives a reload in the tab's storage (rule
 * E4).
 */
export interface TicketKeys {
  readonly publicKey: string;
  /** X-Wing's 32-byte decapsulation key. */
  readonly seed: string;
}

const SECRET_BYTES = 32;

const WITH_SEEKER = 'recipient=seeker\0sender=volunteer';

/**
 * HPKE's `info`. Another conversation, protocol version or role gives other keys. Each field ends with a zero byte,
 * which no field can contain.
 */
function info(conversationId: ConversationId, roles: string): Bytes {
  return utf8(`${LABEL}\0${conversationId}\0${roles}\0`);
}

/** Creates a key pair. Rejects if the cipher suite fails to load. */
export async function createTicketKeys(using?: CipherSuite): Promise<TicketKeys> {
  const hpke = using ?? (await suite());
  const pair = await hpke.GenerateKeyPair(true);
  return {
    publicKey: toBase64url(new Uint8Array(await hpke.SerializePublicKey(pair.publicKey))),
    seed: toBase64url(new Uint8Array(await hpke.SerializePrivateKey(pair.privateKey))),
  };
}

/**
 * The volunteer's part; returns the conversation's secret. Throws if the public key is invalid. `roles`: who takes part, if
 * not a seeker.
 */
export async function encapsulate(
  publicKey: string,
  conversationId: ConversationId,
  using?: CipherSuite,
  roles = WITH_SEEKER,
): Promise<{ encapsulation: string; secret: string }> {
  const hpke = using ?? (await suite());
  const { encapsulation, ctx } = await setUpSender(hpke, publicKey, info(conversationId, roles));
  return { encapsulation, secret: await exportSecret(ctx) };
}

/**
 * The recipient's part: the seeker's, unless `roles` names others. An encapsulation made for another key yields a wrong
 * secret instead of an error, because ML-KEM
 * rejects implicitly; only the tags detect it. Throws if the encapsulation is malformed.
 */
export async function decapsulate(
  ticketKeys: TicketKeys,
  encapsulation: string,
  conversationId: ConversationId,
  using?: CipherSuite,
  roles = WITH_SEEKER,
): Promise<string> {
  const hpke = using ?? (await suite());
  const about = info(conversationId, roles);
  return exportSecret(await setUpRecipient(hpke, ticketKeys, encapsulation, about));
}

/** The conversation's secret, in base64url. */
async function exportSecret(context: {
  Export(exporterContext: Uint8Array, length: number): Promise<Uint8Array>;
}): Promise<string> {
  const exported = await context.Export(utf8(`${LABEL} conversation secret`), SECRET_BYTES);
  return toBase64url(new Uint8Array(exported));
}
