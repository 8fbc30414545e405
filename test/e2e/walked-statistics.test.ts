/**
 * The statistics and the shift plan of a running service, after a year and a quarter that it has counted and released
 * itself: page, tables, files, print and ledger agree.
 */
import { systemClock } from '@terskel/server/clock';
import { readFile } from 'node:fs/promises';
import type { Figures } from '@terskel/server/domain/ledger';
import { releaseDay } from '@terskel/server/domain/statistics';
import { dayOfHour } from '@terskel/server/domain/time-zone';
import { releaseThread } from '@terskel/server/statistics/release/thread';
import { dateOf, monthOf, quarterOf, weekOf, yearOf } from '@terskel/shared/calendar';
import { FIGURES, type FigureName } from '@terskel/shared/figures';
import { cellKey } from '@terskel/shared/statistics';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { runningClock } from '../helpers/clock.ts';
import { batchesOf, type Evenings } from '../helpers/counted-year.ts';
import { batchOf, hourOf } from '../helpers/counts.ts';
import { moveEvenlyTo } from '../helpers/even-clock.ts';
import { expectAccessible } from '../helpers/pages.ts';
import { pdfTexts } from '../helpers/pdf-text.ts';
import { until } from '../helpers/service.ts';
import { joined } from '../helpers/staff-browser.ts';
import { staffSeat, type StaffSeat } from '../helpers/staff-seat.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const ZONE = 'Europe/Oslo';
const NAME = 'Mental Helse Lillevik';
/** Three evenings a week, 40 tickets a month. */
const EVENINGS: Evenings = {
  ...{ seed: 11, first: '2025-10-01', last: '2027-01-03', timeZone: ZONE },
  ...{ weekdays: [1, 3, 4], hours: [18, 19, 20, 21], perDay: 3.1 },
};
const QUARTER_ENDS = new Set([
  '2025-12-31',
  '2026-03-31',
  '2026-06-30',
  '2026-09-30',
  '2026-12-31',
]);
const NOW = '2027-01-04T10:20Z';

const clock = runningClock();
clock.move(Date.parse('2025-10-01T00:00Z') - clock.now());
const { browser, service } = await withBrowser({ clock });

/** Counts each quarter and releases it; the rest is released by the service's own job. */
beforeAll(async () => {
  const evening = [{ from: '18:00', until: '22:00' }];
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => (EVENINGS.weekdays.includes(day) ? evening : []));
  const openingHours = { timeZone: ZONE, week, exceptions: {}, marginMs: 900_000 };
  await service.book.setSettings('operator', { name: NAME, openingHours, languages: ['no', 'en'] });
  const [node] = service.nodes;
  if (node === undefined) throw new Error('no node');
  const releases = releaseThread(systemClock);
  const batches = batchesOf(EVENINGS);
  for (const batch of batches) {
    await service.book.count(batch);
    const day = dayOfHour(ZONE, batch.from);
    if (QUARTER_ENDS.has(day)) await releaseDay(node.domain, releases.compute, day, () => {});
  }
  await releases.close();
  const last = batches.at(-1);
  if (last === undefined) throw new Error('no batch');
  const today = batchOf(last.to, { after: last.id, to: hourOf(NOW) });
  await service.book.count({
    ...today,
    counts: { [`tickets ${last.to + 8} matched`]: 8, [`offers ${last.to + 8} missed`]: 3 },
  });
  await moveEvenlyTo(service, Date.parse(NOW));
  await until(async () => (await service.book.releaseState()).last === EVENINGS.last);
}, 120_000);

interface Told {
  readonly figure: string;
  readonly row: string;
  readonly period: string;
  readonly unit: 'count' | 'hours' | 'share' | 'wait';
  readonly value?: number | string;
  readonly percent?: number;
  readonly seconds?: object;
}

async function adminOn(section: string, alias: string): Promise<StaffSeat> {
  const made = await service.book.addInvite('operator', {
    ...{ kind: 'join', roles: ['volunteer', 'admin'], trained: true },
  });
  if (!made.ok) throw new Error(made.code);
  const seat = await staffSeat(browser, service);
  await seat.join(`/volunteer#invite=${made.token}`, alias);
  await seat.link('Manage').click();
  await seat.link(section).click();
  return seat;
}

async function choose({ page }: StaffSeat, kind: string, period: string): Promise<void> {
  await page.getByRole('radio', { name: kind, exact: true }).check();
  const field = page.getByLabel(`Which ${kind.toLowerCase()}`);
  if (kind === 'Day') await field.fill(period);
  else await field.selectOption(period);
}

