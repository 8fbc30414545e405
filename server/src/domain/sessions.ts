/** Connections come and go; the session, with its place or its seat, stays a while (rules Q6, C5). */
import { TIMES } from '@terskel/shared/limits';
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { LeaveRequest } from '@terskel/shared/http';
import type { Staff } from '@terskel/shared/models';
import { endConversation } from './conversations.ts';
import { mayWork } from './duty.ts';
import { shownTicket } from './intake.ts';
import type { StaffId } from '@terskel/shared/ids';
import type { ConnectionAddress, Held, SeekerId, SessionRow } from './live-store.ts';
import { matchSoon } from './offers.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { restoreSeeker, type Kept } from './resume.ts';
import { endTicket, isOpen } from './tickets.ts';

function shownSession(d: Domain, row: SessionRow): SeekerState {
  if (row.kind === 'ticket') return { kind: 'ticket', ticket: shownTicket(d, row.ticket) };
  if (row.kind !== 'conversation' || isOpen(d)) return row;
  // Where everybody who waits is sent home, nobody is offered the line (rule C12).
  return { ...row, conversation: { ...row.conversation, mayAskAnother: false } };
}

/**
 * Whether there is a session, or what remains of one; a resume ticket may bring it back (rule F3). `kept` is what that
 * ticket is of, if it is of this life of the store.
 */
export async function isKnown(
  d: Domain,
  seeker: SeekerId,
  resumeTicket: string | undefined,
  kept: Kept | null,
): Promise<boolean> {
  if (await d.store.knows(seeker)) {
    // The other side may have brought it back as it was some time before.
    if (resumeTicket !== undefined && kept === null) await restoreSeeker(d, seeker, resumeTicket);
    return true;
  }
  if (resumeTicket === undefined) return false;
  // A ticket that is of no use: the other side may have brought the conversation back since the first look.
  return (await restoreSeeker(d, seeker, resumeTicket)) || d.store.knows(seeker);
}

/** Null: another connection has taken the session over, and this one does not take it back unless it is `anew`. */
export async function connectSeeker(
  d: Domain,
  seeker: SeekerId,
  at: ConnectionAddress,
  anew: boolean,
): Promise<SeekerState | null> {
  const now = d.clock.now();
  const row = anew
    ? await d.store.connectSeeker(seeker, at, now)
    : await d.store.confirmSeeker(seeker, at, now);
  return row === null ? null : shownSession(d, row);
}

export async function disconnectSeeker(
  d: Domain,
  seeker: SeekerId,
  connection: string,
): Promise<void> {
  const now = d.clock.now();
  const got = await d.store.disconnectSeeker(seeker, connection, now);
  if (!got.ok) return;
  d.timers.wakeAt(now + TIMES.closingTabMs);
  d.timers.wakeAt(now + TIMES.placeKeptMs);
}

/** How many of an address prefix left a session that nothing is known of: both answer ms until one more may, 0 for at once. */
export interface UnknownLeaves {
  /** Counts one more. */
  take(): Promise<number>;
  waitMs(): Promise<number>;
}

/**
 * A page that is left for good, that has ended what it had, or that closes and may be reloading (rules Q6, C10, U3).
 * Answers 0 when it is done, or after how many ms an unknown session may try again (rule R1).
 */
export async function leave(
  d: Domain,
  seeker: SeekerId,
  how: LeaveRequest['how'],
  unknown: UnknownLeaves,
): Promise<number> {
  const waitMs = await unknown.waitMs();
  if (waitMs > 0 && !(await d.store.knows(seeker))) return waitMs;
  const now = d.clock.now();
  if (how === 'closing') {
    const got = await d.store.seekerClosing(seeker, now);
    if (got.ok) d.timers.wakeAt(now + TIMES.closingTabMs);
    // A conversation has no place that closing would shorten, and is known.
    return got.ok || (await d.store.knows(seeker)) ? 0 : unknown.take();
  }
  if (await endSession(d, seeker, how)) return 0;
  // An unknown session is counted: ending it is announced to every node.
  const tooManyMs = await unknown.take();
  if (tooManyMs > 0) return tooManyMs;
  // Nothing there, nor may it come back from an earlier life of the store (rule F3); what just has, ends too.
  await d.store.noteOver(seeker, now);
  await endSession(d, seeker, how);
  return 0;
}

