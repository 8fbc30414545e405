/**
 * Resume tickets: what a tab keeps so that its session can be brought back when the live store has lost it (rule F3).
 * They are sealed, bound to their holder and to the life of the store that they tell of, and are of use only in
 * another one, for a while: a session that has ended, or goes on elsewhere, does not come back by them.
 */
import type { StaffId } from '@terskel/shared/ids';
import type { SeekerState } from '@terskel/shared/events';
import type { SeekerId, SeekerRecord, StaffRecord } from './live-store.ts';
import type { Domain, Outcome } from './ports.ts';

type Issued<Record> = Record & { readonly issuedAt: number };

const ofSeeker = (seeker: SeekerId) => `seeker ${seeker}`;
const ofStaff = (staff: StaffId) => `staff ${staff}`;

/** Null when there is nothing to bring back, or no key. */
export async function issueToSeeker(
  d: Pick<Domain, 'store' | 'seals' | 'clock'>,
  seeker: SeekerId,
): Promise<string | null> {
  const record = await d.store.seekerRecord(seeker);
  return record && d.seals.seal(ofSeeker(seeker), { ...record, issuedAt: d.clock.now() });
}

export async function issueToStaff(d: Domain, staff: StaffId): Promise<string | null> {
  const record = await d.store.staffRecord(staff);
  return record && d.seals.seal(ofStaff(staff), { ...record, issuedAt: d.clock.now() });
}

/** What a seeker's ticket is of, and when it was issued. */
export type Kept = Pick<Issued<SeekerRecord>, 'kind' | 'id' | 'issuedAt'>;

/** What the tab has already: null if that is of another life of the store, in which it is not known. */
export async function keptBySeeker(
  d: Domain,
  seeker: SeekerId,
  resumeTicket: string,
): Promise<Kept | null> {
  const opened = await d.seals.open(ofSeeker(seeker), resumeTicket);
  if (opened === null) return null;
  const { epoch, kind, id, issuedAt } = opened as Issued<SeekerRecord>;
  return epoch === d.epoch() ? { kind, id, issuedAt } : null;
}

/** Since when the tab has a ticket for its session as it stands: 0 if it has none, and infinitely if it needs none. */
export function keptSince(state: SeekerState, kept: Kept | null): number {
  if (state.kind !== 'ticket' && state.kind !== 'conversation') return Number.POSITIVE_INFINITY;
  const { id } = state.kind === 'ticket' ? state.ticket : state.conversation;
  return kept?.kind === state.kind && kept.id === id ? kept.issuedAt : 0;
}

/** Whether it was done. Throws while the store has no epoch yet: what is not there must not be taken for over. */
function restored(got: Outcome<object>): boolean {
  if (!got.ok && got.code === 'unavailable') throw new StoreNotReady();
  return got.ok;
}
class StoreNotReady extends Error {}

export async function restoreSeeker(
  d: Domain,
  seeker: SeekerId,
  resumeTicket: string,
): Promise<boolean> {
  const opened = await d.seals.open(ofSeeker(seeker), resumeTicket);
  if (opened === null) return false;
  const { issuedAt, ...record } = opened as Issued<SeekerRecord>;
  if (d.isOver(ofSeeker(seeker)) || d.isOver(`${record.kind} ${record.id}`)) return false;
  return restored(await d.store.restoreSeeker(seeker, record, issuedAt, d.clock.now()));
}

/** Whether the store had lost what the ticket tells of: duty comes back with it. */
export async function restoreStaff(
  d: Domain,
  staff: StaffId,
  resumeTicket: string,
): Promise<boolean> {
  const opened = await d.seals.open(ofStaff(staff), resumeTicket);
  if (opened === null) return false;
  const { issuedAt, epoch, conversations } = opened as Issued<StaffRecord>;
  if (epoch === d.epoch()) return false;
  const going = conversations.filter(
    ({ id, record }) =>
      !d.isOver(`conversation ${id}`) && !d.isOver(ofSeeker(record['seeker'] as SeekerId)),
  );
  const record = { epoch, conversations: going };
  return restored(await d.store.restoreStaff(staff, record, issuedAt, d.clock.now()));
}
