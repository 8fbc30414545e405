/** Batches of counts: the ledger adds each of them once, and records the hours of which counts are missing. */
import { randomIds } from '@terskel/server/clock';
import type { CountBatch, Ledger } from '@terskel/server/domain/ledger';
import { contentsOf } from '@terskel/server/ledger/backup/contents';
import { contentsIn, fileOf } from '@terskel/server/ledger/backup/file';
import { restore } from '@terskel/server/ledger/backup/restore';
import type { LedgerStore } from '@terskel/server/ledger/commit';
import { ledgerRoot } from '@terskel/server/ledger/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf, chainOf, hourOf } from '../../helpers/counts.ts';
import { done, ledgersOfFile, type TestLedger } from '../../helpers/ledgers.ts';
import { newId } from '../../helpers/people.ts';

const ledgers = ledgersOfFile();
/** An hour in the middle of a day and a month. */
const H = hourOf('2026-11-15T12:00Z');
const COUNTS = { [`tickets ${H} matched`]: 2, [`waits ${H} matched 300`]: 2 };
const SAID = { 'heard 5': 5 };
const whole = (more: Partial<CountBatch> = {}) =>
  batchOf(H, { counts: COUNTS, said: SAID, ...more });

async function countAll(book: Ledger, batches: readonly CountBatch[]): Promise<void> {
  for (const batch of batches) await book.count(batch);
}
const gapsOf = async (book: Ledger) => (await book.figures()).gaps;

describe('a batch', () => {
  test('[T2] is added once, however often and through however many nodes it comes', async () => {
    const book = ledgers.open();
    const batch = whole();
    await Promise.all([book, book.other, book, book.other].map((node) => node.count(batch)));
    await book.other.count(batch);
    const once = {
      hours: { [`tickets ${H} matched`]: 2 },
      days: { 'waits 2026-11-15 matched 300': 2 },
      ...{ weekHours: {}, months: { 'heard 2026-11 5': 5 } },
      ...{ gaps: [], openFrom: null, countedTo: H + 1 },
    };
    expect(await book.figures()).toEqual(once);
    const next = batchOf(H + 1, { after: batch.id, said: SAID, counts: COUNTS });
    await Promise.all([book, book.other].map((node) => node.count(next)));
    expect(await book.other.figures()).toEqual({
      ...{ ...once, countedTo: H + 2, months: { 'heard 2026-11 5': 10 } },
      hours: { [`tickets ${H} matched`]: 4 },
      days: { 'waits 2026-11-15 matched 300': 4 },
    });
  });

  test('[T2] leaves its counts and a bounded number of ids, and no entry in the audit log', async () => {
    const book = ledgers.open();
    const hours = Array.from({ length: 1_030 }, (_, index) => H + index);
    const batches = chainOf(hours, () => ({ said: SAID }));
    await countAll(book, batches);
    const { hashes, lists } = await book.dump();
    expect(hashes).toEqual({
      head: { version: '1030' },
      'figures:months': { 'heard 2026-11 5': '1855', 'heard 2026-12 5': '3295' },
      'figures:head': { countedTo: String(H + 1_030), last: batches.at(-1)?.id },
    });
    const kept = lists['batches'] ?? [];
    expect(Object.keys(lists)).toEqual(['batches']);
    expect(kept.map((entry) => entry.split(' ')[0])).toEqual(
      batches.slice(-1_000).map(({ id }) => id),
    );
    // An id and a digest: nothing else is stored of a batch.
    for (const entry of kept) expect(entry).toMatch(/^[\w-]{22} [\w-]{43}$/);
    await countAll(book, batches.slice(-1_000));
    expect((await book.dump()).hashes).toEqual(hashes);
  }, 60_000);

  test('[T2] with nothing counted is written as well, by the same writes', async () => {
    const [empty, full] = [ledgers.open(), ledgers.open()];
    await empty.count(batchOf(H));
    await full.count(whole());
    const [nothing, something] = [await empty.dump(), await full.dump()];
    expect(nothing.hashes['head']).toEqual(something.hashes['head']);
    expect(await empty.figures()).toMatchObject({
      hours: {},
      days: {},
      months: {},
      countedTo: H + 1,
    });
    expect(nothing.lists['batches']).toHaveLength(1);
  });

  test('[T2] of a later version is added without the figures that are unknown here', async () => {
    const book = ledgers.open();
    const counts = { ...COUNTS, [`visits ${H} long`]: 7, [`constructor ${H} x`]: 7 };
    await book.count(batchOf(H, { counts, said: { ...SAID, 'colours blue': 5, 'toString x': 5 } }));
    expect(await book.figures()).toMatchObject({
      hours: { [`tickets ${H} matched`]: 2 },
      days: { 'waits 2026-11-15 matched 300': 2 },
      months: { 'heard 2026-11 5': 5 },
    });
    const { hashes } = await book.dump();
    expect(JSON.stringify(hashes)).not.toMatch(/visits|colours|constructor|toString/);
  });

  test('[T2] counts of hours that are released already belong to the first hour that is not', async () => {
    const book = ledgers.open();
    const open = hourOf('2026-11-14T23:00Z');
    const head = `${ledgerRoot(book.namespace)}:figures:head`;
    await ledgers.client.hSet(head, 'openFrom', String(open));
    const late = hourOf('2026-11-12T10:00Z');
    const counts = {
      ...{ [`tickets ${late} matched`]: 1, [`tickets ${open - 1} matched`]: 2 },
      ...{ [`tickets ${open} matched`]: 4, [`tickets ${open + 1} silent`]: 8 },
      ...{ [`waits ${late} left 60`]: 16, [`waits ${open} left 60`]: 32 },
    };
    await book.count(batchOf(open, { counts }));
    expect(await book.figures()).toMatchObject({
      hours: { [`tickets ${open} matched`]: 7, [`tickets ${open + 1} silent`]: 8 },
      days: { 'waits 2026-11-15 left 60': 48 },
      openFrom: open,
    });
  });
});

