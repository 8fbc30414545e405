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
