/** The volunteer's marks (rules C9, C17). */
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';
import { countAnew, tellSilence } from './silence.ts';
import { tellStuck } from './stuck-view.ts';

export function setMark(
  state: State,
  talk: TalkRecord,
  mark: 'danger' | 'held',
  on: boolean,
  now: number,
): void {
  const { id, marks, silence } = talk;
  const before = { danger: st.isDanger(talk), mayClose: st.mayClose(talk), stage: silence.stage };
  if (marks[mark] !== on) marks.changes += 1;
  marks[mark] = on;
  const danger = st.isDanger(talk);
  if (danger !== before.danger)
    st.tellOthers(state, talk, 'volunteer', 'conversation:marked', { conversationId: id, danger });
  if (danger !== before.danger && talk.stuckSince !== null) tellStuck(state, now);
  if (st.mayClose(talk) === before.mayClose) return;
  countAnew(state, talk, now);
  if (before.stage === '') return;
  for (const to of ['seeker', 'volunteer'] as const) tellSilence(state, talk, to, now);
}
