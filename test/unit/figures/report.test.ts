/** What the page shows of the published cells. */
import { cellReader } from '@terskel/client/figures/cells';
import { entriesOf } from '@terskel/client/figures/entries';
import { type Kind, kindOf } from '@terskel/client/figures/periods';
import { reportOf } from '@terskel/client/figures/report';
import { Statistics } from '@terskel/shared/statistics';
import { FIGURE_NAMES, FIGURES } from '@terskel/shared/figures';
import { expect, test } from 'vitest';
import { madeUpStatistics } from '../../helpers/statistics.ts';

const released = madeUpStatistics({
  ...{ seed: 1, first: '2025-11-10', last: '2027-01-31' },
  gaps: ['2026-12-29', '2027-01-02'],
});

const TOLD: ReadonlySet<string> = new Set(
  FIGURE_NAMES.filter((name) => FIGURES[name].period === 'month'),
);

test('[T4] the fixtures are statistics by the contract', () => {
  expect(Statistics.safeParse(released).success).toBe(true);
  expect(new Set(Object.values(released.cells).filter((cell) => typeof cell === 'string'))).toEqual(
    new Set(['<5', 'hidden']),
  );
});

test('[T4] every number of the report is a published cell, of the right period', () => {
  const report = reportOf(released, { kind: 'month', period: '2026-03' });
  const read = cellReader(released);
  const outcomes = report?.blocks.find(({ id }) => id === 'outcomes');
  expect(outcomes?.rows.map(({ label, values }) => [label, ...values])).toEqual(
    ['matched', 'cancelled', 'tab_closed', 'lost', 'silent', 'closed'].map((outcome) => [
      outcome,
      read('tickets', '2026-03', { outcome }),
      read('tickets', '2026-02', { outcome }),
    ]),
  );
  expect(outcomes?.total).toEqual([read('tickets', '2026-03'), read('tickets', '2026-02')]);
  const shown = new Set<unknown>(Object.values(released.cells));
  // What seekers said has no total of its own.
  const values = entriesOf(report ?? failed()).flatMap(({ figure, row, value }) =>
    row === '' && TOLD.has(figure) ? [] : (value ?? []),
  );
  expect(values.length).toBeGreaterThan(200);
  expect(values.filter((value) => !shown.has(value))).toEqual([]);
});

test('[T4] a week across New Year is compared with the one before, and its gaps are listed', () => {
  const report = reportOf(released, { kind: 'week', period: '2026-W53' });
  expect([report?.previous, report?.gaps]).toEqual(['2026-W52', ['2026-12-29', '2027-01-02']]);
});

test('[T3, T7] the whole of what seekers said is the sum of what is shown, and shares are of it', () => {
  const cells = {
    'change|change=better|date=2026-03': 30,
    'change|change=same|date=2026-03': 10,
    'change|change=worse|date=2026-03': '<5',
    'change|change=better|date=2026-02': 30,
    'change|change=same|date=2026-02': 'hidden',
    'change|change=worse|date=2026-02': 'hidden',
    'heard|date=2026-03|heard=5': '<5',
    'before|date=2026-03|feeling=1': 'hidden',
    'before|date=2026-03|feeling=2': '<5',
  } as const;
  const report = reportOf({ ...released, cells }, { kind: 'month', period: '2026-03' });
  const totalOf = (block: string) => report?.blocks.find(({ id }) => id === block)?.total;
  expect(totalOf('change')).toEqual([40, 'hidden']);
  expect(totalOf('heard')).toBeNull();
  // Not a dash, which would say that there is no number.
  expect(totalOf('before')).toEqual(['hidden', null]);
  expect(report?.headlines.find(({ id }) => id === 'better')).toEqual({
    ...{ id: 'better', parts: [30, 30], wholes: [40, 'hidden'] },
  });
});

