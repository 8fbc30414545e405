/** A release is computed in a thread of its own, which ends with the node. */
import { releaseOf } from '@terskel/server/statistics/release/release';
import { releaseThread } from '@terskel/server/statistics/release/thread';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { counted, historyOf, inputOf, NOTHING } from '../../helpers/association.ts';

const history = historyOf({ seed: 1, first: '2027-01-01', days: 365, perDay: 4 });
const input = inputOf(counted(NOTHING, ...history.counts), history.days);

test('[T4] the thread computes what the function does, and this thread goes on meanwhile', async () => {
  const few = { ...input, days: input.days.slice(0, 20) };
  const threads = releaseThread(testClock());
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  const result = await threads.compute(few);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
  expect(result).toEqual(releaseOf(few));
  await threads.close();
});

test('[T4] a node that stops ends what is computed, and starts no more', async () => {
  const threads = releaseThread(testClock());
  const computed = threads.compute(input);
  await Promise.all([expect(computed).rejects.toThrow('stopped'), threads.close()]);
  await expect(threads.compute(input)).rejects.toThrow('stopped');
});

test('[F9, T4] a release that takes too long is stopped, so that counts do not wait for it', async () => {
  const clock = testClock();
  const threads = releaseThread(clock, 1_000);
  const computed = threads.compute(input);
  clock.move(1_000);
  await expect(computed).rejects.toThrow('stopped');
  await threads.close();
});
