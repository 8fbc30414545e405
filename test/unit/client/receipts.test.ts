/** Receipts of one seat, and a rebuild of the log meanwhile. */
import { Receipts } from '@terskel/client/session/talk/receipts';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';

test('[C3, C15] what a rebuild has taken back before it was reported is not reported', () => {
  const clock = testClock();
  const told: number[] = [];
  const receipts = new Receipts(clock, (seq) => {
    told.push(seq);
    return Promise.resolve({ ok: true });
  });
  receipts.shown(3);
  receipts.known(0, 0);
  clock.move(1_000);
  expect(told).toEqual([]);
  receipts.shown(1);
  clock.move(1_000);
  expect(told).toEqual([1]);
  receipts.close();
});
