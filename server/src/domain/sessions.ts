/** Connecting and leaving. A session keeps its place or seat for a while without a connection (rules Q6, C5). */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { LeaveRequest } from '@terskel/shared/http';
import type { Staff } from '@terskel/shared/models';
import { endConversation } from './conversations.ts';
import { endShift, mayWork } from './duty.ts';
import { shownTicket } from './intake.ts';
import type { StaffId } from '@terskel/shared/ids';
import type { ConnectionAddress, Held, SeekerId, SessionRow, StaffRow } from './live-store.ts';
import { matchSoon } from './offers.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { restoreSeeker, type Kept } from './resume.ts';
import { endTicket, isOpen } from './tickets.ts';

function shownSession(domain: Domain, row: SessionRow): SeekerState {
  if (row.kind === 'ticket') return { kind: 'ticket', ticket: shownTicket(domain, row.ticket) };
  if (row.kind !== 'conversation' || isOpen(domain)) return row;
  // After closing, when waiting tickets end, asking for another volunteer is not offered (rule C12).
  return { ...row, conversation: { ...row.conversation, mayAskAnother: false } };
}

/**
 * Whether the session or its tombstone exists, or a resume ticket restores it (rule F3). `kept`: that ticket's
 * contents, if it is of the current store epoch.
 */
export async function isKnown(
  domain: Domain,
  seeker: SeekerId,
  resumeTicket: string | undefined,
  kept: Kept | null,
): Promise<boolean> {
  if (await domain.store.knows(seeker)) {
    // Another seat may have restored it from an older ticket.
    if (resumeTicket !== undefined && kept === null)
      await restoreSeeker(domain, seeker, resumeTicket);
    return true;
  }
  if (resumeTicket === undefined) return false;
  // If the ticket is not accepted, another seat may have restored the conversation since the first check.
  return (await restoreSeeker(domain, seeker, resumeTicket)) || domain.store.knows(seeker);
}

/**
 * Connects a session and returns its state. `takeover`: the connection has just opened and replaces any other. Otherwise
 * it is only confirmed; null if another connection has replaced it.
 */
export async function connectSeeker(
  domain: Domain,
  seeker: SeekerId,
  at: ConnectionAddress,
  takeover: boolean,
): Promise<SeekerState | null> {
  const now = domain.clock.now();
  const row = takeover
    ? await domain.store.connectSeeker(seeker, at, now)
    : await domain.store.confirmSeeker(seeker, at, now);
  return row === null ? null : shownSession(domain, row);
}

export async function disconnectSeeker(
  domain: Domain,
  seeker: SeekerId,
  at: ConnectionAddress,
): Promise<void> {
  await domain.store.disconnectSeeker(seeker, at, domain.clock.now());
}

/**
 * Rate limit, by address prefix, for leaving unknown sessions. Both return the wait until the next try (ms); 0: none.
 */
export interface UnknownLeaves {
  /** Counts one more try. */
  take(): Promise<number>;
  waitMs(): Promise<number>;
}

/**
 * Handles a page that is left for good (`exit`), ends its session but stays open (`end`), or closes and may be
 * reloading (`closing`) (rules Q6, C10, U3). Returns 0 when done, else the wait until an unknown session may retry (ms,
 * rule R1).
 */
export async function leave(
  domain: Domain,
  seeker: SeekerId,
  how: LeaveRequest['how'],
  unknown: UnknownLeaves,
): Promise<number> {
  const waitMs = await unknown.waitMs();
  if (waitMs > 0 && !(await domain.store.knows(seeker))) return waitMs;
  const now = domain.clock.now();
  if (how === 'closing') {
    const got = await domain.store.seekerClosing(seeker, now);
    // A session in a conversation has no place to shorten, but is known.
    return got.ok || (await domain.store.knows(seeker)) ? 0 : unknown.take();
  }
  if (await endSession(domain, seeker, how)) return 0;
  // Unknown sessions are rate limited, since ending one is broadcast to every node.
  const tooManyMs = await unknown.take();
  if (tooManyMs > 0) return tooManyMs;
  // Prevents a restore from an earlier store epoch (rule F3), and ends a session that was just restored.
  await domain.store.noteOver(seeker, now);
  await endSession(domain, seeker, how);
  return 0;
}

