/** Tickets and offers (rules Q1–Q7, O2–O4). */
import { LIVE_RETRY_MS, TIMES, URGENT_OF_PREFIX_WHEN_FULL } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore, OpenTicket } from '@terskel/server/domain/live-store';
import type { TicketOutcome } from '@terskel/shared/figures';
import type { TicketEnd } from '@terskel/shared/models';
import * as st from './state.ts';
import type { OfferRecord, Session, State, TicketRecord, Volunteer } from './state.ts';
import type { Rules } from './model.ts';
import { countReturn, countTicket } from './counts.ts';
import { dropOffer, endWrapUp, newOffer } from './offers.ts';
import { matchTransfer, offerTransfer, searchOn, transferFor, transfersWait } from './transfers.ts';

const done = { ok: true } as const;

function lineMoved(state: State, { language }: TicketRecord): void {
  state.versions.set(language, (state.versions.get(language) ?? 0) + 1);
}
function tellTicket(state: State, ticket: TicketRecord, now: number): void {
  st.tell(state, ticket.session, 'ticket:updated', st.ticketRow(state, ticket, now));
}

/** Puts a ticket into the queue. */
export function enter(state: State, ticket: TicketRecord, now: number): void {
  Object.assign(ticket.session, { ticket, talk: null });
  lineMoved(state, ticket);
  state.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
}

/** Ends the ticket as a match: the seeker is now in a conversation. */
export function matched(state: State, offer: OfferRecord, now: number): void {
  countTicket(state, offer.ticket, 'matched', now);
  dropOffer(state, offer);
  offer.ticket.session.ticket = null;
  state.deadlines.delete(`ask ${offer.ticket.id}`);
  state.deadlines.delete(`place ${offer.ticket.session.id}`);
}

/** Ends the session and leaves a tombstone with the reason, except after an exit (rule A6). */
export function bury(state: State, { id }: Session, left: object | null, now: number): void {
  state.sessions.delete(id);
  state.ended.add(id);
  state.deadlines.delete(`place ${id}`);
  if (left === null) return;
  state.tombstones.set(id, left as never);
  state.deadlines.set(`tombstone ${id}`, now + TIMES.tombstoneMs);
}

/** Removes the ticket from the queue, or from the volunteer that it is offered to. */
export function leaveLine(state: State, ticket: TicketRecord): void {
  const { offer, session } = ticket;
  if (offer === null) lineMoved(state, ticket);
  else {
    dropOffer(state, offer);
    st.tell(state, offer.volunteer, 'offer:expired', { offerId: offer.id, reason: 'withdrawn' });
  }
  state.deadlines.delete(`ask ${ticket.id}`);
  state.deadlines.delete(`place ${session.id}`);
}

function endTicket(
  state: State,
  ticket: TicketRecord,
  reason: TicketEnd | 'exit',
  outcome: TicketOutcome,
  now: number,
): void {
  countTicket(state, ticket, outcome, now);
  const { session } = ticket;
  const told = reason === 'exit' ? 'cancelled' : reason;
  st.tellOver(state, `seeker ${session.id}`);
  leaveLine(state, ticket);
  st.tell(state, session, 'ticket:ended', { ticketId: ticket.id, reason: told });
  bury(state, session, reason === 'exit' ? null : { kind: 'ticket_ended', reason: told }, now);
}

/** The oldest ticket that the volunteer can take (rules Q3, O4). */
function oldestFor(state: State, volunteer: Volunteer, now: number): TicketRecord | undefined {
  const { languages, topics } = volunteer.profile;
  const held = (ticket: TicketRecord) => {
    const declinedAt = ticket.declined.get(volunteer.id);
    if (declinedAt === undefined) return false;
    return (
      state.aloneSince === null ||
      now - Math.max(state.aloneSince, declinedAt) < TIMES.declineHoldMs
    );
  };
  return languages
    .flatMap((language) => st.waitingIn(state, language))
    .filter(({ topic }) => topics.length === 0 || topic === undefined || topics.includes(topic))
    .filter((ticket) => !held(ticket))
    .toSorted(st.inLine)[0];
}

function makeOffer(
  state: State,
  volunteer: Volunteer,
  ticket: TicketRecord,
  ids: readonly [string, string],
  now: number,
): OfferRecord {
  const offer = newOffer(state, { ticket, from: null, volunteer }, ids, now);
  Object.assign(ticket, { offer, keepBy: null });
  lineMoved(state, ticket);
  tellTicket(state, ticket, now);
  return offer;
}

