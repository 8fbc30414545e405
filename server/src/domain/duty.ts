/** Going on and off duty, and availability. */
import { ACCESS, refusalBy } from '@terskel/shared/access';
import type { StaffId } from '@terskel/shared/ids';
import { leaves, type LeavesKnown } from '@terskel/shared/leaving';
import { TIMES } from '@terskel/shared/limits';
import type { Availability, Staff } from '@terskel/shared/models';
import { matchSoon } from './offers.ts';
import type { Domain, Outcome } from './ports.ts';
import { withTimeout } from './with-timeout.ts';

/** Whether this person may be on duty at all (rules O1, S3). */
export const mayWork = (staff: Staff): boolean =>
  refusalBy(ACCESS.staff['shift:start'], staff) === null;

type DutyOutcome = Outcome<{ availability: Availability }>;

export function startShift(domain: Domain, staff: Staff): Promise<DutyOutcome> {
  return domain.store.startShift(staff.id, domain.clock.now());
}

/**
 * Keeps a person on duty while a page without a connection is open: restarts the timeout that follows a lost connection
 * (rule I2). Returns whether the person is on duty, and whom going off duty would leave waiting (rule O9).
 */
export async function keepDuty(
  domain: Domain,
  staff: Staff,
): Promise<{ onDuty: boolean; leaves: LeavesKnown }> {
  const { onDuty } = await domain.store.keepDuty(staff.id, domain.clock.now());
  if (!onDuty) return { onDuty, leaves: null };
  const overview = domain.overview();
  if (overview === null) return { onDuty, leaves: 'unknown' };
  const { intake, ...counts } = overview;
  return { onDuty, leaves: leaves({ ...counts, waiting: intake.waiting }, staff.roles) };
}

/** How many offers are given back at most: another one may be made between giving one back and ending the shift. */
const OFFERS_GIVEN_BACK_MAX = 3;

/** Ends the shift. Gives a pending offer back first, so that its seeker does not wait for it to expire. */
export async function endShift(domain: Domain, staff: Staff): Promise<DutyOutcome> {
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
  await domain.store.endLead(staff.id, undefined, now);
  await domain.store.setAvailability(staff.id, 'paused', now);
  const { offer } = await domain.store.staff(staff, now);
  if (offer !== null) await domain.store.returnOffer(offer.id, staff.id, now);
  // A transfer to this person may have been offered meanwhile: it is given back as well.
  await endShift(domain, staff);
  if (offer !== null) matchSoon(domain);
}

/** Receivers (`staff <id>`) of all volunteers on duty; null if the store does not answer in time. */
export function whoIsOnDuty(domain: Domain): Promise<ReadonlySet<string> | null> {
  // The time limit prevents that a hanging store keeps connections open whose staff session has ended.
  return withTimeout(domain.clock, domain.store.onDuty(), null, TIMES.tickMs / 2).catch(() => null);
}

/**
 * For each staff session, the revision of its holder's profile; null if the session has ended. Being on duty counts as
 * use of a session that idles, and so does an unknown duty. Commands do not count: the ledger's file must not reveal
 * the times of conversations (rules A4, S2).
 */
export function revisionsOf(
  domain: Domain,
  onDuty: ReadonlySet<string> | null,
  sessions: readonly {
    readonly receiver: string;
    readonly token: string;
    readonly idles: boolean;
  }[],
): Promise<readonly (number | null)[]> {
  const used = sessions.filter(({ receiver, idles }) => idles && onDuty?.has(receiver) !== false);
  const tokens = (some: typeof sessions) => some.map(({ token }) => token);
  return domain.ledger.revisions(tokens(sessions), new Set(tokens(used)));
}

/** The session of a leader without a connection has ended (rule I2). `connection`: the one that was lost. */
export async function endLead(domain: Domain, staff: StaffId, connection: string): Promise<void> {
  await domain.store.endLead(staff, connection, domain.clock.now());
}

export async function setAvailability(
  domain: Domain,
  staff: Staff,
  state: 'ready' | 'paused',
): Promise<DutyOutcome> {
  const got = await domain.store.setAvailability(staff.id, state, domain.clock.now());
  // A transfer may wait for this person, also while paused (rule C11).
  if (got.ok) matchSoon(domain, staff.languages);
  return got;
}
