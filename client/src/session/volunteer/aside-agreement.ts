/** Establishes whether both tabs of an aside hold the same keys (rules E3, V4). Until then, nothing is shown or sent. */
import type { Aside } from '@terskel/shared/models';
import type { TicketKeys } from '../../e2ee/agreement.ts';
import { asideEpoch, joinAside } from '../../e2ee/aside.ts';
import { confirm, confirms } from '../../e2ee/seat-keys.ts';
import { suite } from '../../e2ee/suite.ts';
import type { StoredTalk } from '../../storage.ts';
import { type Agreement, fresh } from '../agreement.ts';

/** The volunteer's part: `missing` if another tab has opened it; `later` while the leader has not sent a tag. */
export async function asideVolunteerAgrees(
  { id, confirmations }: Aside,
  stored: StoredTalk | null,
): Promise<Agreement> {
  if (stored === null) return { is: 'missing' };
  const epoch = asideEpoch(id, stored.secret);
  const { volunteer, leader } = confirmations;
  if (!(await confirms(epoch, 'volunteer', volunteer))) return { is: 'missing' };
  if (leader === undefined) return { is: 'later' };
  const same = await confirms(epoch, 'leader', leader);
  return same ? { is: 'agreed', stored, confirmation: volunteer } : { is: 'differ' };
}

/** The leader's part. `keys`: those with which the call was taken. */
export async function asideLeaderAgrees(
  { id, encapsulation, confirmations }: Aside,
  stored: StoredTalk | null,
  keys: TicketKeys | null,
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
      own = fresh(await joinAside(keys, encapsulation, id));
    } catch {
      return { is: 'differ' };
    }
  }
  const epoch = asideEpoch(id, own.secret);
  const same = await confirms(epoch, 'volunteer', confirmations.volunteer);
  if (!same) return { is: 'differ' };
  return { is: 'agreed', stored: own, confirmation: await confirm(epoch, 'leader') };
}
