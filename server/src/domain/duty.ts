/** A volunteer's time on duty. */
import { ACCESS, refusalBy } from '@terskel/shared/access';
import { type Leaves, leaves } from '@terskel/shared/leaving';
import { TIMES } from '@terskel/shared/limits';
import type { Availability, Staff } from '@terskel/shared/models';
import { matchSoon } from './offers.ts';
import type { Domain, Outcome } from './ports.ts';

/** Whether they may be on duty at all (rules O1, S3). */
export const mayWork = (staff: Staff): boolean =>
  refusalBy(ACCESS.staff['shift:start'], staff) === null;

type Stands = Outcome<{ availability: Availability }>;

export function startShift(d: Domain, staff: Staff): Promise<Stands> {
  return d.store.startShift(staff.id, d.clock.now());
}

/**
 * Without a connection, on a page that holds none: duty goes on as long as after a lost connection (rule I2). Whether
 * there is any, and what its end would mean to those who wait (rule O9).
 */
export async function keepDuty(
  d: Domain,
  staff: Staff,
): Promise<{ onDuty: boolean; leaves: Leaves | null }> {
  const now = d.clock.now();
  const { onDuty, putOff } = await d.store.keepDuty(staff.id, now);
  if (putOff) d.timers.wakeAt(now + TIMES.volunteerGoneMs);
  return { onDuty, leaves: onDuty ? leaves(await d.store.overview(now), staff.roles) : null };
}

/** In a moment in which others may be offered as well: so often, an offer that stands in the way is given back. */
const OFFERS_GIVEN_BACK_MAX = 3;

/** A pending offer is given back first: whoever goes home keeps nobody waiting. */
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
 * A sign-in has ended, with or without its holder's doing: nobody waits for them any longer, and whoever holds no
 * conversation is off duty. With one they are lost to their seekers, as without a connection (rules S4, C5).
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
