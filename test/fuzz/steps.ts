/** The possible steps: each is independent and can be left out, so that a failing run can be shrunk. */
import { digest } from '@terskel/server/digest';
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { TransferReason, type TransferTo } from '@terskel/shared/models';
import { intrude } from './intrusions.ts';
import { PROFILES } from './people.ts';
import { randomOf, type Random } from './random.ts';
import { turn } from './turn.ts';
import type { World } from './world.ts';

/** `who` selects the person or the node; `seed` everything else. */
export type Step = readonly [name: StepName, who: number, seed: number];
export type StepName = keyof typeof WEIGHTS;

/** Mostly short, sometimes as long as one of the timeouts. */
const PASS_MS: readonly number[] = [
  ...[1, 50, 300, 300, 1_000, 1_000, 3_000, 3_000, 5_000, TIMES.closingTabMs, TIMES.offerMs],
  ...[TIMES.offerMs, TIMES.volunteerLostChoiceMs, TIMES.placeKeptMs, TIMES.wrapUpMs],
  TIMES.tombstoneMs,
];

type Act = (world: World, who: number, random: Random) => void | Promise<void>;

const nodeOf = (world: World, random: Random) => random.pick(world.nodes);
const seekerOf = (world: World, who: number) =>
  world.seekers[who % world.seekers.length] as World['seekers'][0];
const volunteerOf = (world: World, who: number) =>
  world.volunteers[who % world.volunteers.length] as World['volunteers'][0];

const TRANSFER_ANSWERS = ['history', 'history', 'anew', 'anew', 'no'] as const;
/** The alias comes from the page, and so may be wrong. */
function toOf(world: World, random: Random): TransferTo {
  const { id: staffId } = random.pick(world.volunteers).staff;
  const colleague = { kind: 'colleague', staffId, alias: 'Not Kari' } as const;
  return random.pick([{ kind: 'any' }, { kind: 'any' }, { kind: 'leader' }, colleague]);
}

type SeekerTab = World['seekers'][0];
type VolunteerTab = World['volunteers'][0];

/** An act on the page of a connected tab. One that waits to connect again connects first. */
async function act(
  w: World,
  tab: SeekerTab | VolunteerTab,
  random: Random,
  go: () => unknown,
): Promise<void> {
  const { browser } = tab;
  if (browser.online) void go();
  else if (browser.wire === null) await w.connect(tab, nodeOf(w, random));
}
/** Writes in a tab, and then in its duplicate, which takes over and does not know whether that has arrived. */
async function writeTwice(
  w: World,
  random: Random,
  tab: SeekerTab | VolunteerTab,
  send: (text: string) => void,
): Promise<void> {
  send(w.text());
  for (let moves = random.below(4); moves > 0; moves -= 1) await w.move(random);
  tab.switch();
  for (let moves = random.below(40); moves > 0; moves -= 1) await w.move(random);
  send(w.text());
}
/** A text fails in a tab that is then duplicated. One sends it again, and the other takes over. */
async function fail(
  w: World,
  random: Random,
  tab: SeekerTab | VolunteerTab,
  send: (text: string) => void,
): Promise<void> {
  tab.browser.refusals = 3;
  send(w.text());
  for (let moves = 60; moves > 0; moves -= 1) await w.move(random);
  tab.browser.duplicate();
  tab.retry();
  for (let moves = random.below(60); moves > 0; moves -= 1) await w.move(random);
  if (random.chance(2)) tab.switch();
}
/** An act of a seeker who has a session. */
function seeker(go: (tab: SeekerTab, random: Random, world: World) => unknown): Act {
  return async (w, who, random) => {
    const tab = seekerOf(w, who);
    if (tab.active) await act(w, tab, random, () => go(tab, random, w));
  };
}
function volunteer(go: (tab: VolunteerTab, random: Random, world: World) => unknown): Act {
  return async (w, who, random) => {
    const tab = volunteerOf(w, who);
    await act(w, tab, random, () => go(tab, random, w));
  };
}
/** An act in one of the volunteer's conversations. */
function talking(
  go: (
    session: NonNullable<VolunteerTab['session']>,
    talk: VolunteerTab['talks'][0],
    random: Random,
    world: World,
  ) => unknown,
): Act {
  return volunteer((tab, random, w) => {
    const talk = tab.nth(random.below(3));
    if (tab.session !== null && talk !== undefined) return go(tab.session, talk, random, w);
    return undefined;
  });
}

