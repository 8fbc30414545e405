/** Calls to the leaders on duty (rule V4). */
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import type { Call, CallKind, CallShown } from '@terskel/shared/models';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';
import type { Rules } from './model.ts';
import { endAside } from './asides.ts';
import { setMark } from './marks.ts';
import { endVisit } from './visits.ts';

const done = { ok: true } as const;

const oldestFirst = (a: TalkRecord, b: TalkRecord) =>
  a.call?.at === b.call?.at ? (a.id < b.id ? -1 : 1) : (a.call?.at ?? 0) - (b.call?.at ?? 0);
const called = (state: State) =>
  [...state.talks.values()].filter(({ call }) => call !== null).toSorted(oldestFirst);
export const isLeading = (state: State, id: string) => st.leaders(state).some((v) => v.id === id);

/** The calls of all others, if this is a leader on duty. */
export function callsFor(state: State, leader: string, now: number): CallShown[] {
  if (!isLeading(state, leader)) return [];
  return called(state)
    .filter(({ volunteer }) => volunteer.id !== leader)
    .map((talk) => {
      const { id: conversationId, alias, call, ticket } = talk;
      const { language } = ticket;
      const mine = call?.by?.id === leader;
      const { leaderKey: _, ...shown } = st.callShown(talk, now) as Call;
      return Object.assign(shown, { conversationId, alias, language, mine });
    });
}

export function tellLeaders(state: State, now: number): void {
  for (const leader of st.leaders(state).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    st.tell(state, leader, 'calls:changed', { calls: callsFor(state, leader.id, now) });
}

/** A leader comes on duty and is told of the calls that there are. */
export function tellOfCalls(state: State, id: string, now: number): void {
  const leader = st.leaders(state).find((v) => v.id === id);
  if (leader === undefined || called(state).length === 0) return;
  st.tell(state, leader, 'calls:changed', { calls: callsFor(state, id, now) });
}

type Taker = NonNullable<TalkRecord['call']>['by'];

function setTaker(state: State, talk: TalkRecord, by: Taker, now: number): void {
  if (talk.call === null) return;
  if (by === null) endVisit(state, talk, now);
  endAside(state, talk);
  talk.call.by = by;
  const payload = { conversationId: talk.id, call: st.callShown(talk, now) };
  st.tellSeat(state, talk, 'volunteer', 'call:changed', payload);
}

/** Hands back all calls of one who no longer leads. */
export function returnCalls(state: State, leader: string, now: number): void {
  const taken = called(state).filter(({ call }) => call?.by?.id === leader);
  for (const talk of taken) setTaker(state, talk, null, now);
  if (taken.length > 0) tellLeaders(state, now);
}

/** From a resume ticket. Nobody has taken it, unless the store still has the same call. */
export function restoreCall(
  state: State,
  talk: TalkRecord,
  { callKind = '', callAt = '' }: Readonly<Record<string, string>>,
  now: number,
): void {
  const before = talk.call;
  const by = before?.at === Number(callAt) ? before.by : null;
  if (by === null) {
    endVisit(state, talk, now);
    endAside(state, talk);
  }
  talk.call =
    callKind === '' ? null : { ...{ kind: callKind as CallKind, at: Number(callAt) }, by };
  if (before !== null || talk.call !== null) tellLeaders(state, now);
}

type Mine = `${'raise' | 'withdraw' | 'take' | 'return'}Call`;

export function calls(state: State): Pick<Rules<LiveStore>, Mine> {
  const ofVolunteer = (id: string, volunteer: string) => {
    const talk = state.talks.get(id);
    return talk?.volunteer.id === volunteer ? talk : undefined;
  };
  return {
    raiseCall(id, volunteer, kind, now) {
      const talk = ofVolunteer(id, volunteer);
      if (!talk) return refused('not_found');
      const before = talk.call;
      if (before === null || (kind === 'danger' && before.kind === 'help')) {
        talk.call = { ...{ at: now, by: null, ...before }, kind };
        talk.marks.changes += 1;
        tellLeaders(state, now);
      }
      if (kind === 'danger') setMark(state, talk, 'danger', true, now);
      return { ok: true, call: st.callShown(talk, now) as never };
    },
    withdrawCall(id, volunteer, now) {
      const talk = ofVolunteer(id, volunteer);
      if (!talk) return refused('not_found');
      if (talk.call === null) return done;
      endVisit(state, talk, now);
      endAside(state, talk);
      talk.call = null;
      talk.marks.changes += 1;
      tellLeaders(state, now);
      return done;
    },
    takeCall(id, leader, key, now) {
      if (!isLeading(state, leader)) return refused('wrong_state');
      const talk = state.talks.get(id);
      if (!talk?.call) return refused('not_found');
      const { by } = talk.call;
      if (talk.volunteer.id === leader || (by !== null && by.id !== leader))
        return refused('wrong_state');
      if (by?.key !== key) {
        const { alias } = st.volunteerOf(state, leader).profile;
        setTaker(state, talk, { id: leader, alias, key }, now);
      }
      if (by === null) tellLeaders(state, now);
      return { ok: true, call: st.callShown(talk, now) as never };
    },
    returnCall(id, leader, now) {
      const talk = state.talks.get(id);
      if (!talk?.call) return refused('not_found');
      if (talk.call.by?.id === leader) {
        setTaker(state, talk, null, now);
        tellLeaders(state, now);
      }
      return done;
    },
  };
}
