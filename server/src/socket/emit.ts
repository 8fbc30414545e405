/** The only place that emits to anybody. */
import type { SeekerEvents, StaffEvents } from '@terskel/shared/events';
import type { EventPayload } from '@terskel/shared/events';
import { TIMES } from '@terskel/shared/limits';
import type { Ticket } from '@terskel/shared/models';
import type { Namespace } from 'socket.io';
import type { Local } from './registry.ts';

type Events = SeekerEvents & StaffEvents;

function send({ socket }: Local, event: string, payload: object): void {
  if (socket.connected) socket.emit(event, payload);
}

/** Emits to one connection. While its snapshot is being read, the event is held back until after the snapshot. */
export function emitTo(local: Local, event: string, payload: object): void {
  if (local.held === null) send(local, event, payload);
  else local.held.push({ event, payload });
}

/** The page is told of its ticket, by whatever way. */
export function noteTicket(local: Local, ticket: Ticket): void {
  local.shown = ticket.state === 'waiting' ? JSON.stringify([ticket.place, ticket.wait]) : null;
}

/** To a connection whose session was opened elsewhere: it is over. */
export function emitReplaced(local: Local): void {
  local.socket.emit('session:replaced', {});
  local.socket.disconnect(true);
}

/** Whether the tab has no resume ticket, or an old one. */
export function isResumeDue({ sealedAt }: Local, now: number): boolean {
  return now - sealedAt >= TIMES.resumeEveryMs;
}

/** Gives the tab what brings its session back if the live store is lost (rule F3). */
export function issueResume(local: Local, now: number): void {
  local.sealedAt = now;
  const issue = async () => {
    const resumeTicket = await local.seal();
    if (resumeTicket !== null) local.socket.emit('resume:issued', { resumeTicket });
  };
  // One after the other: of two at once the older could come last. One that fails is made up for at the next beat.
  local.sealing = local.sealing.then(issue).catch(() => {
    local.sealedAt = 0;
  });
}

/** This node is about to stop. */
export function emitStopping(local: Local, moveWithinMs: number): void {
  emitTo(local, 'server:stopping', { moveWithinMs });
}

/** To everybody of a namespace on this node. */
export function emitToAll<E extends keyof Events>(
  namespace: Namespace,
  event: E,
  payload: EventPayload<Events[E]>,
): void {
  namespace.local.emit(event, payload);
}

/**
 * What is asked of the store, and then told to this connection: one after the other, so that of two answers the older
 * is not told last.
 */
export function inTurn<T>(local: Local, ask: () => Promise<T>): Promise<T> {
  const asked = local.telling.then(ask, ask);
  local.telling = asked.then(
    () => {},
    () => {},
  );
  return asked;
}

/**
 * Tells one connection the whole truth. What happens meanwhile is told afterwards, and what was kept back before, before
 * it: an older picture never covers a newer event, nor an older event a newer picture.
 */
export function emitSnapshot(local: Local): Promise<void> {
  const tell = async () => {
    // Asked for while the connection ended: to take the session now would leave a ghost.
    if (!local.socket.connected) return;
    local.held ??= [];
    // Since a snapshot that failed: older than what is answered now.
    const older = local.told ? local.held.length : 0;
    const session = await local.session(!local.told);
    if (session === null) {
      emitReplaced(local);
      return;
    }
    local.told = true;
    const held = local.held;
    local.held = null;
    for (const { event, payload } of held.splice(0, older)) send(local, event, payload);
    if ('kind' in session && session.kind === 'ticket') noteTicket(local, session.ticket);
    if ('kind' in session && session.kind.endsWith('_ended')) local.spent = true;
    send(local, 'session:snapshot', { ...local.around(), session });
    for (const { event, payload } of held) send(local, event, payload);
  };
  return inTurn(local, tell);
}
