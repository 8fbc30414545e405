/** The only file that emits events to clients. */
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
  if (local.heldBack === null) send(local, event, payload);
  else local.heldBack.push({ event, payload });
}

/** Remembers the place and wait that the page shows, whichever message carried the ticket. */
export function noteTicket(local: Local, ticket: Ticket): void {
  local.shown = ticket.state === 'waiting' ? JSON.stringify([ticket.place, ticket.wait]) : null;
}

/** Tells a connection that another one has replaced it, and closes it. */
export function emitReplaced(local: Local): void {
  local.socket.emit('session:replaced', {});
  local.socket.disconnect(true);
}

/** Whether the tab has no resume ticket or an old one. `now`: ms since the epoch. */
export function isResumeDue({ sealedAt }: Local, now: number): boolean {
  return now - sealedAt >= TIMES.resumeEveryMs;
}

/** Issues a resume ticket to the tab, which restores its session if the live store is lost (rule F3). */
export function issueResume(local: Local, now: number): void {
  local.sealedAt = now;
  const issue = async () => {
    const resumeTicket = await local.seal();
    if (resumeTicket !== null) local.socket.emit('resume:issued', { resumeTicket });
  };
  // One at a time, so that an older ticket never arrives last. A failed one is issued again in the next tick.
  local.sealing = local.sealing.then(issue).catch(() => {
    local.sealedAt = 0;
  });
}

/** Tells a client that this node stops and that it should move to another one within `moveWithinMs`. */
export function emitStopping(local: Local, moveWithinMs: number): void {
  emitTo(local, 'server:stopping', { moveWithinMs });
}

/** Emits to all connections of a namespace on this node. */
export function emitToAll<E extends keyof Events>(
  namespace: Namespace,
  event: E,
  payload: EventPayload<Events[E]>,
): void {
  namespace.local.emit(event, payload);
}

/**
 * Runs the store requests of one connection one at a time, so that an older answer is never sent after a newer one.
 * Resolves and rejects as `ask` does.
 */
export function inTurn<T>(local: Local, ask: () => Promise<T>): Promise<T> {
  const asked = local.lastRequest.then(ask, ask);
  local.lastRequest = asked.then(
    () => {},
    () => {},
  );
  return asked;
}

/**
 * Sends a snapshot to one connection. Events that arrive while it is read are sent after it; events that were held back
 * before, ahead of it. So an older snapshot never overwrites a newer event, nor an older event a newer snapshot.
 * Rejects if the session cannot be read; later events are then held back until a snapshot succeeds.
 */
export function emitSnapshot(local: Local): Promise<void> {
  const read = async () => {
    // The connection has closed. Taking the session now would leave it connected without a connection.
    if (!local.socket.connected) return;
    local.heldBack ??= [];
    // Held back since a failed snapshot, so older than the state that is read now.
    const older = local.snapshotSent ? local.heldBack.length : 0;
    const session = await local.claim(!local.snapshotSent);
    if (session === null) {
      emitReplaced(local);
      return;
    }
    local.snapshotSent = true;
    const { heldBack } = local;
    local.heldBack = null;
    for (const { event, payload } of heldBack.splice(0, older)) send(local, event, payload);
    if ('kind' in session && session.kind === 'ticket') noteTicket(local, session.ticket);
    if ('kind' in session && session.kind.endsWith('_ended')) local.spent = true;
    send(local, 'session:snapshot', { ...local.around(), session });
    for (const { event, payload } of heldBack) send(local, event, payload);
  };
  return inTurn(local, read);
}
