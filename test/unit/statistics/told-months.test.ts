/** Months of what seekers said that are shown together: small cases, in which everything possible is tried (rule T3). */
import { dateOf, quarterOf } from '@terskel/shared/calendar';
import type { Shown } from '@terskel/shared/statistics';
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../fuzz/random.ts';
import { type Counted, keyOf, MONTHS, releasedOf } from '../../helpers/told-months.ts';
import { countOf, excludedRests } from '../../helpers/told-worlds.ts';

const ALL = ['no', 'en', 'ar', 'uk'];
const languagesOf = ({ counts }: Counted) => ALL.slice(0, counts[0]?.length);

/** What readers see. */
function seenOf(counted: Counted, shown: ReadonlyMap<string, Shown>) {
  const { tickets } = counted;
  const languages = languagesOf(counted);
  const months = MONTHS.slice(0, tickets.length);
  const of = (date: string) => languages.map((name) => countOf(shown.get(keyOf(date, name))));
  const quarters = Map.groupBy(months.keys(), (at) => quarterOf(dateOf(`${months[at] ?? ''}-01`)));
  const sums = [...quarters].flatMap(([quarter, own]) => {
    const sum = of(quarter).flatMap((each) => each ?? []);
    return sum.length === languages.length ? [{ months: own, of: sum }] : [];
  });
  return { tickets, counts: months.map(of), sums };
}

/** As the live store counts, with some rests deleted in each month. */
function countedOf(random: Random, cells: number, months: number): Counted {
  const live = Array.from({ length: cells }, () => 0);
  const tickets: number[] = [];
  const counts = Array.from({ length: months }, () => {
    const said = live.map((_, at) => random.below(at === 0 ? 10 : 5));
    tickets.push(said.reduce((sum, count) => sum + count, 0));
    return live.map((before, at) => {
      const sum = before + (said[at] ?? 0);
      const all = sum >= 5 && !random.chance(4) ? sum : (said[at] ?? 0);
      const counted = all < 5 ? 0 : Math.max(5, all - random.below(5));
      live[at] = Math.min(4, all - counted);
      return counted;
    });
  });
  return { tickets, counts };
}

test('[T3] a month is hidden if it would tell the rests of the month before', () => {
  // Eight wait after January. Five come in February, and nine of the first language are counted: four of them had waited,
  // and all five spoke it.
  const counted = {
    tickets: [23, 5],
    counts: [
      [10, 5, 0],
      [9, 0, 0],
    ],
  };
  const shown = releasedOf(counted, languagesOf(counted));
  expect([shown.get(keyOf('2027-01', 'no')), shown.get(keyOf('2027-02', 'no'))]).toEqual([
    10,
    'hidden',
  ]);
  expect(excludedRests(seenOf(counted, shown))).toEqual([]);
  const told = excludedRests({ ...counted, sums: [] });
  expect(told).toEqual(expect.arrayContaining(['0 0 0', '0 0 3', '0 1 4']));
  expect(told).not.toContain('0 0 4');
});

describe.each([
  [2, 4, 8],
  [3, 2, 40],
  [3, 3, 12],
  [3, 4, 2],
  [4, 2, 40],
  [4, 3, 12],
])('[T3] %i languages in %i months', (cells, months, times) => {
  test('[T3] each rest of a shown month may be 0 to 4', () => {
    const random = randomOf(100 * cells + months);
    let shownMonths = 0;
    for (let left = times; left > 0; left -= 1) {
      const counted = countedOf(random, cells, months);
      const seen = seenOf(counted, releasedOf(counted, languagesOf(counted)));
      shownMonths += seen.counts.filter(([first]) => first !== null).length;
      expect([counted, seen, excludedRests(seen)]).toEqual([counted, seen, []]);
    }
    expect(shownMonths).toBeGreaterThan(times / 2);
  }, 60_000);
});
