/** Establishes whether both tabs of an aside hold the same keys (rules E3, V4). Until then, nothing is shown or sent. */
import type { Aside } from '@terskel/shared/models';
import type { TicketKeys } from '../../e2ee/agreement.ts';
import { asideEpoch, joinAside } from '../../e2ee/aside.ts';
import type { StoredTalk } from '../../storage.ts';
import { type Agreement, recipientAgrees, senderAgrees } from '../agreement.ts';

const withLeader = ({ id, confirmations: { volunteer } }: Aside) =>
  ({ volunteer, seat: 'leader', epochOf: (secret: string) => asideEpoch(id, secret) }) as const;

export function asideVolunteerAgrees(aside: Aside, stored: StoredTalk | null): Promise<Agreement> {
  return senderAgrees(withLeader(aside), stored, aside.confirmations.leader);
}

/** `keys`: those with which the call was taken. */
export function asideLeaderAgrees(
  aside: Aside,
  stored: StoredTalk | null,
  keys: TicketKeys | null,
): Promise<Agreement> {
  const { encapsulation, id } = aside;
  return recipientAgrees(withLeader(aside), stored, keys, (pair) =>
    joinAside(pair, encapsulation, id),
  );
}
