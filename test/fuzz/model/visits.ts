/** A leader's visit to a conversation (rule E5). */
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';
import type { Rules } from './model.ts';

const done = { ok: true } as const;

function tellSeats(state: State, talk: TalkRecord, now: number): void {
  const payload = { conversationId: talk.id, ...st.rosterShown(talk, 'seeker', now) };
  st.tellOthers(state, talk, 'leader', 'seats:changed', payload);
}

/** In one step the leader has no seat any more, and the keys are others. */
export function endVisit(state: State, talk: TalkRecord, now: number): void {
  if (talk.leader === null) return;
  st.tellSeat(state, talk, 'leader', 'visit:ended', { conversationId: talk.id });
  const seats = talk.seats.filter((seat) => seat !== 'leader');
  const keyEpoch = { number: talk.keyEpoch.number + 1 };
  Object.assign(talk, { seats, keyEpoch, leader: null, visit: null });
  tellSeats(state, talk, now);
}

type Mine = `${'open' | 'confirm' | 'close'}Visit`;

export const visits = (state: State): Pick<Rules<LiveStore>, Mine> => ({
  openVisit(volunteer, { conversationId, keyEpoch, leaderKey, confirmation, ...sealed }, now) {
    const talk = state.talks.get(conversationId);
    if (talk?.volunteer.id !== volunteer) return refused('not_found');
    if (talk.keyEpoch.visit === keyEpoch.visit) return done;
    if (!st.isWhole(talk) || talk.epoch !== state.epoch?.id) return refused('unavailable', 1_000);
    const by = talk.call?.by ?? null;
    const leader = by && state.volunteers.get(by.id);
    const isLater = keyEpoch.number > talk.keyEpoch.number;
    const isFree = talk.leader === null && talk.seekerConfirmation !== '';
    if (!leader || by?.key !== leaderKey || !isLater || !isFree) return refused('wrong_state');
    const after = talk.log.length;
    const forLeader = { ...sealed, after, sent: { ...talk.sent } };
    Object.assign(talk, { leader, keyEpoch, seats: [...talk.seats, 'leader'] });
    talk.visit = { confirmations: { volunteer: confirmation }, forLeader };
    talk.received.leader = 0;
    talk.away.leader = leader.lostAt;
    talk.handedIn.leader = talk.epoch;
    tellSeats(state, talk, now);
    const conversation = st.talkShown(state, talk, 'leader', now);
    st.tellSeat(state, talk, 'leader', 'visit:began', { conversation });
    return done;
  },
  confirmVisit(id, leader, { visit: visitId, confirmation }, now) {
    const talk = state.talks.get(id);
    if (!talk?.visit || talk.leader?.id !== leader) return refused('not_found');
    const { visit } = talk;
    const before = visit.confirmations.leader ?? confirmation;
    if (talk.keyEpoch.visit !== visitId || before !== confirmation) return refused('wrong_state');
    if (visit.confirmations.leader === undefined) {
      visit.confirmations.leader = confirmation;
      tellSeats(state, talk, now);
    }
    return done;
  },
  closeVisit(id, by, visit, now) {
    const talk = state.talks.get(id);
    if (!talk || (talk.volunteer.id !== by && talk.leader?.id !== by)) return refused('not_found');
    if (talk.keyEpoch.visit === visit) endVisit(state, talk, now);
    return done;
  },
});
