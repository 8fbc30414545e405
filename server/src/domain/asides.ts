/**
 * Asides: lines between a volunteer and the leader who has taken the call (rule V4). The store decides who may do what. In
 * an open aside, both use the commands of all conversations.
 */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { OpenAside } from './live-store.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsableEncapsulation } from './public-keys.ts';

/** `conversationId`: of the call. */
export function reserveAside(
  domain: Domain,
  volunteer: StaffId,
  conversationId: ConversationId,
): Promise<Outcome<{ asideId: ConversationId }>> {
  return domain.store.reserveAside(conversationId, volunteer, domain.ids.id());
}

export async function openAside(
  domain: Domain,
  volunteer: StaffId,
  aside: OpenAside,
): Promise<Outcome<object>> {
  // The leader's tab could not derive keys from it.
  if (!isUsableEncapsulation(aside.encapsulation)) return refused('invalid_key');
  return domain.store.openAside(volunteer, aside, domain.clock.now());
}