/** Ends a session's ticket or conversation; returns whether anything was known of the session. */
export async function endSession(
  domain: Domain,
  seeker: SeekerId,
  how: 'exit' | 'end',
): Promise<boolean> {
  const ended = await endWhatever(domain, seeker, how);
  // Retries once: an offer may have been accepted between reading the session and ending it.
  return ended.ok || (await endWhatever(domain, seeker, how)).ok;
}

/** Ends the seeker's ticket or conversation, if any; `not_found` if the session is unknown. */
async function endWhatever(
  domain: Domain,
  seeker: SeekerId,
  how: 'exit' | 'end',
): Promise<Outcome<object>> {
  const session = await domain.store.seeker(seeker, domain.clock.now());
  if (session.kind === 'ticket')
    return endTicket(domain, seeker, how === 'exit' ? how : 'cancelled');
  if (session.kind === 'idle') return refused('not_found');
  if (session.kind !== 'conversation') {
    // It has ended, perhaps just now by somebody else. An exit deletes the tombstone as well (rule A6).
    if (how === 'exit') await domain.store.dropTombstone(seeker, domain.clock.now());
    return { ok: true };
  }
  const { id: conversationId } = session.conversation;
  const holder = { conversationId, seat: 'seeker', participant: seeker } as const;
  return endConversation(domain, holder, how === 'exit' ? how : 'seeker');
}

/** A volunteer's state on duty before the store lost it, as the page knows it. A wrap-up counts as a pause. */
export type LostDuty = 'off' | 'ready' | 'paused';

/** As `connectSeeker`, for staff. `lostDuty`: null if nothing was lost; restored only when the connection opens. */
export async function connectStaff(
  domain: Domain,
  staff: Staff,
  at: ConnectionAddress,
  takeover: boolean,
  lostDuty: LostDuty | null,
): Promise<StaffState | null> {
  // People who may no longer work cannot send messages, so they take no seat in their conversations (rule C5).
  if (!mayWork(staff))
    return {
      ...{ staff, availability: { state: 'off' }, offer: null, conversations: [] },
      ...{ asides: [], calls: [], stuck: [], ended: [] },
    };
  const now = domain.clock.now();
  let row = takeover
    ? await domain.store.connectStaff(staff, at, now)
    : await domain.store.confirmStaff(staff, at, now);
  if (row !== null && (await restoreDuty(domain, staff, row, takeover ? lostDuty : null)))
    row = await domain.store.confirmStaff(staff, at, now);
  if (row === null) return null;
  if (row.availability.state === 'ready') matchSoon(domain, staff.languages);
  const { conversations, asides, calls, stuck } = row;
  return {
    ...{ staff, ...row, conversations: [...conversations], asides: [...asides] },
    ...{ calls: [...calls], stuck: [...stuck] },
  };
}

/**
 * Restores the state on duty after a loss: the page knows a later one than a store that is a copy from before. Returns
 * whether it has changed anything.
 */
async function restoreDuty(
  domain: Domain,
  staff: Staff,
  { availability: { state }, conversations, offer }: StaffRow,
  lost: LostDuty | null,
): Promise<boolean> {
  const { store, clock } = domain;
  if (state === 'off') {
    // A volunteer with a conversation must be on duty; the seeker may have restored that conversation (rule O7).
    const least = conversations.length > 0 ? 'paused' : null;
    const duty = lost === 'off' ? least : (lost ?? least);
    if (duty === null) return false;
    await store.startShift(staff.id, clock.now());
    await store.setAvailability(staff.id, duty, clock.now());
    return true;
  }
  if (lost === 'off') return (await endShift(domain, staff)).ok;
  const known = state === 'wrapping_up' ? 'paused' : state;
  if (lost === null || lost === known || offer !== null) return false;
  await store.setAvailability(staff.id, lost, clock.now());
  return true;
}

export async function disconnectStaff(
  domain: Domain,
  staff: Pick<Staff, 'id'>,
  at: ConnectionAddress,
): Promise<void> {
  await domain.store.disconnectStaff(staff.id, at, domain.clock.now());
}

/**
 * Marks a session as disconnected that the store wrongly lists as connected to the node. Ends it again if it had ended
 * and the store lost that change.
 */
export async function markDisconnected(
  domain: Domain,
  node: string,
  { kind, id, connection }: Held,
): Promise<void> {
  const at = { node, connection };
  if (kind === 'staff') return disconnectStaff(domain, { id: id as StaffId }, at);
  if (domain.isOver(`seeker ${id}`)) return void (await endSession(domain, id as SeekerId, 'exit'));
  return disconnectSeeker(domain, id as SeekerId, at);
}