/** Whether there was anything. */
export async function endSession(
  d: Domain,
  seeker: SeekerId,
  how: 'exit' | 'end',
): Promise<boolean> {
  const ended = await endWhatever(d, seeker, how);
  // Accepted between the look and the end: what there is now is ended instead.
  return ended.ok || (await endWhatever(d, seeker, how)).ok;
}

/** Ends the seeker's ticket or conversation, if there is one; `not_found` if nothing is known of them. */
async function endWhatever(
  d: Domain,
  seeker: SeekerId,
  how: 'exit' | 'end',
): Promise<Outcome<object>> {
  const session = await d.store.seeker(seeker, d.clock.now());
  if (session.kind === 'ticket') return endTicket(d, seeker, how === 'exit' ? how : 'cancelled');
  if (session.kind === 'idle') return refused('not_found');
  if (session.kind !== 'conversation') {
    // Ended before, perhaps a moment ago by the other side: an exit leaves nothing of it either (rule A6).
    if (how === 'exit') await d.store.dropTombstone(seeker, d.clock.now());
    return { ok: true };
  }
  const { id: conversationId } = session.conversation;
  const seat = { conversationId, side: 'seeker', participant: seeker } as const;
  return endConversation(d, seat, how === 'exit' ? how : 'seeker');
}

/** `lostDuty`: how the volunteer stood on duty before the store lost it; it comes back at the beginning alone. */
export async function connectStaff(
  d: Domain,
  staff: Staff,
  at: ConnectionAddress,
  anew: boolean,
  lostDuty: 'ready' | 'paused' | null,
): Promise<StaffState | null> {
  // Whoever may send nothing in a conversation that was theirs is no company in it: they take no seat (rule C5).
  if (!mayWork(staff))
    return { staff, availability: { state: 'off' }, offer: null, conversations: [] };
  const now = d.clock.now();
  let row = anew
    ? await d.store.connectStaff(staff, at, now)
    : await d.store.confirmStaff(staff, at, now);
  // Nobody is off duty with an open conversation, which may have been brought back by its seeker (rule O7).
  const lost = anew ? lostDuty : null;
  const duty = lost ?? (row !== null && row.conversations.length > 0 ? 'paused' : null);
  if (duty !== null && row?.availability.state === 'off') {
    await d.store.startShift(staff.id, now);
    await d.store.setAvailability(staff.id, duty, now);
    row = await d.store.confirmStaff(staff, at, now);
  }
  if (row === null) return null;
  if (row.availability.state === 'ready') matchSoon(d, staff.languages);
  return { staff, ...row, conversations: [...row.conversations] };
}

export async function disconnectStaff(
  d: Domain,
  staff: Pick<Staff, 'id'>,
  connection: string,
): Promise<void> {
  const now = d.clock.now();
  const got = await d.store.disconnectStaff(staff.id, connection, now);
  if (got.ok) d.timers.wakeAt(now + TIMES.volunteerGoneMs);
}

/**
 * Has no connection, whatever the store says. A session that has ended, and stands in a store that was told so in an
 * earlier life and has lost it, ends again.
 */
export async function gone(d: Domain, { kind, id, connection }: Held): Promise<void> {
  if (kind === 'staff') return disconnectStaff(d, { id: id as StaffId }, connection);
  if (d.isOver(`seeker ${id}`)) return void (await endSession(d, id as SeekerId, 'exit'));
  return disconnectSeeker(d, id as SeekerId, connection);
}
