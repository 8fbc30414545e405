/** The possible steps: each is independent and can be left out, so that a failing run can be shrunk. */
import { digest } from '@terskel/server/digest';
import type { MessageId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { must } from './finding.ts';
import { randomOf, type Random } from './random.ts';
import type { Line } from './tab.ts';
import { CIPHERTEXT, CONFIRMATIONS, PUBLIC_KEYS } from './values.ts';
import { PROFILES, turn, type World } from './world.ts';

/** `who` selects the person or the node; `seed` everything else. */
export type Step = readonly [name: StepName, who: number, seed: number];
type StepName = keyof typeof WEIGHTS;

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

/** An act of a connected seeker; one who is not connected connects first. */
function seeker(act: (tab: World['seekers'][0], random: Random, world: World) => unknown): Act {
  return async (w, who, random) => {
    const tab = seekerOf(w, who);
    if (tab.over && random.below(3) > 0) tab.forget();
    if (tab.line.online) void act(tab, random, w);
    else if (tab.line.wire === null) await w.connect(tab, nodeOf(w, random));
  };
}
function volunteer(
  act: (tab: World['volunteers'][0], random: Random, world: World) => unknown,
): Act {
  return async (w, who, random) => {
    const tab = volunteerOf(w, who);
    if (tab.line.online) void act(tab, random, w);
    else if (tab.line.wire === null) await w.connect(tab, nodeOf(w, random));
  };
}
const messageId = (world: World) => world.ids.id() as MessageId;

/** Commands that a stranger tries on a conversation, knowing only its id. */
const INTRUSIONS = [
  ['message:send', { messageId: 'm'.repeat(22), ciphertext: CIPHERTEXT }],
  ['conversation:resync', { after: 0 }],
  ['message:received', { seq: 1 }],
  ['typing:set', { typing: true }],
  ['conversation:rebuild', { messages: [], last: true }],
] as const;
const SEEKERS_INTRUSIONS = [
  ...INTRUSIONS,
  ['conversation:end', { reason: 'seeker' }],
  ['conversation:stay', {}],
  ['conversation:confirm', { confirmation: CONFIRMATIONS[0] }],
  ['conversation:requeue', { reason: 'keys_differ', publicKey: PUBLIC_KEYS[0] }],
] as const;
const STAFFS_INTRUSIONS = [
  ...INTRUSIONS,
  ['conversation:end', {}],
  ['conversation:extend', { plannedMs: TIMES.plannedConversationMs }],
  ['conversation:mark', { mark: 'danger', on: true }],
  ['conversation:keys', { keys: 'returned' }],
] as const;

async function intrude(
  line: Line,
  whose: string,
  tries: readonly (readonly [name: string, payload: object])[],
  random: Random,
  world: World,
): Promise<void> {
  const others = [...world.model.state.talks.values()].filter(
    ({ session, volunteer }) => session.id !== whose && volunteer.id !== whose,
  );
  if (others.length === 0) return;
  const [name, payload] = random.pick(tries);
  const { id: conversationId } = random.pick(others);
  const reply = await line.command(name, { conversationId, ...payload });
  const isRefused = !reply.ok && ['not_found', 'unavailable'].includes(reply.code);
  must(isRefused, `[C1] ${name} by a stranger was answered`, reply);
}

const ACTS: Readonly<Record<StepName, Act>> = {
  seekerComes: (w, who, random) => w.connect(seekerOf(w, who), nodeOf(w, random)),
  seekerGoes: (w, who) => seekerOf(w, who).line.drop(),
  seekerReloads(w, who) {
    seekerOf(w, who).reload();
    w.forgive();
  },
  seekerForgets(w, who) {
    seekerOf(w, who).forget();
    w.forgive();
  },
  seekerLeaves(w, who, random) {
    const { token } = seekerOf(w, who);
    const how = random.pick(['closing', 'exit'] as const);
    if (token !== null) nodeOf(w, random).leave(token, how);
  },
  opens: seeker((tab, random) => {
    const language = random.pick(['no', 'no', 'en'] as const);
    const topic = random.pick([undefined, 'grief', 'other'] as const);
    const urgent = random.chance(5);
    return tab.open({ language, topic, age: urgent ? 'under_18' : undefined, urgent });
  }),
  keeps: seeker((tab) => tab.keep()),
  cancels: seeker((tab) => tab.cancel()),
  seekerSays: seeker((tab, random, w) => tab.say(messageId(w), random.chance(2))),
  seekerReceives: seeker((tab) => tab.receive()),
  confirms: seeker((tab, random) => tab.confirm(random.below(4) === 0 ? 1 : 0)),
  seekerEnds: seeker((tab, random) => tab.end(random.pick(['seeker', 'keys_differ']))),
  requeues: seeker((tab, random) =>
    tab.requeue(random.pick(['volunteer_lost', 'keys_differ', 'keys_lost', 'another'])),
  ),
  stays: seeker((tab) => tab.stay()),
  seekerIntrudes: seeker((tab, random, w) =>
    intrude(tab.line, digest(tab.token ?? ''), SEEKERS_INTRUSIONS, random, w),
  ),

  staffComes: (w, who, random) => w.connect(volunteerOf(w, who), nodeOf(w, random)),
  staffGoes: (w, who) => volunteerOf(w, who).line.drop(),
  staffReloads(w, who) {
    volunteerOf(w, who).reload();
    w.forgive();
  },
  leaderNeeded: (w, _who, random) => w.needLeader(random.chance(2)),
  profileChanges: (w, who, random) => w.profile(volunteerOf(w, who), random.pick(PROFILES)),
  onDuty: volunteer(async (tab) => {
    await tab.startShift();
    await tab.setAvailability('ready');
  }),
  pauses: volunteer((tab) => tab.setAvailability('paused')),
  keepsDuty: (w, who, random) => nodeOf(w, random).keepDuty(volunteerOf(w, who).staff),
  offDuty: volunteer((tab) => tab.endShift()),
  takes: volunteer((tab) => tab.take()),
  accepts: volunteer((tab) => tab.accept()),
  declines: volunteer((tab) => tab.decline()),
  staffSays: volunteer((tab, random, w) =>
    tab.say(random.below(3), messageId(w), random.chance(2)),
  ),
  staffReceives: volunteer((tab, random) => tab.receive(random.below(3))),
  staffEnds: volunteer((tab, random, w) =>
    tab.end(random.below(3), random.chance(2) ? messageId(w) : null),
  ),
  extends: volunteer((tab, random) => tab.extend(random.below(3))),
  marks: volunteer((tab, random) =>
    tab.mark(random.below(3), random.pick(['danger', 'held']), random.chance(2)),
  ),
  tellsKeys: volunteer((tab, random) =>
    tab.tellKeys(random.below(3), random.pick(['held', 'lost', 'lost', 'returned'])),
  ),
  staffIntrudes: volunteer((tab, random, w) =>
    intrude(tab.line, tab.staff.id, STAFFS_INTRUSIONS, random, w),
  ),

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
  ...{ opens: 24, keeps: 2, cancels: 2, seekerSays: 14, seekerReceives: 5, confirms: 2 },
  ...{
    seekerEnds: 3,
    requeues: 5,
    stays: 3,
    extends: 2,
    marks: 3,
    tellsKeys: 2,
    seekerIntrudes: 2,
    staffIntrudes: 1,
  },
  leaderNeeded: 1,
  profileChanges: 2,
  keepsDuty: 2,
  ...{ staffComes: 3, staffGoes: 3, staffReloads: 2, onDuty: 14, pauses: 2, offDuty: 2 },
  ...{ takes: 6, accepts: 22, declines: 5, staffSays: 14, staffReceives: 5, staffEnds: 4 },
  ...{
    passes: 12,
    ticks: 12,
    notices: 8,
    missesEvents: 1,
    watches: 1,
    fallsSilent: 1,
    nodeDies: 1,
  },
  ...{ storeFails: 2, hangsUp: 1, storeFailsOver: 1, storeIsLost: 1, settles: 4 },
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

/** Takes the step, then lets some or all of its consequences happen. */
export async function take(world: World, [name, who, seed]: Step): Promise<void> {
  const random = randomOf(seed);
  await ACTS[name](world, who, random);
  await turn();
  const moves = random.pick([0, 2, 5, 10, 20, 40]);
  for (let i = 0; i < moves && (await world.move(random)); i += 1);
}