describe('a gap', () => {
  test('[T2] is none at the beginning, between batches that follow each other, or by a repeated batch', async () => {
    const book = ledgers.open();
    const batches = chainOf([H, H + 1, H + 5], () => ({}));
    await countAll(book, [...batches, ...batches]);
    expect(await gapsOf(book)).toEqual([]);
  });

  test.each([
    ['in the hour after the last one', 0, [0, 1]],
    ['one hour later', 1, [0, 1, 2]],
    ['three hours later', 3, [0, 1, 2, 3, 4]],
    ['in an hour that is counted', -1, [0, 1]],
  ] as const)('[T2] lies before a live store that begins anew %s', async (_when, later, hours) => {
    const book = ledgers.open();
    await book.count(batchOf(H));
    const begun = batchOf(H + 1 + later, { to: H + 2 + Math.max(0, later), said: SAID });
    await countAll(book, [begun, batchOf(begun.to, { after: begun.id, said: SAID }), begun]);
    const { gaps, months, countedTo } = await book.figures();
    expect(gaps).toEqual(hours.map((hour) => H + hour));
    expect(months).toEqual({ 'heard 2026-11 5': 10 });
    expect(countedTo).toBe(begun.to + 1);
  });

  test('[T2] covers a batch that comes with other contents than the one that was added, which adds nothing', async () => {
    const book = ledgers.open();
    const [first, second] = chainOf([H, H + 1], () => ({ counts: COUNTS }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    await countAll(book, [first, second]);
    const before = await book.figures();
    // An older copy of the live store has made it again, two hours later.
    const again = { ...second, to: H + 4, counts: { ...COUNTS, [`tickets ${H + 3} matched`]: 1 } };
    await countAll(book, [again, again]);
    expect(await book.figures()).toEqual({
      ...{ ...before, gaps: [H, H + 1, H + 2, H + 3, H + 4], countedTo: H + 4 },
    });
    await book.count(batchOf(H + 4, { after: second.id }));
    expect(await gapsOf(book)).toEqual([H, H + 1, H + 2, H + 3, H + 4]);
  });

  test('[T2] covers the hour in which the live store failed over, also before the first batch', async () => {
    const book = ledgers.open();
    const [first, second] = chainOf([H, H + 1], () => ({ counts: COUNTS }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    await book.count({ ...first, lostTo: H + 2 });
    expect(await gapsOf(book)).toEqual([H - 1, H, H + 1, H + 2]);
    await book.count(second);
    const { gaps, hours } = await book.figures();
    expect([gaps, hours]).toEqual([[H - 1, H, H + 1, H + 2], { [`tickets ${H} matched`]: 4 }]);
  });
});

describe('local days and months', () => {
  /** One ticket in each hour of four days; returns how many each local day has. */
  async function perDay(book: TestLedger, around: string): Promise<Record<string, number>> {
    const noon = hourOf(`${around}T12:00Z`);
    const hours = Array.from({ length: 96 }, (_, index) => noon - 48 + index);
    const counts = Object.fromEntries(hours.map((hour) => [`waits ${hour} left 60`, 1]));
    await book.count(batchOf(noon, { counts }));
    const days = Object.entries((await book.figures()).days);
    return Object.fromEntries(days.map(([cell, count]) => [cell.split(' ')[1] ?? '', count]));
  }

  test.each([
    ['23 hours', '2027-03-28', 23],
    ['25 hours', '2027-10-31', 25],
    ['24 hours', '2027-06-30', 24],
  ] as const)('[T1] a day of %s has as many', async (_length, day, hours) => {
    const days = await perDay(ledgers.open(), day);
    expect(days[day]).toBe(hours);
    expect(Object.values(days).reduce((sum, count) => sum + count, 0)).toBe(96);
  });

  test.each([
    // 23 hours, in the time zone of the opening hours; the clocks of Norway have not changed yet.
    ['America/New_York', 'NO', '2027-03-14', 23],
    // Without opening hours, the country's.
    [null, 'GB', '2027-03-28', 23],
    // Days begin at half past an hour; an hour belongs to the day in which it begins.
    ['Asia/Kolkata', 'NO', '2027-03-28', 24],
    // A day of 24 and a half hours, in which 25 begin.
    ['Australia/Lord_Howe', 'NO', '2027-04-04', 25],
  ] as const)('[T1] in %s (%s) %s has %i hours', async (timeZone, country, day, hours) => {
    const book = ledgers.open();
    const week = Array.from({ length: 7 }, () => []);
    const openingHours = timeZone === null ? null : { timeZone, week, exceptions: {}, marginMs: 0 };
    await book.setSettings('operator', { openingHours, country });
    expect((await perDay(book, day))[day]).toBe(hours);
  });

  test.each([
    ['Europe/Oslo', '2026-11-30T22:00Z', '2026-11'],
    ['Europe/Oslo', '2026-11-30T23:00Z', '2026-12'],
    ['America/New_York', '2026-12-01T04:00Z', '2026-11'],
    ['America/New_York', '2026-12-01T05:00Z', '2026-12'],
  ] as const)('[T1] in %s the hour from %s belongs to %s', async (timeZone, from, month) => {
    const book = ledgers.open();
    const week = Array.from({ length: 7 }, () => []);
    const openingHours = { timeZone, week, exceptions: {}, marginMs: 0 };
    await book.setSettings('operator', { openingHours });
    await book.count(batchOf(hourOf(from), { said: SAID }));
    expect((await book.figures()).months).toEqual({ [`heard ${month} 5`]: 5 });
  });
});

test('[T2, F7] a backup carries the ids with the counts; one without ids is read as having none', async () => {
  const book = ledgers.open();
  await book.joined(['admin']);
  const [before, after, later] = chainOf([H, H + 1, H + 2], () => ({ counts: COUNTS, said: SAID }));
  if (before === undefined || after === undefined || later === undefined) throw new Error('three');
  await book.count(before);
  const { namespace, clock } = book;
  const root = ledgerRoot(namespace);
  const store: LedgerStore = { redis: ledgers.client, clock, root, onDisk: async () => {} };
  const backup = contentsIn(fileOf(await contentsOf(store), clock.now()));
  const backedUp = await book.figures();
  await book.count(after);

  done(await restore(store, randomIds, backup, true));
  expect(await book.figures()).toEqual(backedUp);
  // What the restore took back is counted again; what it kept is not.
  await countAll(book, [before, after]);
  const twice = await book.figures();
  expect(twice).toMatchObject({
    ...{ hours: { [`tickets ${H} matched`]: 4 }, days: { 'waits 2026-11-15 matched 300': 4 } },
    ...{ months: { 'heard 2026-11 5': 10 }, gaps: [], countedTo: H + 2 },
  });

  // Usually the live store has it no more: then its hour is a gap.
  done(await restore(store, randomIds, backup, true));
  await book.count(later);
  expect(await book.figures()).toEqual({ ...twice, gaps: [H, H + 1, H + 2], countedTo: H + 3 });

  const { contents, takenAt } = backup;
  const older = new Map([...contents.lists].filter(([name]) => name !== 'batches'));
  const file = fileOf({ ...contents, lists: older }, takenAt);
  done(await restore(store, randomIds, contentsIn(file), true));
  expect((await book.dump()).lists['batches']).toBeUndefined();
  await book.count(after);
  expect(await book.figures()).toEqual(twice);
});

test('[T2] workers of two nodes that repeat batches in any order and at the same time add each of them once', async () => {
  const cell = fc.record({
    hour: fc.integer({ min: -3, max: 3 }),
    outcome: fc.constantFrom('matched', 'silent', 'lost'),
    count: fc.integer({ min: 1, max: 9 }),
    heard: fc.integer({ min: 1, max: 5 }),
    many: fc.integer({ min: 5, max: 20 }),
  });
  // Each worker begins with the oldest batch that it knows of, and may be stopped after any.
  const worker = fc.record({
    onOther: fc.boolean(),
    ...{ backMax: fc.nat({ max: 6 }), length: fc.nat({ max: 12 }) },
  });
  const days = fc.record({
    batches: fc.array(fc.array(cell, { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
    rounds: fc.array(fc.array(worker, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(days, async ({ batches: cells, rounds }) => {
      const book = ledgers.open();
      const hours = cells.map((_, index) => H + index);
      const [tickets, heard] = [new Map<string, number>(), new Map<string, number>()];
      const add = (sums: Map<string, number>, name: string, by: number) =>
        void sums.set(name, (sums.get(name) ?? 0) + by);
      const batches = chainOf(hours, (hour) => {
        const [counts, said] = [new Map<string, number>(), new Map<string, number>()];
        for (const one of cells[hour - H] ?? []) {
          for (const sums of [counts, tickets])
            add(sums, `tickets ${hour + one.hour} ${one.outcome}`, one.count);
          add(said, `heard ${one.heard}`, one.many);
          add(heard, `heard 2026-11 ${one.heard}`, one.many);
        }
        return { counts: Object.fromEntries(counts), said: Object.fromEntries(said) };
      });
      let added = 0;
      for (const workers of rounds) {
        const runs = workers.map(({ onOther, backMax, length }) => {
          const from = Math.max(0, added - backMax);
          const part = batches.slice(from, from + length);
          return { to: from + part.length, run: countAll(onOther ? book.other : book, part) };
        });
        await Promise.all(runs.map(({ run }) => run));
        added = Math.max(added, ...runs.map(({ to }) => to));
      }
      await countAll(book, batches);
      expect(await book.other.figures()).toEqual({
        ...{ hours: Object.fromEntries(tickets), days: {}, weekHours: {} },
        ...{ months: Object.fromEntries(heard), gaps: [] },
        ...{ openFrom: null, countedTo: H + batches.length },
      });
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('[T2] a worker that stood still while others added a month of batches adds nothing twice', async () => {
  const book = ledgers.open();
  const batches = chainOf(
    Array.from({ length: 31 * 24 }, (_, index) => H + index),
    () => ({ said: { 'heard 5': 5 } }),
  );
  await countAll(book, batches);
  const { months, gaps } = await book.figures();
  await countAll(book.other, batches.slice(0, 3));
  await book.count(batchOf(H, { id: newId(), after: batches.at(-1)?.id ?? '' }));
  expect(await book.figures()).toMatchObject({ months, gaps });
}, 60_000);
