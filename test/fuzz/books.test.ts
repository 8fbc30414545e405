/**
 * Books of everything that happens, against what the ledger has counted in the end (rule T2): nodes stop before or after
 * any call, jobs come twice or never, the live store is lost or falls back to an older copy, and the ledger is restored from
 * a backup. Nothing is counted twice, and nothing is missing outside the hours that the ledger names as gaps.
 */
import { randomInt } from 'node:crypto';
import { applyBatches, hourlyRelease } from '@terskel/server/domain/counting';
import type { Figures } from '@terskel/server/domain/ledger';
import type { SeatHolder } from '@terskel/server/domain/live-store';
import type { Domain } from '@terskel/server/domain/ports';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { backedUp, copied } from '../helpers/copies.ts';
import { openLedger, type TestLedger } from '../helpers/ledgers.ts';
import { liveStores, type Live } from '../helpers/live.ts';
import { done, newId, type Volunteer } from '../helpers/people.ts';
import { randomOf, type Random } from './random.ts';

const openLive = liveStores();
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const QUARTER_MIN = 15;
const STEPS = 220;
const SEEDS = [1, 2, 3, randomInt(2 ** 31)];
const TOPICS = ['grief', 'anxiety', undefined] as const;

const hourOf = (at: number) => Math.floor(at / HOUR_MS);
class Stopped extends Error {}

/** A node that stops for good before or after one of its next calls. */
function doomed(domain: Domain, random: Random): Domain {
  let left = random.below(7);
  const stops =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      left -= 1;
      if (left === -1) throw new Stopped();
      const got = await call(...args);
      left -= 1;
      if (left === -1) throw new Stopped();
      return got;
    };
  const { store, ledger } = domain;
  return {
    ...domain,
    store: {
      ...store,
      releaseCounts: stops((...args) => store.releaseCounts(...args)),
      countBatches: stops(() => store.countBatches()),
      dropCountBatch: stops((id) => store.dropCountBatch(id)),
    },
    ledger: { ...ledger, count: stops((batch) => ledger.count(batch)) },
  };
}

async function withoutStopped(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  });
}

/** Adds up what happens: tickets by the hour in which they were opened, their topics, and conversations. */
function openBooks() {
  const cells = new Map<string, number>();
  return {
    add: (cell: string, by = 1) => void cells.set(cell, (cells.get(cell) ?? 0) + by),
    of: (prefix: string) => [...cells].filter(([cell]) => cell.startsWith(prefix)),
  };
}
type Books = ReturnType<typeof openBooks>;

async function happens(live: Live, member: Volunteer, books: Books, random: Random): Promise<void> {
  const topic = random.pick(TOPICS);
  const openedAt = live.now;
  const { id } = await live.waiting({ topic });
  if (random.chance(4)) live.pass(random.below(20) * MINUTE_MS);
  const isMatched = random.chance(4) && (await talks(live, member, id, books, random));
  if (!isMatched) await done(live.store.endTicket(id, 'cancelled', live.now));
  books.add(`tickets ${hourOf(openedAt)} ${isMatched ? 'matched' : 'cancelled'}`);
  books.add(`topics ${topic ?? 'none'}`);
}

/** A conversation in which the volunteer is counted each minute; false if offers are held back. */
async function talks(
  live: Live,
  member: Volunteer,
  seeker: string,
  books: Books,
  random: Random,
): Promise<boolean> {
  const taken = await live.take(member);
  if (!taken.ok) return false;
  const { conversation } = await done(live.accept(member, taken.offer.id));
  const minutes = random.below(40);
  for (let passed = 0; passed < minutes; passed += 1) {
    live.pass(MINUTE_MS);
    await live.store.countDuty(live.now, true);
  }
  const seat = { conversationId: conversation.id, seat: 'seeker', participant: seeker } as const;
  await done(live.store.endConversation(seat as SeatHolder, 'seeker', undefined, live.now));
  // Without a wrap-up, which would count too.
  await done(live.store.setAvailability(member.id, 'ready', live.now));
  books.add('busy minutes', minutes);
  books.add('busy ends');
  return true;
}

/** What the nodes do: they ask for a batch, or do a job, and may stop while they do. */
async function works(live: Live, book: TestLedger, random: Random): Promise<void> {
  const nodes = [
    { ...live.domain, ledger: book },
    { ...live.otherDomain, ledger: book.other },
  ].map((node) => (random.chance(3) ? doomed(node, random) : node));
  const work = nodes.map((node) => async () => {
    await hourlyRelease(node, { add: () => {} })();
    if (!random.chance(3)) await applyBatches(node);
  });
  await Promise.all(work.slice(random.below(2)).map(withoutStopped));
}

