/** Batches of feedback counts: the ledger adds each of them once. */
import { contentsOf } from '@terskel/server/ledger/backup/contents';
import { contentsIn, fileOf } from '@terskel/server/ledger/backup/file';
import { restore } from '@terskel/server/ledger/backup/restore';
import type { LedgerStore } from '@terskel/server/ledger/commit';
import { randomIds } from '@terskel/server/clock';
import { ledgerRoot } from '@terskel/server/ledger/records';
import { expect, test } from 'vitest';
import { done, ledgersOfFile, type TestLedger } from '../../helpers/ledgers.ts';
import { newId } from '../../helpers/people.ts';

const ledgers = ledgersOfFile();
const COUNTS = { '2026-11 feeling 1 3': 2, '2026-11 heard 5': 3 };
const counters = async (book: TestLedger) => (await book.dump()).hashes['counters'];

test('[T6] a batch is added once, however often and through however many nodes it comes', async () => {
  const book = ledgers.open();
  const batch = newId();
  await Promise.all([book, book.other, book, book.other].map((node) => node.count(batch, COUNTS)));
  await book.other.count(batch, COUNTS);
  expect(await counters(book)).toEqual({ '2026-11 feeling 1 3': '2', '2026-11 heard 5': '3' });
  await Promise.all(
    [book, book.other].map((node) => node.count(newId(), { '2026-11 heard 5': 5 })),
  );
  expect(await counters(book)).toEqual({ '2026-11 feeling 1 3': '2', '2026-11 heard 5': '13' });
});

test('[T6] of batches the ledger keeps the counts and a bounded number of ids, in no audit log', async () => {
  const book = ledgers.open();
  const batches = Array.from({ length: 130 }, newId);
  for (const batch of batches) await book.count(batch, { '2026-11 heard 5': 5 });
  const { hashes, lists } = await book.dump();
  expect(hashes).toEqual({ head: { version: '130' }, counters: { '2026-11 heard 5': '650' } });
  expect(lists).toEqual({ batches: batches.slice(-100) });
  for (const batch of batches.slice(-100)) await book.count(batch, { '2026-11 heard 5': 5 });
  expect(await counters(book)).toEqual({ '2026-11 heard 5': '650' });
});

test('[T6, F7] a backup carries the ids with the counts; one without ids is read as having none', async () => {
  const book = ledgers.open();
  await book.joined(['admin']);
  const [before, after] = [newId(), newId()];
  await book.count(before, COUNTS);
  const { namespace, clock } = book;
  const root = ledgerRoot(namespace);
  const store: LedgerStore = { redis: ledgers.client, clock, root, onDisk: async () => {} };
  const backup = contentsIn(fileOf(await contentsOf(store), clock.now()));
  await book.count(after, COUNTS);

  done(await restore(store, randomIds, backup, true));
  // What the restore took back is counted again; what it kept is not.
  for (const batch of [before, after]) await book.count(batch, COUNTS);
  const twice = { '2026-11 feeling 1 3': '4', '2026-11 heard 5': '6' };
  expect(await counters(book)).toEqual(twice);

  const { contents, takenAt } = backup;
  const older = new Map([...contents.lists].filter(([name]) => name !== 'batches'));
  const file = fileOf({ ...contents, lists: older }, takenAt);
  done(await restore(store, randomIds, contentsIn(file), true));
  expect((await book.dump()).lists['batches']).toBeUndefined();
  await book.count(after, COUNTS);
  expect(await counters(book)).toEqual(twice);
});
