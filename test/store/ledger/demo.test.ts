/** The history of a demo on real stores: the ledger counts what the simulator knows to have happened. */
import { randomIds, systemClock } from '@terskel/server/clock';
import { dayOfHour, firstHourOf } from '@terskel/server/domain/time-zone';
import { openLedger } from '@terskel/server/ledger/ledger';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { openDemo, simulatePast, type PastOptions } from '../../../scripts/demo/prepare.ts';
import { dumpOf } from '../../helpers/dump.ts';
import { startTestRedis } from '../../helpers/redis.ts';

const ZONE = 'Europe/Oslo';
const HOUR_MS = 3_600_000;
/** Fourteen days, with the night in which clocks go back. */
const NOW = firstHourOf(ZONE, '2026-10-31') * HOUR_MS + 12 * HOUR_MS;
const past: PastOptions = {
  ...{ days: 14, seed: 7, now: NOW, signal: new AbortController().signal },
  onDay: () => {},
};

async function stores() {
  await using opened = new AsyncDisposableStack();
  const live = opened.use(await startTestRedis());
  const ledger = opened.use(await startTestRedis({ appendOnly: true }));
  const kept = opened.move();
  return {
    /** A new live store without contents, at the same address. */
    async emptyLive() {
      await live.kill();
      await live.restart();
    },
    config: { redisUrl: live.url, ledgerUrl: ledger.url },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type Counts = Readonly<Record<string, number>>;
type Entries = readonly (readonly [cell: string, count: number | string])[];

function sumsOf(entries: Entries): Counts {
  const sums = new Map<string, number>();
  for (const [cell, count] of entries) sums.set(cell, (sums.get(cell) ?? 0) + Number(count));
  return Object.fromEntries(sums);
}

/** `tickets 493520 matched` → `tickets 2026-10-25 matched`. */
const byDay = (hours: Counts): Counts =>
  sumsOf(
    Object.entries(hours).map(([cell, count]) => {
      const [figure = '', hour, ...values] = cell.split(' ');
      return [[figure, dayOfHour(ZONE, Number(hour)), ...values].join(' '), count] as const;
    }),
  );

/** Without the hours of opening, which a release adds. */
const countsIn = (days: Counts): Counts =>
  Object.fromEntries(Object.entries(days).filter(([cell]) => !cell.startsWith('open ')));

/** `topics 2026-10 grief` → `topics grief`. */
const ofAllMonths = (months: Counts): Entries =>
  Object.entries(months).map(([cell, count]) => {
    const [figure, , value] = cell.split(' ');
    return [`${figure} ${value}`, count];
  });

/** What seekers said that is not yet enough for the ledger. */
async function waitingIn(url: string): Promise<Entries> {
  const { root } = keysOf('terskel');
  const client = await redisClient(url, () => {}, root).connect();
  const parts = [
    await client.hGetAll(`${root}:said`),
    await client.hGetAll(`${root}:said-earlier`),
  ];
  client.destroy();
  return parts.flatMap((part) => Object.entries(part));
}

test('[T1, T2] the ledger of a demo agrees with the simulator’s own books, cell by cell', async () => {
  await using service = await stores();
  const { config } = service;
  await using demo = await openDemo(config, 'this demo');
  const books = await simulatePast(config, demo, past);
  const { hours, days, months, gaps, countedTo } = await demo.book.figures();
  expect(gaps).toEqual([]);
  expect(countedTo).toBe(Math.floor(NOW / HOUR_MS));
  expect(Object.keys(books.hours).length).toBeGreaterThan(50);
  // Some conversations were handed over (rule C11).
  expect(books.said['ends moved']).toBeGreaterThan(0);
  // Days that are released have moved from hours to days.
  expect(hours).toEqual({});
  expect(countsIn(days)).toEqual(byDay(books.hours));
  const waiting = await waitingIn(config.redisUrl);
  const isBusy = ([cell]: Entries[number]) => cell.startsWith('busy');
  const told = sumsOf([...ofAllMonths(months), ...waiting].filter((entry) => !isBusy(entry)));
  expect(told).toEqual(books.said);
  // Each group is rounded to quarters, and has at least five conversations.
  const quarters = Object.entries(months).filter(isBusy);
  const minutes = sumsOf([...quarters.map(([, count]) => ['busy', 15 * count] as const)]);
  const rest = waiting.find(([cell]) => cell === 'busy minutes')?.[1] ?? 0;
  const ends = Object.entries(told).filter(([cell]) => cell.startsWith('ends '));
  const groups = ends.reduce((sum, [, count]) => sum + count, 0) / TELLABLE_FROM;
  const missing = books.busyMinutes() - (minutes['busy'] ?? 0) - Number(rest);
  expect(Math.abs(missing)).toBeLessThanOrEqual(7.5 * groups);
  expect(minutes['busy']).toBeGreaterThan(0);
}, 120_000);

test('[T2] a demo that is ended during its history goes on later, and notes the gap', async () => {
  await using service = await stores();
  const { config } = service;
  await using demo = await openDemo(config, 'this demo');
  const ending = new AbortController();
  const first = await simulatePast(config, demo, {
    ...{ ...past, signal: ending.signal },
    onDay(day) {
      if (day === '2026-10-22') ending.abort();
    },
  });
  const halfway = (await demo.book.figures()).countedTo ?? 0;
  expect(halfway).toBe(firstHourOf(ZONE, '2026-10-23'));
  // The live store of a demo is in memory only.
  await service.emptyLive();
  const second = await simulatePast(config, demo, past);
  const { days, gaps, countedTo } = await demo.book.figures();
  expect(gaps).toEqual([halfway - 1, halfway]);
  expect(countedTo).toBe(Math.floor(NOW / HOUR_MS));
  const both = sumsOf([...Object.entries(first.hours), ...Object.entries(second.hours)]);
  expect(countsIn(days)).toEqual(byDay(both));
}, 120_000);

test('[T1] a demo refuses a ledger that it did not create, and changes nothing in it', async () => {
  await using service = await stores();
  const { config } = service;
  const client = await redisClient(config.ledgerUrl, () => {}).connect();
  await openLedger(client, config.ledgerUrl, 'terskel', systemClock, randomIds);
  const before = await dumpOf(client, '{terskel:ledger}');
  const size = await client.sendCommand(['DBSIZE']);
  await expect(openDemo(config, 'this demo')).rejects.toThrow('not from this demo');
  expect(await dumpOf(client, '{terskel:ledger}')).toEqual(before);
  expect(await client.sendCommand(['DBSIZE'])).toEqual(size);
  client.destroy();
});

test('[T1] a demo opens its own ledger again, and refuses that of another demo', async () => {
  await using service = await stores();
  const { config } = service;
  const people = async () => {
    await using demo = await openDemo(config, 'this demo');
    return demo.staff;
  };
  expect(await people()).toEqual(await people());
  await expect(openDemo(config, 'another demo')).rejects.toThrow('not from this demo');
});