/** The last time that nodes of this store have answered a heartbeat. */
const beats = (live: Live, beatAt: number | null) =>
  live.store.beat('a', newId(), live.now, beatAt);

async function run(seed: number, live: Live, book: TestLedger): Promise<Books> {
  const random = randomOf(seed);
  const books = openBooks();
  let member = await live.volunteer();
  await beats(live, null);
  // Before the first batch, the ledger does not know since when it lacks counts.
  await settle(live, book);
  let beatAt = live.now;
  let copy = await copied(live.redis, live.keys.root);
  let backup = await backedUp(live.redis, book);
  for (let step = 0; step < STEPS; step += 1) {
    await happens(live, member, books, random);
    if (random.chance(3)) live.pass(random.below(55) * MINUTE_MS);
    if (random.chance(3)) await works(live, book, random);
    if (random.chance(9)) copy = await copied(live.redis, live.keys.root);
    if (random.chance(30)) backup = await backedUp(live.redis, book);
    if (random.chance(50)) {
      if (random.chance(2)) await copy.restore();
      else await copy.clear();
      await live.failOver(beatAt);
      member = await live.volunteer();
    }
    if (random.chance(80)) await backup.restore();
    beatAt = live.now;
    await beats(live, beatAt);
  }
  return books;
}

/** Everything that still waits is counted. */
async function settle(live: Live, book: TestLedger): Promise<void> {
  for (let hour = 0; hour < 2; hour += 1) {
    live.pass(HOUR_MS);
    const node = { ...live.domain, ledger: book };
    await hourlyRelease(node, { add: () => {} })();
    await applyBatches(node);
  }
}

const sumOf = (cells: Iterable<readonly [string, number]>) =>
  [...cells].reduce((sum, [, number]) => sum + number, 0);

/** Returns in how many hours they had to agree. */
function expectAgree(books: Books, { hours, months, gaps }: Figures): number {
  const known = new Set(gaps);
  const booked = books.of('tickets ').filter(([cell]) => !known.has(Number(cell.split(' ')[1])));
  const counted = Object.entries(hours).filter(
    ([cell]) => cell.startsWith('tickets ') && !known.has(Number(cell.split(' ')[1])),
  );
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(booked));
  for (const [cell, number] of books.of('topics ')) {
    const topic = cell.split(' ')[1] ?? '';
    const told = Object.entries(months).filter(
      ([name]) => name.startsWith('topics ') && name.endsWith(` ${topic}`),
    );
    expect(sumOf(told)).toBeLessThanOrEqual(number);
    for (const [, group] of told) expect(group).toBeGreaterThanOrEqual(TELLABLE_FROM);
    // A rest, and as few new ones.
    const most = gaps.length === 0 ? 2 * (TELLABLE_FROM - 1) : Infinity;
    expect(number - sumOf(told)).toBeLessThanOrEqual(most);
  }
  return booked.length;
}

/** `rest`: minutes that wait in the live store. */
function expectBusyAgrees(books: Books, { months, gaps }: Figures, rest: number): void {
  const groups = Object.entries(months).filter(([cell]) => cell.startsWith('busy '));
  for (const [, quarters] of groups) expect(quarters).toBeGreaterThanOrEqual(TELLABLE_FROM);
  const [minutes, ends] = ['busy minutes', 'busy ends'].map((cell) => sumOf(books.of(cell)));
  const rounded = (QUARTER_MIN / 2) * Math.floor((ends ?? 0) / TELLABLE_FROM);
  const missing = (minutes ?? 0) - QUARTER_MIN * sumOf(groups) - rest;
  expect(missing).toBeGreaterThanOrEqual(-rounded);
  expect(missing).toBeLessThanOrEqual(gaps.length === 0 ? rounded : Infinity);
}

test.each(SEEDS)(
  '[T2] the ledger agrees with the books, but for the gaps that it names (seed %i)',
  async (seed) => {
    const live = await openLive();
    const book = openLedger(live.redis);
    const books = await run(seed, live, book);
    await settle(live, book);
    const figures = await book.figures();
    expect(figures.countedTo).toBe(hourOf(live.now));
    // A random seed may lose everything.
    expect(expectAgree(books, figures)).toBeGreaterThanOrEqual(seed <= 3 ? 5 : 0);
    const { said } = (await live.dump()).hashes;
    expectBusyAgrees(books, figures, Number(said?.['busy minutes'] ?? 0));
  },
  60_000,
);
