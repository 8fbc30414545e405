import { systemClock } from '@terskel/server/clock';
import { counter } from '@terskel/server/socket/windows';
import { expect, test } from 'vitest';

const PER_MS = 1_000;
const NAMES = ['a', 'b', 'c', 'd'];

/** A small generator, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

test('[R1] what is counted of a name lasts exactly from its first until the end of its window', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const below = random(seed);
    let now = below(10_000);
    const counted = counter({ perMs: PER_MS }, { ...systemClock, now: () => now });
    const expected = new Map<string, { count: number; endsAt: number }>();
    for (let step = 0; step < 300; step += 1) {
      now += below(4) === 0 ? below(PER_MS) : below(30);
      const name = NAMES[below(NAMES.length)] ?? '';
      const cost = 1 + below(3);
      const before = expected.get(name);
      const going = before !== undefined && before.endsAt > now;
      const window = {
        count: (going ? before.count : 0) + cost,
        endsAt: going ? before.endsAt : now + PER_MS,
      };
      expected.set(name, window);
      const { count, endsAt } = window;
      expect(counted.add(name, cost), `seed ${seed}`).toEqual({ count, endsInMs: endsAt - now });
    }
  }
});
