/** Transfers: a volunteer asks the seeker, the seeker answers, and somebody else accepts the offer (rule C11). */
import type { ConversationId, TransferId } from '@terskel/shared/ids';
import type {
  Colleague,
  Staff,
  Transfer,
  TransferReason,
  TransferTo,
} from '@terskel/shared/models';
import type { Agreement, SeekerId } from './live-store.ts';
import { matchSoon } from './offers.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsablePublicKey } from './public-keys.ts';

/** Asks the seeker. A repeated command returns the same transfer. */
export function askTransfer(
  domain: Domain,
  staff: Staff,
  asked: {
    readonly conversationId: ConversationId;
    readonly reason: TransferReason;
    readonly to: TransferTo;
  },
): Promise<Outcome<{ transfer: Transfer }>> {
  const { conversationId, reason, to } = asked;
  return domain.store.askTransfer(conversationId, staff.id, domain.ids.id(), reason, to);
}

/** `agreement`: null if the seeker says no. */
export async function answerTransfer(
  domain: Domain,
  seeker: SeekerId,
  conversationId: ConversationId,
  transferId: TransferId,
  agreement: Agreement | null,
): Promise<Outcome<object>> {
  const now = domain.clock.now();
  if (agreement !== null && !isUsablePublicKey(agreement.publicKey)) return refused('invalid_key');
  const got = await domain.store.answerTransfer(
    ...([conversationId, seeker, transferId, agreement, now] as const),
  );
  if (got.ok) matchSoon(domain);
  return got;
}

export async function cancelTransfer(
  domain: Domain,
  staff: Staff,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  const got = await domain.store.cancelTransfer(conversationId, staff.id, domain.clock.now());
  // Another volunteer may have lost the offer.
  if (got.ok) matchSoon(domain);
  return got;
}

/** To whom a conversation could be transferred now. */
export async function listColleagues(
  domain: Domain,
  staff: Staff,
): Promise<Outcome<{ colleagues: Colleague[] }>> {
  return { ok: true, colleagues: [...(await domain.store.colleagues(staff.id))] };
}
