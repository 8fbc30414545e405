/**
 * The statistics of a demo, counted by the service and released every morning, and an attack on every hidden cell.
 * TERSKEL_ATTACK_DAYS makes the demo longer.
 */
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { layoutOf } from '@terskel/server/statistics/engine/layout';
import type { Table } from '@terskel/server/statistics/engine/tables';
import { offerTable, ticketTables } from '@terskel/server/statistics/release/tables';
import { dayAfter } from '@terskel/shared/calendar';
import { cellKey } from '@terskel/shared/statistics';
import { beforeAll, expect, test } from 'vitest';
import { SETTINGS } from '../../../scripts/demo/association.ts';
import { openDemo, simulatePast } from '../../../scripts/demo/prepare.ts';
import { attack, engineCells, isHidden, leaks, primaryOnly } from '../../helpers/attack.ts';
import { startTestRedis } from '../../helpers/redis.ts';
import { restsOf } from '../../helpers/told-attack.ts';

const DAYS = Number(process.env['TERSKEL_ATTACK_DAYS'] ?? 40);
/** The first of them is the last one of a month: a month that is complete follows. */
const NOW = firstHourOf('Europe/Oslo', '2026-12-10') * 3_600_000;
const MINIMUM = 4;
const PATIENCE_MS = DAYS * 20_000;

async function demoYear() {
  await using live = await startTestRedis();
  await using ledger = await startTestRedis({ appendOnly: true });
  const stores = { redisUrl: live.url, ledgerUrl: ledger.url };
  await using demo = await openDemo(stores, 'attack');
  const releases: ReturnType<typeof demo.book.published>[] = [];
  await simulatePast(stores, demo, {
    ...{ days: DAYS, seed: 2_026, now: NOW, signal: new AbortController().signal },
    onDay: () => void releases.push(demo.book.published()),
  });
  const mornings = (await Promise.all(releases)).flatMap((each) => each ?? []);
  const last = await demo.book.published();
  if (last === null) throw new Error('nothing was released');
  const days: string[] = [];
  for (let day = last.first; day <= last.last; day = dayAfter(day)) days.push(day);
  const figures = await demo.book.figures();
  const systems: Readonly<Record<string, readonly Table[]>> = {
    tickets: ticketTables(days, figures),
    offers: [offerTable(days, figures)],
  };
  return { mornings, published: last, cells: last.cells, systems };
}

let year: Awaited<ReturnType<typeof demoYear>>;
beforeAll(async () => {
  year = await demoYear();
}, PATIENCE_MS);

test('[T4] there is a release every morning, and what one has shown, all later ones show', () => {
  const { mornings, cells } = year;
  expect(new Set(mornings.map(({ last }) => last)).size).toBeGreaterThan(DAYS - 5);
  for (const morning of mornings) expect(cells).toMatchObject(morning.cells);
});

test.each(['tickets', 'offers'])(
  '[T3] no hidden cell of a demo’s %s is determined, or narrower than the minimum',
  (name) => {
    const tables = year.systems[name] ?? [];
    const seen = engineCells(year.cells);
    const { keys, values } = layoutOf(tables);
    const smallOnes = new Set(keys.filter((_, at) => (values[at] ?? 0) < 5));
    const { keys: all, range } = attack(tables, seen);
    // A cell that is only guarded must be protected if it is small.
    const attacked = all.filter(
      (key) => isHidden(seen.get(key)) || (!seen.has(key) && smallOnes.has(key)),
    );
    const found = attacked.map((key) => [key, range(key)] as const);
    expect(found.length).toBeGreaterThan(DAYS / 4);
    expect(found.filter(([, { low, high }]) => high - low < MINIMUM)).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  '[T1, T3] no rest of what a demo’s seekers said is determined, or narrower than the minimum',
  () => {
    const found = restsOf(year.published, SETTINGS.languages);
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter(({ low, high }) => high - low < MINIMUM)).toEqual([]);
  },
  PATIENCE_MS,
);

test('[T1, T3] the attack finds the rests of a month that is shown although they add up to nothing', () => {
  const month = (figure: string, split: string, label: string) =>
    cellKey(figure, [
      ['date', '2027-01'],
      [split, label],
    ]);
  const cells = {
    [cellKey('tickets', [['date', '2027-01']])]: 30,
    [month('languages', 'language', 'no')]: 24,
    [month('languages', 'language', 'en')]: 6,
    [month('topics', 'topic', 'grief')]: 20,
    [month('ages', 'age', 'adult')]: 20,
  };
  const days = { first: '2027-01-01', last: '2027-01-31', timeZone: 'Europe/Oslo' };
  const found = restsOf({ ...days, cells }, ['no', 'en']).filter(({ high, low }) => high - low < 4);
  expect(found.map(({ name }) => name)).toEqual(['languages_no_0', 'languages_en_0']);
});

test.each(['tickets', 'offers'])(
  '[T3] the attack on a demo’s %s succeeds if small counts are hidden and nothing else',
  (name) => {
    const tables = year.systems[name] ?? [];
    expect(leaks(tables, primaryOnly(tables), 20)).not.toEqual([]);
  },
  PATIENCE_MS,
);
