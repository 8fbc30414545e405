/** Going on and off duty, and availability. */
import { ACCESS, refusalBy } from '@terskel/shared/access';
import { type Leaves, leaves } from '@terskel/shared/leaving';
import type { Availability, Staff } from '@terskel/shared/models';
import { matchSoon } from './offers.ts';
import type { Domain, Outcome } from './ports.ts';

/** Whether this person may be on duty at all (rules O1, S3). */
export const mayWork = (staff: Staff): boolean =>
  refusalBy(ACCESS.staff['shift:start'], staff) === null;

type Stands = Outcome<{ availability: Availability }>;

export function startShift(domain: Domain, staff: Staff): Promise<Stands> {
  return domain.store.startShift(staff.id, domain.clock.now());
}

/**
 * Keeps a person on duty while a page without a connection is open: restarts the timeout that follows a lost connection
 * (rule I2). Returns whether the person is on duty, and whom going off duty would leave waiting (rule O9).
 */
export async function keepDuty(
  domain: Domain,
  staff: Staff,
): Promise<{ onDuty: boolean; leaves: Leaves | null }> {
  const now = domain.clock.now();
  const { onDuty } = await domain.store.keepDuty(staff.id, now);
  // A failure of the overview does not undo the duty that was kept.
  const row = onDuty ? await domain.store.overview(now).catch(() => null) : null;
  return { onDuty, leaves: row && leaves(row, staff.roles) };
}

/** How many offers are given back at most: another one may be made between giving one back and ending the shift. */
const OFFERS_GIVEN_BACK_MAX = 3;

/** Ends the shift. Gives a pending offer back first, so that its seeker does not wait for it to expire. */
export async function endShift(domain: Domain, staff: Staff): Promise<Stands> {
  const now = domain.clock.now();
  let got = await domain.store.endShift(staff.id, now);
  let givenBack = 0;
  for (; !got.ok && givenBack < OFFERS_GIVEN_BACK_MAX; givenBack += 1) {
    const { offer, conversations } = await domain.store.staff(staff, now);
    if (offer === null || conversations.length > 0) break;
    await domain.store.returnOffer(offer.id, staff.id, now);
    got = await domain.store.endShift(staff.id, now);
  }
  if (givenBack > 0) matchSoon(domain);
  return got;
}

/**
 * Called when a sign-in has ended, by its holder or otherwise. Gives a pending offer back. Without a conversation the
 * person goes off duty. With one, seekers see the volunteer as disconnected (rules S4, C5).
 */
export async function signOff(domain: Domain, staff: Staff): Promise<void> {
  const now = domain.clock.now();
  await domain.store.endLead(staff.id);
  await domain.store.setAvailability(staff.id, 'paused', now);
  const { offer } = await domain.store.staff(staff, now);
  if (offer !== null) await domain.store.returnOffer(offer.id, staff.id, now);
  await domain.store.endShift(staff.id, now);
  if (offer !== null) matchSoon(domain);
}

export async function setAvailability(
  domain: Domain,
  staff: Staff,
  state: 'ready' | 'paused',
): Promise<Stands> {
  const got = await domain.store.setAvailability(staff.id, state, domain.clock.now());
  if (got.ok && state === 'ready') matchSoon(domain, staff.languages);
  return got;
}
