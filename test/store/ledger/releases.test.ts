/** The release of statistics in the ledger: stored in one step, whatever is repeated, killed or done twice. */
import { randomIds } from '@terskel/server/clock';
import type { Figures, Ledger } from '@terskel/server/domain/ledger';
import { type Domain, refused } from '@terskel/server/domain/ports';
import type { ComputeRelease } from '@terskel/server/domain/releases';
import { releaseDay } from '@terskel/server/domain/statistics';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { contentsOf } from '@terskel/server/ledger/backup/contents';
import { BackupError, contentsIn, fileOf } from '@terskel/server/ledger/backup/file';
import { restore } from '@terskel/server/ledger/backup/restore';
import type { LedgerStore } from '@terskel/server/ledger/commit';
import { ledgerRoot } from '@terskel/server/ledger/records';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { dayAfter } from '@terskel/shared/calendar';
import { expect, test } from 'vitest';
import { batchOf } from '../../helpers/counts.ts';
import { done, ledgersOfFile, type TestLedger } from '../../helpers/ledgers.ts';

const ledgers = ledgersOfFile();
const ZONE = 'Europe/Oslo';
const FIRST = '2026-11-01';
const LAST = '2026-11-30';
const at = (day: string, hour: number) => firstHourOf(ZONE, day) + hour;

/** A ledger that has counted in November: ten tickets on each day, and the first hours of December. */
async function filled(): Promise<TestLedger> {
  const book = ledgers.open();
  const counts: Record<string, number> = {};
  for (let day = FIRST; day <= dayAfter(LAST); day = dayAfter(day)) {
    for (const [hour, number] of [
      [18, 6],
      [20, 4],
    ] as const) {
      const name = `${at(day, hour)} matched`;
      counts[`tickets ${name}`] = number;
      counts[`waits ${name} 120`] = number;
      counts[`staff ${at(day, hour)}`] = 5;
    }
  }
  await book.count(batchOf(at(FIRST, 0), { to: at(dayAfter(LAST), 22), counts }));
  return book;
}

const domainOf = (ledger: Ledger): Domain => ({ ledger }) as unknown as Domain;
const compute: ComputeRelease = async (input) => releaseOf(input);
const release = (ledger: Ledger, day = LAST, by = compute) =>
  releaseDay(domainOf(ledger), by, day, () => {});

/** The number of tickets, wherever the ledger has them by now. */
function ticketsIn({ hours, days }: Pick<Figures, 'hours' | 'days'>): number {
  return [...Object.entries(hours), ...Object.entries(days)]
    .filter(([name]) => name.startsWith('tickets '))
    .reduce((sum, [, count]) => sum + count, 0);
}
/** All counts, and whether those by weekday and hour are as many as those by day. */
async function booksOf(book: Ledger) {
  const figures = await book.figures();
  const inWeeks = ticketsIn({ hours: figures.weekHours, days: {} });
  const inDays = ticketsIn({ hours: {}, days: figures.days });
  return { all: ticketsIn(figures), inDays, agree: inWeeks === inDays };
}
const ALL = { all: 310, inDays: 300, agree: true };

test('[T2, T4] a release moves the hours of its days to days and weekdays, in one step', async () => {
  const book = await filled();
  await release(book);
  expect(await booksOf(book)).toEqual(ALL);
  const { hours, days, weekHours, openFrom } = await book.figures();
  expect(openFrom).toBe(at(dayAfter(LAST), 0));
  expect(days['tickets 2026-11-02 matched']).toBe(10);
  // Five Mondays in November 2026.
  expect(weekHours).toMatchObject({ 'tickets 2026-Q4-1 18 matched': 30, 'open 2026-Q4-1 18': 5 });
  expect(Object.keys(hours).every((name) => Number(name.split(' ')[1]) >= (openFrom ?? 0))).toBe(
    true,
  );
  expect((await book.published())?.cells['tickets|date=2026-11']).toBe(300);
});

