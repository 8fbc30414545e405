/** Random runs: whatever people do in whatever order, the store stays consistent, and in the end it is empty. */
import { TIMES } from '@terskel/shared/limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysIn } from '../../helpers/dump.ts';
import { liveStores } from '../../helpers/live.ts';
import { pairsLeft } from '../../helpers/records.ts';
import { openWorld, stepsOfAll, type Step } from '../../helpers/world.ts';

const openLive = liveStores();

/** What outlives everybody: counters, and when matches happened; nothing about anybody. */
const LEFT_OVER = /^(?:epoch|last-score|lane-versions|matches:(?:no|en)|nodes)$/;

test('[Q2, Q9] after every step all is consistent and nobody is left behind; at last all is gone', async () => {
  let talks = 0;
  const run = async (steps: readonly Step[]) => {
    const live = await openLive();
    const world = openWorld(live);
    for (const step of steps) {
      const answer = await world.do(step);
      await live.expectConsistent();
      if (step.name === 'accepts' && answer !== null) talks += 1;
      if (step.name !== 'match') continue;
      expect(pairsLeft(await live.dump(), live.now, TIMES.declineHoldMs)).toEqual([]);
    }
    await world.empties();
    expect(keysIn(await live.dump()).filter((key) => !LEFT_OVER.test(key))).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(stepsOfAll(90), run), {
    ...{ seed: 20_260_115, numRuns: 40 },
    // What was found by then is told, however far it has been made shorter.
    interruptAfterTimeLimit: 50_000,
  });
  // The runs are about something.
  expect(talks).toBeGreaterThan(40);
}, 60_000);
