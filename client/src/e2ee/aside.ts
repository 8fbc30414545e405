/**
 * How a volunteer and the leader who has taken the call agree on the secret of their aside (rules V4, E1). The leader's tab
 * has a key pair, with which it has taken the call; the volunteer's tab encapsulates to it. The same key pair also serves
 * visits, whose `info` is another one (see `visit.ts`).
 */
import type { ConversationId } from '@terskel/shared/ids';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import { type TicketKeys, decapsulate, encapsulate } from './agreement.ts';
import { type EpochSecret, confirm, firstEpoch } from './seat-keys.ts';

const ROLES = `kind=aside\0seats=${ASIDE_SEATS.join(',')}\0recipient=leader\0sender=volunteer`;

/** What the volunteer's tab makes: the secret, and what it sends. */
export interface MadeAside {
  readonly secret: string;
  readonly encapsulation: string;
  readonly confirmation: string;
}

/** The secret with which tags and messages are made. Throws if it is malformed. */
export function asideEpoch(asideId: ConversationId, secret: string): EpochSecret {
  return firstEpoch(asideId, secret, ASIDE_SEATS);
}

/** The volunteer's part. Throws if the key is invalid, or if the cipher suite fails to load. */
export async function makeAside(leaderKey: string, asideId: ConversationId): Promise<MadeAside> {
  const made = await encapsulate(leaderKey, asideId, undefined, ROLES);
  return { ...made, confirmation: await confirm(asideEpoch(asideId, made.secret), 'volunteer') };
}

/** The leader's part; returns the secret (see `decapsulate`). */
export function joinAside(
  leaderKeys: TicketKeys,
  encapsulation: string,
  asideId: ConversationId,
): Promise<string> {
  return decapsulate(leaderKeys, encapsulation, asideId, undefined, ROLES);
}
