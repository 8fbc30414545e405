/**
 * Days of 23 and 25 hours and a week across New Year, in the statistics of a running service. Service and browser are in
 * other time zones than the association: page, table and files agree on its days (rule T4).
 */
import { readFile } from 'node:fs/promises';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dayAfter } from '@terskel/shared/calendar';
import { OUTCOMES } from '@terskel/shared/figures';
import { beforeAll, expect, test } from 'vitest';
import { runningClock } from '../helpers/clock.ts';
import { batchOf, hourOf } from '../helpers/counts.ts';
import { moveEvenlyTo } from '../helpers/even-clock.ts';
import { pdfTexts } from '../helpers/pdf-text.ts';
import { until } from '../helpers/service.ts';
import { staffSeat, type StaffSeat } from '../helpers/staff-seat.ts';
import { withBrowser } from '../helpers/with-browser.ts';

// Read again by Node at each assignment.
process.env['TZ'] = 'Pacific/Auckland';
const ZONE = 'Europe/Oslo';
const [FIRST, LAST] = ['2026-03-23', '2027-01-03'];
const NOW = '2027-01-04T10:20Z';
const at = (day: string, hour: number): number => firstHourOf(ZONE, day) + hour;

const clock = runningClock();
clock.move(Date.parse(`${FIRST}T00:00Z`) - clock.now());
const { browser, service } = await withBrowser({ clock });

/** Matched tickets beside the usual ones, in the first and the last hour of days, and in the hour that occurs twice. */
const MORE: readonly (readonly [hour: number, count: number])[] = [
  ...([
    [at('2026-03-29', -1), 1_000],
    [at('2026-03-29', 0), 10],
    [at('2026-03-29', 22), 20],
    [at('2026-03-29', 23), 2_000],
  ] as const),
  ...([
    [at('2026-10-25', -1), 1_000],
    [at('2026-10-25', 2), 30],
    [at('2026-10-25', 3), 40],
    [at('2026-10-25', 24), 50],
    [at('2026-10-25', 25), 2_000],
  ] as const),
  ...([
    [at('2026-12-28', -1), 1_000],
    [at('2026-12-31', 23), 60],
    [at('2027-01-01', 0), 70],
  ] as const),
];

/** Six matched tickets in each hour, and six of each other outcome on each day, so that no count is small. */
beforeAll(async () => {
  let after = '';
  for (let day = FIRST; day <= LAST; day = dayAfter(day)) {
    const [from, to] = [at(day, 0), at(dayAfter(day), 0)];
    const counts: Record<string, number> = {};
    for (const outcome of OUTCOMES.slice(1)) counts[`tickets ${from + 12} ${outcome}`] = 6;
    for (let hour = from; hour < to; hour += 1) {
      const more = MORE.find(([when]) => when === hour)?.[1] ?? 0;
      counts[`tickets ${hour} matched`] = 6 + more;
    }
    const batch = batchOf(from, { after, to, counts });
    await service.book.count(batch);
    after = batch.id;
  }
  await service.book.count(batchOf(at(dayAfter(LAST), 0), { after, to: hourOf(NOW) }));
  await moveEvenlyTo(service, Date.parse(NOW));
  await until(async () => (await service.book.releaseState()).last === LAST);
}, 120_000);

/** From 2 to 3 in the quarter of the map. One Sunday without that hour; 13 Sundays, on one of which it occurs twice. */
const SPRING = { period: '2026-Q1', value: '<5' };
const AUTUMN = { period: '2026-Q4', value: 14 * 6 + 70 };
const SUNDAYS = { '2026-03-29': SPRING, '2026-10-25': AUTUMN, '2026-W53': AUTUMN };

/** An admin in another time zone, who has opened the statistics. */
async function adminInTokyo(alias: string): Promise<StaffSeat> {
  const made = await service.book.addInvite('operator', {
    ...{ kind: 'join', roles: ['volunteer', 'admin'], trained: true },
  });
  if (!made.ok) throw new Error(made.code);
  const inTokyo = {
    newContext: (options: object) => browser.newContext({ ...options, timezoneId: 'Asia/Tokyo' }),
  } as unknown as typeof browser;
  const kari = await staffSeat(inTokyo, service);
  await kari.join(`/volunteer#invite=${made.token}`, alias);
  await kari.link('Manage').click();
  await kari.link('Statistics').click();
  return kari;
}

async function saved(seat: StaffSeat, name: string): Promise<string> {
  const { page } = seat;
  const [file] = await Promise.all([page.waitForEvent('download'), seat.button(name).click()]);
  return readFile(await file.path(), 'utf8');
}