test('[T7] what seekers said is shown from a month on, waits too, offers and hours from a week on', () => {
  const ids = (kind: Kind) =>
    reportOf(released, { kind, period: null })?.blocks.map(({ id }) => id);
  expect(ids('day')).toEqual(['trend']);
  expect(ids('week')).toEqual(['trend', 'staff', 'offers']);
  expect(ids('month')).toHaveLength(15);
  for (const kind of ['quarter', 'year'] as const) expect(ids(kind)).toEqual(ids('month'));
});

test('[T4] only complete periods can be chosen; the first one says when counting began', () => {
  const year = (period: string) => reportOf(released, { kind: 'year', period });
  expect([year('2025')?.period, year('2025')?.previous]).toEqual(['2025', null]);
  expect(year('2024')?.period).toBe('2026');
  expect([year('2025')?.startedOn, year('2025')?.isPreviousCut]).toEqual(['2025-11-10', false]);
  expect([year('2026')?.previous, year('2026')?.isPreviousCut]).toEqual(['2025', true]);
  expect(year('2026')?.startedOn).toBeNull();
  expect(reportOf(released, { kind: 'month', period: '2025-11' })?.startedOn).toBe('2025-11-10');
  expect(reportOf(released, { kind: 'month', period: '2026-03' })?.startedOn).toBeNull();
});

test('[T4] without a complete period there is no report; an unknown one becomes the newest', () => {
  const early = { ...released, days: { first: '2027-01-30', last: '2027-01-31' } };
  expect(reportOf(early, { kind: 'month', period: null })?.period).toBe('2027-01');
  expect(reportOf(early, { kind: 'week', period: null })).toBeNull();
  expect(reportOf(early, { kind: 'day', period: null })?.period).toBe('2027-01-31');
  const later = { ...released, days: { first: '2027-01-01', last: '2027-01-30' } };
  expect(reportOf(later, { kind: 'month', period: null })).toBeNull();
  expect(reportOf({ ...released, days: null }, { kind: 'day', period: null })).toBeNull();
  expect(reportOf(released, { kind: 'month', period: '1999-01' })?.period).toBe('2027-01');
});

test('[T4] the trend of a year is its months, that of a month the months before it', () => {
  const trend = (kind: 'month' | 'year', period: string) =>
    reportOf(released, { kind, period })?.blocks.find(({ id }) => id === 'trend')?.rows;
  expect(trend('month', '2026-02')?.map(({ label }) => label)).toEqual([
    ...['2025-11', '2025-12', '2026-01', '2026-02'],
  ]);
  const months = trend('year', '2026')?.map(({ label }) => label);
  expect(months).toEqual([
    ...['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'],
    ...['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12'],
  ]);
  expect(trend('month', '2026-12')?.map(({ label }) => label)).toEqual(months);
});

test('[T4] the heat map is of the last complete quarter by the end of the period', () => {
  const heat = reportOf(released, { kind: 'day', period: null })?.heat;
  expect([heat?.quarter, heat?.demand.cells.length, heat?.demand.cells[0]?.length]).toEqual([
    ...['2026-Q4', 24, 7],
  ]);
  expect(heat?.staffing.cells[18]?.[0]).toBe(released.cells['staff|date=2026-Q4-1|hour=18']);
  const chosen = reportOf(released, { kind: 'quarter', period: '2026-Q2' })?.heat;
  expect(chosen?.quarter).toBe('2026-Q2');
  expect(chosen?.demand.cells[18]?.[0]).toBe(released.cells['tickets|date=2026-Q2-1|hour=18']);
  const quarters = (['2025', '2026', '2026-02', '2026-W14', '2027-01-04', '2027-01'] as const).map(
    (period) => reportOf(released, { kind: kindOf(period), period })?.heat?.quarter,
  );
  expect(quarters).toEqual(['2025-Q4', '2026-Q4', '2026-Q1', '2026-Q2', '2026-Q4', '2026-Q4']);
});

function failed(): never {
  throw new Error('no report');
}
