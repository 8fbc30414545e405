/** Records that went by their last-resort lifetime, because nobody was there to end them: the rest lets go of them. */
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done } from '../../helpers/people.ts';

const openLive = liveStores();

const vanish = (live: Live, ...keys: readonly string[]) =>
  live.redis.del(keys.map((key) => `${live.keys.root}:${key}`));

describe('a ticket', () => {
  test('[A4] is stepped over by the next one, and leaves the line', async () => {
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

describe('what is in a lane and nowhere else', () => {
  test.each(['gone', 'gone with-a-seeker', 'gone with-a-seeker anxiety'])(
    '[A4, Q3] leaves it, and nobody waits for it: %s',
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

describe('a conversation', () => {
  test('[A4] is let go when its volunteer comes back, who is then free', async () => {
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