test('[T4] page, table, CSV and JSON agree on days of 23 and 25 hours and a week of two years', async () => {
  // The time zone of the process is that of the test.
  expect(new Date('2027-01-01T00:00Z').getHours()).toBe(13);
  await using kari = await adminInTokyo('Kari');
  const { page } = kari;
  const others = (OUTCOMES.length - 1) * 6;
  for (const [kind, period, name, matched] of [
    ['Day', '2026-03-29', 'Sunday, 29 March 2026', 23 * 6 + 30],
    ['Day', '2026-10-25', 'Sunday, 25 October 2026', 25 * 6 + 120],
    ['Week', '2026-W53', /^Week 53 \(28 Dec 2026\D+3 Jan 2027\)$/, 7 * 24 * 6 + 130],
  ] as const) {
    await page.getByRole('radio', { name: kind, exact: true }).check();
    const field = page.getByLabel(`Which ${kind.toLowerCase()}`);
    if (kind === 'Day') await field.fill(period);
    else await field.selectOption(period);
    await page.getByRole('status').getByText(name).waitFor();
    const days = kind === 'Week' ? 7 : 1;
    const all = matched + days * others;
    const shown = page.getByRole('region', { name: 'Over time', exact: true });
    await shown.getByText('Show the table').click();
    const total = await shown.getByRole('row').last().getByRole('cell').first().innerText();
    expect(Number(total.replace(',', ''))).toBe(all);
    await shown.getByText('Show the table').click();
    const heads = await page.getByRole('region', { name: 'In short', exact: true }).innerText();
    expect(heads.replaceAll(',', '')).toContain(String(all));
    const csv = await saved(kari, 'Download a spreadsheet (CSV)');
    expect(
      csv
        .split('\r\n')
        .filter((line) => line.includes('Over time'))
        .join(),
    ).toContain(`,${all},`);
    const { numbers } = JSON.parse(await saved(kari, 'Download data (JSON)')) as {
      readonly numbers: readonly object[];
    };
    const came = { figure: 'trend', row: 'came', period, value: all };
    expect(numbers).toContainEqual(expect.objectContaining(came));
    const hour = { figure: 'demand', row: '7 2', ...SUNDAYS[period] };
    expect(numbers).toContainEqual(expect.objectContaining(hour));
  }
  expect(kari.faults).toEqual([]);
});

test('[T4] the first month, quarter and year say from which day on they are, wherever they are shown', async () => {
  await using kari = await adminInTokyo('Gro');
  const { page } = kari;
  // 9 days of March; 284 days of the year, one of 23 and one of 25 hours.
  const march = (9 * 24 - 1) * 6 + 3_030 + 9 * 30;
  const all = 284 * 24 * 6 + 3_030 + 3_120 + 1_060 + 284 * 30;
  for (const [kind, period, name, came] of [
    ['Month', '2026-03', 'March 2026 (from 23 March)', march],
    ['Quarter', '2026-Q1', '1st quarter of 2026 (from 23 March)', march],
    ['Year', '2026', '2026 (from 23 March)', all],
  ] as const) {
    await page.getByRole('radio', { name: kind, exact: true }).check();
    await page.getByLabel(`Which ${kind.toLowerCase()}`).selectOption({ label: name });
    await page.getByRole('status').getByText(name, { exact: true }).waitFor();
    await page.getByText('There are no numbers of the period before.').first().waitFor();
    const heads = await page.getByRole('region', { name: 'In short', exact: true }).innerText();
    expect(heads.replaceAll(',', '')).toContain(String(came));
    const csv = await saved(kari, 'Download a spreadsheet (CSV)');
    expect(csv).toContain(`Came here,${name},${came},`);
    const { numbers, ...about } = JSON.parse(await saved(kari, 'Download data (JSON)')) as {
      readonly numbers: readonly object[];
    };
    expect(about).toMatchObject({ period, previous: null, startedOn: FIRST });
    expect(about).toHaveProperty(
      'cut',
      expect.arrayContaining([{ period, from: FIRST }]) as unknown,
    );
    expect(numbers).toContainEqual(
      expect.objectContaining({ figure: 'headlines', row: 'tickets', period, value: came }),
    );
    const [print = ''] = pdfTexts(await page.pdf({ preferCSSPageSize: true }));
    expect(print.replaceAll('\n', '')).toContain(`Statistics for ${name}`);
  }
  await page.getByRole('radio', { name: 'Quarter', exact: true }).check();
  await page.getByLabel('Which quarter').selectOption('2026-Q2');
  const compared = 'Compared with: 1st quarter of 2026 (from 23 March). That period is shorter.';
  await page.getByText(compared).first().waitFor();
  expect(kari.faults).toEqual([]);
});
