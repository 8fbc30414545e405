/** Calls to the leaders on duty, and a leader's visits. */
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { type Acts, type Act, type VolunteerTab, talking, volunteer } from './acts.ts';

/** An act of a leader on a call that the page shows. */
function calling(
  go: (session: NonNullable<VolunteerTab['session']>, id: ConversationId) => unknown,
): Act {
  return volunteer((tab, random) => {
    const calls = tab.view?.calls ?? [];
    const call = calls[random.below(Math.max(1, calls.length))];
    if (tab.session !== null && call !== undefined) return go(tab.session, call.conversationId);
    return undefined;
  });
}

export const callSteps = {
  raisesCall: talking((session, { conversationId }, random) =>
    session.raiseCall(conversationId, random.pick(['help', 'danger'])),
  ),
  withdrawsCall: talking((session, { conversationId }) => session.withdrawCall(conversationId)),
  takesCall: calling((session, id) => session.takeCall(id)),
  returnsCall: calling((session, id) => session.returnCall(id)),
  letsIn: talking((session, { conversationId }) => session.letIn(conversationId)),
  closesVisit: talking((session, { conversationId }) => session.closeVisit(conversationId)),
  /** A leader who has taken a call goes off duty, or is gone for long. */
  leaderLeaves: volunteer((tab, random, w) => {
    if (tab.view?.calls.some(({ mine }) => mine) !== true) return;
    if (random.chance(2)) void tab.session?.endShift();
    else {
      tab.browser.down();
      w.clock.move(TIMES.volunteerGoneMs);
    }
  }),
} satisfies Acts;
