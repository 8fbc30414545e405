/** How counts become batches in the live store: one an hour, and only what is enough of what seekers said. */
import { TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, hourOf, waitingIn } from '../../helpers/counts.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId } from '../../helpers/people.ts';

const openLive = liveStores();
const DAY_MS = 24 * HOUR_MS;

const ANY = expect.any(String) as string;
const release = ({ store, now }: Live, by = store) => by.releaseCounts(hourOf(now), newId(), now);
const keyOf = ({ keys }: Live, name: string) => `${keys.root}:${name}`;
const say = async (live: Live, cell: string, times = 1) =>
  void (await live.redis.hIncrBy(keyOf(live, 'said'), cell, times));
const count = async (live: Live, times: number) =>
  void (await live.redis.hIncrBy(live.keys.counts, `tickets ${hourOf(live.now)} matched`, times));
/** Moves to the next full hour, and releases. Returns what was said of the batch. */
async function nextHour(live: Live): Promise<Readonly<Record<string, number>>> {
  live.pass(HOUR_MS - (live.now % HOUR_MS));
  await release(live);
  const [batch] = await waitingIn(live.store);
  if (batch === undefined) throw new Error('no batch was made');
  await live.store.dropCountBatch(batch.id);
  return batch.said;
}
/** What was said and is not released. */
async function heldBack({ dump }: Live, cell: string): Promise<number> {
  const { said = {}, 'said-earlier': earlier = {} } = (await dump()).hashes;
  return Number(said[cell] ?? 0) + Number(earlier[cell] ?? 0);
}

describe('a batch', () => {
  test('[T2] is made once in each hour, by however many nodes, and follows the one before', async () => {
    const live = await openLive();
    const from = hourOf(live.now);
    for (let hour = 0; hour < 4; hour += 1) {
      await Promise.all([live.store, live.other, live.store].map((store) => release(live, store)));
      // Again within the hour, as by a node that starts.
      live.pass(HOUR_MS / 2);
      const later = () => release(live, live.other);
      expect((await live.attempt(later)).changed).toEqual([]);
      await count(live, hour + 1);
      live.pass(HOUR_MS / 2);
    }
    const batches = await waitingIn(live.store);
    const expected = [0, 1, 2].map((hour) => {
      const counts = { [`tickets ${from + hour} matched`]: hour + 1 };
      return { id: ANY, after: ANY, from: from + hour, to: from + hour + 1, counts, said: {} };
    });
    expect(batches).toEqual(expected);
    const ids = batches.map(({ id }) => id);
    expect(batches.map(({ after }) => after)).toEqual(['', ...ids.slice(0, -1)]);
    expect(new Set(ids).size).toBe(3);
  });

  test('[T2] is made also if nothing was counted, with the same fields', async () => {
    const [idle, busy] = [await openLive(), await openLive()];
    for (const live of [idle, busy]) await release(live);
    await count(busy, 3);
    await say(busy, 'heard 5', TELLABLE_FROM);
    for (const live of [idle, busy]) live.pass(HOUR_MS);
    for (const live of [idle, busy]) await release(live);
    const [[nothing], [something]] = [await waitingIn(idle.store), await waitingIn(busy.store)];
    expect(nothing).toMatchObject({ counts: {}, said: {} });
    expect(Object.keys(nothing ?? {})).toEqual(Object.keys(something ?? {}));
    expect(await idle.store.counts()).toEqual({});
  });

  test('[T2] is not made by the first call, which keeps what was counted before for the first batch', async () => {
    const live = await openLive();
    await count(live, 2);
    await say(live, 'heard 5', TELLABLE_FROM);
    const hour = hourOf(live.now);
    await release(live);
    expect(await waitingIn(live.store)).toEqual([]);
    live.pass(HOUR_MS);
    await release(live);
    expect(await waitingIn(live.store)).toMatchObject([
      { after: '', counts: { [`tickets ${hour} matched`]: 2 }, said: { 'heard 5': TELLABLE_FROM } },
    ]);
  });

  test('[T2] covers all hours in which none was made, and waits until it is dropped', async () => {
    const live = await openLive();
    const from = hourOf(live.now);
    await release(live);
    await count(live, 1);
    live.pass(5 * HOUR_MS);
    await release(live);
    await count(live, 1);
    live.pass(HOUR_MS);
    await release(live);
    const [first, second] = await waitingIn(live.other);
    expect([first, second]).toMatchObject([
      { from, to: from + 5 },
      { from: from + 5, to: from + 6, after: first?.id },
    ]);
    await live.store.dropCountBatch(first?.id ?? '');
    expect(await waitingIn(live.store)).toEqual([second]);
    const leftMs = await live.redis.pTTL(live.keys.countBatches);
    expect(leftMs).toBeGreaterThan(TIMES.saidKeptMs - 60_000);
    expect(leftMs).toBeLessThanOrEqual(TIMES.saidKeptMs);
  });

  test('[T2] goes on at the next hour after a clock that was a year ahead is set back', async () => {
    const live = await openLive();
    const from = hourOf(live.now);
    const ahead = 365 * 24;
    await release(live);
    const releaseAt = (hour: number) => live.store.releaseCounts(hour, newId(), hour * HOUR_MS);
    await releaseAt(from + ahead);
    await live.store.countDuty((from + ahead) * HOUR_MS, true);
    await count(live, 2);
    // Another node whose clock is behind by less than an hour changes nothing.
    await releaseAt(from + ahead - 1);
    expect(await waitingIn(live.store)).toHaveLength(1);
    for (const hour of [from + 1, from + 2]) await releaseAt(hour);
    const batches = await waitingIn(live.store);
    expect(new Set(batches.map(({ to }) => to))).toEqual(
      new Set([from + 1, from + 2, from + ahead]),
    );
    expect(batches.map(({ counts }) => counts)).toContainEqual({ [`tickets ${from} matched`]: 2 });
    const minuteOf = async () => Number((await live.dump()).hashes['counting']?.['minute']);
    await live.store.countDuty(live.now, true);
    expect(await minuteOf()).toBe(Math.floor(live.now / 60_000));
  });

  test('[T2] names the hour in which the store may have lost counts; the next one does not', async () => {
    const live = await openLive();
    // A store that counts nothing yet loses nothing.
    await live.failOver();
    await release(live);
    live.pass(HOUR_MS);
    await release(live);
    await live.failOver(live.now + 1);
    live.pass(HOUR_MS);
    // Again before a batch was made: the last time counts.
    await live.failOver();
    const lostTo = hourOf(live.now);
    await release(live);
    live.pass(HOUR_MS);
    await release(live);
    const batches = await waitingIn(live.store);
    expect(batches.map((batch) => batch.lostTo)).toEqual([undefined, lostTo, undefined]);
  });
});

