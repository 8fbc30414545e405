/** Calls to the leaders (rule V4). */
import { TIMES } from '@terskel/shared/limits';
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

/** The calls of all others, if this is a leader on duty; off duty and connected, the escalated ones. */
export function callsFor(state: State, leader: string, now: number): CallShown[] {
  const isOn = isLeading(state, leader);
  if (!isOn && !st.connectedLeaders(state).some(({ id }) => id === leader)) return [];
  return called(state)
    .filter(({ volunteer, call }) => volunteer.id !== leader && (isOn || call?.escalated === true))
    .map((talk) => {
      const { id: conversationId, alias, call, ticket } = talk;
      const { language } = ticket;
      const mine = call?.by?.id === leader;
      const { leaderKey: _, escalated: __, ...shown } = st.callShown(talk, now) as Call;
      return Object.assign(shown, { conversationId, alias, language, mine });
    });
}

export function tellLeaders(state: State, now: number, wasEscalated = false): void {
  const onDuty = st.leaders(state);
  const isEscalated = wasEscalated || called(state).some(({ call }) => call?.escalated === true);
  const others = st.connectedLeaders(state).filter((each) => !onDuty.includes(each));
  for (const some of [onDuty, isEscalated ? others : []])
    for (const leader of some.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      st.tell(state, leader, 'calls:changed', { calls: callsFor(state, leader.id, now) });
}
/** Nobody has taken it since now. */
function openCall(state: State, talk: TalkRecord, now: number): void {
  if (talk.call === null) return;
  Object.assign(talk.call, { openAt: now, escalated: false });
  state.deadlines.set(`escalate ${talk.id}`, now + 1);
}

type Taker = NonNullable<TalkRecord['call']>['by'];

function setTaker(
  state: State,
  talk: TalkRecord,
  by: Taker,
  now: number,
  keptAside?: string,
): void {
  if (talk.call === null) return;
  if (by === null) {
    endVisit(state, talk, now);
    openCall(state, talk, now);
  } else state.deadlines.delete(`escalate ${talk.id}`);
  if (talk.aside !== keptAside) endAside(state, talk);
  Object.assign(talk.call, { by, escalated: false });
  const payload = { conversationId: talk.id, call: st.callShown(talk, now) };
  st.tellSeat(state, talk, 'volunteer', 'call:changed', payload);
}

/** Hands back all calls of one who no longer leads. */
export function returnCalls(state: State, leader: string, now: number): void {
  const taken = called(state).filter(({ call }) => call?.by?.id === leader);
  for (const talk of taken) setTaker(state, talk, null, now);
  if (taken.length > 0) tellLeaders(state, now);
}

/** After a loss of the store that kept the conversation. */
export function callAgain(state: State, talk: TalkRecord, now: number): void {
  endVisit(state, talk, now);
  if (!talk.call?.by) return;
  setTaker(state, talk, null, now);
  tellLeaders(state, now);
}

/** From a resume ticket. Nobody has taken it, unless the store still has the same call. */
export function restoreCall(
  state: State,
  talk: TalkRecord,
  { callKind = '', callAt = '' }: Readonly<Record<string, string>>,
  now: number,
): void {
  const before = talk.call;
  const same = before?.at === Number(callAt) ? before : null;
  if (same === null || same.by === null) {
    endVisit(state, talk, now);
    endAside(state, talk);
  }
  const kind = callKind as CallKind;
  const fresh = { ...{ kind, at: Number(callAt), openAt: now }, escalated: false, by: null };
  talk.call = callKind === '' ? null : same ? { ...same, kind } : fresh;
  if (same === null) openCall(state, talk, now);
  if (before !== null || talk.call !== null) tellLeaders(state, now, before?.escalated === true);
}

type Mine = `${'raise' | 'withdraw' | 'take' | 'return' | 'escalate'}Call`;

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
        talk.call = { ...{ at: now, openAt: now, escalated: false, by: null, ...before }, kind };
        talk.marks.changes += 1;
        if (before === null) openCall(state, talk, now);
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
      const { escalated } = talk.call;
      endAside(state, talk);
      talk.call = null;
      talk.marks.changes += 1;
      state.deadlines.delete(`escalate ${id}`);
      tellLeaders(state, now, escalated);
      return done;
    },
    takeCall(id, leader, key, now, keptAside) {
      if (!isLeading(state, leader)) return refused('wrong_state');
      const talk = state.talks.get(id);
      if (!talk?.call) return refused('not_found');
      const { by, escalated } = talk.call;
      if (talk.volunteer.id === leader || (by !== null && by.id !== leader))
        return refused('wrong_state');
      if (by?.key !== key) {
        const { alias } = st.volunteerOf(state, leader).profile;
        setTaker(state, talk, { id: leader, alias, key }, now, keptAside);
      }
      if (by === null) tellLeaders(state, now, escalated);
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
    escalateCall(id, now) {
      if (!st.isDue(state, `escalate ${id}`, now)) return refused('wrong_state');
      state.deadlines.delete(`escalate ${id}`);
      const talk = state.talks.get(id);
      if (!talk?.call || talk.call.by !== null || talk.call.escalated)
        return refused('wrong_state');
      const at = talk.call.openAt + TIMES.callEscalatesMs;
      if (at > now) {
        state.deadlines.set(`escalate ${id}`, at);
        return done;
      }
      talk.call.escalated = true;
      const payload = { conversationId: talk.id, call: st.callShown(talk, now) };
      st.tellSeat(state, talk, 'volunteer', 'call:changed', payload);
      tellLeaders(state, now);
      return done;
    },
  };
}
