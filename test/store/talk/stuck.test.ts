/** Conversations that their volunteer cannot continue, as leaders on duty see them. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, still } from '../../helpers/live.ts';
import { done, newId } from '../../helpers/people.ts';
import { stuck } from '../../helpers/stuck.ts';

const openLive = liveStores();
const AWAY_MS = TIMES.volunteerLostWordsMs;

async function staffed() {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const steps = stuck(live);
  const ola = await steps.leader();
  const off = await steps.leader({ state: 'off' });
  /** What this person was told, without the times. */
  const toldTo = async ({ id }: { readonly id: string }) =>
    (await live.told(id))
      .filter(({ event }) => event === 'stuck:changed')
      .map(({ payload }) => (payload as { stuck: object[] }).stuck);
  return { live, ola, off, toldTo, ...steps };
}

describe('a conversation is stuck', () => {
  test('[V7] when its volunteer has had no connection for 30 s: leaders on duty see it, and nobody else', async () => {
    const { live, ola, off, toldTo, agreed, loses, shownTo } = await staffed();
    const nora = await live.volunteer({ roles: ['leader'], state: 'paused' });
    const eva = await live.volunteer({ state: 'paused' });
    const talk = await agreed();
    await live.told();
    await loses(talk);
    await live.passAndMeet(AWAY_MS - 1);
    for (const leader of [ola, nora]) expect(await shownTo(leader)).toEqual([]);
    expect(await live.told(ola.id)).toEqual([]);
    await live.passAndMeet(1);
    const shown = {
      ...{ conversationId: talk.id, alias: 'Kari', language: 'no', danger: false, why: 'away' },
      ...{ forMs: AWAY_MS, by: null, mine: false, mayTakeOver: true },
    };
    expect(await toldTo(ola)).toEqual([[shown]]);
    live.pass(1);
    expect(await shownTo(nora)).toEqual([{ ...shown, forMs: AWAY_MS + 1 }]);
    for (const other of [off, eva, talk.volunteer]) expect(await shownTo(other)).toEqual([]);
    await done(live.store.startShift(off.id, live.now));
    expect(await toldTo(off)).toMatchObject([[{ conversationId: talk.id }]]);
    await done(live.store.endShift(off.id, live.now));
    expect(await toldTo(off)).toEqual([[]]);
  });

  test('[V7, C16] as soon as its volunteer’s tab has reported that it lost the keys, until it has them', async () => {
    const { live, ola, toldTo, unread, keys, shownTo, loses, returns } = await staffed();
    const talk = await unread();
    const shown = { conversationId: talk.id, why: 'keys', forMs: 0 };
    expect(await toldTo(ola)).toMatchObject([[shown]]);
    // A volunteer who leaves and returns without the keys can still not continue.
    await loses(talk);
    await live.passAndMeet(AWAY_MS);
    await returns(talk);
    expect(await shownTo(ola)).toMatchObject([{ ...shown, forMs: AWAY_MS }]);
    await live.told();
    await done(keys(talk, 'held'));
    expect(await toldTo(ola)).toEqual([[]]);
  });

  test('[V7] not while it is fine: after a short loss, or once the volunteer is back', async () => {
    const { live, ola, toldTo, agreed, loses, returns, away } = await staffed();
    const fine = await agreed();
    await loses(fine);
    live.pass(AWAY_MS - 1);
    await returns(fine);
    await live.passAndMeet(AWAY_MS);
    expect(await toldTo(ola)).toEqual([]);
    const talk = await away();
    await live.told();
    await returns(talk);
    expect(await toldTo(ola)).toEqual([[]]);
  });

  test('[V7, C16] also if the report that the tab has the keys arrives after the loss of the connection', async () => {
    const { live, ola, toldTo, shownTo, unread, keys, loses } = await staffed();
    const talk = await unread();
    await loses(talk);
    await done(keys(talk, 'held'));
    expect(await shownTo(ola)).toEqual([]);
    await live.passAndMeet(AWAY_MS);
    expect(await shownTo(ola)).toMatchObject([{ why: 'away', forMs: AWAY_MS }]);
    await live.told();
    await done(keys(talk, 'lost'));
    expect(await toldTo(ola)).toMatchObject([[{ why: 'keys', forMs: 0 }]]);
  });

  test('[V7, C17] and marked as danger: leaders see a mark at once', async () => {
    const { live, ola, toldTo, unread, away, shownTo } = await staffed();
    const talk = await unread();
    await live.told();
    await done(live.store.mark(talk.id, talk.volunteer.id, 'danger', true, live.now));
    expect(await toldTo(ola)).toMatchObject([[{ danger: true }]]);
    await away({ urgent: true });
    expect(await shownTo(ola)).toMatchObject([{ danger: true }, { danger: true }]);
  });

  test('[V7] no leader sees the own one', async () => {
    const { live, ola, shownTo, unread } = await staffed();
    const talk = await unread({}, { roles: ['leader'] });
    expect(await shownTo(talk.volunteer)).toEqual([]);
    expect(await shownTo(ola)).toHaveLength(1);
    await done(live.store.startShift(ola.id, live.now));
  });

  test('[V7, F1] also when the volunteer’s node died', async () => {
    const { live, ola, shownTo, agreed } = await staffed();
    const talk = await agreed({}, { node: 'b' });
    await live.die('b', 'a');
    await live.passAndMeet(AWAY_MS);
    expect(await shownTo(ola)).toMatchObject([{ conversationId: talk.id, why: 'away' }]);
  });

  test('[V7, F9] one that cannot be read affects no other one, and no leader', async () => {
    const { live, ola, shownTo, unread } = await staffed();
    const [broken, other] = [await unread(), await unread()];
    const key = `${live.keys.root}:conversation:${broken.id}`;
    const record = await live.redis.hGetAll(key);
    await live.redis.del(key);
    await live.redis.set(key, 'broken');
    expect(await shownTo(ola)).toMatchObject([{ conversationId: other.id }]);
    await live.redis.del(key);
    await live.redis.hSet(key, record);
    await live.redis.expire(key, 100);
  });
});

