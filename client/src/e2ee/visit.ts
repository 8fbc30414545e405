/**
 * How a leader joins a conversation (rule E5): the leader's tab creates a key pair, and the volunteer's tab seals the
 * secret of this one visit to it, with HPKE. Seeker and volunteer derive the same secret without a message, see
 * `seat-keys.ts`. Only the volunteer's tab can let a leader in; the service has no secret to give.
 */
import { type ConversationId, VisitId } from '@terskel/shared/ids';
import type { KeyEpoch, VisitEpoch } from '@terskel/shared/models';
import type { CipherSuite } from 'hpke';
import type { TicketKeys } from './agreement.ts';
import { type Bytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts';
import { type HeldSecret, LABEL, confirm, confirms, secretOf } from './seat-keys.ts';
import { setUpRecipient, setUpSender, suite } from './suite.ts';

/** What the volunteer's tab makes for the leader's: HPKE's `enc` and ciphertext, and the volunteer's tag. */
export interface SealedVisit {
  readonly encapsulation: string;
  readonly sealedSecret: string;
  readonly confirmation: string;
}

const VISIT_ID_BYTES = 16;

/** Makes the epoch of a new visit. */
export function newVisit(number: number): VisitEpoch {
  return { number, visit: VisitId.parse(toBase64url(randomBytes(VISIT_ID_BYTES))) };
}

/** The volunteer's part: seals the visit's secret to the leader's key. Throws if that key is invalid. */
export async function sealVisit(
  held: HeldSecret,
  epoch: KeyEpoch,
  leaderKey: string,
  using?: CipherSuite,
): Promise<SealedVisit> {
  const hpke = using ?? (await suite());
  const own = await secretOf(held, epoch);
  if (own === null || epoch.visit === undefined) throw new TypeError('not a visit of this tab');
  const bound = info(held.conversationId, epoch);
  const { encapsulation, ctx } = await setUpSender(hpke, leaderKey, bound);
  return {
    encapsulation,
    sealedSecret: toBase64url(new Uint8Array(await ctx.Seal(own.secret))),
    confirmation: await confirm(own, 'volunteer'),
  };
}

/**
 * The leader's part. Returns the secret that the leader holds during the visit; null if it is malformed, or was
 * sealed to another key or for another visit. Rejects if the cipher suite fails to load.
 */
export async function joinVisit(
  leaderKeys: TicketKeys,
  conversationId: ConversationId,
  epoch: KeyEpoch,
  { encapsulation, sealedSecret, confirmation }: SealedVisit,
  using?: CipherSuite,
): Promise<HeldSecret | null> {
  const hpke = using ?? (await suite());
  try {
    const bound = info(conversationId, epoch);
    const context = await setUpRecipient(hpke, leaderKeys, encapsulation, bound);
    const secret = toBase64url(new Uint8Array(await context.Open(fromBase64url(sealedSecret))));
    const held = { conversationId, secret, visit: epoch };
    const own = await secretOf(held, epoch);
    const same = own !== null && (await confirms(own, 'volunteer', confirmation));
    return same ? held : null;
  } catch {
    return null;
  }
}

/** HPKE's `info`. Each field ends with a zero byte, which no field can contain. */
function info(conversationId: ConversationId, { number, visit }: KeyEpoch): Bytes {
  const roles = ['seats=seeker,volunteer,leader', 'recipient=leader', 'sender=volunteer'];
  return utf8([LABEL, conversationId, number, visit, ...roles, ''].join('\0'));
}
