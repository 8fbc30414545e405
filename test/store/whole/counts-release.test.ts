/** Counts on their way from the live store to the ledger: each exactly once, wherever a node stops. */
import { applyBatches, hourlyRelease } from '@terskel/server/domain/counting';
import { digest } from '@terskel/server/digest';
import type { Domain } from '@terskel/server/domain/ports';
import { jobQueue, type JobQueue } from '@terskel/server/jobs/job-queue';
import { TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { expect, test, vi } from 'vitest';
import { HOUR_MS, hourOf, waitingIn } from '../../helpers/counts.ts';
import { openLedger, type TestLedger } from '../../helpers/ledgers.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId } from '../../helpers/people.ts';

const openLive = liveStores();
/** A job of a dead worker is found by another one after at most two lock times. */
const PATIENCE_MS = 40_000;

/** As many ended conversations with an answer as may be counted. */
async function answered(live: Live): Promise<void> {
  for (let count = 0; count < TELLABLE_FROM; count += 1) {
    const { seats, seeker, volunteer } = await live.talk();
    await done(live.store.endConversation(seats.seeker, 'seeker', undefined, live.now));
    await done(live.store.endWrapUp(volunteer.id, live.now + TIMES.wrapUpMs));
    await done(live.store.endShift(volunteer.id, live.now));
    const given = { commentId: newId(), batchId: newId(), proof: digest('x') };
    await done(live.store.giveFeedback(seeker.id, { ...given, heard: 5 }));
  }
}
/** What the ledger has after one release of what was answered in an hour. */
function onceOf(hour: number) {
  const cells = ['languages no', 'topics none', 'ages none', 'ends seeker', 'durations 5'];
  const months = [...cells, 'heard 5'].map((cell) => [cell.replace(' ', ' 2026-01 '), 5]);
  return {
    ...{ hours: { [`tickets ${hour} matched`]: 5 }, days: { 'waits 2026-01-15 matched 15': 5 } },
    ...{ weekHours: {}, months: Object.fromEntries(months) as Record<string, number>, gaps: [] },
  };
}
const counted = async (book: TestLedger) => {
  const { openFrom: _, countedTo: __, ...counts } = await book.figures();
  return counts;
};
const waiting = ({ redis, keys }: Live) => redis.hLen(keys.countBatches);
const allApplied = (live: Live) =>
  vi.waitFor(async () => expect(await waiting(live)).toBe(0), PATIENCE_MS);

/** The part of a node that releases counts. `turn` looks whether a full hour has come, as each tick does. */
function open(live: Live, domain: Domain): { turn(): Promise<void>; readonly queue: JobQueue } {
  const handlers = { 'count-batch': () => applyBatches(domain), release: async () => {} };
  const queue = jobQueue(live.url, live.keys.jobs, handlers, () => {});
  return { turn: hourlyRelease(domain, queue), queue };
}

const STEPS = ['countDuty', 'releaseCounts', 'countBatches', 'count', 'dropCountBatch'] as const;
type Step = (typeof STEPS)[number];
const MOMENTS = ['before', 'after'] as const;
const WAYS = ['dies', 'fails'] as const;

/**
 * A node that dies, or whose call fails, right before or after a step is executed for the `nth` time after `arm`.
 * `reached` resolves then. A node that dies never goes on.
 */
function stopping(
  domain: Domain,
  [step, nth]: readonly [Step, number],
  moment: (typeof MOMENTS)[number],
  way: (typeof WAYS)[number],
): { readonly domain: Domain; readonly reached: Promise<void>; arm(): void } {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  let left = Infinity;
  const stops =
    <A extends readonly unknown[], R>(name: Step, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (name !== step) return call(...args);
      left -= 1;
      if (left !== 0) return call(...args);
      if (moment === 'after') await call(...args);
      resolve();
      if (way === 'dies') return new Promise<never>(() => {});
      throw new Error('the answer was lost');
    };
  const { store, ledger } = domain;
  return {
    reached,
    arm() {
      left = nth;
    },
    domain: {
      ...domain,
      store: {
        ...store,
        countDuty: stops('countDuty', (...args: Parameters<typeof store.countDuty>) =>
          store.countDuty(...args),
        ),
        releaseCounts: stops('releaseCounts', (...args: Parameters<typeof store.releaseCounts>) =>
          store.releaseCounts(...args),
        ),
        countBatches: stops('countBatches', () => store.countBatches()),
        dropCountBatch: stops('dropCountBatch', (id: string) => store.dropCountBatch(id)),
      },
      ledger: {
        ...ledger,
        count: stops('count', (...args: Parameters<typeof ledger.count>) => ledger.count(...args)),
      },
    },
  };
}

test(
  '[T2] a crash or failure before or after any step of the release neither loses nor doubles a count',
  async () => {
    // The release looks for batches to add a job, and the job to apply them.
    const steps = STEPS.map((step) => [step, 1] as const);
    const cases = [...steps, ['countBatches', 2] as const].flatMap((step) =>
      MOMENTS.flatMap((moment) => WAYS.map((way) => [step, moment, way] as const)),
    );
    const results = cases.map(async ([step, moment, way]) => {
      const live = await openLive();
      const book = openLedger(live.redis);
      const domain = { ...live.domain, ledger: book };
      const first = stopping(domain, step, moment, way);
      const node = open(live, first.domain);
      await node.turn();
      await answered(live);
      const hour = hourOf(live.now);
      live.pass(HOUR_MS);
      first.arm();
      node.turn().catch(() => {});
      await first.reached;
      if (way === 'dies') await node.queue.close();

      const other = open(live, { ...live.otherDomain, ledger: book.other });
      await other.turn();
      live.pass(HOUR_MS);
      await other.turn();
      await allApplied(live);
      const sum = await counted(book);
      live.pass(HOUR_MS);
      await other.turn();
      await allApplied(live);
      await other.queue.close();
      await node.queue.close();
      return { step, moment, way, sum, later: await counted(book), expected: onceOf(hour) };
    });
    for (const { expected, ...got } of await Promise.all(results))
      expect(got).toEqual({ ...got, sum: expected, later: expected });
  },
  2 * PATIENCE_MS,
);

test('[T2] a batch whose job was lost is found by the next node that starts, before the full hour', async () => {
  const live = await openLive();
  const book = openLedger(live.redis);
  const node = open(live, { ...live.domain, ledger: book });
  await node.turn();
  await answered(live);
  const hour = hourOf(live.now);
  live.pass(HOUR_MS);
  await live.store.releaseCounts(hour + 1, newId(), live.now);
  await node.queue.close();
  const next = open(live, { ...live.domain, ledger: book });
  await next.turn();
  await allApplied(live);
  expect(await counted(book)).toEqual(onceOf(hour));

  // A start within an hour releases nothing by itself: that would reveal more than the hour.
  await answered(live);
  await next.queue.close();
  const last = open(live, { ...live.domain, ledger: book });
  const before = await live.dump();
  await last.turn();
  expect(await waitingIn(live.store)).toEqual([]);
  const { counts, said } = (await live.dump()).hashes;
  expect([counts, said]).toEqual([before.hashes['counts'], before.hashes['said']]);
  await last.queue.close();
});

test('[T2] batches that waited for the ledger for days are added, oldest first, by every node that is asked', async () => {
  const live = await openLive();
  const book = openLedger(live.redis);
  const from = hourOf(live.now);
  await live.store.releaseCounts(from, newId(), live.now);
  const expected: Record<string, number> = {};
  for (let hour = from; hour < from + 130; hour += 1) {
    const cell = `tickets ${hour} matched`;
    expected[cell] = (hour % 3) + 1;
    await live.redis.hIncrBy(live.keys.counts, cell, expected[cell]);
    live.pass(HOUR_MS);
    const release = [live.store, live.other].map((store) =>
      store.releaseCounts(hour + 1, newId(), live.now),
    );
    await Promise.all(release);
  }
  const nodes = [
    { ...live.domain, ledger: book },
    { ...live.otherDomain, ledger: book.other },
  ];
  await Promise.all([...nodes, ...nodes].map((domain) => applyBatches(domain)));
  expect(await waiting(live)).toBe(0);
  const { hours, gaps, countedTo } = await book.figures();
  expect([hours, gaps, countedTo]).toEqual([expected, [], from + 130]);
});

test('[T2, F9] a batch that cannot be read does not hold up the others, and its hours are a gap', async () => {
  const live = await openLive();
  const book = openLedger(live.redis);
  const domain = { ...live.domain, ledger: book };
  const from = hourOf(live.now);
  await live.store.releaseCounts(from, newId(), live.now);
  for (const hour of [from, from + 1, from + 2]) {
    await live.redis.hIncrBy(live.keys.counts, `tickets ${hour} matched`, 3);
    live.pass(HOUR_MS);
    await live.store.releaseCounts(hour + 1, newId(), live.now);
  }
  const [, broken] = await waitingIn(live.store);
  const id = broken?.id ?? '';
  const text = JSON.stringify({ ...broken, counts: 'of a later version' });
  await live.redis.hSet(live.keys.countBatches, id, text);

  expect(await live.store.counts()).not.toEqual({});
  expect(await live.store.countBatches()).toMatchObject({ batches: [{}, {}], unreadable: 1 });
  await expect(applyBatches(domain)).rejects.toThrow('cannot be read');
  const { hours, gaps, countedTo } = await book.figures();
  expect(hours).toEqual({ [`tickets ${from} matched`]: 3, [`tickets ${from + 2} matched`]: 3 });
  expect(gaps).toContain(from + 1);
  expect(countedTo).toBe(from + 3);
  // It waits for a node that can read it.
  await live.redis.hSet(live.keys.countBatches, id, JSON.stringify(broken));
  await applyBatches(domain);
  expect((await book.figures()).hours).toMatchObject({ [`tickets ${from + 1} matched`]: 3 });
  expect(await waiting(live)).toBe(0);
});
