/** Conversations that their volunteer cannot continue, and what leaders do about them (rule V7). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';
import type { Rules } from './model.ts';
import { endWrapUp } from './offers.ts';
import { stuck, tellStuck } from './stuck-view.ts';
import { dropTransfer, endTransfer, tellOf, transferIn } from './transfers.ts';

const done = { ok: true } as const;
const isLeading = (state: State, id: string) => st.leaders(state).some((v) => v.id === id);

const mayContinue = ({ marks }: TalkRecord) =>
  marks.keys !== 'returned' && marks.keys !== 'released';

function noteStuck(state: State, talk: TalkRecord, since: number, now: number): void {
  if (talk.stuckSince !== null) return;
  talk.stuckSince = since;
  tellStuck(state, now);
}
const BOTH = ['volunteer', 'seeker'] as const;
export function endTakeover(
  state: State,
  talk: TalkRecord,
  now: number,
  told: readonly ('volunteer' | 'seeker')[] = BOTH,
): void {
  endTransfer(state, talk, now);
  for (const seat of told) tellOf(state, talk, seat);
}
/** `told`: of a takeover that is over. */
export function noteNotStuck(state: State, talk: TalkRecord, now: number, told?: ['seeker']): void {
  state.deadlines.delete(`stuck ${talk.id}`);
  if (talk.stuckSince === null) return;
  talk.stuckSince = null;
  if (st.isTakeover(talk)) endTakeover(state, talk, now, told);
  else tellStuck(state, now);
}
/** After a restore the volunteer counts as away. */
export function restoreStuck(state: State, talk: TalkRecord, now: number): void {
  if (talk.marks.keys === 'lost') noteStuck(state, talk, talk.marks.keysAt ?? now, now);
  else if (mayContinue(talk)) state.deadlines.set(`stuck ${talk.id}`, now + 1);
}

type Mine = 'noteStuck' | 'takeOver' | 'release' | 'setKeys';

export const stuckRules = (state: State): Pick<Rules<LiveStore>, Mine> => ({
  setKeys(conversationId, staff, volunteerKeys, now) {
    const talk = state.talks.get(conversationId);
    if (talk?.volunteer.id !== staff) return refused('not_found');
    if (talk.marks.keys === volunteerKeys) return done;
    if (!mayContinue(talk)) return refused('wrong_state');
    Object.assign(talk.marks, { keys: volunteerKeys, keysAt: now });
    talk.marks.changes += 1;
    st.tellSeat(state, talk, 'seeker', 'keys:changed', { conversationId, volunteerKeys });
    if (volunteerKeys === 'lost') {
      talk.stuckSince = null;
      noteStuck(state, talk, now, now);
      return done;
    }
    noteNotStuck(state, talk, now);
    const isAway = talk.away.volunteer !== null;
    if (volunteerKeys === 'held' && isAway) state.deadlines.set(`stuck ${talk.id}`, now + 1);
    return done;
  },
  noteStuck(id, now) {
    if (!st.isDue(state, `stuck ${id}`, now)) return refused('wrong_state');
    state.deadlines.delete(`stuck ${id}`);
    const talk = state.talks.get(id);
    const lostAt = talk?.away.volunteer ?? null;
    if (!talk || lostAt === null || !mayContinue(talk)) return refused('wrong_state');
    const at = lostAt + TIMES.volunteerLostWordsMs;
    if (at > now) state.deadlines.set(`stuck ${id}`, at);
    else noteStuck(state, talk, lostAt, now);
    return done;
  },
  takeOver(id, leader, transferId, now) {
    const v = state.volunteers.get(leader);
    if (!v || !isLeading(state, leader) || v.connection === '') return refused('wrong_state');
    const talk = state.talks.get(id);
    if (!talk || talk.stuckSince === null) return refused('not_found');
    if (talk.volunteer.id === leader || talk.ticket.another?.volunteer === leader)
      return refused('wrong_state');
    const isBy = (each: TalkRecord) => st.isTakeover(each) && each.transfer?.colleague === leader;
    if (isBy(talk)) return done;
    const from = v.offer?.from ?? null;
    const isTakenOver = from !== null && st.isTakeover(from);
    const taking = stuck(state).filter(isBy).length + (v.offer === null || isTakenOver ? 0 : 1);
    if (st.heldBy(state, v).length + taking >= v.profile.capacity) return refused('at_capacity');
    endWrapUp(state, v, now);
    dropTransfer(state, talk, now);
    talk.transfer = transferIn({
      ...{ transferId, transferReason: 'takeover', transferTo: 'colleague' },
      ...{ transferStaff: leader, transferAlias: v.profile.alias },
    });
    talk.marks.changes += 1;
    for (const seat of ['volunteer', 'seeker'] as const) tellOf(state, talk, seat);
    tellStuck(state, now);
    return done;
  },
  release(conversationId, leader, now) {
    if (!isLeading(state, leader)) return refused('wrong_state');
    const talk = state.talks.get(conversationId);
    if (talk?.marks.keys === 'released') return done;
    if (!talk || talk.stuckSince === null) return refused('not_found');
    if (talk.volunteer.id === leader) return refused('wrong_state');
    noteNotStuck(state, talk, now);
    if (talk.transfer !== null) {
      endTransfer(state, talk, now);
      tellOf(state, talk, 'seeker');
    }
    Object.assign(talk.marks, { keys: 'released', keysAt: now });
    talk.marks.changes += 1;
    const payload = { conversationId, volunteerKeys: 'released' };
    st.tellSeat(state, talk, 'seeker', 'keys:changed', payload);
    st.tellOutdated(state, state.volunteers.get(talk.volunteer.id));
    return done;
  },
});
