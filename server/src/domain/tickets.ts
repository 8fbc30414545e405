/** A seeker's ticket: opening, keeping, ending and requeueing it. */
import { LANGUAGES } from '@terskel/shared/choices';
import { URGENT_RESERVE } from '@terskel/shared/limits';
import type { ConversationId } from '@terskel/shared/ids';
import type { Ticket } from '@terskel/shared/models';
import { admit, liveLimit, type Visitor } from './admission.ts';
import { hoursOf, acceptsTickets, shownTicket } from './intake.ts';
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

function shown(domain: Domain, got: Outcome<{ ticket: TicketRow }>): Shown {
  return got.ok ? { ok: true, ticket: shownTicket(domain, got.ticket) } : got;
}

/** Opens a ticket, or returns the one that the session already has (rule Q1). `at`: the session's connection. */
export async function openTicket(
  domain: Domain,
  visitor: Visitor,
  at: ConnectionAddress,
  request: OpenTicket,
): Promise<Shown> {
  const settings = domain.settings();
  const now = domain.clock.now();
  // While intake is closed or paused, an existing ticket is still returned: the store refuses only new ones (rule Q1).
  const accepts = !settings.paused && acceptsTickets(hoursOf(settings, now), now);
  const queueLimit = accepts ? settings.queueLimit : 0;
  const urgentLimit = accepts ? queueLimit + URGENT_RESERVE : 0;
  if (!settings.languages.includes(request.language)) return refused('invalid_payload');
  if (!isUsablePublicKey(request.publicKey)) return refused('invalid_key');
  const { seeker, prefix } = visitor;
  // A session may open one ticket, also after an exit, which leaves no record in the store (rule A5).
  if (visitor.spent || domain.isOver(`seeker ${seeker}`)) return refused('wrong_state');
  const refusal = await admit(domain, visitor, request);
  if (refusal !== null) return refusal;
  const { leaderNeeded } = settings;
  const livePerPrefix = liveLimit(settings, request.urgent);
  const id = domain.ids.id();
  const got = await domain.store.openTicket(
    ...([seeker, at, id, request, queueLimit, leaderNeeded, now] as const),
    { prefix, livePerPrefix, urgentLimit },
  );
  if (!got.ok) return got;
  // A different id means that the session already had this ticket.
  if (got.ticket.id === id) await domain.counters.opened(prefix);
  matchSoon(domain, [request.language]);
  return shown(domain, got);
}

export async function keepTicket(domain: Domain, seeker: SeekerId): Promise<Shown> {
  return shown(domain, await domain.store.keepTicket(seeker, domain.clock.now()));
}

export async function cancelTicket(domain: Domain, seeker: SeekerId): Promise<Outcome<object>> {
  return endTicket(domain, seeker, 'cancelled');
}

/** Ends a ticket. A volunteer with a pending offer for it becomes free for another one. */
export async function endTicket(
  domain: Domain,
  seeker: SeekerId,
  reason: 'cancelled' | 'exit',
): Promise<Outcome<object>> {
  const got = await domain.store.endTicket(seeker, reason, domain.clock.now());
  if (!got.ok) return got;
  matchSoon(domain);
  return { ok: true };
}

/** Whether waiting tickets keep their places now, by the opening hours. */
export function isOpen(domain: Domain): boolean {
  return hoursOf(domain.settings(), domain.clock.now()).open;
}

/** Ends all waiting tickets outside opening hours. A ticket with a pending offer may still be accepted (rule I3). */
export async function closeLines(domain: Domain): Promise<void> {
  const now = domain.clock.now();
  if (isOpen(domain)) return;
  const closeOne = (seeker: SeekerId) =>
    domain.quarantine.run('close', seeker, () => domain.store.endTicket(seeker, 'closed', now));
  for (const language of LANGUAGES) {
    await domain.quarantine.run('line', language, async () => {
      const line = await domain.store.line(language, now);
      await Promise.all(line.map(({ seeker }) => closeOne(seeker)));
    });
  }
}

/**
 * Ends a conversation and puts the seeker back to the original place in the queue: the volunteer is lost, the keys
 * differ or are lost, or the seeker asks for another volunteer (rules C5, E3, C12, C16).
 */
export async function requeue(
  domain: Domain,
  seeker: SeekerId,
  request: {
    readonly conversationId: ConversationId;
    readonly reason: RequeueReason;
    readonly publicKey: string;
  },
): Promise<Shown> {
  const { conversationId, reason, publicKey } = request;
  const now = domain.clock.now();
  if (!isUsablePublicKey(publicKey)) return refused('invalid_key');
  // After closing, a new ticket would end at once, so the seeker stays with the volunteer.
  if (reason === 'another' && !isOpen(domain)) return refused('wrong_state');
  const got = await domain.store.requeue(
    conversationId,
    seeker,
    reason,
    domain.ids.id(),
    publicKey,
    now,
  );
  if (!got.ok) return got;
  matchSoon(domain, [got.ticket.language]);
  return shown(domain, got);
}
