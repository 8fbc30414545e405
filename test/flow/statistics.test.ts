/** Statistics of a whole service: what was counted is released once a day, and admins read it. */
import type { CountBatch } from '@terskel/server/domain/ledger';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dayAfter } from '@terskel/shared/calendar';
import { keysOf } from '@terskel/server/live/keys';
import { FIGURES } from '@terskel/shared/figures';
import { LARGE_ANSWERS_OF_PERSON } from '@terskel/shared/limits';
import { cellKey, type Statistics } from '@terskel/shared/statistics';
import { expect, test } from 'vitest';
import { counted, historyOf, NOTHING } from '../helpers/association.ts';
import { batchOf, hourOf } from '../helpers/counts.ts';
import { passEvenly } from '../helpers/even-clock.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';
import { joined } from '../helpers/staff-browser.ts';

const HOUR_MS = 3_600_000;
const ZONE = 'Europe/Oslo';
/** The test's clock begins on the evening of 15 January 2026. */
const LAST = '2026-01-15';
const FIRST = '2025-12-01';

/** A ledger that has counted since December, and a clock on the morning after. */
async function counting(service: TestService): Promise<CountBatch> {
  const history = historyOf({ seed: 5, first: FIRST, days: 46, perDay: 4 });
  const figures = counted(NOTHING, ...history.counts);
  const from = firstHourOf(ZONE, FIRST);
  const said = Object.fromEntries(
    Object.entries(figures.months)
      .filter(([name]) => name.includes('2025-12'))
      .map(([name, count]) => [name.replace(' 2025-12', ''), count]),
  );
  const first = batchOf(from, {
    ...{ to: firstHourOf(ZONE, '2026-01-01'), said },
    counts: { ...figures.hours, ...waitsByHour(figures.days) },
  });
  await service.book.count(first);
  const last = batchOf(first.to, { after: first.id, to: firstHourOf(ZONE, dayAfter(LAST)) });
  await service.book.count(last);
  await service.pass(12 * HOUR_MS);
  return last;
}

/** As the live store counts them: in the hour of the ticket. */
function waitsByHour(days: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(days).map(([name, count]) => {
      const [figure, day = '', ...values] = name.split(' ');
      return [[figure, firstHourOf(ZONE, day) + 20, ...values].join(' '), count];
    }),
  );
}

async function released(service: TestService): Promise<void> {
  await passEvenly(service);
  await until(async () => (await service.book.releaseState()).last === LAST);
}

/** Every string, number and name in an answer. */
function* partsOf(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) yield value;
  else
    for (const [name, part] of Object.entries(value)) {
      if (!Array.isArray(value)) yield name;
      yield* partsOf(part);
    }
}

/** Words, days, marks and names of cells: nothing that could be an id or a time of day. */
const isPlain = (part: string): boolean =>
  /^(?:[a-z]+(?:\|[a-z]+=[\w -]+)*|Europe\/Oslo|<5|\d{4}-\d\d-\d\d|timeZone)$/.test(part);

/** A figure of the contract, with a day or a longer period. An hour is one of a weekday in a complete quarter. */
function isNamed(key: string): boolean {
  const [figure = '', ...places] = key.split('|');
  const date = places.find((place) => place.startsWith('date=')) ?? '';
  const ofHour = places.some((place) => place.startsWith('hour='));
  const period = ofHour
    ? /^date=\d{4}-Q\d(?:-\d)?$/
    : /^date=\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d|-Q\d(?:-\d)?)?$/;
  return Object.hasOwn(FIGURES, figure) && period.test(date);
}