/** An act in an aside that the page shows. */
function asiding(
  go: (
    session: NonNullable<VolunteerTab['session']>,
    aside: VolunteerTab['asides'][0],
    world: World,
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

const ACTS: Readonly<Record<StepName, Act>> = {
  seekerComes: (w, who, random) => w.connect(seekerOf(w, who), nodeOf(w, random)),
  seekerGoes(w, who, random) {
    const { browser } = seekerOf(w, who);
    if (random.chance(2)) browser.down();
    else browser.break();
  },
  seekerReloads(w, who, random) {
    seekerOf(w, who).reload(random.chance(2));
    w.forgive();
  },
  /** A tab is duplicated, both tabs write, and one takes the session over, perhaps while the other's message is sent. */
  async seekerSwitches(w, who, random) {
    const tab = seekerOf(w, who);
    if (random.chance(2)) tab.browser.duplicate();
    await writeTwice(w, random, tab, (text) => tab.session?.send(text));
    w.forgive();
  },
  async seekerFails(w, who, random) {
    const tab = seekerOf(w, who);
    await fail(w, random, tab, (text) => tab.session?.send(text));
    w.forgive();
  },
  seekerForgets(w, who, random) {
    seekerOf(w, who).forget(random.chance(2));
    w.forgive();
  },
  /** Another tab with the same session closes or leaves. */
  seekerLeaves(w, who, random) {
    const { token } = seekerOf(w, who);
    const how = random.pick(['closing', 'exit'] as const);
    if (token !== null) void nodeOf(w, random).leave(token, how);
  },
  async opens(w, who, random) {
    const tab = seekerOf(w, who);
    if (tab.over && random.below(3) > 0) tab.forget(random.chance(2));
    const language = random.pick(['no', 'no', 'en'] as const);
    const topic = random.pick([null, 'grief', 'other'] as const);
    const urgent = random.chance(5);
    const age = urgent ? 'under_18' : null;
    const swaps = random.chance(12);
    if (tab.session !== null) return act(w, tab, random, () => {});
    tab.browser.slot = random.below(2);
    if (!tab.browser.isUp) tab.browser.up();
    tab.start({ language, topic, feeling: null, age, urgent }, swaps);
  },
  keeps: seeker((tab) => tab.view?.page === 'waiting' && tab.session?.keep()),
  cancels: seeker((tab) => tab.view?.page === 'waiting' && tab.session?.cancel()),
  seekerSays: seeker((tab, _, w) => tab.session?.send(w.text())),
  seekerTypes: seeker((tab) => tab.session?.typing()),
  seekerRetries: seeker((tab) => tab.retry()),
  seekerEnds: seeker((tab) => tab.talk && tab.session?.end()),
  requeues: seeker(({ session }, random) =>
    random.chance(2) ? session?.requeue() : session?.another(),
  ),
  stays: seeker((tab) => tab.session?.stay()),
  /** Who has said yes may still say no. */
  answersTransfer: seeker(({ session, talk }, random) => {
    const state = talk?.transfer?.state;
    if (state === 'asked') return session?.answerTransfer(random.pick(TRANSFER_ANSWERS));
    return state !== undefined && random.chance(8) ? session?.answerTransfer('no') : null;
  }),
  seekerIntrudes: seeker((tab, random, w) =>
    intrude(tab.browser, digest(tab.token ?? ''), random, w),
  ),

  staffComes: (w, who, random) => w.connect(volunteerOf(w, who), nodeOf(w, random)),
  staffGoes(w, who, random) {
    const { browser } = volunteerOf(w, who);
    if (random.chance(2)) browser.down();
    else browser.break();
  },
  staffReloads(w, who, random) {
    volunteerOf(w, who).reload(random.chance(4));
    w.forgive();
  },
  async staffSwitches(w, who, random) {
    const tab = volunteerOf(w, who);
    if (random.chance(2)) tab.browser.duplicate();
    await writeTwice(w, random, tab, (text) => {
      const id = tab.talks[0]?.conversationId;
      if (id !== undefined) tab.session?.send(id, text);
    });
    w.forgive();
  },
  async staffFails(w, who, random) {
    const tab = volunteerOf(w, who);
    await fail(w, random, tab, (text) => {
      const id = tab.talks[0]?.conversationId;
      if (id !== undefined) tab.session?.send(id, text);
    });
    w.forgive();
  },
  leaderNeeded: (w, _who, random) => w.needLeader(random.chance(2)),
  profileChanges: (w, who, random) => w.profile(volunteerOf(w, who), random.pick(PROFILES)),
  onDuty: volunteer(({ view, session }) =>
    view?.availability.state === 'off' ? session?.startShift() : session?.ready(),
  ),
  pauses: volunteer(({ session }) => session?.pause()),
  keepsDuty: (w, who, random) => nodeOf(w, random).keepDuty(volunteerOf(w, who).staff),
  offDuty: volunteer(({ session }) => session?.endShift()),
  takes: volunteer(({ session }) => session?.take()),
  accepts: volunteer(({ session }) => session?.accept()),
  declines: volunteer(({ session }) => session?.decline()),
  staffSays: talking((session, talk, _, w) => session.send(talk.conversationId, w.text())),
  staffTypes: talking((session, talk) => session.typing(talk.conversationId)),
  staffRetries: volunteer((tab) => tab.retry()),
  staffEnds: talking((session, { conversationId }, random, w) =>
    session.end(conversationId, random.chance(2) ? w.closing() : null),
  ),
  extends: talking((session, { conversationId }) => session.extend(conversationId)),
  marks: talking((session, { conversationId }, random) =>
    session.mark(conversationId, random.pick(['danger', 'held']), random.chance(2)),
  ),
  givesBack: talking((session, { conversationId, keys }) =>
    keys === 'missing' ? session.giveBack(conversationId) : null,
  ),
  asksTransfer: talking((session, { conversationId, transfer }, random, w) =>
    transfer === null
      ? session.askTransfer(conversationId, random.pick(TransferReason.options), toOf(w, random))
      : null,
  ),
  /** The volunteer asks, and the seeker soon agrees. */
  async handsOver(w, who, random) {
    const tab = volunteerOf(w, who);
    const { session } = tab;
    const id = tab.nth(random.below(3))?.conversationId;
    if (session === null || id === undefined || !tab.browser.online) return;
    void session.askTransfer(id, 'experience', toOf(w, random));
    for (let moves = random.below(40); moves > 0; moves -= 1) await w.move(random);
    const seeker = w.seekers.find(({ talk }) => talk?.conversationId === id);
    if (seeker?.talk?.transfer?.state === 'asked')
      void seeker.session?.answerTransfer(random.chance(2) ? 'history' : 'anew');
  },
  cancelsTransfer: talking((session, { conversationId, transfer }) =>
    transfer === null ? null : session.cancelTransfer(conversationId),
  ),
  listsColleagues: volunteer(({ session }) => session?.colleagues()),
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
  /** A leader who has taken a call goes off duty, or is gone for long. */
  leaderLeaves: volunteer((tab, random, w) => {
    if (tab.view?.calls.some(({ mine }) => mine) !== true) return;
    if (random.chance(2)) void tab.session?.endShift();
    else {
      tab.browser.down();
      w.clock.move(TIMES.volunteerGoneMs);
    }
  }),
  staffIntrudes: volunteer((tab, random, w) => intrude(tab.browser, tab.staff.id, random, w)),

  passes: (w, _, random) => w.clock.move(random.pick(PASS_MS)),
  ticks: (w, who) => w.nodes[who % 2]?.tick(),
  notices: (w, who) => w.notice(w.nodes[who % 2] as World['nodes'][0]),
  missesEvents(w, who) {
    const node = w.nodes[who % 2] as World['nodes'][0];
    w.gate.skipEvents(node.name);
    node.missed();
  },
  /** Long enough for a dead node to be detected. */
  async watches(w, who, random) {
    for (let second = 0; second < 6; second += 1) {
      w.clock.move(3_000);
      w.nodes[who % 2]?.tick();
      await w.settle(random);
    }
  },
  /** Long enough for silence to be nudged, warned about, and closed. */
  async fallsSilent(w, who, random) {
    for (let minutes = 0; minutes < 20; minutes += 5) {
      w.clock.move(TIMES.silenceNudgeMs);
      w.nodes[who % 2]?.tick();
      await w.settle(random);
    }
  },
  nodeDies: (w, who, random) => w.kill(who % 2, random.chance(2)),
  /** The store closes the connection of calls in flight, before or after executing them. */
  async storeFails(w, _, random) {
    for (let i = random.below(6); i > 0; i -= 1) {
      await w.move(random, random.pick(['unheard', 'refused']));
    }
  },
  async hangsUp(w, who, random) {
    const some = [w.nodes[who % 2] as World['nodes'][0]];
    await w.hangUp(some, random);
    await w.comeBack(some, random);
  },
  /** Not soon after a node has died: its successor does not know what ended before. */
  async storeFailsOver(w, _, random) {
    if (!w.remembers) return;
    await w.hangUp(w.nodes, random);
    await w.failOver();
    await w.comeBack(w.nodes, random);
  },
  async storeIsLost(w, _, random) {
    if (!w.remembers) return;
    await w.hangUp(w.nodes, random);
    await w.lose();
    w.forgive();
    await w.comeBack(w.nodes, random);
  },
  async settles(w, _, random) {
    while (await w.move(random));
  },
};

/** Relative frequency of each step. */
const WEIGHTS = {
  ...{ seekerComes: 4, seekerGoes: 4, seekerReloads: 2, seekerForgets: 1, seekerLeaves: 2 },
  ...{ seekerSwitches: 6, staffSwitches: 4, seekerFails: 3, staffFails: 2 },
  ...{ opens: 24, keeps: 2, cancels: 2, seekerSays: 14, seekerTypes: 3, seekerRetries: 3 },
  ...{ seekerEnds: 3, requeues: 5, stays: 3, seekerIntrudes: 2, staffIntrudes: 1 },
  ...{ extends: 2, marks: 3, givesBack: 2 },
  ...{ handsOver: 10, asksTransfer: 6, answersTransfer: 10, cancelsTransfer: 1 },
  ...{ listsColleagues: 1 },
  ...{ raisesCall: 12, withdrawsCall: 1, takesCall: 14, returnsCall: 2, leaderLeaves: 6 },
  ...{ letsIn: 14, closesVisit: 3, asideSays: 12, asideTypes: 1, asideGoes: 1 },
  ...{ leaderNeeded: 1, profileChanges: 2, keepsDuty: 2 },
  ...{ staffComes: 3, staffGoes: 3, staffReloads: 2, onDuty: 14, pauses: 2, offDuty: 2 },
  ...{ takes: 6, accepts: 22, declines: 5, staffSays: 14, staffTypes: 3, staffRetries: 3 },
  ...{ staffEnds: 4, passes: 12, ticks: 12, notices: 8, missesEvents: 1, watches: 1 },
  ...{ fallsSilent: 1, nodeDies: 1, storeFails: 2, hangsUp: 1, storeFailsOver: 1 },
  ...{ storeIsLost: 1, settles: 4 },
} as const;

const NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) =>
  Array.from({ length: weight }, () => name as StepName),
);

export function stepsOf(seed: number, count: number): Step[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => [
    random.pick(NAMES),
    random.below(64),
    random.below(2 ** 31),
  ]);
}

const MOVES = [0, 2, 5, 10, 20, 40];

/** Takes the step, then lets some or all of its consequences happen: as many as one of `moves`. */
export async function take(world: World, [name, who, seed]: Step, moves = MOVES): Promise<void> {
  const random = randomOf(seed);
  await ACTS[name](world, who, random);
  await turn();
  const most = random.pick(moves);
  for (let i = 0; i < most && (await world.move(random)); i += 1);
}
