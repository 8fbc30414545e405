/** Counts of feedback on their way from the live store to the ledger: each exactly once, wherever a node stops. */
import { digest } from '@terskel/server/digest';
import { countBatch, hourlyRelease } from '@terskel/server/domain/feedback';
import type { Domain } from '@terskel/server/domain/ports';
import { jobQueue, type JobQueue } from '@terskel/server/jobs/job-queue';
import { TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { expect, test, vi } from 'vitest';
import { openLedger, type TestLedger } from '../../helpers/ledgers.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId } from '../../helpers/people.ts';

const openLive = liveStores();
const HOUR_MS = 3_600_000;
/** A job of a dead worker is found by another one after at most two lock times. */
const PATIENCE_MS = 40_000;

/** As many ended conversations with an answer as may be counted. */
async function answered(live: Live): Promise<void> {
  const month = new Date(live.now).toISOString().slice(0, 7);
  for (let count = 0; count < TELLABLE_FROM; count += 1) {
    const { seats, seeker, volunteer } = await live.talk();
    await done(live.store.endConversation(seats.seeker, 'seeker', undefined, live.now));
    await done(live.store.endWrapUp(volunteer.id, live.now + TIMES.wrapUpMs));
    await done(live.store.endShift(volunteer.id, live.now));
    const ids = { commentId: newId(), batchId: newId() };
    await done(live.store.giveFeedback(seeker.id, { ...ids, month, heard: 5, proof: digest('x') }));
  }
}
const counters = async (book: TestLedger) =>
  Object.values((await book.dump()).hashes['counters'] ?? {});
const waits = async ({ redis, keys }: Live) => (await redis.keys(`${keys.root}:feedback-*`)).length;

/** The part of a node that releases counts. `turn` looks whether a full hour has come, as each tick does. */
function open(live: Live, domain: Domain): { turn(): Promise<void>; readonly queue: JobQueue } {
  const handlers = { 'feedback-batch': (batch: string) => countBatch(domain, batch) };
  const queue = jobQueue(live.url, live.keys.jobs, handlers, () => {});
  return { turn: hourlyRelease(domain, queue), queue };
}

const STEPS = ['releaseFeedback', 'feedbackBatch', 'count', 'dropFeedbackBatch'] as const;
type Step = (typeof STEPS)[number];
const MOMENTS = ['before', 'after'] as const;
const WAYS = ['dies', 'fails'] as const;

/**
 * A node that dies, or whose call fails, right before or after a step is executed. `reached` resolves then. A node that
 * dies never goes on.
 */
function stopping(
  domain: Domain,
  step: Step,
  moment: (typeof MOMENTS)[number],
  way: (typeof WAYS)[number],
): { readonly domain: Domain; readonly reached: Promise<void> } {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const stops =
    <A extends readonly unknown[], R>(name: Step, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      // At its start a node only looks for batches.
      const isStart = name === 'releaseFeedback' && (args[1] as readonly string[]).length === 0;
      if (name !== step || isOver || isStart) return call(...args);
      if (moment === 'after') await call(...args);
      resolve();
      if (way === 'dies') return new Promise<never>(() => {});
      isOver = true;
      throw new Error('the answer was lost');
    };
  const { store, ledger } = domain;
  return {
    reached,
    domain: {
      ...domain,
      store: {
        ...store,
        releaseFeedback: stops(
          'releaseFeedback',
          (...args: Parameters<typeof store.releaseFeedback>) => store.releaseFeedback(...args),
        ),
        feedbackBatch: stops('feedbackBatch', (...args: Parameters<typeof store.feedbackBatch>) =>
          store.feedbackBatch(...args),
        ),
        dropFeedbackBatch: stops(
          'dropFeedbackBatch',
          (...args: Parameters<typeof store.dropFeedbackBatch>) => store.dropFeedbackBatch(...args),
        ),
      },
      ledger: {
        ...ledger,
        count: stops('count', (...args: Parameters<typeof ledger.count>) => ledger.count(...args)),
      },
    },
  };
}

test(
  '[T6] a crash or failure before or after any step of the release neither loses nor doubles a count',
  async () => {
    const cases = STEPS.flatMap((step) =>
      MOMENTS.flatMap((moment) => WAYS.map((way) => [step, moment, way] as const)),
    );
    const counted = cases.map(async ([step, moment, way]) => {
      const live = await openLive();
      const book = openLedger(live.redis);
      const domain = { ...live.domain, ledger: book };
      await answered(live);
      const first = stopping(domain, step, moment, way);
      const node = open(live, first.domain);
      await node.turn();
      live.pass(HOUR_MS);
      node.turn().catch(() => {});
      await first.reached;
      if (way === 'dies') await node.queue.close();

      const other = open(live, { ...live.otherDomain, ledger: book.other });
      await other.turn();
      live.pass(HOUR_MS);
      await other.turn();
      await vi.waitFor(async () => expect(await waits(live)).toBe(0), PATIENCE_MS);
      const sum = await counters(book);
      live.pass(HOUR_MS);
      await other.turn();
      await other.queue.close();
      await node.queue.close();
      return [[step, moment, way], sum, await counters(book)];
    });
    const once = [String(TELLABLE_FROM)];
    expect(await Promise.all(counted)).toEqual(cases.map((each) => [each, once, once]));
  },
  2 * PATIENCE_MS,
);

test('[T6] a batch whose job was lost is found by the next node that starts, before the full hour', async () => {
  const live = await openLive();
  const book = openLedger(live.redis);
  await answered(live);
  const month = new Date(live.now).toISOString().slice(0, 7);
  await live.store.releaseFeedback(newId(), [month]);
  const node = open(live, { ...live.domain, ledger: book });
  await node.turn();
  await vi.waitFor(async () => expect(await waits(live)).toBe(0), PATIENCE_MS);
  expect(await counters(book)).toEqual([String(TELLABLE_FROM)]);
  // A start releases nothing by itself: that would reveal more than the hour.
  await answered(live);
  await node.queue.close();
  const next = open(live, { ...live.domain, ledger: book });
  await next.turn();
  expect(await waits(live)).toBe(1);
  expect(await live.store.releaseFeedback(newId(), [])).toEqual([]);
  await next.queue.close();
});
