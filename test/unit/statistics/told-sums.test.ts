/**
 * What seekers said, of a quarter with hidden months: small tables, in which all counts that readers cannot exclude are
 * tried (rule T3).
 */
import { partsOf } from '@terskel/server/statistics/release/hidden-pairs';
import type { Shown } from '@terskel/shared/statistics';
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../fuzz/random.ts';
import {
  type Counted,
  keyOf,
  MONTHS as ALL_MONTHS,
  releasedOf,
} from '../../helpers/told-months.ts';

const LANGUAGES = ['no', 'en'];
const MONTHS = ALL_MONTHS.slice(0, 3);
/** The largest rest of a cell at the end of each month: rests are deleted after 15 to 30 days. */
const MOST = [4, 12, 20];

/** Each language is counted once five have waited, or a little later. */
function quarterOf(random: Random): Counted {
  const waiting = LANGUAGES.map(() => 0);
  const tickets: number[] = [];
  const counts = MONTHS.map(() => {
    const said = LANGUAGES.map((_, at) => random.below(at === 0 ? 13 : 8));
    tickets.push(said.reduce((sum, count) => sum + count, 0));
    return LANGUAGES.map((_, at) => {
      const sum = (waiting[at] ?? 0) + (said[at] ?? 0);
      const counted = sum < 5 ? 0 : Math.max(5, sum - random.below(5));
      waiting[at] = sum - counted;
      return counted;
    });
  });
  return { tickets, counts };
}

const shownOf = (counted: Counted, offered?: readonly (readonly string[])[]) =>
  releasedOf(counted, LANGUAGES, offered);

/** All counts that readers cannot exclude, if they know the sums of the quarter. */
function* alternatives({ tickets, counts }: Counted, shown: ReadonlyMap<string, Shown>) {
  const most = tickets.reduce((sum, count) => sum + count, 0);
  const any = Array.from({ length: most + 1 }, (_, count) => count).filter(
    (count) => count === 0 || count >= 5,
  );
  /** By language: all columns of months with the same sum. */
  const columns = LANGUAGES.map((language, of) => {
    const sum = counts.reduce((all, month) => all + (month[of] ?? 0), 0);
    const options = MONTHS.map((month, at) =>
      shown.get(keyOf(month, language)) === 'hidden' ? any : [counts[at]?.[of] ?? 0],
    );
    const [first = [], second = [], third = []] = options;
    return first.flatMap((one) =>
      second.flatMap((two) => {
        const three = sum - one - two;
        return third.includes(three) ? [[one, two, three]] : [];
      }),
    );
  });
  for (const one of columns[0] ?? []) for (const two of columns[1] ?? []) yield [one, two];
}

/** Months at whose end a rest could not be each value from 0 to 4. */
function leaks(counted: Counted, shown: ReadonlyMap<string, Shown>): string[] {
  const possible = MONTHS.map(() => new Set<number>());
  for (const columns of alternatives(counted, shown)) {
    let rest = 0;
    const rests = MONTHS.map((_, at) => {
      const gone = columns.reduce((sum, column) => sum + (column[at] ?? 0), 0);
      rest += (counted.tickets[at] ?? 0) - gone;
      return rest;
    });
    if (rests.some((each, at) => each < 0 || each > 2 * (MOST[at] ?? 0))) continue;
    for (const [at, each] of rests.entries()) {
      const most = MOST[at] ?? 0;
      for (let own = Math.max(0, each - most); own <= Math.min(most, each); own += 1)
        possible[at]?.add(own);
    }
  }
  return MONTHS.filter((_, at) => [0, 1, 2, 3, 4].some((own) => possible[at]?.has(own) !== true));
}

describe('[T3] languages of 600 small quarters', () => {
  const random = randomOf(7);
  const quarters = Array.from({ length: 600 }, () => {
    const counted = quarterOf(random);
    const shown = shownOf(counted);
    const hidden = MONTHS.filter((month) => shown.get(keyOf(month, 'no')) === 'hidden').length;
    const isShown = shown.get(keyOf('2027-Q1', 'no')) !== 'hidden';
    return { counted, shown, hidden, isShown };
  });

  test('[T3] where a quarter is shown, each rest may be 0 to 4 at the end of each month', () => {
    const found = quarters.filter(({ isShown }) => isShown);
    expect(found.flatMap(({ counted, shown }) => leaks(counted, shown))).toEqual([]);
    // Quarters without a hidden month, and such with two.
    const hidden = Map.groupBy(found, (each) => each.hidden);
    expect(new Set(hidden.keys())).toEqual(new Set([0, 2]));
    expect(hidden.get(2)?.length).toBeGreaterThan(60);
    for (const { counted, shown } of found)
      for (const [of, language] of LANGUAGES.entries()) {
        const sum = counted.counts.reduce((all, month) => all + (month[of] ?? 0), 0);
        expect(shown.get(keyOf('2027-Q1', language))).toBe(sum === 0 ? '<5' : sum);
      }
  });

  test('[T3] most of the quarters that stay hidden would tell a rest', () => {
    const found = quarters.filter(({ isShown }) => !isShown);
    const told = found.filter(({ counted, shown }) => leaks(counted, shown).length > 0);
    expect(told.length).toBeGreaterThan(found.length / 2);
  });
});

test('[T3] two hidden months alone do not suffice: the rests at the end of the second are known', () => {
  // Nobody waits at the end of February, so each language has no rest then.
  const counted = {
    tickets: [12, 12, 16],
    counts: [
      [7, 5],
      [12, 0],
      [10, 0],
    ],
  };
  const shown = shownOf(counted);
  expect(shown.get(keyOf('2027-Q1', 'no'))).toBe('hidden');
  const pair = MONTHS.slice(0, 2).flatMap((month) => LANGUAGES.map((each) => keyOf(month, each)));
  const withPair = new Map(pair.map((key) => [key, 'hidden'] as const));
  expect(leaks(counted, withPair)).toContain('2027-02');
});

test('[T1] a language that is offered later hides no month, and has the sum of its own months', () => {
  const counted = {
    tickets: [20, 24, 26],
    counts: [
      [16, 0],
      [18, 5],
      [20, 6],
    ],
  };
  const shown = shownOf(counted, [['no'], LANGUAGES, LANGUAGES]);
  expect(shown.has(keyOf('2027-01', 'en'))).toBe(false);
  const alone = shownOf(counted, [LANGUAGES, LANGUAGES, LANGUAGES]);
  expect(alone.get(keyOf('2027-Q1', 'no'))).toBe(54);
  const more = [...LANGUAGES, 'ar'];
  const added = shownOf(counted, [LANGUAGES, more, more]);
  for (const date of [...MONTHS, '2027-Q1'])
    expect([date, added.get(keyOf(date, 'no'))]).toEqual([date, alone.get(keyOf(date, 'no'))]);
  expect(added.has(keyOf('2027-01', 'ar'))).toBe(false);
  expect(added.get(keyOf('2027-Q1', 'ar'))).toBe('<5');
});

test('[T3] a part of two months is nothing, everything, or at least five of each', () => {
  expect(partsOf([[7, 0]], 8)).toEqual([[0], [7]]);
  expect(partsOf([[5, 6]], 8)).toEqual([[0], [5], [6], [11]]);
  expect(partsOf([[5, 6]], 1)).toEqual([[5], [6]]);
  const both: [number, number][] = [
    [5, 0],
    [0, 6],
  ];
  expect(partsOf(both, 8)).toEqual([
    [0, 0],
    [0, 6],
    [5, 0],
    [5, 6],
  ]);
});
