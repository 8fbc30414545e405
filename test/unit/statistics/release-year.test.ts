/** What a year shows that was released bit by bit. */
import type { Released } from '@terskel/server/domain/releases';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { cellKey } from '@terskel/shared/statistics';
import { expect, test } from 'vitest';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';

const DAYS = 365;
/** After some of the days, then at the end of each month. */
const ENDS = [1, 2, 3, 10, 17, 31, 45, 59, 60, 90, 91, 120, 151, 181, 212, 243, 273, 304, 334];
const QUARTERS = [1, 2, 3, 4].map((quarter) => `2027-Q${quarter}`);

test('[T3] earlier releases leave the year its totals and the share of short waits', () => {
  const history = historyOf({ seed: 1, first: '2027-01-01', days: DAYS, perDay: 1.3 });
  let figures = NOTHING;
  let before: Released | null = null;
  let from = 0;
  for (const to of [...ENDS, DAYS]) {
    figures = counted(figures, ...history.counts.slice(from, to));
    const result = releaseOf(inputOf(figures, history.days.slice(from, to), before));
    expect([to, result.held]).toEqual([to, []]);
    figures = folded(figures, result.fold);
    before = kept(result);
    from = to;
  }
  const shown = (figure: string, date: string, more: Readonly<Record<string, string>> = {}) =>
    before?.cells[cellKey(figure, [['date', date], ...Object.entries(more)])];
  for (const date of ['2027', ...QUARTERS]) {
    for (const figure of ['tickets', 'offers'])
      expect([figure, date, shown(figure, date)]).toEqual([figure, date, expect.any(Number)]);
    for (const outcome of ['matched', 'left'])
      expect([date, shown('tickets', date, { outcome })]).toEqual([date, expect.any(Number)]);
  }
  expect(shown('waits', '2027', { outcome: 'matched', wait: 'to 300' })).toEqual(
    expect.any(Number),
  );
}, 240_000);
