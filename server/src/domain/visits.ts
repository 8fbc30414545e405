/** A leader's visit to a conversation (rule E5). The store decides who may do what. */
import type { ConversationId, StaffId, VisitId } from '@terskel/shared/ids';
import type { OpenVisit } from './live-store.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsableEncapsulation } from './public-keys.ts';

/** The volunteer lets the leader in who has taken the call. */
export async function openVisit(
  domain: Domain,
  volunteer: StaffId,
  visit: OpenVisit,
): Promise<Outcome<object>> {
  // The leader's tab could not derive keys from it.
  if (!isUsableEncapsulation(visit.encapsulation)) return refused('invalid_key');
  return domain.store.openVisit(volunteer, visit, domain.clock.now());
}

/** The leader's tab has the keys: the others verify its confirmation (rule E3). */
export function confirmVisit(
  domain: Domain,
  leader: StaffId,
  conversationId: ConversationId,
  proof: { readonly visit: VisitId; readonly confirmation: string },
): Promise<Outcome<object>> {
  return domain.store.confirmVisit(conversationId, leader, proof, domain.clock.now());
}

/** `by`: the leader or the volunteer. */
export function closeVisit(
  domain: Domain,
  by: StaffId,
  conversationId: ConversationId,
  visit: VisitId,
): Promise<Outcome<object>> {
  return domain.store.closeVisit(conversationId, by, visit, domain.clock.now());
}
