/** An association that begins in the middle of a month: its first month, quarter and year (rules T3, T4). */
import type { Released } from '@terskel/server/domain/releases';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { ticketTables, wholePeriods } from '@terskel/server/statistics/release/tables';
import { monthOf, quarterOf, weekOf, yearOf } from '@terskel/shared/calendar';
import { expect, test } from 'vitest';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';
import { engineCells, leaks } from '../../helpers/attack.ts';

const FIRST = '2027-10-13';
/** Days up to the end of October, of November and of the year, and three more months. */
const ENDS = [19, 49, 80, 171];
const history = historyOf({ seed: 5, first: FIRST, days: 171, perDay: 2 });

/** What is shown after each release, and at the end also what was counted. */
const releases = (() => {
  let [figures, from] = [NOTHING, 0];
  let before: Released | null = null;
  const shown: Released['cells'][] = [];
  const held: string[] = [];
  for (const to of ENDS) {
    figures = counted(figures, ...history.counts.slice(from, to));
    const result = releaseOf(inputOf(figures, history.days.slice(from, to), before));
    held.push(...result.held);
    figures = folded(figures, result.fold);
    before = kept(result);
    shown.push(before.cells);
    from = to;
  }
  return { figures, shown, held };
})();
const { figures, shown, held } = releases;
const ticketsOf = (date: string, upTo: number) => shown[upTo]?.[`tickets|date=${date}`];
const counts = (from: string, to: string) =>
  Object.entries(figures.days).reduce((sum, [name, count]) => {
    const [figure, day = ''] = name.split(' ');
    return figure === 'tickets' && from <= day && day <= to ? sum + count : sum;
  }, 0);

test('[T4] the first month, quarter and year are shown from the first day on; a week has seven days', () => {
  expect(held).toEqual([]);
  expect(ticketsOf('2027-10', 0)).toBe(counts(FIRST, '2027-10-31'));
  expect(ticketsOf('2027-Q4', 0)).toBeUndefined();
  expect(ticketsOf('2027-Q4', 2)).toBe(counts(FIRST, '2027-12-31'));
  expect(ticketsOf('2027', 2)).toBe(ticketsOf('2027-Q4', 2));
  expect(ticketsOf('2027-W41', 2)).toBeUndefined();
  expect(shown[2]?.['waits|date=2027|outcome=matched|wait=to 300']).toBeDefined();
  expect(shown[2]?.['tickets|date=2027-Q4-3|hour=19']).toBeDefined();
  expect(shown[2]?.['ages|age=none|date=2027-Q4']).toBeDefined();
  expect(shown[2]?.['staff|date=2027']).toBeTypeOf('number');
});

test('[T3] what was shown of a first period never changes', () => {
  for (const [at, cells] of shown.slice(0, -1).entries())
    expect(shown[at + 1]).toMatchObject(cells);
});

test('[T3] a first year holds against the attack', () => {
  const days = history.days.slice(0, 80).map(({ day }) => day);
  const seen = engineCells(shown[2] ?? {});
  expect(leaks(ticketTables(days, figures), seen, 8)).toEqual([]);
}, 240_000);

test.each([
  ['one day', ['2027-12-31'], ['2027-12', '2027-Q4', '2027']],
  ['not the last day', ['2027-12-29', '2027-12-30'], []],
  ['two years', ['2027-12-31', '2028-01-01'], ['2027-12', '2027-Q4', '2027']],
])('[T4] complete periods: %s', (_, days, periods) => {
  expect([monthOf, quarterOf, yearOf].flatMap((of) => wholePeriods(days, of))).toEqual(periods);
  expect(wholePeriods(days, weekOf)).toEqual([]);
});

test('[T3, T4] a first month that is also the first quarter and year shows the same three times', () => {
  const short = historyOf({ seed: 6, first: '2027-12-11', days: 21, perDay: 3 });
  const result = releaseOf(inputOf(counted(NOTHING, ...short.counts), short.days));
  expect(result.held).toEqual([]);
  const { cells } = result.published;
  const of = (date: string) =>
    Object.entries(cells)
      .filter(([key]) => new RegExp(`date=${date}(?:\\||$)`).test(key) && !key.includes('hour='))
      .map(([key, cell]) => `${key.replace(date, '')} ${cell}`)
      .toSorted();
  expect(of('2027-12').length).toBeGreaterThan(40);
  expect(of('2027-Q4')).toEqual(of('2027-12'));
  expect(of('2027')).toEqual(of('2027-12'));
});
