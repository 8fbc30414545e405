/** Tickets and offers (rules Q1–Q7, O2–O4). */
import { LIVE_RETRY_MS, TIMES, URGENT_OF_PREFIX_WHEN_FULL } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore, OpenTicket } from '@terskel/server/domain/live-store';
import type { TicketEnd } from '@terskel/shared/models';
import * as st from './state.ts';
import type { OfferRecord, Session, State, TicketRecord, Volunteer } from './state.ts';
import type { Rules } from './model.ts';

type Id<T> = T & string;
const done = { ok: true } as const;

function lineMoved(s: State, { language }: TicketRecord): void {
  s.versions.set(language, (s.versions.get(language) ?? 0) + 1);
}
function tellTicket(s: State, ticket: TicketRecord, now: number): void {
  st.tell(s, ticket.session, 'ticket:updated', st.ticketRow(s, ticket, now));
}

/** Puts a ticket into the queue. */
export function enter(s: State, ticket: TicketRecord, now: number): void {
  Object.assign(ticket.session, { ticket, talk: null });
  lineMoved(s, ticket);
  s.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
}

function dropOffer(s: State, { id, ticket, volunteer }: OfferRecord): void {
  Object.assign(ticket, { offer: null });
  Object.assign(volunteer, { offer: null });
  s.deadlines.delete(`offer ${id}`);
}

/** Ends the ticket as a match: the seeker is now in a conversation. */
export function matched(s: State, offer: OfferRecord): void {
  dropOffer(s, offer);
  offer.ticket.session.ticket = null;
  s.deadlines.delete(`ask ${offer.ticket.id}`);
  s.deadlines.delete(`place ${offer.ticket.session.id}`);
}

/** Ends the session and leaves a tombstone with the reason, except after an exit (rule A6). */
export function bury(s: State, { id }: Session, left: object | null, now: number): void {
  s.sessions.delete(id);
  s.ended.add(id);
  s.deadlines.delete(`place ${id}`);
  if (left === null) return;
  s.tombstones.set(id, left as never);
  s.deadlines.set(`tombstone ${id}`, now + TIMES.tombstoneMs);
}

/** Removes the ticket from the queue, or from the volunteer that it is offered to. */
export function leaveLine(s: State, ticket: TicketRecord): void {
  const { offer, session } = ticket;
  if (offer === null) lineMoved(s, ticket);
  else {
    dropOffer(s, offer);
    st.tell(s, offer.volunteer, 'offer:expired', { offerId: offer.id, reason: 'withdrawn' });
  }
  s.deadlines.delete(`ask ${ticket.id}`);
  s.deadlines.delete(`place ${session.id}`);
}

function endTicket(s: State, ticket: TicketRecord, reason: TicketEnd | 'exit', now: number): void {
  const { session } = ticket;
  const told = reason === 'exit' ? 'cancelled' : reason;
  st.tellOver(s, `seeker ${session.id}`);
  leaveLine(s, ticket);
  st.tell(s, session, 'ticket:ended', { ticketId: ticket.id, reason: told });
  bury(s, session, reason === 'exit' ? null : { kind: 'ticket_ended', reason: told }, now);
}

/** The oldest ticket that the volunteer can take (rules Q3, O4). */
function oldestFor(s: State, volunteer: Volunteer, now: number): TicketRecord | undefined {
  const { languages, topics } = volunteer.profile;
  const held = (ticket: TicketRecord) => {
    const declinedAt = ticket.declined.get(volunteer.id);
    if (declinedAt === undefined) return false;
    return s.aloneSince === null || now - Math.max(s.aloneSince, declinedAt) < TIMES.declineHoldMs;
  };
  return languages
    .flatMap((language) => st.waitingIn(s, language))
    .filter(({ topic }) => topics.length === 0 || topic === undefined || topics.includes(topic))
    .filter((ticket) => !held(ticket))
    .toSorted(st.inLine)[0];
}

