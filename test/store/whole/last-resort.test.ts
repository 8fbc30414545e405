/**
 * Records removed by their last-resort expiry, because no node was running to end them: the other records are cleaned
 * up.
 */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, type Seeker } from '../../helpers/people.ts';

const openLive = liveStores();

const vanish = (live: Live, ...keys: readonly string[]) =>
  live.redis.del(keys.map((key) => `${live.keys.root}:${key}`));

describe('an expired ticket', () => {
  test('[A4] is skipped by the next take, and leaves the queue', async () => {
    const live = await openLive();
    const [open, choosy] = [
      await live.volunteer({ state: 'paused' }),
      await live.volunteer({ state: 'paused', topics: ['grief'] }),
    ];
    const gone = [await live.waiting({ topic: 'grief' }), await live.waiting()];
    const seekers = [await live.waiting({ topic: 'grief' }), await live.waiting()];
    for (const { id, ticketId, at } of gone) {
      await vanish(live, `ticket:${ticketId}`, `seeker:${id}`);
      await live.redis.sRem(live.keys.heldOn(at.node), `seeker ${id}`);
      await live.redis.zRem(live.keys.deadlines, `ask ${ticketId}`);
    }
    for (const [i, volunteer] of [open, choosy].entries()) {
      const { offer } = await done(live.take(volunteer));
      expect(offer.publicKey).toBe(seekers[i]?.publicKey);
    }
    expect(await live.store.overview(live.now)).toMatchObject({ waiting: 0, lanes: [] });
  });
});

/**
 * Removes the records of these seekers, as if the store had run without nodes for a long time; only list entries
 * remain.
 */
async function outlive(live: Live, ...seekers: readonly Seeker[]): Promise<void> {
  for (const { id, ticketId, at } of seekers) {
    await vanish(live, `ticket:${ticketId}`, `seeker:${id}`);
    await live.redis.sRem(live.keys.heldOn(at.node), `seeker ${id}`);
  }
}

describe('after all nodes were away', () => {
  test('[Q2, A4] expired tickets do not count as waiting and do not fill the queue', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const first = await live.waiting();
    const others = [await live.waiting({ topic: 'grief' }), await live.waiting({ language: 'en' })];
    live.pass(TIMES.stillWaitingAskMs);
    await live.store.askWaiting(first.ticketId, live.now);
    // The other volunteer has been paused for too long (rule I2).
    await live.volunteer({ state: 'paused' });
    const stays = await live.waiting();
    await outlive(live, first, ...others);
    await live.passAndMeet(TIMES.stillWaitingAnswerMs);
    expect(await live.store.overview(live.now)).toMatchObject({ waiting: 1 });
    expect(await live.store.line('no', live.now)).toMatchObject([{ seeker: stays.id }]);
    const { hashes, zsets } = await live.dump();
    expect(Object.keys(zsets).filter((key) => key.startsWith('lane:'))).toHaveLength(2);
    expect(hashes['asked']).toBeUndefined();
  });

  test('[O1, O7] an offer of an expired ticket blocks nobody: its volunteer returns and is offered another ticket', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const seeker = await live.waiting();
    const offer = await live.offered(volunteer);
    await outlive(live, seeker);
    await vanish(live, `offer:${offer.id}`);
    const back = await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect(back.offer).toBeNull();
    await live.passAndMeet(TIMES.stillWaitingAskMs);
    await live.waiting();
    expect(await live.offered(volunteer)).toBeTruthy();
  });

  test('[O7] a volunteer whose offer or conversation expired, and who stays away, goes off duty', async () => {
    const live = await openLive();
    const asked = await live.volunteer();
    const first = await live.waiting();
    const offer = await live.offered(asked);
    const { id, seeker, volunteer } = await live.talk();
    await outlive(live, first, seeker);
    await vanish(live, `offer:${offer.id}`, `conversation:${id}`);
    for (const each of [asked, volunteer]) {
      await live.store.disconnectStaff(each.id, each.at, live.now);
    }
    await live.passAndMeet(TIMES.volunteerGoneMs);
    expect(await live.store.overview(live.now)).toMatchObject({ onDuty: 0 });
    await live.passAndMeet(TIMES.stillWaitingAskMs);
  });

  test('[O2] an offer that outlives its ticket is answered and ends', async () => {
    for (const end of ['accept', 'expire', 'take'] as const) {
      const live = await openLive();
      const volunteer = await live.volunteer();
      const seeker = await live.waiting();
      const offer = await live.offered(volunteer);
      await outlive(live, seeker);
      const ends = {
        accept: () => live.accept(volunteer, offer.id),
        take: () => live.take(volunteer),
        expire: () => live.passAndMeet(TIMES.offerMs),
      };
      const codes = { accept: ['offer_gone'], take: ['queue_empty'], expire: [] }[end];
      const answer: unknown = await ends[end]();
      expect(
        [...JSON.stringify(answer ?? null).matchAll(/"code":"(\w+)"/g)].map(([, code]) => code),
      ).toEqual(codes);
      expect(await live.offerOf(volunteer)).toBeNull();
      await live.passAndMeet(TIMES.stillWaitingAskMs);
    }
  });

  test('[Q6] a place whose ticket is gone ends without an error', async () => {
    const live = await openLive();
    await live.volunteer({ state: 'paused' });
    const { id, ticketId, at } = await live.waiting();
    await done(live.store.disconnectSeeker(id, at, live.now));
    await vanish(live, `ticket:${ticketId}`);
    await live.passAndMeet(TIMES.placeKeptMs);
    await vanish(live, `seeker:${id}`);
    await live.passAndMeet(TIMES.stillWaitingAskMs);
    expect(await live.store.overview(live.now)).toMatchObject({ waiting: 0 });
  });
});

describe('a lane member without a record', () => {
  test.each(['gone', 'gone with-a-seeker', 'gone with-a-seeker anxiety'])(
    '[A4, Q3] is removed from the lane, and is never matched: %s',
    async (member) => {
      const live = await openLive();
      const choosy = await live.volunteer({ state: 'paused', topics: ['grief'] });
      await live.waiting({ topic: 'anxiety' });
      const lane = `${live.keys.lane('no')}:grief`;
      await live.redis.zAdd(lane, { score: 1, value: member });
      expect(await live.take(choosy)).toEqual({ ok: false, code: 'queue_empty' });
      expect(await live.redis.exists(lane)).toBe(0);
    },
  );
});

describe('an expired conversation', () => {
  test('[A4] is removed when its volunteer returns, who is then free', async () => {
    const live = await openLive();
    const { id, seeker, volunteer, seats } = await live.talk();
    await vanish(live, `conversation:${id}`, `seeker:${seeker.id}`);
    await live.redis.sRem(live.keys.heldOn(seeker.at.node), `seeker ${seeker.id}`);
    const end = () => live.store.endConversation(seats.volunteer, 'volunteer', undefined, live.now);
    expect(await live.attempt(end)).toEqual(refusal('not_found'));
    const row = await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect(row.conversations).toEqual([]);
    await live.waiting();
    expect(await live.offered(volunteer)).toBeTruthy();
  });
});
