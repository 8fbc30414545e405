/** Calls to the leaders on duty, and a leader's visits. */
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { type Acts, type Act, type VolunteerTab, talking, volunteer, volunteerOf } from './acts.ts';

/** An act in an aside that the page shows. */
function asiding(
  go: (
    session: NonNullable<VolunteerTab['session']>,
    aside: VolunteerTab['asides'][0],
    world: Parameters<Act>[0],
  ) => unknown,
): Act {
  return volunteer(({ asides, session }, random, w) => {
    const aside = asides[random.below(Math.max(1, asides.length))];
    if (session !== null && aside !== undefined) return go(session, aside, w);
    return undefined;
  });
}

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

/** An act of a leader on a stuck conversation that the page shows. */
function unsticking(
  go: (session: NonNullable<VolunteerTab['session']>, id: ConversationId) => unknown,
): Act {
  return volunteer((tab, random) => {
    const stuck = tab.view?.stuck ?? [];
    const talk = stuck[random.below(Math.max(1, stuck.length))];
    if (tab.session !== null && talk !== undefined) return go(tab.session, talk.conversationId);
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
  asideSays: asiding((session, { conversationId }, w) => session.send(conversationId, w.text())),
  asideTypes: asiding((session, { conversationId }) => session.typing(conversationId)),
  asideGoes: asiding((session, { conversationId, isOver }) =>
    isOver ? session.putAsideAway(conversationId) : null,
  ),
  letsIn: talking((session, { conversationId }) => session.letIn(conversationId)),
  closesVisit: talking((session, { conversationId }) => session.closeVisit(conversationId)),
  /** The volunteer calls, a leader soon takes the call, and is soon let in. */
  async visits(w, who, random) {
    const tab = volunteerOf(w, who);
    const id = tab.nth(random.below(2))?.conversationId;
    if (tab.session === null || id === undefined || !tab.browser.online) return;
    const some = async () => {
      for (let moves = random.below(40); moves > 0; moves -= 1) await w.move(random);
    };
    void tab.session.raiseCall(id, 'help');
    await some();
    const sees = ({ view }: VolunteerTab) =>
      view?.calls.some((call) => call.conversationId === id && call.by === null) === true;
    void w.volunteers.find(sees)?.session?.takeCall(id);
    await some();
    void tab.session?.letIn(id);
    await some();
  },
  /** A leader who has taken a call goes off duty, or is gone for long. */
  leaderLeaves: volunteer((tab, random, w) => {
    if (tab.view?.calls.some(({ mine }) => mine) !== true) return;
    if (random.chance(2)) void tab.session?.endShift();
    else {
      tab.browser.down();
      w.clock.move(TIMES.volunteerGoneMs);
    }
  }),
  /** A volunteer in a conversation is gone, or the tab loses the keys, for so long that leaders are told. */
  async getsStuck(w, who, random) {
    const tab = volunteerOf(w, who);
    if (tab.talks.length === 0) return;
    if (random.chance(3)) {
      tab.reload(true);
      w.forgive();
    } else {
      tab.browser.down();
      await w.settle(random);
      w.clock.move(TIMES.volunteerLostWordsMs);
    }
    for (let ticks = 0; ticks < 2; ticks += 1) {
      w.clock.move(300);
      w.nodes[who % 2]?.tick();
      await w.settle(random);
    }
  },
  takesOver: unsticking((session, id) => session.takeOverTalk(id)),
  releases: unsticking((session, id) => session.releaseTalk(id)),
  /** Long enough for a call to be shown to leaders off duty. */
  async callsWait(w, who, random) {
    if (!w.volunteers.some(({ talks }) => talks.some(({ call }) => call?.by === null))) return;
    w.clock.move(TIMES.callEscalatesMs);
    w.nodes[who % 2]?.tick();
    await w.settle(random);
  },
} satisfies Acts;
