/**
 * Counts on their way to the ledger while the live store fails over or is lost, and the ledger is away, at random: what
 * is not counted lies in an hour that the ledger records as a gap, and nothing is counted twice.
 */
import { applyBatches } from '@terskel/server/domain/counting';
import type { Domain } from '@terskel/server/domain/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copied } from '../../helpers/copies.ts';
import { HOUR_MS, hourOf } from '../../helpers/counts.ts';
import { openLedger } from '../../helpers/ledgers.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId } from '../../helpers/people.ts';

const openLive = liveStores();
const KEYS = ['counting', 'counts', 'count-batches'] as const;

/** The counts in the live store, as a replica has them. */
type Copy = ReadonlyMap<string, Readonly<Record<string, string>>>;
async function copyOf({ redis, keys }: Live): Promise<Copy> {
  const all = KEYS.map(
    async (name) => [name, { ...(await redis.hGetAll(`${keys.root}:${name}`)) }] as const,
  );
  return new Map(await Promise.all(all));
}
async function becomes({ redis, keys }: Live, copy: Copy): Promise<void> {
  for (const [name, hash] of copy) {
    await redis.del(`${keys.root}:${name}`);
    if (Object.keys(hash).length > 0) await redis.hSet(`${keys.root}:${name}`, hash);
  }
}
/** A ledger that fails right before or after a call. */
function failing(domain: Domain, calls: number, isAfter: boolean): Domain {
  let left = calls;
  const { ledger } = domain;
  const count: typeof ledger.count = async (batch) => {
    left -= 1;
    if (left === 0 && !isAfter) throw new Error('away');
    await ledger.count(batch);
    if (left === 0) throw new Error('the answer was lost');
  };
  return { ...domain, ledger: { ...ledger, count } };
}

const STEP = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('count'), back: fc.nat({ max: 1 }) }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('hour') }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('apply') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('fail'),
      ...{ calls: fc.integer({ min: 1, max: 3 }), isAfter: fc.boolean() },
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('copy') }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('fail over') }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('lose') }) },
);
type Step = Readonly<{ what: string; back?: number; calls?: number; isAfter?: boolean }>;

test('[T2, F3, F6] no failover, loss or outage doubles a count, and what is missing lies in a gap', async () => {
  const steps: fc.Arbitrary<readonly Step[]> = fc.array(STEP, { minLength: 10, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, async (some) => {
      const live = await openLive();
      const book = openLedger(live.redis);
      const domains = [
        { ...live.domain, ledger: book },
        { ...live.otherDomain, ledger: book.other },
      ] as const;
      const truth = new Map<number, number>();
      const release = () => live.store.releaseCounts(hourOf(live.now), newId(), live.now);
      const beat = (at: number) => live.store.beat('a', newId(), live.now, at);
      await beat(live.now);
      await release();
      let [copy, copiedAt] = [await copyOf(live), live.now];
      const now = async (step: Step): Promise<unknown> => {
        live.pass(1_000);
        switch (step.what) {
          case 'count': {
            // Of a ticket that was opened in this hour, or the one before.
            const hour = hourOf(live.now) - (step.back ?? 0);
            truth.set(hour, (truth.get(hour) ?? 0) + 1);
            return live.redis.hIncrBy(live.keys.counts, `tickets ${hour} matched`, 1);
          }
          case 'hour':
            live.pass(HOUR_MS - (live.now % HOUR_MS));
            return release();
          case 'apply':
            return Promise.all(domains.map((domain) => applyBatches(domain)));
          case 'fail':
            return applyBatches(failing(domains[0], step.calls ?? 1, step.isAfter ?? false)).catch(
              () => {},
            );
          case 'copy':
            [copy, copiedAt] = [await copyOf(live), live.now];
            return null;
          case 'fail over':
            // A replica is not an hour behind.
            if (live.now - copiedAt > HOUR_MS / 2)
              [copy, copiedAt] = [await copyOf(live), live.now];
            await becomes(live, copy);
            return live.failOver(copiedAt);
          default:
            await becomes(live, new Map(KEYS.map((name) => [name, {}])));
            [copy, copiedAt] = [await copyOf(live), live.now];
            return null;
        }
      };
      // The ledger has had a batch before: what comes before the first one is no gap.
      for (const what of ['hour', 'apply']) await now({ what });
      for (const step of some) await now(step);
      for (let hour = 0; hour < 3; hour += 1) {
        await now({ what: 'hour' });
        await now({ what: 'apply' });
      }
      const { hours, gaps } = await book.figures();
      const cells = [...truth].map(([hour, count]) => {
        const has = hours[`tickets ${hour} matched`] ?? 0;
        return { hour, count, has, gaps };
      });
      expect(cells.filter(({ has, count }) => has > count)).toEqual([]);
      expect(Object.keys(hours)).toHaveLength(cells.filter(({ has }) => has > 0).length);
      const isGap = (hour: number) => gaps.includes(hour) || gaps.includes(hour + 1);
      expect(cells.filter(({ hour, has, count }) => has < count && !isGap(hour))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 90_000);

test('[T2] what seekers said is not counted twice if the store falls back to a copy in which it still waits', async () => {
  const live = await openLive();
  const book = openLedger(live.redis);
  const node = { ...live.domain, ledger: book };
  const come = async (count: number) => {
    for (let ticket = 0; ticket < count; ticket += 1) {
      const { id } = await live.waiting({ topic: 'grief' });
      await done(live.store.endTicket(id, 'cancelled', live.now));
    }
  };
  const nextHour = async () => {
    live.pass(HOUR_MS);
    await live.store.releaseCounts(hourOf(live.now), newId(), live.now);
    await applyBatches(node);
  };
  const beatAt = live.now;
  await live.volunteer();
  await live.store.beat('a', newId(), live.now, null);
  await nextHour();
  await come(3);
  const copy = await copied(live.redis, live.keys.root);
  await come(2);
  await nextHour();
  await copy.restore();
  await live.failOver(beatAt);
  await nextHour();
  await come(2);
  for (let hour = 0; hour < 2; hour += 1) await nextHour();
  const { months } = await book.figures();
  const grief = Object.entries(months).filter(([cell]) => cell.endsWith(' grief'));
  expect(grief.map(([, count]) => count)).toEqual([5]);
});
