/** A fixed set of seeds, and a few new ones each time; `pnpm fuzz` runs more. */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';
import { run, type Ran } from './run.ts';
import { stepsOf } from './steps.ts';

const STEPS = 1_000;
const FIXED = Array.from({ length: 10 }, (_, index) => index + 1);
const FRESH = Array.from({ length: 4 }, () => randomInt(1_000_000, 2 ** 31));
const commandOf = (seed: number) => `npx -y pnpm fuzz --seed ${seed} --runs 1 --steps ${STEPS}`;

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const ran: Ran[] = [];
test.each(FIXED)(
  '[Q1, Q2, Q3, Q4, Q6, Q9, O2, O4, C1, C2, C3, C4, C9, A6, E2, E3, F1, F3, F4] store, nodes and tabs behave as the model under random steps (seed %i)',
  async (seed) => {
    const result = await run(server.url, stepsOf(seed, STEPS));
    ran.push(result);
    expect(result.failure).toBeNull();
  },
);

test('[Q9] the runs contain enough conversations and messages', () => {
  const talks = ran.reduce((sum, one) => sum + one.talks, 0);
  const messages = ran.reduce((sum, one) => sum + one.messages, 0);
  expect([talks > 10 * FIXED.length, messages > 20 * FIXED.length]).toEqual([true, true]);
});

test.each(FRESH)(
  '[Q1, Q2, Q3, Q4, Q6, Q9, O2, O4, C1, C2, C3, C4, C9, A6, E2, E3, F1, F3, F4] the same for a new random seed each time (seed %i)',
  async (seed) => {
    console.log(`Fresh fuzz seed: ${seed}`);
    const { failure } = await run(server.url, stepsOf(seed, STEPS));
    expect(failure, `To reproduce: ${commandOf(seed)}`).toBeNull();
  },
);
