/** Values that controllers pass to views. */
import { type Signal, signal } from '@terskel/client/signal';
import { expect, test } from 'vitest';

function watched(one: Signal<number>): {
  readonly heard: readonly number[];
  readonly stop: () => void;
} {
  const heard: number[] = [];
  return { heard, stop: one.subscribe((value) => void heard.push(value)) };
}

test('a watcher gets the value at once, then each change, until it stops', () => {
  const one = signal(1);
  const { heard, stop } = watched(one);
  one.value = 2;
  one.value = 2;
  stop();
  one.value = 3;
  expect([heard, one.value]).toEqual([[1, 2], 3]);
});

test('a watcher that sets the value again leaves the newest one with everybody', () => {
  const one = signal(1);
  const early = watched(one);
  one.subscribe((value) => {
    if (value === 2) one.value = 3;
  });
  const late = watched(one);
  one.value = 2;
  expect(early.heard).toEqual([1, 2, 3]);
  expect(late.heard).not.toContain(2);
  expect(late.heard.at(-1)).toBe(3);
});

test('a watcher can stop itself or another one during a change', () => {
  const one = signal(1);
  const stops: (() => void)[] = [];
  one.subscribe((value) => {
    if (value === 2) for (const stop of stops) stop();
  });
  const { heard, stop } = watched(one);
  stops.push(stop);
  one.value = 2;
  one.value = 3;
  expect(heard).toEqual([1]);
});