test('[T2] released twice, by two nodes at once and again later, it counts once', async () => {
  const book = await filled();
  await Promise.all([book, book.other, book].map((node) => release(node)));
  const first = await book.released();
  await Promise.all([book, book.other].map((node) => release(node)));
  expect(await book.released()).toEqual(first);
  expect(await booksOf(book)).toEqual(ALL);
});

test.each(['before', 'after'] as const)(
  '[T2] a node that dies %s the release is stored leaves it to another one',
  async (moment) => {
    const book = await filled();
    const dying: Ledger = {
      ...book,
      async release(...args) {
        if (moment === 'after') await book.release(...args);
        throw new Error('killed');
      },
    };
    await expect(release(dying)).rejects.toThrow('killed');
    await release(book.other);
    expect(await booksOf(book)).toEqual(ALL);
    expect((await book.published())?.last).toBe(LAST);
  },
);

test('[T2, T3] a batch that comes while a release is computed is in it, and nothing is lost', async () => {
  const book = await filled();
  const late = { [`tickets ${at(LAST, 20)} matched`]: 7, [`waits ${at(LAST, 20)} matched 120`]: 7 };
  let runs = 0;
  await release(book, LAST, async (input) => {
    runs += 1;
    if (runs === 1) await book.other.count(batchOf(at(dayAfter(LAST), 22), { counts: late }));
    return releaseOf(input);
  });
  expect(runs).toBe(2);
  expect(await booksOf(book)).toEqual({ all: 317, inDays: 307, agree: true });
  expect((await book.published())?.cells['tickets|date=2026-11']).toBe(307);
});

test('[T2, T3] a count that comes after the release of its day belongs to the first open hour', async () => {
  const book = await filled();
  await release(book);
  const late = { [`tickets ${at(LAST, 20)} matched`]: 7, [`waits ${at(LAST, 20)} matched 120`]: 7 };
  await book.count(batchOf(at(dayAfter(LAST), 22), { counts: late, to: at(dayAfter(LAST), 26) }));
  await release(book, dayAfter(LAST));
  const { days } = await book.figures();
  expect(days).toMatchObject({
    'tickets 2026-11-30 matched': 10,
    'tickets 2026-12-01 matched': 17,
    'waits 2026-12-01 matched 120': 17,
  });
  expect((await book.published())?.cells['tickets|date=2026-11']).toBe(300);
});

test('[T2] nothing is released while hours of the day are not counted, or before anything was', async () => {
  const book = await filled();
  await release(book, dayAfter(LAST));
  expect(await book.released()).toBeNull();
  const empty = ledgers.open();
  await empty.count(batchOf(at(FIRST, 0), { to: at(LAST, 24) }));
  await release(empty);
  expect(await empty.released()).toBeNull();
});

test('[T3] a release from figures that have changed is refused', async () => {
  const book = await filled();
  const figures = await book.figures();
  const days = [{ day: FIRST, openHours: [18] }];
  const input = { figures, before: null, days, timeZone: ZONE, languages: ['no'] };
  const result = releaseOf(input);
  done(await book.release(input, result));
  expect(await book.release(input, result)).toEqual(refused('wrong_state'));
});

test('[T3, F7] a backup has what was shown and its proofs; one that cannot be read is refused', async () => {
  const book = await filled();
  await book.joined(['admin']);
  await release(book);
  const { namespace, clock } = book;
  const store: LedgerStore = {
    ...{ redis: ledgers.client, clock, root: ledgerRoot(namespace), onDisk: async () => {} },
  };
  const contents = await contentsOf(store);
  const before = await book.released();
  const shown = await book.published();
  await book.count(batchOf(at(dayAfter(LAST), 22), { to: at(dayAfter(LAST), 26) }));
  await release(book, dayAfter(LAST));
  expect(await book.published()).not.toEqual(shown);
  done(await restore(store, randomIds, contentsIn(fileOf(contents, 1)), true));
  expect(await book.released()).toEqual(before);
  expect(await book.published()).toEqual(shown);
  const broken = new Map([...contents.hashes, ['figures:release', { id: 'x' }]]);
  expect(() => contentsIn(fileOf({ ...contents, hashes: broken }, 1))).toThrow(BackupError);
});
