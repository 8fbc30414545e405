/** Who begins to lead on duty, and who no longer does (rules I2, V4, V7). */
import * as st from './state.ts';
import type { State } from './state.ts';
import { callsFor, returnCalls } from './calls.ts';
import { endTakeover } from './stuck.ts';
import { stuck, stuckFor } from './stuck-view.ts';

/** Who begins to lead on duty, or no longer does, is told of the calls and stuck conversations that there are. */
export function beginLead(state: State, id: string, now: number): void {
  const who = st.volunteerOf(state, id);
  const calls = callsFor(state, id, now);
  if ([...state.talks.values()].some(({ call }) => call !== null))
    st.tell(state, who, 'calls:changed', { calls });
  if (stuck(state).length > 0)
    st.tell(state, who, 'stuck:changed', { stuck: stuckFor(state, id, now) });
}
/** This person no longer leads on duty. */
export function loseLead(state: State, id: string, now: number): void {
  returnCalls(state, id, now);
  for (const talk of stuck(state))
    if (st.isTakeover(talk) && talk.transfer?.colleague === id) endTakeover(state, talk, now);
  beginLead(state, id, now);
}
