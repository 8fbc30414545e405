/**
 * Short races around one conversation, each in a new world and checked after a few steps: in a long run, a later
 * snapshot repairs an outdated page before it is looked at.
 */
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { redisOfFile } from '../helpers/redis-of-file.ts';
import { check } from './checks.ts';
import { must } from './finding.ts';
import { talkingOn } from './one-by-one.ts';
import { randomOf, type Random } from './random.ts';
import { take, type Step, type StepName } from './steps.ts';
import type { World } from './world.ts';

const RACES = 40;
const ROUNDS = 4;
const STEPS = 5;
/** Short enough that an answer and an event are often in flight at the same time. */
const MOVES = Array.from({ length: 12 }, (_, moves) => moves);
const NAMES: readonly StepName[] = [
  ...([
    'seekerEnds',
    'stays',
    'requeues',
    'cancels',
    'keeps',
    'seekerGoes',
    'seekerComes',
  ] as const),
  ...(['seekerSays', 'onDuty', 'pauses', 'offDuty', 'takes', 'accepts', 'declines'] as const),
  ...(['staffEnds', 'marks', 'extends', 'staffSays', 'staffReloads'] as const),
  ...(['ticks', 'missesEvents', 'notices', 'passes'] as const),
];
const FIRST_SEEDS = [1, 1 + RACES, 1 + 2 * RACES];

const redis = redisOfFile();

/** `who` is one of the two seekers, or the volunteer who talks with one of them. */
const stepOf = (random: Random, names: readonly StepName[]): Step => [
  random.pick(names),
  random.pick([0, 0, 1]),
  random.below(2 ** 31),
];

/** With a second volunteer, who may take the conversation over. */
const TRANSFERS: readonly StepName[] = [
  ...NAMES,
  ...(['handsOver', 'handsOver', 'asksTransfer', 'answersTransfer', 'cancelsTransfer'] as const),
  ...(['handsOver', 'accepts', 'accepts', 'onDuty', 'staffGoes', 'staffComes'] as const),
];
/** With a leader, who takes calls and is let in, in a conversation that may end, move on, or lose its nodes or store. */
const VISITS: readonly StepName[] = [
  ...Array.from({ length: 20 }, () => 'visits' as const),
  ...(['raisesCall', 'takesCall', 'letsIn', 'returnsCall', 'withdrawsCall'] as const),
  ...(['closesVisit', 'closesVisit', 'closesVisit'] as const),
  ...(['seekerSays', 'seekerSays', 'staffSays', 'staffSays', 'seekerRetries'] as const),
  ...(['leaderLeaves', 'onDuty', 'offDuty', 'takes', 'handsOver', 'accepts'] as const),
  ...(['seekerGoes', 'seekerComes', 'seekerReloads', 'staffGoes', 'staffComes'] as const),
  ...(['staffReloads', 'staffSwitches', 'staffEnds', 'seekerEnds', 'requeues'] as const),
  ...(['ticks', 'missesEvents', 'notices', 'passes', 'nodeDies', 'storeFails'] as const),
  ...(['hangsUp', 'storeFailsOver', 'storeIsLost', 'staffIntrudes', 'seekerIntrudes'] as const),
];
async function withAnother(w: World): Promise<void> {
  const [node] = w.nodes;
  const [, another] = w.volunteers;
  if (!node || !another) throw new Error('the world is empty');
  await w.connect(another, node);
  await w.settle(randomOf(1));
  void another.session?.startShift();
  await w.settle(randomOf(1));
}

/** The leader is in the conversation. */
async function withLeader(w: World): Promise<void> {
  await withAnother(w);
  const [volunteer, leader] = w.volunteers;
  const id = volunteer?.talks[0]?.conversationId;
  if (!id) throw new Error('there is no conversation');
  for (const go of [
    () => volunteer.session?.raiseCall(id, 'help'),
    () => leader?.session?.takeCall(id),
    () => volunteer.session?.letIn(id),
  ]) {
    void go();
    await w.settle(randomOf(1));
  }
  must(leader?.talks[0]?.seat === 'leader', 'the leader is there');
}

/** Returns the findings, by seed. */
async function race(
  first: number,
  names = NAMES,
  prepare: (w: World) => Promise<void> = async () => {},
  races = RACES,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = first; seed < first + races; seed += 1) {
    const random = randomOf(seed);
    const { w } = await talkingOn(redis.client);
    await prepare(w);
    const steps: Step[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (let step = 0; step < STEPS; step += 1) {
          const next = stepOf(random, names);
          steps.push(next);
          await take(w, next, MOVES);
        }
        await check(w, random);
      }
    } catch (error) {
      found.push(`${seed}: ${(error as Error).message}\n${JSON.stringify(steps)}`);
    }
    w.close();
  }
  return found;
}

test.each([...FIRST_SEEDS, randomInt(1_000_000, 2 ** 31)])(
  '[F4, F6, O1, Q5] after short races every page shows the state of the store (seeds from %i)',
  async (first) => {
    expect(await race(first)).toEqual([]);
  },
);

test.each([...FIRST_SEEDS, randomInt(1_000_000, 2 ** 31)])(
  '[C11, F4] after short races around a transfer every page shows the state of the store (seeds from %i)',
  async (first) => {
    expect(await race(first, TRANSFERS, withAnother)).toEqual([]);
  },
);

test.each([...FIRST_SEEDS, randomInt(1_000_000, 2 ** 31)])(
  '[E5, V4, F3] after short races around a visit every page shows the state of the store (seeds from %i)',
  async (first) => {
    // With more messages and steps of recovery, each takes longer.
    expect(await race(first, VISITS, withLeader, RACES / 2)).toEqual([]);
  },
);