/** Why the volunteer gets no new offer by *Take next*; the pending one, if there is one. */
function takeReply(state: State, v: Volunteer | undefined, now: number) {
  if (!v || v.state === 'off' || v.connection === '') return refused('wrong_state');
  if (v.offer !== null) return { ok: true as const, offer: st.offerShown(v.offer, now) };
  if (st.heldBy(state, v).length >= v.profile.capacity) return refused('at_capacity');
  const heldBackMs = st.heldBackMs(state, now);
  return heldBackMs > 0 ? refused('queue_empty', heldBackMs) : null;
}
function nextScore(state: State, now: number, urgent: boolean): number {
  state.lastScore = Math.max(now, state.lastScore + 1);
  return urgent ? state.lastScore - 2 ** 50 : state.lastScore;
}

const liveOf = (state: State, prefix: string) =>
  st.tickets(state).filter((ticket) => ticket.prefix === prefix).length;

type Mine =
  | 'openTicket'
  | 'liveTickets'
  | 'keepTicket'
  | 'endTicket'
  | 'askWaiting'
  | 'expirePlace'
  | 'seekerClosing'
  | 'takeOffer'
  | 'takeTransfer'
  | 'matchTransfer'
  | 'matchOffer'
  | 'returnOffer'
  | 'line';

