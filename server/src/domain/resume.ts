/**
 * Resume tickets: sealed data that a tab keeps so that its session can be restored if the live store loses it (rule
 * F3). They are bound to their holder and to the store epoch in which they were issued. They are accepted only in a
 * later epoch, for a limited time. They do not restore a session that has ended or continues elsewhere.
 */
import type { StaffId } from '@terskel/shared/ids';
import { RESUME_TICKET_MAX_CHARS } from '@terskel/shared/limits';
import type { SeekerState } from '@terskel/shared/events';
import type { SeekerId, SeekerRecord, StaffRecord } from './live-store.ts';
import type { Domain, Outcome } from './ports.ts';

type Issued<Record> = Record & { readonly issuedAt: number };

const ofSeeker = (seeker: SeekerId) => `seeker ${seeker}`;
const ofStaff = (staff: StaffId) => `staff ${staff}`;

/**
 * A seeker's resume ticket is padded to a multiple of this size: it holds what a seeker is not told, such as a call (rule
 * V4). One step fits into a frame of 4,096 bytes, together with the resume token (rule E7).
 */
const SEEKER_STEP_BYTES = 2_928;

/** Null if there is nothing to restore, or no key is available. */
export async function issueToSeeker(
  domain: Pick<Domain, 'store' | 'tokens' | 'clock'>,
  seeker: SeekerId,
): Promise<string | null> {
  const record = await domain.store.seekerRecord(seeker);
  if (record === null) return null;
  const contents = { ...record, issuedAt: domain.clock.now() };
  return domain.tokens.seal(ofSeeker(seeker), contents, SEEKER_STEP_BYTES);
}

/**
 * As `issueToSeeker`. After a loss, a volunteer may hold more conversations than a ticket has room for. The newest that
 * fit are in it; the tickets of the other seekers restore theirs.
 */
export async function issueToStaff(
  domain: Pick<Domain, 'store' | 'tokens' | 'clock'>,
  staff: StaffId,
): Promise<string | null> {
  const record = await domain.store.staffRecord(staff);
  if (record === null) return null;
  const issuedAt = domain.clock.now();
  const going = [...record.conversations];
  for (;;) {
    const contents = { ...record, conversations: going, issuedAt };
    const sealed = await domain.tokens.seal(ofStaff(staff), contents);
    if (sealed === null || sealed.length <= RESUME_TICKET_MAX_CHARS) return sealed;
    going.shift();
  }
}

/** What a seeker's resume ticket restores, and when it was issued (ms since the epoch). */
export type Kept = Pick<Issued<SeekerRecord>, 'kind' | 'id' | 'issuedAt'>;

/** Reads the resume ticket that a tab already has; null if it is invalid or of another store epoch. */
export async function keptBySeeker(
  domain: Domain,
  seeker: SeekerId,
  resumeTicket: string,
): Promise<Kept | null> {
  const opened = await domain.tokens.open(ofSeeker(seeker), resumeTicket);
  if (opened === null) return null;
  const { epoch, kind, id, issuedAt } = opened as Issued<SeekerRecord>;
  return epoch === domain.epoch() ? { kind, id, issuedAt } : null;
}

/** When the tab's resume ticket was issued (ms since the epoch): 0 if it has none, `Infinity` if none is needed. */
export function keptSince(state: SeekerState, kept: Kept | null): number {
  if (state.kind !== 'ticket' && state.kind !== 'conversation') return Number.POSITIVE_INFINITY;
  const { id } = state.kind === 'ticket' ? state.ticket : state.conversation;
  return kept?.kind === state.kind && kept.id === id ? kept.issuedAt : 0;
}

/** Whether the restore succeeded. Throws while the store has no epoch: a missing session must not count as ended. */
function restored(got: Outcome<object>): boolean {
  if (!got.ok && got.code === 'unavailable') throw new StoreNotReady();
  return got.ok;
}
class StoreNotReady extends Error {}

/** Restores a seeker's session from a resume ticket; returns whether the store accepted it. */
export async function restoreSeeker(
  domain: Domain,
  seeker: SeekerId,
  resumeTicket: string,
): Promise<boolean> {
  const opened = await domain.tokens.open(ofSeeker(seeker), resumeTicket);
  if (opened === null) return false;
  const { issuedAt, ...record } = opened as Issued<SeekerRecord>;
  if (domain.isOver(ofSeeker(seeker)) || domain.isOver(`${record.kind} ${record.id}`)) return false;
  return restored(await domain.store.restoreSeeker(seeker, record, issuedAt, domain.clock.now()));
}

/**
 * Restores a volunteer's conversations; returns whether the store accepted the ticket, since duty is then restored
 * too.
 */
export async function restoreStaff(
  domain: Domain,
  staff: StaffId,
  resumeTicket: string,
): Promise<boolean> {
  const opened = await domain.tokens.open(ofStaff(staff), resumeTicket);
  if (opened === null) return false;
  const { issuedAt, epoch, conversations } = opened as Issued<StaffRecord>;
  if (epoch === domain.epoch()) return false;
  const going = conversations.filter(
    ({ id, record }) =>
      !domain.isOver(`conversation ${id}`) &&
      !domain.isOver(ofSeeker(record['seeker'] as SeekerId)),
  );
  const record = { epoch, conversations: going };
  return restored(await domain.store.restoreStaff(staff, record, issuedAt, domain.clock.now()));
}
