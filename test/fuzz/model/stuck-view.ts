/** Conversations that their volunteer cannot continue, as leaders on duty see them (rule V7). */
import type { StuckShown } from '@terskel/shared/models';
import * as st from './state.ts';
import type { State, TalkRecord } from './state.ts';

export const stuck = (state: State) =>
  [...state.talks.values()]
    .filter(({ stuckSince }) => stuckSince !== null)
    .toSorted((a, b) =>
      a.stuckSince === b.stuckSince
        ? a.id < b.id
          ? -1
          : 1
        : (a.stuckSince ?? 0) - (b.stuckSince ?? 0),
    );

function shownTo(leader: string, talk: TalkRecord, now: number): StuckShown {
  const { id: conversationId, alias, ticket, marks, transfer } = talk;
  const takes = st.isTakeover(talk) ? transfer : null;
  return {
    ...{ conversationId, alias, language: ticket.language, danger: st.isDanger(talk) },
    why: marks.keys === 'lost' ? 'keys' : 'away',
    forMs: Math.max(0, now - (talk.stuckSince ?? 0)),
    ...{ by: takes?.alias ?? null, mine: takes?.colleague === leader },
    mayTakeOver: ticket.another?.volunteer !== leader,
  };
}

/** Those of all others, if this is a leader on duty. */
export function stuckFor(state: State, leader: string, now: number): StuckShown[] {
  if (!st.leaders(state).some(({ id }) => id === leader)) return [];
  return stuck(state)
    .filter(({ volunteer }) => volunteer.id !== leader)
    .map((talk) => shownTo(leader, talk, now));
}

export function tellStuck(state: State, now: number): void {
  for (const leader of st.leaders(state).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    st.tell(state, leader, 'stuck:changed', { stuck: stuckFor(state, leader.id, now) });
}
