/** Erlang-A against exact values, identities and published ones. */
import { completionRates } from '@terskel/client/planner/concurrency';
import { type Performance, performance } from '@terskel/client/planner/erlang-a';
import { describe, expect, test } from 'vitest';

/** Means in one unit of time; `within` in the same. */
interface Case {
  readonly arrivals: number;
  readonly service: number;
  readonly patience: number;
  readonly servers: number;
  readonly within: number;
}

function figures({ arrivals, service, patience, servers, within }: Case): Performance {
  const rates = completionRates(servers, [service]);
  const found = performance(
    { arrivalRate: arrivals, completionRates: rates, leavingRate: 1 / patience },
    within,
  );
  if (found === null) throw new Error('no stationary state');
  return found;
}

const HOUR = 60;

describe('[T5] exact values of the birth–death chain', () => {
  test.each([
    {
      name: '48 a minute',
      is: { arrivals: 48, service: 1, patience: 2, servers: 50, within: 20 / 60 },
      wants: [0.467774069, 0.030912249, null, 0.930324241, 0.943018955],
    },
    {
      name: '100 in 30 minutes',
      is: { arrivals: 100 / 30, service: 3, patience: 5, servers: 13, within: 20 / 60 },
      wants: [0.225797084, 0.024963304, 0.124816518, 0.750028228, 0.8581777],
    },
    {
      name: '2 an hour',
      is: { arrivals: 2, service: 45 / HOUR, patience: 15 / HOUR, servers: 2, within: 5 / HOUR },
      wants: [0.380486289, 0.244879464, 0.061219866, 0.566340402, 0.670445817],
    },
    {
      name: '4 an hour',
      is: { arrivals: 4, service: 45 / HOUR, patience: 10 / HOUR, servers: 3, within: 5 / HOUR },
      wants: [0.446074796, 0.29325452, 0.048875753, 0.70674548, 0.62921591],
    },
    {
      name: '6 an hour',
      is: { arrivals: 6, service: 40 / HOUR, patience: 10 / HOUR, servers: 4, within: 5 / HOUR },
      wants: [0.436440929, 0.253998455, 0.042333076, 0.746001545, 0.66034806],
    },
  ])('[T5] $name', ({ is, wants }) => {
    const { waiting, left, meanWait, occupancy, servedInTime } = figures(is);
    const found = [waiting, left, meanWait, occupancy, servedInTime];
    // The table has no mean wait for the first case.
    const wanted = wants.map((want, at) => want ?? found[at] ?? NaN);
    const errors = wanted.map((want, at) => Math.abs((found[at] ?? NaN) - want));
    expect(errors.every((error) => error < 1e-8)).toBe(true);
  });

  test('[T5] the mean wait of the first is printed as 3.7 s', () => {
    const { meanWait } = figures({ arrivals: 48, service: 1, patience: 2, servers: 50, within: 1 });
    expect(meanWait * 60).toBeCloseTo(3.709, 3);
  });
});

describe('[T5] identities', () => {
  test('[T5] all rates 1 and one server: 1 − 1/e and 1/e', () => {
    const found = figures({ arrivals: 1, service: 1, patience: 1, servers: 1, within: 0 });
    expect(found.waiting).toBeCloseTo(0.632120559, 9);
    expect(found.left).toBeCloseTo(0.367879441, 9);
    // Nobody is served at once but those who do not wait.
    expect(found.servedInTime).toBeCloseTo(0.367879441, 9);
  });

  test('[T5] with patience as long as service, the number of guests is Poisson', () => {
    const mean = 7;
    let share = Math.exp(-mean);
    let fewer = 0;
    for (let count = 0; count < 5; count += 1) {
      fewer += share;
      share *= mean / (count + 1);
    }
    const found = figures({ arrivals: mean, service: 1, patience: 1, servers: 5, within: 1 });
    expect(found.waiting).toBeCloseTo(1 - fewer, 12);
  });

  test('[T5] infinite patience is Erlang C', () => {
    const is = { arrivals: 100 / 30, service: 3, patience: Infinity, servers: 14, within: 1 / 3 };
    const found = figures(is);
    expect(found.waiting).toBeCloseTo(0.1741319335950498, 12);
    expect(found.servedInTime).toBeCloseTo(0.8883500191794669, 12);
    expect(found.left).toBe(0);
    // Very long patience is nearly the same.
    const patient = figures({ ...is, patience: 1e9 });
    expect(patient.servedInTime).toBeCloseTo(found.servedInTime, 6);
  });

  test('[T5] infinite patience and too many arrivals: no stationary state', () => {
    const overloaded = { arrivalRate: 2, completionRates: [1], leavingRate: 0 };
    expect(performance(overloaded, 1)).toBeNull();
  });

  test('[T5] flow balance: those who leave and those served are all who arrive', () => {
    for (const servers of [1, 2, 5, 20]) {
      for (const patience of [0.01, 0.3, 4, 100]) {
        for (const arrivals of [0.02, 1, 9, 40]) {
          const found = figures({ arrivals, service: 0.75, patience, servers, within: 0.1 });
          const served = (found.occupancy * servers) / 0.75;
          expect(Math.abs(found.left * arrivals + served - arrivals)).toBeLessThan(1e-9 * arrivals);
          expect(found.servedInTime).toBeLessThanOrEqual(1 - found.left + 1e-12);
          const ever = figures({ arrivals, service: 0.75, patience, servers, within: 1e6 });
          expect(Math.abs(ever.servedInTime - (1 - found.left))).toBeLessThan(1e-9);
        }
      }
    }
  });
});

describe('[T5] extreme rates', () => {
  test.each([
    { arrivals: 1e5, service: 1, patience: 2, servers: 100_300, within: 0.01 },
    { arrivals: 2e4, service: 1, patience: 5, servers: 100, within: 0.5 },
    { arrivals: 1e-9, service: 1, patience: 1, servers: 3, within: 1 },
    { arrivals: 5, service: 1e-9, patience: 1, servers: 1, within: 1 },
    { arrivals: 5, service: 1e9, patience: 1e-9, servers: 1, within: 1 },
    { arrivals: 3, service: 1, patience: 1e5, servers: 2, within: 1e5 },
  ])('[T5] gives shares between 0 and 1: $arrivals $service $patience', (is) => {
    const { waiting, left, servedInTime, occupancy, meanWait } = figures(is);
    for (const share of [waiting, left, servedInTime, occupancy]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1 + 1e-12);
    }
    expect(meanWait).toBeGreaterThanOrEqual(0);
    const served = (occupancy * is.servers) / is.service;
    expect(Math.abs(left * is.arrivals + served - is.arrivals)).toBeLessThan(1e-8 * is.arrivals);
  });

  test('[T5] without arrivals everything is in time; without servers nothing is', () => {
    const empty = { arrivals: 0, service: 1, patience: 1, servers: 2, within: 1 };
    expect(figures(empty)).toMatchObject({ left: 0, servedInTime: 1, occupancy: 0 });
    const { waiting, left, servedInTime, meanWait } = figures({
      ...empty,
      arrivals: 1,
      servers: 0,
    });
    expect(servedInTime).toBe(0);
    for (const figure of [waiting, left, meanWait]) expect(figure).toBeCloseTo(1, 12);
  });
});