export const queue = (state: State): Pick<Rules<LiveStore>, Mine> => ({
  liveTickets: (prefix) => liveOf(state, prefix),
  openTicket(id, at, ticketId, wish: OpenTicket, queueLimit, leaderNeeded, now, limits) {
    if (state.tombstones.has(id)) return refused('wrong_state');
    const before = state.sessions.get(id);
    if (before?.talk) return refused('wrong_state');
    if (before?.ticket) return { ok: true, ticket: st.ticketRow(state, before.ticket, now) };
    const waiting = st.tickets(state).filter(({ offer }) => offer === null).length;
    const needed = leaderNeeded ? st.leaders(state) : st.onDuty(state);
    const { prefix = null, livePerPrefix = 0, urgentLimit = 0 } = limits ?? {};
    const live = prefix === null ? 0 : liveOf(state, prefix);
    const reserved = wish.urgent && waiting < urgentLimit && live < URGENT_OF_PREFIX_WHEN_FULL;
    const isFull = waiting >= queueLimit && !reserved;
    const isAnswered = st.onDuty(state).some((v) => st.answers(state, v, now));
    if (isFull || needed.length === 0 || !isAnswered) return refused('intake_closed');
    if (prefix !== null && live >= livePerPrefix) return refused('rate_limited', LIVE_RETRY_MS);
    const session = { id, ticket: null, talk: null, ...at, lostAt: null, closingAt: null };
    state.sessions.set(id, session);
    st.hold(state, session, at.node);
    const ticket: TicketRecord = {
      ...{ ...wish, id: ticketId as TicketRecord['id'], session, openedAt: now },
      ...{ differed: 0, turn: 0, another: null, prefix },
      ...{
        score: nextScore(state, now, wish.urgent),
        declined: new Map(),
        offer: null,
        keepBy: null,
      },
    };
    enter(state, ticket, now);
    return { ok: true, ticket: st.ticketRow(state, ticket, now) };
  },
  keepTicket(id, now) {
    const ticket = state.sessions.get(id)?.ticket;
    if (!ticket) return refused('wrong_state');
    ticket.keepBy = null;
    state.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
    return { ok: true, ticket: st.ticketRow(state, ticket, now) };
  },
  endTicket(id, reason, now) {
    const ticket = state.sessions.get(id)?.ticket;
    if (!ticket) return refused('wrong_state');
    const outcome = {
      cancelled: 'cancelled',
      exit: 'cancelled',
      expired: 'lost',
      closed: 'closed',
    } as const;
    endTicket(state, ticket, reason, outcome[reason], now);
    return done;
  },
  askWaiting(id, now) {
    const ticket = st.tickets(state).find((each) => each.id === id);
    if (!ticket) state.deadlines.delete(`ask ${id}`);
    if (!ticket || !isDueAsk(state, id, now)) return refused('wrong_state');
    if (ticket.offer !== null) state.deadlines.set(`ask ${id}`, now + TIMES.stillWaitingAskMs);
    else if (ticket.keepBy === null) {
      ticket.keepBy = now + TIMES.stillWaitingAnswerMs;
      state.deadlines.set(`ask ${id}`, ticket.keepBy);
      tellTicket(state, ticket, now);
    } else {
      endTicket(state, ticket, 'expired', 'silent', now);
      return { ok: true, ended: true };
    }
    return { ok: true, ended: false };
  },
  expirePlace(id, now) {
    if (!st.isDue(state, `place ${id}`, now)) return refused('wrong_state');
    state.deadlines.delete(`place ${id}`);
    const session = state.sessions.get(id);
    if (!session?.ticket || session.connection !== '') return refused('wrong_state');
    const outcome = session.closingAt === null ? 'lost' : 'tab_closed';
    endTicket(state, session.ticket, 'expired', outcome, now);
    return done;
  },
  seekerClosing(id, now) {
    const session = state.sessions.get(id);
    if (!session?.ticket) return refused('wrong_state');
    session.closingAt = now;
    if (session.connection === '') st.hasten(state, `place ${id}`, now + TIMES.closingTabMs);
    return done;
  },
  takeOffer(staff, offerId, conversationId, now, pastTransfers = false) {
    const v = state.volunteers.get(staff);
    const reply = takeReply(state, v, now);
    if (!v || reply) return reply ?? refused('wrong_state');
    if (!pastTransfers && transfersWait(state)) return { ok: true, offer: null };
    const ticket = oldestFor(state, v, now);
    if (!ticket) return refused('queue_empty');
    endWrapUp(state, v, now);
    const offer = makeOffer(state, v, ticket, [offerId, conversationId], now);
    return { ok: true, offer: st.offerShown(offer, now) };
  },
  takeTransfer(staff, offerId, conversationId, now) {
    const v = state.volunteers.get(staff);
    const reply = takeReply(state, v, now);
    if (!v || reply) return reply ?? refused('wrong_state');
    const talk = transferFor(state, v, now);
    if (!talk) return refused('queue_empty');
    endWrapUp(state, v, now);
    const offer = offerTransfer(state, talk, v, [offerId, conversationId], now);
    return { ok: true, offer: st.offerShown(offer, now) };
  },
  matchTransfer: (offerId, conversationId, now) =>
    st.heldBackMs(state, now) === 0 && matchTransfer(state, [offerId, conversationId], now)
      ? done
      : refused('queue_empty'),
  matchOffer(language, offerId, conversationId, now, pastTransfers = false) {
    if (!pastTransfers && transfersWait(state)) return { ok: true, transfers: true };
    const isHeld = st.heldBackMs(state, now) > 0;
    if (st.waitingIn(state, language).length === 0 || isHeld) return refused('queue_empty');
    const longestIdle = [...state.volunteers.values()]
      .filter((v) => v.profile.languages.includes(language) && st.isReady(state, v))
      .toSorted((a, b) =>
        a.idleSince === b.idleSince ? (a.id < b.id ? -1 : 1) : a.idleSince - b.idleSince,
      );
    for (const v of longestIdle) {
      const ticket = oldestFor(state, v, now);
      if (!ticket) continue;
      const offer = makeOffer(state, v, ticket, [offerId, conversationId], now);
      st.tell(state, v, 'offer:made', { offer: st.offerShown(offer, now) });
      return { ok: true, transfers: false };
    }
    return refused('queue_empty');
  },
  returnOffer(offerId, staff, now) {
    const offer = [...state.volunteers.values()].map((v) => v.offer).find((o) => o?.id === offerId);
    if (!offer) state.deadlines.delete(`offer ${offerId}`);
    const mine = staff === null ? (offer?.expiresAt ?? 0) <= now : offer?.volunteer.id === staff;
    if (!offer || !mine) return refused('offer_gone');
    const { ticket, from, volunteer: v } = offer;
    countReturn(state, staff === null ? 'missed' : 'declined', now);
    dropOffer(state, offer);
    const { publicKey } = st.offerShown(offer, now);
    if (from) searchOn(state, from, v.id, now);
    else {
      lineMoved(state, ticket);
      state.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
      tellTicket(state, ticket, now);
    }
    if (staff !== null) {
      v.misses = 0;
      if (!from) {
        ticket.declined.set(staff, now);
        state.deadlines.set(`rematch ${ticket.language}`, now + TIMES.declineHoldMs);
      }
    } else {
      st.tell(state, v, 'offer:expired', { offerId, reason: 'expired' });
      v.misses += 1;
      v.idleSince = now;
      if (v.misses >= 2) {
        Object.assign(v, { misses: 0, missed: true });
        if (v.state === 'wrapping_up') v.after = 'paused';
        else {
          v.state = 'paused';
          st.tell(state, v, 'availability:changed', { availability: st.availability(v, now) });
        }
      }
    }
    const { language, session } = ticket;
    return { ok: true, language, publicKey, seeker: session.id as never };
  },
  line: (language, now) =>
    st.waitingIn(state, language).map((ticket) => {
      const keepWithinMs = ticket.keepBy === null ? null : Math.max(0, ticket.keepBy - now);
      return { id: ticket.id, seeker: ticket.session.id as never, keepWithinMs };
    }),
});

const isDueAsk = (state: State, id: string, now: number) => st.isDue(state, `ask ${id}`, now);
