/** Quantiles of waits from published cumulative counts. */
import { shareOf } from '@terskel/client/figures/cells';
import { quantile } from '@terskel/client/figures/quantile';
import { WAIT_BOUNDS_S } from '@terskel/shared/figures';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const bounds = (...counts: readonly (number | '<5' | 'hidden' | null)[]) =>
  counts.map((count, at) => ({ seconds: (at + 1) * 60, count }));

test('[T4] the median is between two shown bounds', () => {
  expect(quantile(bounds('<5', 8, 12, 20), 20, 0.5)).toEqual({ overS: 120, toS: 180 });
  // Exactly half is enough.
  expect(quantile(bounds('<5', 10, 12, 20), 20, 0.5)).toEqual({ overS: 60, toS: 120 });
  expect(quantile(bounds(18, 20), 20, 0.9)).toEqual({ overS: 0, toS: 60 });
  expect(quantile(bounds('<5', 5), 20, 0.9)).toEqual({ overS: 120, toS: null });
});

test('[T3, T4] a hidden count makes the range wider, and is never taken for a number', () => {
  expect(quantile(bounds('<5', 'hidden', 12), 20, 0.5)).toEqual({ overS: 60, toS: 180 });
  expect(quantile(bounds('hidden', null, 'hidden'), 20, 0.5)).toBeNull();
  expect(quantile(bounds('<5', 6), '<5', 0.5)).toBeNull();
  expect(quantile(bounds('<5', 6), 'hidden', 0.5)).toBeNull();
});

test('[T4] the range contains the true quantile, whatever is hidden', () => {
  const waits = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 5, maxLength: 60 });
  const masks = fc.array(fc.boolean(), {
    minLength: WAIT_BOUNDS_S.length,
    maxLength: WAIT_BOUNDS_S.length,
  });
  fc.assert(
    fc.property(waits, masks, fc.constantFrom(0.5, 0.9), (list, hides, part) => {
      const ordered = list.toSorted((one, other) => one - other);
      const published = WAIT_BOUNDS_S.map((seconds, at) => {
        const count = list.filter((wait) => wait <= seconds).length;
        return {
          seconds,
          count: hides[at] === true ? 'hidden' : count < 5 ? '<5' : count,
        } as const;
      });
      const truth = ordered[Math.ceil(part * list.length - 1e-9) - 1] ?? 0;
      const found = quantile(published, list.length, part);
      if (found === null) return;
      expect(truth).toBeGreaterThan(found.overS);
      expect(truth).toBeLessThanOrEqual(found.toS ?? Infinity);
    }),
  );
});

test('[T3] a share needs two shown counts', () => {
  expect(shareOf(10, 40)).toBe(0.25);
  for (const [part, whole] of [
    ['<5', 40],
    [10, 'hidden'],
    [10, '<5'],
    [null, 40],
    [10, null],
    [0, 0],
  ] as const) {
    expect(shareOf(part, whole)).toBeNull();
  }
});
