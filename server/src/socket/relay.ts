/** Forwards an event from the live store to the connection of its receiver. */
import { shownTicket } from '../domain/intake.ts';
import type { Fact, TicketRow } from '../domain/live-store.ts';
import type { Domain } from '../domain/ports.ts';
import { emitReplaced, emitTo, issueResume, noteTicket } from './emit.ts';
import type { Metrics } from '../observe/metrics.ts';
import { JsonPayload } from './padded-parser.ts';
import type { Registry } from './registry.ts';
import type { SnapshotSync } from './snapshot-sync.ts';

/** Events that have their own sequence numbers, or are harmless to lose. All others carry state. */
const NUMBERED = new Set(['message:posted', 'message:received', 'typing:changed']);

/** Events that change the contents of a resume ticket: a conversation, its marks, keys or transfer (rules F3, C11, C16, C17). */
const RENEWS_RESUME = new Set([
  'conversation:started',
  'conversation:ended',
  'conversation:marked',
  'keys:changed',
  'transfer:changed',
]);

export function relay(
  domain: Domain,
  registry: Registry,
  metrics: Metrics,
  snapshotSync: Pick<SnapshotSync, 'resend'>,
  { receiver, event, json }: Fact,
): void {
  const local = registry.find(receiver);
  if (!local) return;
  metrics.relayed(event, json, domain.clock.now());
  if (!NUMBERED.has(event)) registry.noteHeard(local);
  if (event === 'session:replaced') {
    // Meant for the older connection. It may be gone already, and the newer one may be on this node too.
    if ((JSON.parse(json) as { connection: string }).connection !== local.connection) return;
    registry.remove(local);
    emitReplaced(local);
  } else if (event === 'session:outdated') {
    void snapshotSync.resend([local]);
  } else if (event === 'ticket:updated') {
    const ticket = shownTicket(domain, JSON.parse(json) as TicketRow);
    noteTicket(local, ticket);
    emitTo(local, event, { ticket });
  } else if (event === 'message:posted') {
    emitTo(local, event, new JsonPayload(json));
  } else {
    if (/^(?:ticket|conversation):ended$/.test(event)) local.spent = true;
    emitTo(local, event, JSON.parse(json) as object);
    if (RENEWS_RESUME.has(event)) issueResume(local, domain.clock.now());
  }
}
