/** A seeker's ticket: opening, keeping, ending and requeueing it. */
import { LANGUAGES } from '@terskel/shared/choices';
import { URGENT_RESERVE } from '@terskel/shared/limits';
import type { ConversationId } from '@terskel/shared/ids';
import type { Ticket } from '@terskel/shared/models';
import { admit, liveLimit, type Visitor } from './admission.ts';
import { hoursOf, letsIn, shownTicket } from './intake.ts';
import type {
  ConnectionAddress,
  OpenTicket,
  RequeueReason,
  SeekerId,
  TicketRow,
} from './live-store.ts';
import { matchSoon } from './offers.ts';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsablePublicKey } from './public-keys.ts';

type Shown = Outcome<{ ticket: Ticket }>;

function shown(d: Domain, got: Outcome<{ ticket: TicketRow }>): Shown {
  return got.ok ? { ok: true, ticket: shownTicket(d, got.ticket) } : got;
}

/** Opens a ticket, or returns the one that the session already has (rule Q1). `at`: the session's connection. */
export async function openTicket(
  d: Domain,
  visitor: Visitor,
  at: ConnectionAddress,
  request: OpenTicket,
): Promise<Shown> {
  const settings = d.settings();
  const now = d.clock.now();
  // While intake is closed or paused, an existing ticket is still returned: the store refuses only new ones (rule Q1).
  const isIn = !settings.paused && letsIn(hoursOf(settings, now), now);
  const queueLimit = isIn ? settings.queueLimit : 0;
  const urgentLimit = isIn ? queueLimit + URGENT_RESERVE : 0;
  if (!settings.languages.includes(request.language)) return refused('invalid_payload');
  if (!isUsablePublicKey(request.publicKey)) return refused('invalid_key');
  const { seeker, prefix } = visitor;
  // A session may open one ticket, also after an exit, which leaves no record in the store (rule A5).
  if (visitor.spent || d.isOver(`seeker ${seeker}`)) return refused('wrong_state');
  const refusal = await admit(d, visitor, request);
  if (refusal !== null) return refusal;
  const { leaderNeeded } = settings;
  const livePerPrefix = liveLimit(settings, request.urgent);
  const id = d.ids.id();
  const got = await d.store.openTicket(
    ...([seeker, at, id, request, queueLimit, leaderNeeded, now] as const),
    { prefix, livePerPrefix, urgentLimit },
  );
  if (!got.ok) return got;
  // A different id means that the session already had this ticket.
  if (got.ticket.id === id) await d.tally.opened(prefix);
  matchSoon(d, [request.language]);
  return shown(d, got);
}

export async function keepTicket(d: Domain, seeker: SeekerId): Promise<Shown> {
  return shown(d, await d.store.keepTicket(seeker, d.clock.now()));
}

export async function cancelTicket(d: Domain, seeker: SeekerId): Promise<Outcome<object>> {
  return endTicket(d, seeker, 'cancelled');
}

/** Ends a ticket. A volunteer with a pending offer for it becomes free for another one. */
export async function endTicket(
  d: Domain,
  seeker: SeekerId,
  reason: 'cancelled' | 'exit',
): Promise<Outcome<object>> {
  const got = await d.store.endTicket(seeker, reason, d.clock.now());
  if (!got.ok) return got;
  matchSoon(d);
  return { ok: true };
}

/** Whether waiting tickets keep their places now, by the opening hours. */
export function isOpen(d: Domain): boolean {
  return hoursOf(d.settings(), d.clock.now()).open;
}

/** Ends all waiting tickets outside opening hours. A ticket with a pending offer may still be accepted (rule I3). */
export async function closeLines(d: Domain): Promise<void> {
  const now = d.clock.now();
  if (isOpen(d)) return;
  const closeOne = (seeker: SeekerId) =>
    d.quarantine.run('close', seeker, () => d.store.endTicket(seeker, 'closed', now));
  for (const language of LANGUAGES) {
    await d.quarantine.run('line', language, async () => {
      const line = await d.store.line(language, now);
      await Promise.all(line.map(({ seeker }) => closeOne(seeker)));
    });
  }
}

/**
 * Ends a conversation and puts the seeker back to the original place in the queue: the volunteer is lost, the keys
 * differ or are lost, or the seeker asks for another volunteer (rules C5, E3, C12, C16).
 */
export async function requeue(
  d: Domain,
  seeker: SeekerId,
  request: {
    readonly conversationId: ConversationId;
    readonly reason: RequeueReason;
    readonly publicKey: string;
  },
): Promise<Shown> {
  const { conversationId, reason, publicKey } = request;
  const now = d.clock.now();
  if (!isUsablePublicKey(publicKey)) return refused('invalid_key');
  // After closing, a new ticket would end at once, so the seeker stays with the volunteer.
  if (reason === 'another' && !isOpen(d)) return refused('wrong_state');
  const got = await d.store.requeue(conversationId, seeker, reason, d.ids.id(), publicKey, now);
  if (!got.ok) return got;
  matchSoon(d, [got.ticket.language]);
  return shown(d, got);
}
