/** Figures that are counted in groups of five: a month is shown only if each rest may be anything from 0 to 4. */
import { dayAfter } from '@terskel/shared/calendar';
import { FIGURES } from '@terskel/shared/figures';
import { type MonthEnd, mayBe, restsToKeep } from '@terskel/server/statistics/release/open-rests';
import { toldCells } from '@terskel/server/statistics/release/told';
import { expect, test } from 'vitest';

/** All sums from `low` to `high` that some rests have, and which values each rest may have. By trying all rests. */
function possible(low: number, high: number, cells: number): Set<number> {
  const found = new Set<number>();
  const go = (left: number, sum: number, first: number): void => {
    if (left === 0) {
      if (low <= sum && sum <= high) found.add(first);
      return;
    }
    for (let rest = 0; rest <= 4; rest += 1)
      go(left - 1, sum + rest, left === cells ? rest : first);
  };
  go(cells, 0, 0);
  return found;
}

test.each([1, 2, 3, 4])(
  '[T3] %i rests of a first month: shown exactly if each may be 0 to 4',
  (cells) => {
    const counts = new Map(Array.from({ length: cells }, (_, cell) => [String(cell), 5]));
    const top = cells * 4 + 2;
    for (let low = -2; low <= top; low += 1) {
      for (let high = low; high <= top; high += 1) {
        const values = possible(low, high, cells);
        const months: MonthEnd[] = [{ isHidden: false, bounds: [low, high], counts, most: 4 }];
        for (const rest of restsToKeep(months))
          expect([low, high, rest, mayBe(rest, months)]).toEqual([
            ...[low, high, rest],
            values.has(rest.value),
          ]);
      }
    }
  },
);

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, at) => dayAfter(from, at));
const LANGUAGES = ['no', 'en', 'ar'];
/** A month with so many tickets, of which `no` and `en` are counted. */
const month = (tickets: number, no: number, en: number, languages = LANGUAGES) =>
  toldCells(
    {
      days: days('2027-01-01', 31),
      counts: { 'tickets 2027-01-15 matched': tickets },
      months: { 'languages 2027-01 no': no, 'languages 2027-01 en': en },
      ...{ languages, gaps: [] },
    },
    new Map(),
  );

test('[T3] a month is hidden if the rest of a language could be computed', () => {
  const no = 'languages|date=2027-01|language=no';
  const ar = 'languages|date=2027-01|language=ar';
  // Six wait, in three languages.
  expect(month(30, 15, 9).get(no)).toBe(15);
  expect(month(30, 15, 9).get(ar)).toBe('<5');
  // Three wait, so no language has four.
  expect(month(30, 18, 9).get(no)).toBe('hidden');
  // Nine wait, so each has at least one.
  expect(month(30, 12, 9).get(no)).toBe('hidden');
  // Only one language is offered.
  expect(month(30, 26, 0, ['no']).get(no)).toBe('hidden');
  // One that is not offered is known to be zero, and has no cell.
  expect(month(30, 15, 11, ['no', 'en']).has(ar)).toBe(false);
});

test('[T3] a quarter is the sum of its months, or hidden if one of them is', () => {
  const input = {
    days: days('2027-01-01', 90),
    counts: {
      'tickets 2027-01-15 matched': 30,
      'tickets 2027-02-15 matched': 26,
      'tickets 2027-03-15 matched': 26,
    },
    months: {
      ...{ 'languages 2027-01 no': 15, 'languages 2027-01 en': 9 },
      ...{ 'languages 2027-02 no': 26, 'languages 2027-03 no': 26 },
    },
    ...{ languages: LANGUAGES, gaps: [] },
  };
  const key = 'languages|date=2027-Q1|language=no';
  const cells = toldCells(input, new Map());
  expect(cells.get(key)).toBe(67);
  expect(cells.get('languages|date=2027-Q1|language=ar')).toBe('<5');
  const hidden = new Map([['languages|date=2027-02|language=no', 'hidden' as const]]);
  expect(toldCells(input, hidden).get(key)).toBe('hidden');
  // Nothing is shown of a month that is not complete.
  const part = toldCells({ ...input, days: days('2027-01-01', 89) }, new Map());
  expect(part.has('languages|date=2027-03|language=no')).toBe(false);
  expect(part.has(key)).toBe(false);
});

test('[T3] days without counts do not hide the months before them', () => {
  const key = 'languages|date=2027-02|language=no';
  const february = (gaps: readonly string[]) =>
    toldCells(
      {
        days: days('2027-01-01', 90),
        counts: { 'tickets 2027-01-15 matched': 6, 'tickets 2027-02-15 matched': 54 },
        // 12 wait in three languages: more than eight, so some of January must have been deleted.
        months: { 'languages 2027-02 no': 40, 'languages 2027-02 en': 8 },
        ...{ languages: LANGUAGES, gaps },
      },
      new Map(),
    ).get(key);
  expect(february([])).toBe(40);
  expect(february(days('2027-02-01', 28))).toBe('hidden');
  expect(february(days('2027-03-01', 31))).toBe(40);
});

test('[T3, T7] feelings before and after are hidden if one would tell the other', () => {
  const feelings = (before: number, change: number) =>
    toldCells(
      {
        days: days('2027-01-01', 31),
        counts: { 'tickets 2027-01-15 matched': 90 },
        months: {
          'before 2027-01 2': before,
          'change 2027-01 better': change,
          'after 2027-01 4': 60,
        },
        ...{ languages: LANGUAGES, gaps: [] },
      },
      new Map(),
    );
  const key = 'before|date=2027-01|feeling=2';
  expect(feelings(40, 44).get(key)).toBe(40);
  // At least 17 of 20 that wait before are known to be there, so each feeling has one.
  expect(feelings(23, 40).get(key)).toBe('hidden');
  expect(feelings(23, 40).get('change|change=better|date=2027-01')).toBe('hidden');
  expect(feelings(40, 44).get('heard|date=2027-01|heard=5')).toBe('<5');
});

test('[T1] every figure by month has cells for each of its values; busy time has none', () => {
  const cells = [...month(30, 15, 9).keys()];
  const names = new Set(cells.map((key) => key.split('|')[0]));
  const expected = Object.entries(FIGURES).filter(
    ([name, { period }]) => period === 'month' && name !== 'busy',
  );
  expect(names).toEqual(new Set(expected.map(([name]) => name)));
});
