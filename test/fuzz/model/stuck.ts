/** Conversations that their volunteer cannot continue, and what leaders do about them (rule V7). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import type { StuckShown } from '@terskel/shared/models';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';
import type { Rules } from './model.ts';
import { callsFor, isLeading, returnCalls } from './calls.ts';
import { endWrapUp } from './queue.ts';
import { dropTransfer, endTransfer, tellOf, transferIn } from './transfers.ts';

const done = { ok: true } as const;

const stuck = (state: State) =>
  [...state.talks.values()]
    .filter(({ stuckSince }) => stuckSince !== null)
    .toSorted((a, b) =>
      a.stuckSince === b.stuckSince
        ? a.id < b.id
          ? -1
          : 1
        : (a.stuckSince ?? 0) - (b.stuckSince ?? 0),
    );

/** Those of all others, if this is a leader on duty. */
export function stuckFor(state: State, leader: string, now: number): StuckShown[] {
  if (!isLeading(state, leader)) return [];
  return stuck(state)
    .filter(({ volunteer }) => volunteer.id !== leader)
    .map((talk) => {
      const { id: conversationId, alias, ticket, marks, transfer } = talk;
      const takes = st.isTakeover(talk) ? transfer : null;
      return {
        ...{ conversationId, alias, language: ticket.language, danger: st.isDanger(talk) },
        why: marks.keys === 'lost' ? 'keys' : 'away',
        forMs: Math.max(0, now - (talk.stuckSince ?? 0)),
        ...{ by: takes?.alias ?? null, mine: takes?.colleague === leader },
        mayTakeOver: ticket.another?.volunteer !== leader,
      };
    });
}

export function tellStuck(state: State, now: number): void {
  for (const leader of st.leaders(state).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    st.tell(state, leader, 'stuck:changed', { stuck: stuckFor(state, leader.id, now) });
}

/** Who begins or ends to lead on duty is told of the calls and stuck conversations that there are. */
export function tellListsTo(state: State, id: string, now: number): void {
  const who = st.volunteerOf(state, id);
  const calls = callsFor(state, id, now);
  if ([...state.talks.values()].some(({ call }) => call !== null))
    st.tell(state, who, 'calls:changed', { calls });
  if (stuck(state).length > 0)
    st.tell(state, who, 'stuck:changed', { stuck: stuckFor(state, id, now) });
}
export function beginLead(state: State, id: string, now: number): void {
  tellListsTo(state, id, now);
}
/** This person no longer leads on duty. */
export function loseLead(state: State, id: string, now: number): void {
  returnCalls(state, id, now);
  for (const talk of stuck(state))
    if (st.isTakeover(talk) && talk.transfer?.colleague === id) endTakeover(state, talk, now);
  tellListsTo(state, id, now);
}

const mayContinue = ({ marks }: TalkRecord) =>
  marks.keys !== 'returned' && marks.keys !== 'released';

export function noteStuck(state: State, talk: TalkRecord, since: number, now: number): void {
  if (talk.stuckSince !== null) return;
  talk.stuckSince = since;
  tellStuck(state, now);
}
const BOTH = ['volunteer', 'seeker'] as const;
function endTakeover(
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
    if (volunteerKeys === 'lost') noteStuck(state, talk, now, now);
    else noteNotStuck(state, talk, now);
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
    const taking = stuck(state).filter(isBy).length + (v.offer === null ? 0 : 1);
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
