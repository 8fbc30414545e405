/** Asides: lines between a volunteer and the leader who has taken the call (rule V4). */
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import type { Aside } from '@terskel/shared/models';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import * as st from './state.ts';
import type { AsideRecord, State, TalkRecord, Volunteer } from './state.ts';
import type { Rules } from './model.ts';

const done = { ok: true } as const;

export function asideShown(aside: AsideRecord, seat: Aside['seat'], now: number): Aside {
  const { id, of, encapsulation, confirmations, startedAt, log } = aside;
  const taken = (each: Aside['seat']) => ({
    alias: aside.aliases[each],
    presence: st.presence(aside.away[each], now),
    ...{ received: aside.received[each], sent: aside.sent[each] },
  });
  return {
    ...{ id, kind: 'aside', seat, of, encapsulation, confirmations: { ...confirmations } },
    seats: { volunteer: taken('volunteer'), leader: taken('leader') },
    ...{ startedAt, startedForMs: Math.max(0, now - startedAt), lastSeq: log.length },
  };
}

/** Ends the aside of a call, if one is open. Before others take the call. */
export function endAside(state: State, talk: TalkRecord): void {
  const aside = state.asides.get(talk.aside);
  talk.aside = '';
  if (aside) removeAside(state, aside);
}

function removeAside(state: State, aside: AsideRecord): void {
  state.asides.delete(aside.id);
  for (const seat of ASIDE_SEATS) {
    const who = state.volunteers.get(aside[seat].id);
    if (who) st.tell(state, who, 'aside:ended', { conversationId: aside.id });
  }
}

/** One seat connected or disconnected. In another store epoch than its own, an aside is over when a seat returns. */
export function setAsideAway(
  state: State,
  aside: AsideRecord,
  staff: Volunteer,
  lostAt: number | null,
  now: number,
): void {
  if (lostAt === null && aside.epoch !== state.epoch?.id) {
    if (state.asides.has(aside.id)) removeAside(state, aside);
    return;
  }
  const seat = st.asideSeatOf(aside, staff);
  const changes = lostAt !== null || aside.away[seat] !== null;
  aside.away[seat] = lostAt;
  const payload = { conversationId: aside.id, seat, presence: st.presence(lostAt, now) };
  if (changes) st.tellOthers(state, aside, seat, 'presence:changed', payload);
}

/** The leader proves the keys. Undefined: this is no aside. */
export function confirmAside(state: State, id: string, participant: string, confirmation: string) {
  const aside = state.asides.get(id);
  if (!aside) return undefined;
  if (aside.leader.id !== participant) return refused('not_found');
  const { confirmations } = aside;
  if ((confirmations.leader ?? confirmation) !== confirmation) return refused('wrong_state');
  confirmations.leader = confirmation;
  const payload = { conversationId: id, confirmation };
  st.tellSeat(state, aside, 'volunteer', 'conversation:confirmed', payload);
  return done;
}

export function asides(state: State): Pick<Rules<LiveStore>, 'reserveAside' | 'openAside'> {
  const ofVolunteer = (id: string, volunteer: string) => {
    const talk = state.talks.get(id);
    return talk?.volunteer.id === volunteer ? talk : undefined;
  };
  return {
    reserveAside(id, volunteer, asideId) {
      const talk = ofVolunteer(id, volunteer);
      if (!talk) return refused('not_found');
      if (!talk.call?.by) return refused('wrong_state');
      endAside(state, talk);
      talk.aside = asideId;
      return { ok: true, asideId: asideId as AsideRecord['id'] };
    },
    openAside(staff, { conversationId, asideId, leaderKey, encapsulation, confirmation }, now) {
      const talk = ofVolunteer(conversationId, staff);
      if (!talk) return refused('not_found');
      if (talk.aside !== asideId) return refused('wrong_state');
      const known = state.asides.get(asideId);
      if (known) return known.encapsulation === encapsulation ? done : refused('wrong_state');
      const volunteer = state.volunteers.get(staff);
      const leader = state.volunteers.get(talk.call?.by?.id ?? '');
      const isFormer = talk.call?.by?.key !== leaderKey;
      if (isFormer || !volunteer || !leader) return refused('wrong_state');
      const aside: AsideRecord = {
        ...{ id: asideId, of: talk.id, session: null, volunteer, leader, startedAt: now },
        aliases: { volunteer: volunteer.profile.alias, leader: leader.profile.alias },
        ...{ encapsulation, confirmations: { volunteer: confirmation }, log: [] },
        ...{ seats: ASIDE_SEATS, keyEpoch: { number: 0 }, visit: null },
        ...{ received: st.bySeat(0), sent: st.bySeat(0) },
        away: { ...st.bySeat(null), volunteer: volunteer.lostAt, leader: leader.lostAt },
        ...{ epoch: state.epoch?.id ?? '', whole: state.epoch?.id ?? '' },
      };
      state.asides.set(asideId, aside);
      for (const seat of ASIDE_SEATS)
        st.tellSeat(state, aside, seat, 'aside:opened', { aside: asideShown(aside, seat, now) });
      return done;
    },
  };
}
