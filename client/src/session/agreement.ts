/**
 * Establishes whether both tabs of a conversation hold the same keys (rule E3). Until then, nothing is shown or sent.
 * If the keys differ, nothing ever is.
 */
import { sameEpoch } from '@terskel/shared/key-epochs';
import type { Conversation, Seat } from '@terskel/shared/models';
import { type TicketKeys, decapsulate } from '../e2ee/agreement.ts';
import { type EpochSecret, confirm, confirms, firstEpoch, secretOf } from '../e2ee/seat-keys.ts';
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

/** Two tabs whose keys are compared. */
interface Comparison {
  /** The tag of the volunteer's tab, which made the encapsulation. */
  readonly volunteer: string;
  /** The seat of the other tab, which derives the keys from it. */
  readonly seat: Seat;
  readonly epochOf: (secret: string) => EpochSecret;
}

/** The part of the tab that derives the keys, unless it already has them. Then it checks the volunteer's tag. */
export async function recipientAgrees(
  { volunteer, seat, epochOf }: Comparison,
  stored: StoredTalk | null,
  keys: TicketKeys | null,
  derive: (keys: TicketKeys) => Promise<string>,
): Promise<Agreement> {
  let own = stored;
  if (own === null) {
    if (keys === null) return { is: 'missing' };
    try {
      await suite();
    } catch {
      return { is: 'later' };
    }
    try {
      own = fresh(await derive(keys));
    } catch {
      return { is: 'differ' };
    }
  }
  const epoch = epochOf(own.secret);
  const same = await confirms(epoch, 'volunteer', volunteer);
  if (!same) return { is: 'differ' };
  return { is: 'agreed', stored: own, confirmation: await confirm(epoch, seat) };
}

/**
 * The part of the volunteer's tab. First checks that its keys are those of the encapsulation, because another tab may have
 * made it. Then checks the other tag, `tag`; `later` while it has not come.
 */
export async function senderAgrees(
  { volunteer, seat, epochOf }: Comparison,
  stored: StoredTalk | null,
  tag: string | undefined,
): Promise<Agreement> {
  if (stored === null) return { is: 'missing' };
  const epoch = epochOf(stored.secret);
  const own = await confirms(epoch, 'volunteer', volunteer);
  if (!own) return { is: 'missing' };
  if (tag === undefined) return { is: 'later' };
  const same = await confirms(epoch, seat, tag);
  if (!same) return { is: 'differ' };
  return { is: 'agreed', stored, confirmation: volunteer };
}

type Confirmed = Pick<Conversation, 'id' | 'confirmations'>;

function withSeeker({ id, confirmations: { volunteer } }: Confirmed): Comparison {
  return { volunteer, seat: 'seeker', epochOf: (secret) => firstEpoch(id, secret) };
}

export function seekerAgrees(
  conversation: Conversation,
  stored: StoredTalk | null,
  ticket: TicketKeys | null,
): Promise<Agreement> {
  const { encapsulation, id } = conversation;
  return recipientAgrees(withSeeker(conversation), stored, ticket, (keys) =>
    decapsulate(keys, encapsulation, id),
  );
}

export function volunteerAgrees(
  conversation: Confirmed,
  stored: StoredTalk | null,
): Promise<Agreement> {
  return senderAgrees(withSeeker(conversation), stored, conversation.confirmations.seeker);
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
