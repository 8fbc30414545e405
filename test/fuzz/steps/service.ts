/** What happens to time, the nodes and the store. */
import { TIMES } from '@terskel/shared/limits';
import type { World } from '../world.ts';
import type { Acts } from './acts.ts';

/** Mostly short, sometimes as long as one of the timeouts. */
const PASS_MS: readonly number[] = [
  ...[1, 50, 300, 300, 1_000, 1_000, 3_000, 3_000, 5_000, TIMES.closingTabMs, TIMES.offerMs],
  ...[TIMES.offerMs, TIMES.volunteerLostChoiceMs, TIMES.placeKeptMs, TIMES.wrapUpMs],
  TIMES.tombstoneMs,
];

const MINUTE_MS = 60_000;

export const serviceSteps = {
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
  /** Volunteers are counted, by one node or both, in a minute that may be the same. */
  countsDuty(w, who, random) {
    if (!random.chance(4)) w.clock.move(MINUTE_MS);
    w.nodes[who % 2]?.countDuty(!random.chance(4));
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
} satisfies Acts;