describe('it is no longer stuck', () => {
  test.each([
    ['the seeker ends it', 'seeker'],
    ['the seeker leaves the page', 'exit'],
  ] as const)('[V7] when %s', async (_, reason) => {
    const { live, ola, toldTo, away } = await staffed();
    const talk = await away();
    await live.told();
    await done(live.store.endConversation(talk.seats.seeker, reason, undefined, live.now));
    expect(await toldTo(ola)).toEqual([[]]);
  });

  test('[V7, C5] when the seeker chooses the queue, or both are away for too long', async () => {
    const { live, ola, toldTo, away } = await staffed();
    const [talk, other] = [await away(), await away()];
    live.pass(TIMES.volunteerLostChoiceMs);
    await live.told();
    const ask = [talk.id, talk.seeker.id, 'volunteer_lost', newId(), 'key', live.now] as const;
    await done(live.store.requeue(...ask));
    expect(await toldTo(ola)).toMatchObject([[{ conversationId: other.id }]]);
    const { seeker } = other;
    await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
    await live.passAndMeet(TIMES.seekerLostMs);
    expect((await toldTo(ola)).at(-1)).toEqual([]);
  });

  test('[V7, C16] when the volunteer gives the seeker back', async () => {
    const { live, ola, toldTo, unread, keys } = await staffed();
    const talk = await unread();
    await live.told();
    await done(keys(talk, 'returned'));
    expect(await toldTo(ola)).toEqual([[]]);
    await done(keys(talk, 'returned'));
    const again = () => keys(talk, 'lost');
    expect(await live.attempt(again)).toMatchObject({ answer: { code: 'wrong_state' }, ...still });
  });
});

describe('after a loss of the store', () => {
  test.each(['held', 'lost'] as const)(
    '[V7, F3] it is stuck again only while its volunteer cannot continue it (keys %s)',
    async (held) => {
      const { live, ola, shownTo, agreed, keys, returns } = await staffed();
      const talk = await agreed();
      await done(keys(talk, held));
      const record = await live.store.seekerRecord(talk.seeker.id);
      const since = live.now;
      if (record === null) throw new Error('there is no record to restore');
      for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
      live.pass(1_000);
      await live.store.beat('a', newId(), live.now, null);
      await live.store.connectStaff(ola, ola.at, live.now);
      await done(live.store.startShift(ola.id, live.now));
      await done(live.store.restoreSeeker(talk.seeker.id, record, live.now, live.now));
      const lost = [{ why: 'keys', forMs: live.now - since }];
      expect(await shownTo(ola)).toMatchObject(held === 'lost' ? lost : []);
      await live.store.connectSeeker(talk.seeker.id, talk.seeker.at, live.now);
      await live.passAndMeet(AWAY_MS - 1);
      expect(await shownTo(ola)).toHaveLength(held === 'lost' ? 1 : 0);
      await live.passAndMeet(1);
      const why = held === 'lost' ? 'keys' : 'away';
      expect(await shownTo(ola)).toMatchObject([{ conversationId: talk.id, why }]);
      await returns(talk);
      await done(live.store.startShift(talk.volunteer.id, live.now));
      expect(await shownTo(ola)).toHaveLength(held === 'lost' ? 1 : 0);
    },
  );
});