function makeOffer(
  s: State,
  volunteer: Volunteer,
  ticket: TicketRecord,
  [id, conversationId]: readonly [string, string],
  now: number,
): OfferRecord {
  const offer = {
    ...{ id: id as OfferRecord['id'], conversationId: conversationId as Id<never>, ticket },
    ...{ volunteer, expiresAt: now + TIMES.offerMs },
  };
  Object.assign(ticket, { offer, keepBy: null });
  Object.assign(volunteer, { offer });
  lineMoved(s, ticket);
  s.deadlines.set(`offer ${id}`, offer.expiresAt);
  tellTicket(s, ticket, now);
  return offer;
}

function nextScore(s: State, now: number, urgent: boolean): number {
  s.lastScore = Math.max(now, s.lastScore + 1);
  return urgent ? s.lastScore - 2 ** 50 : s.lastScore;
}

const liveOf = (s: State, prefix: string) =>
  st.tickets(s).filter((ticket) => ticket.prefix === prefix).length;

type Mine =
  | 'openTicket'
  | 'liveTickets'
  | 'keepTicket'
  | 'endTicket'
  | 'askWaiting'
  | 'expirePlace'
  | 'seekerClosing'
  | 'takeOffer'
  | 'matchOffer'
  | 'returnOffer'
  | 'line';

