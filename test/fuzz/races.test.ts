/**
 * Short races around one conversation, each in a new world and checked after a few steps: in a long run, a later
 * snapshot repairs an outdated page before it is looked at.
 */
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { redisOfFile } from '../helpers/redis-of-file.ts';
import { check } from './checks.ts';
import { talkingOn } from './one-by-one.ts';
import { randomOf, type Random } from './random.ts';
import { take, type Step, type StepName } from './steps.ts';

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
const stepOf = (random: Random): Step => [
  random.pick(NAMES),
  random.pick([0, 0, 1]),
  random.below(2 ** 31),
];

/** Returns the findings, by seed. */
async function race(first: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = first; seed < first + RACES; seed += 1) {
    const random = randomOf(seed);
    const { w } = await talkingOn(redis.client);
    const steps: Step[] = [];
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (let step = 0; step < STEPS; step += 1) {
          const next = stepOf(random);
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
