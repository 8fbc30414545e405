/** Months in which the service is closed by the plan, such as a summer break (rules T3, T4). */
import type { Released } from '@terskel/server/domain/releases';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { ticketTables } from '@terskel/server/statistics/release/tables';
import { expect, test } from 'vitest';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';
import { engineCells, leaks } from '../../helpers/attack.ts';

test.each([
  ['a summer break', '2027-06-01', '2027-07', [30, 61, 92, 122]],
  ['a break after a cut first month', '2027-04-20', '2027-05', [11, 42, 72]],
  ['a first month that is one closed day', '2027-11-30', '2027-11', [1, 10, 32]],
] as const)(
  '[T3, T4] %s holds no release',
  (_, first, month, ends) => {
    const history = historyOf({
      seed: 1,
      first,
      days: ends.at(-1) ?? 0,
      perDay: 2,
      hours: [19, 20],
    });
    const isClosed = (at: number) => history.days[at]?.day.startsWith(month) === true;
    const days = history.days.map((day, at) => (isClosed(at) ? { ...day, openHours: [] } : day));
    let [figures, from] = [NOTHING, 0];
    let before: Released | null = null;
    for (const to of ends) {
      const came = history.counts.slice(from, to).filter((_count, at) => !isClosed(from + at));
      figures = counted(figures, ...came);
      const result = releaseOf(inputOf(figures, days.slice(from, to), before));
      expect([to, result.held]).toEqual([to, []]);
      figures = folded(figures, result.fold);
      before = kept(result);
      from = to;
    }
    const cells = before?.cells ?? {};
    const ofMonth = Object.keys(cells).filter(
      (key) => /^(?:tickets|waits|offers)\|/.test(key) && key.includes(`date=${month}`),
    );
    expect(ofMonth).toEqual([]);
    const tables = ticketTables(
      days.map(({ day }) => day),
      figures,
    );
    expect(leaks(tables, engineCells(cells), 10)).toEqual([]);
  },
  120_000,
);
