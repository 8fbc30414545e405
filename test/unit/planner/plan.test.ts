/** The planner: against a simulation, and what it suggests. */
import { completionRates } from '@terskel/client/planner/concurrency';
import {
  GOALS,
  hourPerformance,
  HOURS_OF_WEEK,
  planHour,
  planWeek,
  volunteersNeeded,
} from '@terskel/client/planner/plan';
import { pooling } from '@terskel/client/planner/pooling';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../fuzz/random.ts';
import { simulate } from '../../helpers/queue-simulation.ts';

const ONE_AT_A_TIME = { patienceMin: 15, durationsMin: [45] };
const TWO_AT_A_TIME = { patienceMin: 15, durationsMin: [45, 55] };

describe('[T5] agrees with a simulation', () => {
  const cases = Array.from({ length: 50 }, (_, at) => {
    const random = randomOf(at + 1);
    const atOnce = 1 + (at % 3);
    const volunteers = 1 + random.below(8);
    const alone = 20 + random.below(40);
    const durationsMin = [alone, alone * 1.3, alone * 1.6].slice(0, atOnce);
    const perHour = (60 * volunteers * atOnce) / (durationsMin.at(-1) ?? alone);
    const arrivalsPerHour = perHour * (0.4 + random.below(100) / 120);
    const patienceMin = 5 + random.below(25);
    const withinMin = 5;
    return { random, atOnce, volunteers, durationsMin, arrivalsPerHour, patienceMin, withinMin };
  });

  test.each([1, 2, 3])('[T5] with %i at a time', (atOnce) => {
    for (const scene of cases.filter((each) => each.atOnce === atOnce)) {
      const seen = simulate(scene.random, scene, 40_000);
      const { arrivalsPerHour, volunteers, withinMin } = scene;
      const found = hourPerformance(arrivalsPerHour, volunteers, scene, withinMin);
      const off = (figure: number, simulated: number) => Math.abs(figure - simulated);
      expect(off(found.servedInTime, seen.servedInTime)).toBeLessThan(0.03 * seen.servedInTime);
      expect(off(found.left, seen.left)).toBeLessThan(0.01);
      expect(off(found.occupancy, seen.occupancy)).toBeLessThan(0.03);
    }
  });
});

test('[T5] several conversations at a time end at the rate of volunteers who share them evenly', () => {
  const rates = completionRates(2, [30, 40]).map((rate) => rate * 120);
  expect(rates).toEqual([4, 8, 10, 12].map((rate) => expect.closeTo(rate, 9) as number));
});

describe('[T5] volunteers needed', () => {
  test('[T5] the fewest who keep the goals', () => {
    for (const arrivals of [0.5, 2, 6, 15]) {
      const needed = volunteersNeeded(arrivals, ONE_AT_A_TIME) ?? 0;
      const keeps = (volunteers: number): boolean => {
        const at = hourPerformance(arrivals, volunteers, ONE_AT_A_TIME, GOALS.withinMin);
        return at.servedInTime >= GOALS.servedInTime && at.left <= GOALS.left;
      };
      expect(keeps(needed)).toBe(true);
      expect(keeps(needed - 1)).toBe(false);
    }
  });

  test('[T5] none for an hour without arrivals, and no number for more than can be planned', () => {
    expect(volunteersNeeded(0, ONE_AT_A_TIME)).toBe(0);
    expect(volunteersNeeded(1_000, ONE_AT_A_TIME)).toBeNull();
    expect(planHour(1_000, 3, ONE_AT_A_TIME)).toMatchObject({ needed: null, asNeeded: null });
  });

  test('[T5] fewer, if each may hold two conversations', () => {
    const one = volunteersNeeded(8, ONE_AT_A_TIME) ?? 0;
    const two = volunteersNeeded(8, TWO_AT_A_TIME) ?? 0;
    expect(two).toBeLessThan(one);
  });

  test('[T5] one more volunteer means shorter waits and fewer losses', () => {
    const { now, oneMore } = planHour(4, 3, ONE_AT_A_TIME);
    expect(oneMore.left).toBeLessThan(now.left);
    expect(oneMore.meanWait).toBeLessThan(now.meanWait);
    expect(oneMore.servedInTime).toBeGreaterThan(now.servedInTime);
  });

  test('[T5] without volunteers everybody leaves', () => {
    const { now } = planHour(2, 0, ONE_AT_A_TIME);
    expect(now.servedInTime).toBe(0);
    expect(now.left).toBeCloseTo(1, 9);
    expect(now.meanWait).toBeCloseTo(15, 9);
  });

  test('[T5] a week is planned hour by hour', () => {
    const arrivals = Array.from({ length: HOURS_OF_WEEK }, (_, hour) => (hour % 24 >= 18 ? 3 : 0));
    const plans = [...planWeek(arrivals, [], ONE_AT_A_TIME)];
    expect(plans).toHaveLength(HOURS_OF_WEEK);
    expect(new Set(plans.map(({ needed }) => needed))).toEqual(
      new Set([0, volunteersNeeded(3, ONE_AT_A_TIME)]),
    );
  });
});

describe('[T5] two associations with one queue', () => {
  const north = { arrivals: 2, present: 2, assumptions: ONE_AT_A_TIME };
  const south = { arrivals: 3, present: 3, assumptions: ONE_AT_A_TIME };

  test('[T5] lose fewer, and need fewer volunteers', () => {
    const { apart, pooled, neededApart, neededPooled } = pooling(north, south);
    const lost = (2 * apart[0].left + 3 * apart[1].left) / 5;
    expect(pooled.left).toBeLessThan(lost);
    expect(neededPooled ?? Infinity).toBeLessThan(neededApart ?? 0);
  });

  test('[T5] durations and patience are means, weighted by arrivals', () => {
    const slow = { ...south, assumptions: { patienceMin: 30, durationsMin: [60, 80] } };
    const { pooled } = pooling(north, slow);
    const mean = { patienceMin: 0.4 * 15 + 0.6 * 30, durationsMin: [0.4 * 45 + 0.6 * 60] };
    expect(pooled).toEqual(hourPerformance(5, 5, mean, GOALS.withinMin));
  });

  test('[T5] one without arrivals changes nothing but the volunteers', () => {
    const { pooled } = pooling({ ...north, arrivals: 0 }, south);
    expect(pooled).toEqual(hourPerformance(3, 5, ONE_AT_A_TIME, GOALS.withinMin));
    expect(pooling({ ...north, arrivals: 0 }, { ...south, arrivals: 0 }).neededPooled).toBe(0);
  });
});