export const queue = (s: State): Pick<Rules<LiveStore>, Mine> => ({
  liveTickets: (prefix) => liveOf(s, prefix),
  openTicket(id, at, ticketId, wish: OpenTicket, queueLimit, leaderNeeded, now, limits) {
    if (s.tombstones.has(id)) return refused('wrong_state');
    const before = s.sessions.get(id);
    if (before?.talk) return refused('wrong_state');
    if (before?.ticket) return { ok: true, ticket: st.ticketRow(s, before.ticket, now) };
    const waiting = st.tickets(s).filter(({ offer }) => offer === null).length;
    const needed = leaderNeeded ? st.leaders(s) : st.onDuty(s);
    const { prefix = null, livePerPrefix = 0, urgentLimit = 0 } = limits ?? {};
    const live = prefix === null ? 0 : liveOf(s, prefix);
    const reserved = wish.urgent && waiting < urgentLimit && live < URGENT_OF_PREFIX_WHEN_FULL;
    const isFull = waiting >= queueLimit && !reserved;
    const isAnswered = st.onDuty(s).some((v) => st.answers(s, v, now));
    if (isFull || needed.length === 0 || !isAnswered) return refused('intake_closed');
    if (prefix !== null && live >= livePerPrefix) return refused('rate_limited', LIVE_RETRY_MS);
    const session = { id, ticket: null, talk: null, ...at, lostAt: null, closingAt: null };
    s.sessions.set(id, session);
    st.hold(s, at.node);
    const ticket: TicketRecord = {
      ...{ ...wish, id: ticketId as TicketRecord['id'], session, openedAt: now },
      ...{ differed: 0, turn: 0, another: null, prefix },
      ...{ score: nextScore(s, now, wish.urgent), declined: new Map(), offer: null, keepBy: null },
    };
    enter(s, ticket, now);
    return { ok: true, ticket: st.ticketRow(s, ticket, now) };
  },
  keepTicket(id, now) {
    const ticket = s.sessions.get(id)?.ticket;
    if (!ticket) return refused('wrong_state');
    ticket.keepBy = null;
    s.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
    return { ok: true, ticket: st.ticketRow(s, ticket, now) };
  },
  endTicket(id, reason, now) {
    const ticket = s.sessions.get(id)?.ticket;
    if (!ticket) return refused('wrong_state');
    endTicket(s, ticket, reason, now);
    return done;
  },
  askWaiting(id, now) {
    const ticket = st.tickets(s).find((each) => each.id === id);
    if (!ticket) s.deadlines.delete(`ask ${id}`);
    if (!ticket || !isDueAsk(s, id, now)) return refused('wrong_state');
    if (ticket.offer !== null) s.deadlines.set(`ask ${id}`, now + TIMES.stillWaitingAskMs);
    else if (ticket.keepBy === null) {
      ticket.keepBy = now + TIMES.stillWaitingAnswerMs;
      s.deadlines.set(`ask ${id}`, ticket.keepBy);
      tellTicket(s, ticket, now);
    } else {
      endTicket(s, ticket, 'expired', now);
      return { ok: true, ended: true };
    }
    return { ok: true, ended: false };
  },
  expirePlace(id, now) {
    if (!st.isDue(s, `place ${id}`, now)) return refused('wrong_state');
    s.deadlines.delete(`place ${id}`);
    const session = s.sessions.get(id);
    if (!session?.ticket || session.connection !== '') return refused('wrong_state');
    endTicket(s, session.ticket, 'expired', now);
    return done;
  },
  seekerClosing(id, now) {
    const session = s.sessions.get(id);
    if (!session?.ticket) return refused('wrong_state');
    session.closingAt = now;
    if (session.connection === '') st.hasten(s, `place ${id}`, now + TIMES.closingTabMs);
    return done;
  },
  takeOffer(staff, offerId, conversationId, now) {
    const v = s.volunteers.get(staff);
    if (!v || v.state === 'off' || v.connection === '') return refused('wrong_state');
    if (v.offer !== null) return { ok: true, offer: st.offerShown(v.offer, now) };
    if (st.heldBy(s, v).length >= v.profile.capacity) return refused('at_capacity');
    const heldBackMs = st.heldBackMs(s, now);
    if (heldBackMs > 0) return refused('queue_empty', heldBackMs);
    const ticket = oldestFor(s, v, now);
    if (!ticket) return refused('queue_empty');
    if (v.state === 'wrapping_up') {
      v.state = v.after;
      s.deadlines.delete(`wrap-up ${staff}`);
      st.tell(s, v, 'availability:changed', { availability: st.availability(v, now) });
    }
    const offer = makeOffer(s, v, ticket, [offerId, conversationId], now);
    return { ok: true, offer: st.offerShown(offer, now) };
  },
  matchOffer(language, offerId, conversationId, now) {
    if (st.waitingIn(s, language).length === 0 || st.heldBackMs(s, now) > 0)
      return refused('queue_empty');
    const longestIdle = [...s.volunteers.values()]
      .filter((v) => v.profile.languages.includes(language) && st.isReady(s, v))
      .toSorted((a, b) =>
        a.idleSince === b.idleSince ? (a.id < b.id ? -1 : 1) : a.idleSince - b.idleSince,
      );
    for (const v of longestIdle) {
      const ticket = oldestFor(s, v, now);
      if (!ticket) continue;
      const offer = makeOffer(s, v, ticket, [offerId, conversationId], now);
      st.tell(s, v, 'offer:made', { offer: st.offerShown(offer, now) });
      return done;
    }
    return refused('queue_empty');
  },
  returnOffer(offerId, staff, now) {
    const offer = [...s.volunteers.values()].map((v) => v.offer).find((o) => o?.id === offerId);
    if (!offer) s.deadlines.delete(`offer ${offerId}`);
    const mine = staff === null ? (offer?.expiresAt ?? 0) <= now : offer?.volunteer.id === staff;
    if (!offer || !mine) return refused('offer_gone');
    const { ticket, volunteer: v } = offer;
    dropOffer(s, offer);
    lineMoved(s, ticket);
    s.deadlines.set(`ask ${ticket.id}`, now + TIMES.stillWaitingAskMs);
    tellTicket(s, ticket, now);
    if (staff !== null) {
      ticket.declined.set(staff, now);
      v.misses = 0;
      s.deadlines.set(`rematch ${ticket.language}`, now + TIMES.declineHoldMs);
    } else {
      st.tell(s, v, 'offer:expired', { offerId, reason: 'expired' });
      v.misses += 1;
      v.idleSince = now;
      if (v.misses >= 2) {
        Object.assign(v, { misses: 0, missed: true });
        if (v.state === 'wrapping_up') v.after = 'paused';
        else {
          v.state = 'paused';
          st.tell(s, v, 'availability:changed', { availability: st.availability(v, now) });
        }
      }
    }
    const { language, publicKey, session } = ticket;
    return { ok: true, language, publicKey, seeker: session.id as never };
  },
  line: (language, now) =>
    st.waitingIn(s, language).map((ticket) => {
      const keepWithinMs = ticket.keepBy === null ? null : Math.max(0, ticket.keepBy - now);
      return { id: ticket.id, seeker: ticket.session.id as never, keepWithinMs };
    }),
});

const isDueAsk = (s: State, id: string, now: number) => st.isDue(s, `ask ${id}`, now);
