import { watchClock } from '@terskel/client/clock';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';

test('[U6] a clock set forward or back is noticed at the next check; a running clock, or timers slowed by the browser, are not', () => {
  const clock = testClock();
  let setBy = 0;
  let set = 0;
  const device = {
    now: () => clock.now() + setBy,
    after: (ms: number, run: () => void) => clock.after(ms, run),
  };
  const stop = watchClock(device, () => {
    set += 1;
  });
  for (const ms of [20_000, 60_000, 119_000]) clock.move(ms);
  expect(set).toBe(0);
  for (const hours of [7, -7, 0]) {
    const before = set;
    setBy = hours * 3_600_000;
    clock.move(20_000);
    clock.move(20_000);
    expect(set).toBe(before + 1);
  }
  stop();
  setBy = 1e9;
  clock.move(1e6);
  expect(set).toBe(3);
});