async function saved(seat: StaffSeat, name: string): Promise<string> {
  const [file] = await Promise.all([seat.page.waitForEvent('download'), seat.button(name).click()]);
  return readFile(await file.path(), 'utf8');
}

/** Lines of a CSV, without its head. */
const linesOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)].map(([, quoted, plain]) =>
        (quoted ?? plain ?? '').replaceAll('""', '"'),
      ),
    )
    .map((cells) => cells.slice(0, 6));

interface ShownTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** All tables of the screen, opened. */
async function tablesOf(page: Page): Promise<ShownTable[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  return page.evaluate(() =>
    [...document.querySelectorAll('table')]
      .filter((table) => table.checkVisibility())
      .map((table) => ({
        title: table.caption?.textContent ?? '',
        rows: [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
      })),
  );
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const TREND = 'Over time';
const HEATS = ['When people came', 'When volunteers were on duty'];

/** A table's numbers as lines of the CSV: figure, row, period, number with its share. */
function asLines({ title, rows }: ShownTable, quarter: string): string[][] {
  const [head = [], ...body] = rows;
  return body.flatMap(([name = '', ...cells]) =>
    cells.map((cell, column) => {
      const top = head[column + 1] ?? '';
      if (title === TREND) return [title, top, name, cell];
      if (!HEATS.includes(title)) return [title, name, top, cell];
      const day = WEEKDAYS[column] ?? 'All days';
      return [title, `${day} ${name === 'All' ? 'the whole day' : name}`, quarter, cell];
    }),
  );
}

/** How the entries of the files name figures of the ledger; the others have its own names. */
const FIGURE_OF: Readonly<Record<string, FigureName>> = {
  ...{ outcomes: 'tickets', trend: 'tickets', demand: 'tickets', staffing: 'staff' },
  leavers: 'waits',
};
/** The rows of `staff` are figures without splits. */
const figureOf = ({ figure, row }: Told) =>
  figure === 'staff' ? { name: row, row: '' } : { name: FIGURE_OF[figure] ?? figure, row };
const isIn = (period: string, day: string): boolean =>
  [day, ...[weekOf, monthOf, quarterOf, yearOf].map((nameOf) => nameOf(dateOf(day)))].includes(
    period,
  );

/** What the ledger has counted of an entry, whatever is shown of it. */
function countedBy({ days, weekHours, months }: Figures, entry: Told): number {
  const { figure, period } = entry;
  const { name, row } = figureOf(entry);
  const sum = (counts: Figures['days'], fits: (...parts: readonly string[]) => boolean): number =>
    Object.entries(counts).reduce((all, [key, count]) => {
      const [of, ...parts] = key.split(' ');
      return of === name && fits(...parts) ? all + count : all;
    }, 0);
  if (figure === 'demand' || figure === 'staffing') {
    const [weekday = '', hour = ''] = row.split(' ');
    return sum(
      weekHours,
      (of = '', at = '') =>
        (weekday === '*' ? of.startsWith(period) : of === `${period}-${weekday}`) &&
        (hour === '*' || at === hour),
    );
  }
  if (FIGURES[name as FigureName].period === 'month')
    return sum(
      months,
      (month = '', label = '') => isIn(period, `${month}-01`) && (row === '' || row === label),
    );
  return sum(days, (day = '', label = '', wait = '') => {
    if (!isIn(period, day)) return false;
    if (name === 'waits' && row !== '') {
      const side = figure === 'waits' ? 'matched' : 'left';
      return label === side && Number(wait) <= Number(row.replace('to ', ''));
    }
    if (figure === 'trend') return row === 'came' || label === 'matched';
    return row === '' || label === row;
  });
}

/** Whether what is shown of an entry is what the ledger has counted. */
function isRight(figures: Figures, entry: Told): boolean {
  if (entry.figure === 'headlines') return true;
  const { unit, value } = entry;
  const counted = countedBy(figures, entry);
  if (typeof value === 'number') return counted === value * (unit === 'hours' ? 4 : 1);
  if (value === '<5' || value === '<1.25') return counted < 5;
  return value === 'hidden' || (value === undefined && counted === 0);
}

/** Names of cells that the entries show. */
function shownKeys(numbers: readonly Told[]): ReadonlySet<string> {
  const all = numbers.filter(({ figure }) => figure !== 'headlines');
  return new Set(
    all.map((entry) => {
      const { figure, period } = entry;
      const { name, row } = figureOf(entry);
      if (figure === 'demand' || figure === 'staffing') {
        const [weekday = '', hour = ''] = row.split(' ');
        const date = weekday === '*' ? period : `${period}-${weekday}`;
        return cellKey(name, [
          ['date', date],
          ['hour', hour === '*' ? '' : hour],
        ]);
      }
      const answered = row === 'answered' ? 'matched' : '';
      const label = figure === 'trend' ? answered : row;
      const [split = ''] = Object.keys(FIGURES[name as FigureName].splits).slice(-1);
      const side = figure === 'waits' ? 'matched' : 'left';
      return cellKey(name, [
        ['date', period],
        [split, label],
        ...(name === 'waits' && row !== '' ? [['outcome', side] as const] : []),
      ]);
    }),
  );
}

describe.each([
  ['Day', '2026-12-16', '2026-12-16'],
  ['Week', '2026-W53', '2026-W53'],
  ['Month', '2026-11', '2026-11'],
  ['Quarter', '2026-Q2', '2026-Q2'],
  ['Year', '2026', '2026'],
] as const)('%s', (kind, option, period) => {
  test('[T3, T4] page, tables, CSV, JSON and ledger agree, and nothing that is released is missing', async () => {
    await using kari = await adminOn('Statistics', `Kari ${kind}`);
    await choose(kari, kind, option);
    const { numbers } = JSON.parse(await saved(kari, 'Download data (JSON)')) as {
      readonly numbers: readonly Told[];
    };
    const lines = linesOf(await saved(kari, 'Download a spreadsheet (CSV)'));
    expect(lines).toHaveLength(numbers.length);
    const texts = numbers.map(({ value, percent }, at) => {
      const [, , , text = '', , share = ''] = lines[at] ?? [];
      return [
        typeof value === 'number' ? Number(text) === value : true,
        share === '' || share === `${percent}%`,
      ];
    });
    expect(texts.flat().filter((agrees) => !agrees)).toEqual([]);

    const figures = await service.book.figures();
    expect(numbers.filter((entry) => !isRight(figures, entry))).toEqual([]);

    const { cells = {} } = (await service.book.published()) ?? {};
    const shown = shownKeys(numbers);
    const quarter = numbers.find(({ figure }) => figure === 'demand')?.period ?? '';
    const released = Object.keys(cells).filter((key) => {
      const date = /date=([^|]*)/.exec(key)?.[1] ?? '';
      const isOfMap = date.startsWith(`${quarter}-`) || (date === quarter && key.includes('hour='));
      // `left` is what is not matched; waits by outcome are those of tickets.
      return (date === period || isOfMap) && !/outcome=left$|^waits\|[^|]*\|outcome=\w+$/.test(key);
    });
    expect(released.length).toBeGreaterThan(30);
    expect(released.filter((key) => !shown.has(key))).toEqual([]);

    const tables = await tablesOf(kari.page);
    const map = kind === 'Quarter' ? '2nd quarter of 2026' : '4th quarter of 2026';
    const inTables = tables.flatMap((table) => asLines(table, map));
    const inFile = lines
      .filter(([figure]) => figure !== 'In short')
      .map(([figure, row, of, value = '', , share]) => [
        figure,
        row,
        of,
        (share === '' ? value : `${value} (${share})`).replace(/^(\d)(\d{3})\b/, '$1,$2'),
      ]);
    const sortedLines = (all: readonly (readonly (string | undefined)[])[]) =>
      all.map((line) => line.join(' | ')).toSorted();
    expect(sortedLines(inTables.filter(([, , , cell]) => cell !== ''))).toEqual(
      sortedLines(inFile),
    );
    expect(kari.faults).toEqual([]);
  });
});

test('[T4, T7] a month has waits, feelings and topics; the map has the hours of the plan', async () => {
  await using kari = await adminOn('Statistics', 'Gro');
  const { page } = kari;
  await choose(kari, 'Month', '2026-11');
  const shown = (title: string) => page.getByRole('region', { name: title, exact: true });
  for (const title of ['How soon people were answered', 'Topics', 'Felt heard', 'Better or worse'])
    expect(await shown(title).getByRole('img').count()).toBe(1);
  const short = await shown('In short').innerText();
  for (const title of ['Usual wait', 'Felt better afterwards']) expect(short).toContain(title);
  const map = (await tablesOf(page)).find(({ title }) => title === HEATS[0]);
  expect(map?.rows.map(([hour]) => hour)).toEqual([
    ...['Hour', '18–19', '19–20', '20–21', '21–22', 'All'],
  ]);
  const closed = map?.rows.slice(1, 5).map((row) => row.map((cell) => cell === '–'));
  const week = [false, true, false, false, true, true, true];
  expect(closed).toEqual(Array.from({ length: 4 }, () => [false, ...week, false]));
  await expectAccessible(kari);
});

test('[T4] the report of the year prints on two pages, with the name of the association', async () => {
  await using kari = await adminOn('Statistics', 'Liv');
  const { page } = kari;
  await choose(kari, 'Year', '2026');
  const { cells = {} } = (await service.book.published()) ?? {};
  const texts = pdfTexts(await page.pdf({ preferCSSPageSize: true }));
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text).toContain(NAME);
  expect(texts[0]?.replaceAll('\n', '')).toContain('Statistics for 2026');
  expect(texts[0]?.split('\n')).toContain(String(cells['tickets|date=2026']));
  expect(texts.flatMap(smallNumbers)).toEqual([]);
  expect(texts.join(' ')).not.toMatch(ID_OR_TIME);
});

/** At least 22 letters and digits in a row, or a time of day. Hours of the map have no minutes. */
const ID_OR_TIME = /[\w-]{22}|\d\d:\d\d|\dT\d/;

/** Lines of a table that are a count from 1 to 4, or such a count with its share. */
const smallNumbers = (text: string): string[] =>
  text.split('\n').filter((line) => /^[1-4](?: \(\d+ ?%\))?$/.test(line));

test('[T3, S3] no answer to the admin and no file has an id, a time or a count from 1 to 4', async () => {
  await using kari = await adminOn('Statistics', 'Tor');
  for (const [kind, period] of [
    ['Day', '2026-12-30'],
    ['Week', '2026-W53'],
    ['Month', '2026-12'],
    ['Year', '2026'],
  ] as const) {
    await choose(kari, kind, period);
    const csv = await saved(kari, 'Download a spreadsheet (CSV)');
    const json = await saved(kari, 'Download data (JSON)');
    const { numbers } = JSON.parse(json) as { readonly numbers: readonly Told[] };
    const isSmall = ({ value, unit }: Told) =>
      typeof value === 'number' && value * (unit === 'hours' ? 4 : 1) < 5;
    expect(numbers.filter(isSmall)).toEqual([]);
    const small = linesOf(csv).filter(
      ([, , , value, unit]) => unit === 'number' && /^[0-4]$/.test(value ?? ''),
    );
    expect(small).toEqual([]);
    expect(`${csv} ${json}`).not.toMatch(ID_OR_TIME);
  }
  const admin = await joined(service, ['admin'], { alias: 'Siv' });
  for (const name of ['GET /api/admin/statistics', 'GET /api/admin/statistics/today'] as const) {
    const { status, text } = await admin.ask(name);
    expect(status).toBe(200);
    expect(text.replace(/"at":\d+/, '')).not.toMatch(ID_OR_TIME);
    expect(text.match(/:[1-4][,}]/g)).toBeNull();
  }
});

