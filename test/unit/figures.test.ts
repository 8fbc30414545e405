/** The table of figures, and the names that the scripts use. */
import { sourceOf } from '@terskel/server/redis/script';
import {
  DURATION_BOUNDS_MIN,
  ENDS,
  FIGURES,
  FIGURE_NAMES,
  WAIT_BOUNDS_S,
} from '@terskel/shared/figures';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';

const lua = sourceOf('--#include counts\n');
const numbersOf = (name: string): number[] =>
  (new RegExp(`${name} = \\{ ([\\d, ]+) \\}`).exec(lua)?.[1] ?? '').split(', ').map(Number);

test('[T1] scripts and table have the same classes', () => {
  expect(numbersOf('WAIT_BOUNDS')).toEqual([...WAIT_BOUNDS_S]);
  expect(numbersOf('DURATION_BOUNDS')).toEqual([...DURATION_BOUNDS_MIN]);
});

test('[T1] scripts and contract keep what seekers said equally long', () => {
  expect(lua).toContain(`SAID_KEPT_MS = ${TIMES.saidKeptMs}\n`);
});

test('[T1] from 30 s on, the geometric middle of a class of waits is wrong by less than 25 %', () => {
  for (const [index, bound] of WAIT_BOUNDS_S.entries()) {
    const lower = WAIT_BOUNDS_S[index - 1];
    if (lower === undefined || lower < 30) continue;
    expect(bound / Math.sqrt(lower * bound)).toBeLessThan(1.25);
  }
});

test('[T1] names and values are single words, each value once, because cells are named by them', () => {
  for (const name of FIGURE_NAMES) {
    const { splits } = FIGURES[name];
    const values = Object.values(splits).map((each): readonly string[] => each);
    for (const each of [[name], Object.keys(splits), ...values]) {
      expect(each.every((word) => /^[a-z0-9_]+$/.test(word))).toBe(true);
      expect(new Set(each).size).toBe(each.length);
    }
  }
  expect(ENDS).toContain('returned');
});
