/** Silence of the seeker, and since when it counts (rule C9). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { ConversationEnd } from '@terskel/shared/models';
import { SEATS, type SupportSeat } from '../../helpers/seats.ts';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';

const { silenceShown, silentSince, stageOf, unansweredSince } = st;
const AFTER_MS = {
  '': TIMES.silenceNudgeMs,
  nudge: TIMES.silenceWarningMs,
  warning: TIMES.silenceCloseMs,
} as const;

export function tellSilence(state: State, talk: TalkRecord, to: SupportSeat, now: number) {
  const payload = { conversationId: talk.id, silence: silenceShown(state, talk, now) };
  st.tellSeat(state, talk, to, 'conversation:silent', payload);
}

/** Silence that had counted until `stoppedAt` continues from now, or from the return of a seat that is still away. */
export function countOn(state: State, talk: TalkRecord, stoppedAt: number, now: number): void {
  const since = unansweredSince(talk);
  if (since === null) return;
  const { silence } = talk;
  const stage = stageOf(talk, since);
  const { seeker, volunteer } = talk.away;
  const goesOnAt = Math.min(now, seeker ?? now, volunteer ?? now);
  const from = goesOnAt - Math.max(0, Math.min(stoppedAt, goesOnAt) - since);
  const until = stage === '' ? 0 : silence.until + from - since;
  Object.assign(silence, { stage, since: from, from, until });
  st.hasten(state, `silence ${talk.id}`, now);
}

/** Restarts the silence count from now. */
export function countAnew(state: State, { id, silence }: TalkRecord, now: number): void {
  Object.assign(silence, { stage: '', from: Math.max(now, silence.from) });
  state.deadlines.set(`silence ${id}`, now + TIMES.silenceNudgeMs);
}

type End = (state: State, talk: TalkRecord, reason: ConversationEnd, now: number) => void;

export function meetSilence(state: State, id: string, now: number, end: End) {
  if (!st.isDue(state, `silence ${id}`, now)) return refused('wrong_state');
  const talk = state.talks.get(id);
  if (!talk) {
    state.deadlines.delete(`silence ${id}`);
    return refused('wrong_state');
  }
  const since = silentSince(state, talk);
  const stage = stageOf(talk, since);
  if (since === null) state.deadlines.set(`silence ${id}`, now + TIMES.silenceNudgeMs);
  else if (stage !== '' && !st.mayClose(talk)) {
    // The seeker was asked once; silence does not close this conversation.
    state.deadlines.set(`silence ${id}`, now + TIMES.silenceNudgeMs);
  } else if (now - since < AFTER_MS[stage]) {
    state.deadlines.set(`silence ${id}`, since + AFTER_MS[stage]);
  } else if (stage === 'warning') {
    end(state, talk, 'silence', now);
    state.counted.silences += 1;
    return { ok: true, ended: 'silence' } as const;
  } else {
    const from = now - AFTER_MS[stage];
    const next = stage === '' ? 'nudge' : 'warning';
    const until = from + TIMES.silenceCloseMs;
    Object.assign(talk.silence, { stage: next, since: from, from, until });
    state.deadlines.set(`silence ${id}`, from + AFTER_MS[next]);
    for (const seat of SEATS) tellSilence(state, talk, seat, now);
  }
  return { ok: true, ended: null } as const;
}
