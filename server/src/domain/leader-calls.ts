/** Volunteers' calls to the leaders (rule V4). The store decides who may do what. */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Call, CallKind } from '@terskel/shared/models';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsablePublicKey } from './public-keys.ts';

/** Calls the leaders on duty about a conversation of the volunteer's. */
export function raiseCall(
  domain: Domain,
  volunteer: StaffId,
  conversationId: ConversationId,
  kind: CallKind,
): Promise<Outcome<{ call: Call }>> {
  return domain.store.raiseCall(conversationId, volunteer, kind, domain.clock.now());
}

export function withdrawCall(
  domain: Domain,
  volunteer: StaffId,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  return domain.store.withdrawCall(conversationId, volunteer, domain.clock.now());
}

/** `publicKey`: of the leader's tab, for the aside and a visit (rules V4, E5). `asideId`: the aside that goes on. */
export async function takeCall(
  domain: Domain,
  leader: StaffId,
  {
    conversationId,
    publicKey,
    asideId,
  }: {
    readonly conversationId: ConversationId;
    readonly publicKey: string;
    readonly asideId?: ConversationId | undefined;
  },
): Promise<Outcome<{ call: Call }>> {
  if (!isUsablePublicKey(publicKey)) return refused('invalid_key');
  const now = domain.clock.now();
  return domain.store.takeCall(conversationId, leader, publicKey, now, asideId);
}

/** Hands back a call that the leader has taken. */
export function returnCall(
  domain: Domain,
  leader: StaffId,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  return domain.store.returnCall(conversationId, leader, domain.clock.now());
}