describe('what seekers said', () => {
  test('[A4, T1] is released cell by cell, at least five at once; the rest carries over', async () => {
    const live = await openLive();
    await release(live);
    for (const cell of ['heard 5', 'heard 4', 'topics grief']) await say(live, cell, 4);
    await say(live, 'ages none', 7);
    expect(await nextHour(live)).toEqual({ 'ages none': 7 });
    await say(live, 'heard 4', 1);
    await say(live, 'ages none', 3);
    expect(await nextHour(live)).toEqual({ 'heard 4': 5 });
    // Also into another month.
    live.pass(14 * DAY_MS);
    await say(live, 'heard 5', 2);
    await say(live, 'heard 3', 3);
    expect(await nextHour(live)).toEqual({ 'heard 5': 6 });
    await say(live, 'ages none', 1);
    expect(await nextHour(live)).toEqual({});
    expect((await live.dump()).hashes['said']).toMatchObject({ 'topics grief': '4' });
  });

  test('[A4, T1] does not tell what the only seeker of an hour said', async () => {
    const live = await openLive();
    await release(live);
    await say(live, 'topics grief', 4);
    await say(live, 'topics none', 6);
    expect(await nextHour(live)).toEqual({ 'topics none': 6 });
    // It is the fifth one about grief, and no other seeker has come since.
    await say(live, 'topics grief');
    expect(await nextHour(live)).toEqual({});
    await say(live, 'topics none', 3);
    expect(await nextHour(live)).toEqual({});
    await say(live, 'topics none');
    expect(await nextHour(live)).toEqual({ 'topics grief': 5 });
    expect(await heldBack(live, 'topics none')).toBe(4);
  });

  test('[T1] and is enough, but of too few new seekers, is counted with those of the next 15 days', async () => {
    const live = await openLive();
    await release(live);
    await say(live, 'topics grief', 4);
    await say(live, 'topics none', 6);
    await nextHour(live);
    await say(live, 'topics grief');
    live.pass(TIMES.saidKeptMs / 2);
    expect(await nextHour(live)).toEqual({});
    await say(live, 'topics none', 3);
    expect(await nextHour(live)).toEqual({});
    await say(live, 'topics none', 1);
    expect(await nextHour(live)).toEqual({ 'topics grief': 5 });
    const { said, 'said-earlier': earlier } = (await live.dump()).hashes;
    expect([said, earlier]).toEqual([{ 'topics none': '4' }, undefined]);
  });

  test('[T1] counts together with what was said in the 15 days before', async () => {
    const live = await openLive();
    await release(live);
    await say(live, 'heard 5', 3);
    await say(live, 'heard 4', 4);
    live.pass(TIMES.saidKeptMs / 2);
    expect(await nextHour(live)).toEqual({});
    expect((await live.dump()).hashes).toMatchObject({
      'said-earlier': { 'heard 5': '3', 'heard 4': '4' },
    });
    await say(live, 'heard 5', 2);
    expect(await nextHour(live)).toEqual({ 'heard 5': 5 });
    const { said, 'said-earlier': earlier } = (await live.dump()).hashes;
    expect([said, earlier]).toEqual([undefined, { 'heard 4': '4' }]);
  });

  test.each([0, 1, 7, 14.9])(
    '[A4, T1] and is too little is kept for 15 to 30 days, if said on day %d',
    async (day) => {
      const live = await openLive();
      await release(live);
      // Others say something in between, which does not prolong it.
      const saidAt = live.now + day * DAY_MS;
      let isSaid = false;
      let lostAt: number | null = null;
      while (lostAt === null && live.now < saidAt + 2 * TIMES.saidKeptMs) {
        live.pass(12 * HOUR_MS);
        if (!isSaid && live.now >= saidAt) {
          await say(live, 'heard 1', 4);
          isSaid = true;
        }
        await say(live, 'heard 5');
        await nextHour(live);
        if (isSaid && (await heldBack(live, 'heard 1')) === 0) lostAt = live.now;
      }
      expect(lostAt).not.toBeNull();
      expect((lostAt ?? 0) - saidAt).toBeGreaterThanOrEqual(TIMES.saidKeptMs / 2 - DAY_MS);
      expect((lostAt ?? 0) - saidAt).toBeLessThanOrEqual(TIMES.saidKeptMs + DAY_MS);
    },
  );

  test('[A4, T1] expires by itself as well, and later words do not extend that', async () => {
    const live = await openLive();
    const expiryOf = async (name: string) => (await live.dump()).expiries[name];
    const ends = async () => {
      const { id } = await live.waiting();
      await done(live.store.endTicket(id, 'cancelled', live.now));
    };
    await live.volunteer();
    await release(live);
    await ends();
    const first = await expiryOf('said');
    expect(first).toEqual(expect.any(Number));
    const leftMs = await live.redis.pTTL(keyOf(live, 'said'));
    expect(leftMs).toBeGreaterThan(TIMES.saidKeptMs - 60_000);
    await ends();
    await nextHour(live);
    expect(await expiryOf('said')).toBe(first);
    live.pass(TIMES.saidKeptMs / 2);
    await nextHour(live);
    expect(await expiryOf('said')).toBeUndefined();
    const earlierMs = await live.redis.pTTL(keyOf(live, 'said-earlier'));
    expect(earlierMs).toBeGreaterThan(TIMES.saidKeptMs / 2 - 60_000);
    expect(earlierMs).toBeLessThanOrEqual(TIMES.saidKeptMs / 2);
    // Words after that begin anew.
    await ends();
    await nextHour(live);
    expect(await live.redis.pTTL(keyOf(live, 'said'))).toBeGreaterThan(TIMES.saidKeptMs - 60_000);
    expect(await live.redis.pTTL(keyOf(live, 'said-earlier'))).toBeLessThanOrEqual(earlierMs);
  });
});
