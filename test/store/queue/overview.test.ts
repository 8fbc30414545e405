/** Counts of waiting tickets and volunteers, and the queue as a node reads it. */
import { describe, expect, test } from 'vitest';
import { liveStores, still, type Live } from '../../helpers/live.ts';
import { done } from '../../helpers/people.ts';

const openLive = liveStores();

const overview = (live: Live) => live.store.overview(live.now);

describe('counts', () => {
  test('[I1] are all zero without tickets and volunteers', async () => {
    const live = await openLive();
    expect(await overview(live)).toEqual({
      ...{ lanes: [], versions: {}, matches: {}, oldestWaitMs: null },
      ...{ waiting: 0, onDuty: 0, leaders: 0, ready: 0, answering: 0, conversations: 0 },
    });
  });

  test('[Q5] are by language and topic, without tickets that are being offered', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ languages: ['uk'] });
    await live.volunteer({ languages: ['pl'] });
    await live.volunteer({ state: 'paused' });
    await live.volunteer({ state: 'off' });
    for (const topic of ['grief', undefined, 'grief'] as const) await live.waiting({ topic });
    await live.waiting({ language: 'en', topic: 'other', urgent: true });
    await live.waiting({ language: 'uk' });
    await live.offered(volunteer);
    const { lanes, ...row } = await overview(live);
    expect(lanes).toEqual([
      { language: 'no', topic: 'grief', waiting: 2, urgent: 0 },
      { language: 'no', topic: null, waiting: 1, urgent: 0 },
      { language: 'en', topic: 'other', waiting: 1, urgent: 1 },
    ]);
    expect(row).toMatchObject({ waiting: 4, onDuty: 3, ready: 2, answering: 3, conversations: 0 });
  });

  test('[I2] include leaders on duty, by their current profile', async () => {
    const live = await openLive();
    const roles = { roles: ['volunteer' as const, 'leader' as const] };
    const [leader] = [await live.volunteer(roles), await live.volunteer()];
    await live.volunteer({ ...roles, state: 'off' });
    expect(await overview(live)).toMatchObject({ onDuty: 2, leaders: 1 });
    const plain = { ...leader, roles: ['volunteer' as const] };
    await live.store.connectStaff(plain, leader.at, live.now);
    expect(await overview(live)).toMatchObject({ onDuty: 2, leaders: 0 });
    await live.store.connectStaff(leader, leader.at, live.now);
    expect(await overview(live)).toMatchObject({ leaders: 1 });
    await done(live.store.endLead(leader.id, undefined, live.now));
    expect(await overview(live)).toMatchObject({ onDuty: 2, leaders: 0 });
    const again = () => live.store.endLead(leader.id, undefined, live.now);
    expect(await live.attempt(again)).toEqual({ answer: { ok: true }, ...still });
  });

  test('[Q5] include the oldest wait, which is the longest one of any ticket', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id } = await live.waiting();
    live.pass(1_000);
    await live.waiting();
    await live.waiting({ urgent: true });
    await live.waiting({ language: 'en' });
    live.pass(5_000);
    expect(await overview(live)).toMatchObject({ oldestWaitMs: 6_000 });
    await done(live.store.endTicket(id, 'cancelled', live.now));
    expect(await overview(live)).toMatchObject({ oldestWaitMs: 5_000 });
  });

  test('[Q5] include the times of the last twenty matches by language, newest first', async () => {
    const live = await openLive();
    const times: number[] = [];
    for (let i = 0; i < 22; i += 1) {
      live.pass(1_000);
      const { seats } = await live.talk();
      times.unshift(live.now);
      await done(live.store.endConversation(seats.seeker, 'exit', undefined, live.now));
    }
    const { matches, conversations } = await overview(live);
    expect(matches).toEqual({ no: times.slice(0, 20) });
    expect(conversations).toBe(0);
  });

  test('[I1] include conversations while they last', async () => {
    const live = await openLive();
    const { seats } = await live.talk();
    await live.talk();
    expect(await overview(live)).toMatchObject({ conversations: 2, ready: 0 });
    await done(live.store.endConversation(seats.seeker, 'seeker', undefined, live.now));
    expect(await overview(live)).toMatchObject({ conversations: 1 });
  });
});

describe('the queue', () => {
  test('[Q5] has a version that increases whenever a position in it may have changed', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'paused' });
    const version = async () => (await overview(live)).versions.no ?? 0;
    const steps: (() => Promise<unknown>)[] = [
      () => live.waiting(),
      () => live.waiting({ urgent: true }),
      () => live.take(volunteer),
      async () => {
        const offer = await live.offerOf(volunteer);
        return offer && live.store.returnOffer(offer.id, volunteer.id, live.now);
      },
      async () => {
        const [first] = await live.store.line('no', live.now);
        return first && done(live.store.endTicket(first.seeker, 'cancelled', live.now));
      },
    ];
    let before = await version();
    for (const step of steps) {
      await step();
      const after = await version();
      expect(after).toBeGreaterThan(before);
      before = after;
    }
    await live.waiting({ language: 'en' });
    expect(await version()).toBe(before);
  });

  test('[Q5] lists the tickets of a language, the next one first, and reading changes nothing', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const [second, third, first] = [
      await live.waiting({ topic: 'grief' }),
      await live.waiting(),
      await live.waiting({ urgent: true }),
    ];
    await live.waiting({ language: 'en' });
    const look = await live.attempt(() => live.other.line('no', live.now));
    const answer = [first, second, third].map(({ id: seeker, ticketId: id }) => {
      return { id, seeker, keepWithinMs: null };
    });
    expect(look).toEqual({ answer, ...still });
    expect(await live.store.line('ar', live.now)).toEqual([]);
    expect(await live.attempt(() => overview(live))).toMatchObject(still);
  });
});
