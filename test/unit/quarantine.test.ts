/** Batch work in which one failing item must not affect the others. */
import { createQuarantine } from '@terskel/server/domain/quarantine';
import { expect, test } from 'vitest';
import { testClock } from '../helpers/clock.ts';

class Away extends Error {}
class Broken extends Error {}

function opened() {
  const clock = testClock();
  const quarantine = createQuarantine(clock, (error) => error instanceof Away);
  let tries = 0;
  const fails = async () => {
    tries += 1;
    throw new Broken();
  };
  return { clock, quarantine, fails, tries: () => tries };
}

test('[F9] a failing item is held back twice as long each time, up to half a minute', async () => {
  const { clock, quarantine, fails, tries } = opened();
  for (const holdMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = tries();
    expect(await quarantine.run('offer', 'a', fails)).toBe(false);
    clock.move(holdMs - 1);
    expect(await quarantine.run('offer', 'a', fails)).toBe(false);
    expect(tries()).toBe(before + 1);
    clock.move(1);
  }
  expect(quarantine.report()).toEqual([{ name: 'offer', code: 'Broken', count: 7 }]);
  expect(quarantine.report()).toEqual([]);
});

test('[F9] an item that succeeds is no longer held back, and other items run meanwhile', async () => {
  const { clock, quarantine, fails } = opened();
  await quarantine.run('offer', 'a', fails);
  expect(await quarantine.run('offer', 'b', async () => {})).toBe(true);
  expect(await quarantine.run('ask', 'a', async () => {})).toBe(true);
  clock.move(1_000);
  expect(await quarantine.run('offer', 'a', async () => {})).toBe(true);
  expect(quarantine.size).toBe(0);
  await quarantine.run('offer', 'a', fails);
  expect(quarantine.has('offer', 'a')).toBe(true);
  clock.move(1_000);
  expect(quarantine.has('offer', 'a')).toBe(false);
});

test('[F4, F9] an error of an unavailable store is not counted against an item', async () => {
  const { quarantine } = opened();
  const ask = quarantine.run('offer', 'a', () => Promise.reject(new Away()));
  await expect(ask).rejects.toBeInstanceOf(Away);
  expect([quarantine.size, quarantine.report()]).toEqual([0, []]);
});

test('[F9] a node remembers at most 1,000 items, and none for ever', async () => {
  const { clock, quarantine, fails } = opened();
  for (let id = 0; id < 1_200; id += 1) await quarantine.run('offer', String(id), fails);
  expect(quarantine.size).toBe(1_000);
  expect([quarantine.has('offer', '199'), quarantine.has('offer', '200')]).toEqual([false, true]);
  clock.move(60_000);
  quarantine.report();
  expect(quarantine.size).toBe(0);
});
