/** What clients see of the records: tickets, offers and conversations. */
import type { TicketRow } from '@terskel/server/domain/live-store';
import type {
  Availability,
  Conversation,
  Offer,
  Presence,
  Roster,
  Seat,
} from '@terskel/shared/models';
import type { OfferRecord, State, TalkRecord, TicketRecord, Volunteer } from './records.ts';
import { isDanger, isWhole, mayClose, owes, silentSince, stageOf, waitingIn } from './basics.ts';

export function ticketRow(state: State, ticket: TicketRecord, now: number): TicketRow {
  const { id, language, keepBy } = ticket;
  if (ticket.offer !== null) return { id, state: 'offered', language };
  const place = waitingIn(state, language).indexOf(ticket) + 1;
  const keepWithinMs = keepBy === null ? null : Math.max(0, keepBy - now);
  return { id, state: 'waiting', language, place, keepWithinMs };
}

export function offerShown({ from, ...offer }: OfferRecord, now: number): Offer {
  const { publicKey, language, topic, feeling, age, urgent, openedAt } = offer.ticket;
  const transfer = from?.transfer;
  const since = transfer?.answeredAt ?? openedAt;
  return {
    ...{ id: offer.id, conversationId: offer.conversationId, language },
    publicKey: transfer?.key ?? publicKey,
    urgent: from === null ? urgent : isDanger(from),
    ...{ waitedMs: Math.max(0, now - since), expiresInMs: Math.max(0, offer.expiresAt - now) },
    ...(topic === undefined ? {} : { topic }),
    ...(feeling === undefined ? {} : { feeling }),
    ...(age === undefined ? {} : { age }),
    ...(from === null || !transfer
      ? {}
      : {
          transfer: { reason: transfer.reason, from: from.alias, history: transfer.history },
        }),
  };
}

export function transferShown({ transfer }: TalkRecord): Conversation['transfer'] {
  if (transfer === null) return null;
  const { id, reason, kind, alias, state } = transfer;
  return { id, reason, to: kind === 'colleague' ? { kind, alias } : { kind }, state };
}

export function availability(v: Volunteer | undefined, now: number): Availability {
  if (v === undefined || v.state === 'off') return { state: 'off' };
  if (v.state === 'paused') return { state: 'paused', missed: v.missed };
  if (v.state === 'ready') return { state: 'ready' };
  return { state: 'wrapping_up', leftMs: Math.max(0, v.wrapUntil - now) };
}

export function presence(lostAt: number | null, now: number): Presence {
  return lostAt === null
    ? { connected: true }
    : { connected: false, lostForMs: Math.max(0, now - lostAt) };
}

export function silenceShown(state: State, talk: TalkRecord, now: number): Conversation['silence'] {
  const stage = stageOf(talk, silentSince(state, talk));
  if (stage === '') return null;
  const closesInMs = mayClose(talk) ? Math.max(0, talk.silence.until - now) : null;
  return { stage, closesInMs, afterSeq: talk.log.length };
}

export const callShown = ({ call }: TalkRecord, now: number): Conversation['call'] =>
  call && {
    ...{ kind: call.kind, forMs: Math.max(0, now - call.at), by: call.by?.alias ?? null },
    escalated: call.escalated,
    ...(call.by && { leaderKey: call.by.key }),
  };

/** Who is in a conversation, and its keys. */
export function rosterShown(talk: TalkRecord, seat: Seat, now: number): Roster {
  const { alias, leader, keyEpoch, visit } = talk;
  const aliases: Partial<Record<Seat, string | undefined>> = {
    ...{ volunteer: alias, leader: leader?.profile.alias },
  };
  const { forLeader: _, ...forAll } = visit ?? { confirmations: { volunteer: '' } };
  return {
    keyEpoch,
    visit: visit && seat !== 'leader' ? forAll : visit,
    lastSeq: talk.log.length,
    seats: Object.fromEntries(
      talk.seats.map((each) => [
        each,
        {
          ...(aliases[each] === undefined ? {} : { alias: aliases[each] }),
          presence: presence(talk.away[each], now),
          ...{ received: talk.received[each], sent: talk.sent[each] },
        },
      ]),
    ),
  };
}

export function talkShown(state: State, talk: TalkRecord, seat: Seat, now: number): Conversation {
  const { id, ticket, encapsulation, confirmation, seekerConfirmation, startedAt } = talk;
  return {
    ...{
      id,
      kind: 'support',
      seat,
      language: ticket.language,
      urgent: ticket.urgent,
      encapsulation,
    },
    ...{ danger: isDanger(talk), held: seat === 'volunteer' && talk.marks.held },
    call: seat === 'volunteer' ? callShown(talk, now) : null,
    volunteerKeys: talk.marks.keys,
    ...(ticket.topic === undefined ? {} : { topic: ticket.topic }),
    ...(ticket.age === undefined || seat !== 'volunteer' ? {} : { age: ticket.age }),
    confirmations: {
      volunteer: confirmation,
      ...(seekerConfirmation === '' ? {} : { seeker: seekerConfirmation }),
    },
    ...{ startedAt, startedForMs: Math.max(0, now - startedAt), plannedMs: talk.plannedMs },
    silence: seat === 'leader' ? null : silenceShown(state, talk, now),
    mayAskAnother: seat === 'seeker' && ticket.another === null,
    transfer: seat === 'leader' ? null : transferShown(talk),
    ...(talk.previous === undefined || seat === 'leader' ? {} : { previous: talk.previous }),
    ...rosterShown(talk, seat, now),
    ...(isWhole(talk) ? {} : { rebuild: { after: talk.base, owed: owes(talk, seat) } }),
    ...(isWhole(talk) && owes(talk, seat) ? { rebuiltAfter: talk.base } : {}),
  };
}