test('[T5] the shift plan uses what was measured, says so, and its result fits', async () => {
  await using kari = await adminOn('Shift plan', 'Ida');
  const { page } = kari;
  await page.getByText('the figures are from the 4th quarter of 2026').waitFor();
  await page.getByText('12 open hours a week').waitFor();
  const { cells = {} } = (await service.book.published()) ?? {};
  const open = [1, 3, 4].flatMap((day) =>
    EVENINGS.hours.map((hour) => ['hour', String(hour), day]),
  );
  const measured = open.filter(
    ([, hour, day]) =>
      typeof cells[
        cellKey('tickets', [
          ['date', `2026-Q4-${day}`],
          ['hour', `${hour}`],
        ])
      ] === 'number',
  );
  await page.getByText(`Hours measured: ${measured.length}.`).waitFor();
  await page.getByText('Measured for 12 of 12 open hours.').waitFor();
  for (const [name, least, most] of [
    ['How long a chat lasts', 30, 45],
    ['How long people wait before they give up', 5, 30],
  ] as const) {
    const field = page.getByLabel(name, { exact: true });
    expect(Number(await field.inputValue())).toBeGreaterThan(least);
    expect(Number(await field.inputValue())).toBeLessThan(most);
    expect(await field.evaluate((input) => input.parentElement?.textContent)).toContain('Measured');
  }
  await kari.button('Work out the plan').click();
  await page.getByRole('status').getByText('The plan is ready.').waitFor();
  const week = page.getByRole('table', { name: 'How many volunteers are needed' });
  const planned = (await week.getByRole('cell').allInnerTexts()).filter((text) =>
    text.includes('now'),
  );
  expect(planned).toHaveLength(12);
  // About 0.8 seekers an hour, and one or two volunteers.
  for (const text of planned) expect(text).toMatch(/^~?[2-4]↑?\s*now [12]/);
  const [sheet = '', ...more] = pdfTexts(await page.pdf({ preferCSSPageSize: true }));
  expect(more).toEqual([]);
  expect(sheet).toContain(NAME);
  expect(kari.faults).toEqual([]);
});
