/**
 * A leader acts on a conversation of another volunteer who cannot continue it (rule V7). The store decides whether it is
 * one, and who may act.
 */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import { matchSoon } from './offers.ts';
import type { Domain, Outcome } from './ports.ts';

/** The leader takes it over. The offer follows when the seeker's tab has answered (rule C11). */
export async function takeOver(
  domain: Domain,
  leader: StaffId,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  const { store, ids, clock } = domain;
  const got = await store.takeOver(conversationId, leader, ids.id(), clock.now());
  // Another volunteer may have lost the offer of an earlier transfer.
  if (got.ok) matchSoon(domain);
  return got;
}

/** The seeker goes back to the original place in line. */
export async function release(
  domain: Domain,
  leader: StaffId,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  const got = await domain.store.release(conversationId, leader, domain.clock.now());
  if (got.ok) matchSoon(domain);
  return got;
}