test('[T3, T4] yesterday is released in the morning, once, with all days before it, by any node', async () => {
  await using service = await startService({ nodes: 2 });
  const early = await joined(service, ['admin']);
  expect(await early.call('GET /api/admin/statistics')).toEqual({
    ...{ timeZone: ZONE, days: null, gaps: [], cells: {} },
  });
  await counting(service);
  await released(service);
  const admin = await joined(service, ['admin']);
  const answer = await admin.call('GET /api/admin/statistics');
  expect(answer.days).toEqual({ first: FIRST, last: LAST });
  const december = cellKey('tickets', [['date', '2025-12']]);
  expect(answer.cells[december]).toBeTypeOf('number');
  // All hours have moved to their days.
  const figures = await service.book.figures();
  expect(Object.keys(figures.hours)).toEqual([]);
  expect(figures.openFrom).toBe(firstHourOf(ZONE, dayAfter(LAST)));
  const other = await admin.ask('GET /api/admin/statistics', undefined, { node: 1 });
  expect(other.answer).toEqual(answer);
}, 60_000);

test('[T4] a clock that is days ahead for less than an hour releases no day', async () => {
  await using service = await startService();
  const { id, to } = await counting(service);
  const { clock } = service;
  clock.move(3 * 24 * HOUR_MS);
  // All hours of these days are in the ledger, as by batches that were made meanwhile.
  await service.book.count(batchOf(to, { after: id, to: hourOf(clock.now()) }));
  for (let looks = 0; looks < 5; looks += 1) await service.pass(HOUR_MS / 6);
  expect((await service.book.releaseState()).last).toBe(null);
  clock.move(-3 * 24 * HOUR_MS - HOUR_MS);
  // Once it has been right for an hour, yesterday is released and no later day.
  await released(service);
}, 60_000);

test('[T3, S3] an admin’s answers have no id, no time finer than a day, and no count from 1 to 4', async () => {
  await using service = await startService();
  await counting(service);
  await released(service);
  const admin = await joined(service, ['admin']);
  const volunteer = await joined(service);
  const answer: Statistics = await admin.call('GET /api/admin/statistics');
  const parts = [...partsOf(answer)];
  expect(parts.filter((part) => typeof part === 'number' && part < 5)).toEqual([]);
  const odd = parts.filter((part) => typeof part !== 'number' && !isPlain(String(part)));
  expect(odd).toEqual([]);
  expect(Object.keys(answer.cells).filter((key) => !isNamed(key))).toEqual([]);
  for (const name of ['GET /api/admin/statistics', 'GET /api/admin/statistics/today'] as const)
    expect((await volunteer.ask(name)).status).toBe(403);
}, 60_000);

test('[T4] today is counted once a minute, so asking often tells no more than the minute', async () => {
  await using service = await startService();
  const admin = await joined(service, ['admin']);
  const tickets = async () =>
    (await admin.call('GET /api/admin/statistics/today')).counts['tickets'];
  const hour = Math.floor(service.clock.now() / HOUR_MS);
  expect(await tickets()).toBe(0);
  await service.redis.hSet(keysOf(NAMESPACE).counts, `tickets ${hour} matched`, '5');
  expect(await tickets()).toBe(0);
  await service.pass(60_000);
  expect(await tickets()).toBe(5);
});

test('[R1, T4] an admin, or who has an admin’s cookie, cannot ask for statistics without end', async () => {
  await using service = await startService();
  const admin = await joined(service, ['admin']);
  for (let turn = 0; turn < LARGE_ANSWERS_OF_PERSON.points; turn += 1)
    expect((await admin.ask('GET /api/admin/statistics')).status).toBe(200);
  expect((await admin.ask('GET /api/admin/statistics')).status).toBe(429);
  // It is counted by person: others are not affected.
  const other = await joined(service, ['admin']);
  expect((await other.ask('GET /api/admin/statistics')).status).toBe(200);
});

test('[T4] today has the counts of this day, in steps of five', async () => {
  await using service = await startService();
  const admin = await joined(service, ['admin']);
  const hour = Math.floor(service.clock.now() / HOUR_MS);
  const counts = { [`tickets ${hour - 1} matched`]: 8, [`tickets ${hour - 1} lost`]: 4 };
  await service.book.count(batchOf(hour - 1, { counts }));
  const { day, counts: shown } = await admin.call('GET /api/admin/statistics/today');
  expect(day).toBe(LAST);
  expect(shown).toEqual({ tickets: 10, offers: 0 });
});
