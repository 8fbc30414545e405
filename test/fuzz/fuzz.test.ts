/** A fixed set of seeds; `pnpm fuzz` goes on with others for as long as wanted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../helpers/redis.ts';
import { run, type Ran } from './run.ts';
import { stepsOf } from './steps.ts';

const SEEDS = 10;
const STEPS = 1_000;

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const ran: Ran[] = [];
test.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
  '[Q1, Q2, Q3, Q4, Q6, Q9, O2, O4, C1, C2, C3, C4, A6, F1, F4] whatever happens in whatever order, as the model says (seed %i)',
  async (seed) => {
    const result = await run(server.url, stepsOf(seed, STEPS));
    ran.push(result);
    expect(result.failure).toBeNull();
  },
);

test('[Q9] the runs are about something', () => {
  const talks = ran.reduce((sum, one) => sum + one.talks, 0);
  const messages = ran.reduce((sum, one) => sum + one.messages, 0);
  expect([talks > 10 * SEEDS, messages > 20 * SEEDS]).toEqual([true, true]);
});
