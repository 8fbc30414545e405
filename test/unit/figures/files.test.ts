/** The downloads: exactly the numbers of the report, in the formats of the language. */
import { entriesOf } from '@terskel/client/figures/entries';
import { kindOf } from '@terskel/client/figures/periods';
import { reportOf } from '@terskel/client/figures/report';
import { describe, expect, test } from 'vitest';
import { loadAdminI18n } from '../../../client/src/i18n/admin/i18n.ts';
import type { StaffLocale } from '../../../client/src/i18n/locales.ts';
import { FIGURES_WORDS } from '../../../client/src/i18n/figures/words.ts';
import { csvOf, jsonOf } from '../../../client/src/ui/admin/statistics/files.ts';
import { formatIn } from '../../../client/src/ui/admin/statistics/format.ts';
import { madeUpStatistics } from '../../helpers/statistics.ts';

const released = madeUpStatistics({ seed: 3, first: '2025-11-12', last: '2027-01-31' });

async function scene(locale: StaffLocale, period = '2026-05') {
  const i18n = await loadAdminI18n(locale);
  const words = await FIGURES_WORDS.load(i18n);
  const figures = { i18n, words, format: formatIn(i18n, words, released.days?.first) };
  const report = reportOf(released, { kind: kindOf(period), period });
  if (report === null) throw new Error('no report');
  return { report, figures };
}

/** Cells of a file; a delimiter in a quoted cell becomes a space. */
function linesOf(csv: string, delimiter: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      line
        .replaceAll(/"[^"]*"/g, (cell) => cell.slice(1, -1).replaceAll(delimiter, ' '))
        .split(delimiter),
    );
}

describe.each([
  ['nb', ';', ['Hvordan ventingen endte', 'Fikk svar', 'mai 2026'], 'timer'],
  ['nn', ';', ['Korleis ventinga enda', 'Fekk svar', 'mai 2026'], 'timar'],
  ['en', ',', ['How the waiting ended', 'Were answered', 'May 2026'], 'hours'],
] as const)('%s', (locale, delimiter, name, hours) => {
  test('[T4] the CSV has a byte order mark, and one line for each number, as it is shown', async () => {
    const { report, figures } = await scene(locale);
    const csv = csvOf(report, figures);
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const lines = linesOf(csv, delimiter);
    const entries = entriesOf(report);
    expect(lines).toHaveLength(entries.length + 1);
    expect(lines.filter((cells) => cells.length !== 6)).toEqual([]);
    const matched = released.cells['tickets|date=2026-05|outcome=matched'] as number;
    const all = released.cells['tickets|date=2026-05'] as number;
    expect(lines).toContainEqual([
      ...[...name, String(matched), figures.words.save.units.count],
      figures.format.share(matched / all),
    ]);
    expect(csv).toContain('<5');
    expect(csv).toContain(figures.words.hidden);
    expect(lines.filter(([, , , , unit]) => unit === hours).length).toBeGreaterThan(160);
  });

  test('[T4] hours are written with the decimal mark of the language', async () => {
    const { report, figures } = await scene(locale);
    const lines = linesOf(csvOf(report, figures), delimiter);
    const numbers = lines.filter(([, , , , unit]) => unit === hours).map(([, , , value]) => value);
    const mark = locale === 'en' ? '.' : ',';
    expect(numbers.filter((value) => value?.includes(`${mark}25`)).length).toBeGreaterThan(0);
    expect(numbers.filter((value) => /\s/.test(value ?? ''))).toEqual([]);
  });
});

test('[T4] no cell of the CSV is a formula', async () => {
  const { report, figures } = await scene('nb');
  const blocks = { ...figures.words.blocks };
  blocks.outcomes = { ...blocks.outcomes, title: '=cmd()' };
  const csv = csvOf(report, { ...figures, words: { ...figures.words, blocks } });
  expect(csv).toContain("'=cmd()");
  expect(
    linesOf(csv, ';')
      .flat()
      .filter((cell) => /^[=+@\t\r-]/.test(cell)),
  ).toEqual([]);
});

test('[T4] the JSON has the same numbers, and neither numbers nor shares that are not shown', async () => {
  const { report } = await scene('nb', '2026-04');
  const file = JSON.parse(jsonOf(report, released)) as {
    readonly numbers: readonly {
      readonly figure: string;
      readonly row: string;
      readonly period: string;
      readonly value?: number | string;
      readonly percent?: number;
    }[];
  };
  expect(file).toMatchObject({
    ...{ timeZone: 'Europe/Oslo', kind: 'month', period: '2026-04', previous: '2026-03' },
  });
  expect(file.numbers).toHaveLength(entriesOf(report).length);
  const outcomes = file.numbers.filter(({ figure }) => figure === 'outcomes');
  expect(outcomes.map(({ row, period, value }) => [row, period, value])).toEqual(
    ['matched', 'cancelled', 'tab_closed', 'lost', 'silent', 'closed', ''].flatMap((outcome) =>
      ['2026-04', '2026-03'].map((month) => [
        outcome,
        month,
        released.cells[`tickets|date=${month}${outcome === '' ? '' : `|outcome=${outcome}`}`],
      ]),
    ),
  );
  expect(
    file.numbers.filter(({ value, percent }) => typeof value === 'string' && percent !== undefined),
  ).toEqual([]);
});

test('[T4] a week across New Year names both years', async () => {
  const { figures } = await scene('nb');
  expect(figures.format.period('2026-W53')).toMatch(
    /^Uke 53 \(28\. des\. 2026\D+3\. jan\. 2027\)$/,
  );
  expect(figures.format.period('2026-Q4')).toBe('4. kvartal 2026');
});

test.each([
  ['nb', '4. kvartal 2025 (fra 12. november)', '1. kvartal 2026'],
  ['en', '4th quarter of 2025 (from 12 November)', '1st quarter of 2026'],
] as const)(
  '[T4] %s: a period that began before counting did is named with its first day',
  async (locale, first, next) => {
    const { report, figures } = await scene(locale, '2026-Q1');
    const [, ...lines] = linesOf(csvOf(report, figures), locale === 'nb' ? ';' : ',');
    const periods = new Set(lines.map(([, , period]) => period));
    expect([...periods]).toEqual(expect.arrayContaining([first, next]));
    expect(report.isPreviousCut).toBe(true);
    expect(JSON.parse(jsonOf(report, released))).toMatchObject({
      ...{ kind: 'quarter', period: '2026-Q1', previous: '2025-Q4', startedOn: null },
      cut: [{ period: '2025-Q4', from: '2025-11-12' }],
    });
    const year = await scene(locale, '2025');
    expect(year.figures.format.period('2025')).toMatch(/^2025 \((?:fra|from) 12/);
    expect(year.report.startedOn).toBe('2025-11-12');
    expect(year.figures.format.period('2026')).toBe('2026');
  },
);
