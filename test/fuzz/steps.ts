/** The possible steps: each is independent and can be left out, so that a failing run can be shrunk. */
import { randomOf } from './random.ts';
import type { Act } from './steps/acts.ts';
import { callSteps } from './steps/calls.ts';
import { seekerSteps } from './steps/seekers.ts';
import { serviceSteps } from './steps/service.ts';
import { staffSteps } from './steps/staff.ts';
import { transferSteps } from './steps/transfers.ts';
import { turn } from './turn.ts';
import type { World } from './world.ts';

/** `who` selects the person or the node; `seed` everything else. */
export type Step = readonly [name: StepName, who: number, seed: number];
export type StepName = keyof typeof WEIGHTS;

const ACTS: Readonly<Record<StepName, Act>> = {
  ...seekerSteps,
  ...staffSteps,
  ...transferSteps,
  ...callSteps,
  ...serviceSteps,
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
  ...{ letsIn: 14, closesVisit: 3, visits: 8, callsWait: 3 },
  ...{ asideSays: 12, asideTypes: 1, asideGoes: 1 },
  ...{ getsStuck: 6, takesOver: 16, releases: 4 },
  ...{ leaderNeeded: 1, profileChanges: 2, keepsDuty: 2 },
  ...{ staffComes: 3, staffGoes: 3, staffReloads: 2, onDuty: 14, pauses: 2, offDuty: 2 },
  ...{ takes: 6, accepts: 22, declines: 5, staffSays: 14, staffTypes: 3, staffRetries: 3 },
  ...{ staffEnds: 4, passes: 12, ticks: 12, notices: 8, missesEvents: 1, watches: 1 },
  ...{ fallsSilent: 1, nodeDies: 1, storeFails: 2, hangsUp: 1, storeFailsOver: 1 },
  ...{ storeIsLost: 1, settles: 4, countsDuty: 12 },
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
