/**
 * Establishes whether both tabs of a conversation hold the same keys (rule E3). Until then, nothing is shown or sent.
 * If the keys differ, nothing ever is.
 */
import { sameEpoch } from '@terskel/shared/key-epochs';
import type { Conversation } from '@terskel/shared/models';
import { type TicketKeys, decapsulate } from '../e2ee/agreement.ts';
import { confirm, confirms, firstEpoch, secretOf } from '../e2ee/seat-keys.ts';
import { suite } from '../e2ee/suite.ts';
import { joinVisit } from '../e2ee/visit.ts';
import type { StoredTalk } from '../storage.ts';

/** The stored state of a conversation with a new secret and no messages. */
export function fresh(secret: string): StoredTalk {
  return { secret, outbox: [], written: [], accepted: 0, heard: {} };
}

/** `later`: the check cannot be completed now. `missing`: this tab has no usable keys. */
export type Agreement =
  | { readonly is: 'agreed'; readonly stored: StoredTalk; readonly confirmation: string }
  | { readonly is: 'differ' | 'missing' | 'later' };

/** The seeker's part: derives the keys unless the tab already has them, then checks the volunteer's confirmation tag. */
export async function seekerAgrees(
  conversation: Conversation,
  stored: StoredTalk | null,
  ticket: TicketKeys | null,
): Promise<Agreement> {
  let own = stored;
  if (own === null) {
    if (ticket === null) return { is: 'missing' };
    try {
      await suite();
    } catch {
      return { is: 'later' };
    }
    try {
      const { encapsulation, id } = conversation;
      own = fresh(await decapsulate(ticket, encapsulation, id));
    } catch {
      return { is: 'differ' };
    }
  }
  const epoch = firstEpoch(conversation.id, own.secret);
  const same = await confirms(epoch, 'volunteer', conversation.confirmations.volunteer);
  if (!same) return { is: 'differ' };
  return { is: 'agreed', stored: own, confirmation: await confirm(epoch, 'seeker') };
}

/**
 * The volunteer's part. First checks that this tab's keys are the ones the conversation was accepted with, because another
 * tab may have accepted it. Then checks the seeker's tag; `later` while the seeker has not sent one.
 */
export async function volunteerAgrees(
  { id, confirmations }: Pick<Conversation, 'id' | 'confirmations'>,
  stored: StoredTalk | null,
): Promise<Agreement> {
  if (stored === null) return { is: 'missing' };
  const epoch = firstEpoch(id, stored.secret);
  const own = await confirms(epoch, 'volunteer', confirmations.volunteer);
  if (!own) return { is: 'missing' };
  if (confirmations.seeker === undefined) return { is: 'later' };
  const same = await confirms(epoch, 'seeker', confirmations.seeker);
  if (!same) return { is: 'differ' };
  return { is: 'agreed', stored, confirmation: confirmations.volunteer };
}

/** The leader's part, for the conversation's current visit (rule E5). `keys`: those with which the call was taken. */
export async function leaderAgrees(
  { id, keyEpoch, visit }: Conversation,
  stored: StoredTalk | null,
  keys: TicketKeys | null,
): Promise<Agreement> {
  if (visit?.forLeader === undefined) return { is: 'missing' };
  let own = stored?.visit !== undefined && sameEpoch(stored.visit, keyEpoch) ? stored : null;
  if (own === null) {
    if (keys === null) return { is: 'missing' };
    try {
      await suite();
    } catch {
      return { is: 'later' };
    }
    const sealed = { ...visit.forLeader, confirmation: visit.confirmations.volunteer };
    const held = await joinVisit(keys, id, keyEpoch, sealed);
    if (held === null) return { is: 'differ' };
    own = { ...fresh(held.secret), visit: keyEpoch };
  }
  const held = { conversationId: id, secret: own.secret, visit: keyEpoch };
  const epoch = await secretOf(held, keyEpoch);
  if (epoch === null) return { is: 'differ' };
  return { is: 'agreed', stored: own, confirmation: await confirm(epoch, 'leader') };
}
