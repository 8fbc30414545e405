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

export function startShift(d: Domain, staff: Staff): Promise<Stands> {
  return d.store.startShift(staff.id, d.clock.now());
}

/**
 * Keeps a person on duty while a page without a connection is open: restarts the timeout that follows a lost connection
 * (rule I2). Returns whether the person is on duty, and whom going off duty would leave waiting (rule O9).
 */
export async function keepDuty(
  d: Domain,
  staff: Staff,
): Promise<{ onDuty: boolean; leaves: Leaves | null }> {
  const now = d.clock.now();
  const { onDuty } = await d.store.keepDuty(staff.id, now);
  return { onDuty, leaves: onDuty ? leaves(await d.store.overview(now), staff.roles) : null };
}

/** How many offers are given back at most: another one may be made between giving one back and ending the shift. */
const OFFERS_GIVEN_BACK_MAX = 3;

/** Ends the shift. Gives a pending offer back first, so that its seeker does not wait for it to expire. */
export async function endShift(d: Domain, staff: Staff): Promise<Stands> {
  const now = d.clock.now();
  let got = await d.store.endShift(staff.id, now);
  let givenBack = 0;
  for (; !got.ok && givenBack < OFFERS_GIVEN_BACK_MAX; givenBack += 1) {
    const { offer, conversations } = await d.store.staff(staff, now);
    if (offer === null || conversations.length > 0) break;
    await d.store.returnOffer(offer.id, staff.id, now);
    got = await d.store.endShift(staff.id, now);
  }
  if (givenBack > 0) matchSoon(d);
  return got;
}

/**
 * Called when a sign-in has ended, by its holder or otherwise. Gives a pending offer back. Without a conversation the
 * person goes off duty. With one, seekers see the volunteer as disconnected (rules S4, C5).
 */
export async function signOff(d: Domain, staff: Staff): Promise<void> {
  const now = d.clock.now();
  await d.store.endLead(staff.id);
  await d.store.setAvailability(staff.id, 'paused', now);
  const { offer } = await d.store.staff(staff, now);
  if (offer !== null) await d.store.returnOffer(offer.id, staff.id, now);
  await d.store.endShift(staff.id, now);
  if (offer !== null) matchSoon(d);
}

export async function setAvailability(
  d: Domain,
  staff: Staff,
  state: 'ready' | 'paused',
): Promise<Stands> {
  const got = await d.store.setAvailability(staff.id, state, d.clock.now());
  if (got.ok && state === 'ready') matchSoon(d, staff.languages);
  return got;
}
