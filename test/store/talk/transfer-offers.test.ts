/** To whom a transfer is offered, and what follows if nobody accepts (rule C11). */
import { TIMES } from '@terskel/shared/limits';
import type { Offer } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, newId, type Talk, type Volunteer } from '../../helpers/people.ts';
import { ANY, LEADER, toColleague, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();

const decline = (live: Live, { id }: Volunteer, offer: Offer) =>
  live.store.returnOffer(offer.id, id, live.now);
/** What the volunteer who asked is told of the transfer. */
async function toldOf(live: Live, { volunteer }: Talk) {
  const told = await live.told(volunteer.id);
  return told.filter(({ event }) => event === 'transfer:changed').map(({ payload }) => payload);
}

describe('to whom', () => {
  test('[C11] the next available one is ready, has room and the language, and is not oneself', async () => {
    const live = await openLive();
    const { waiting, agreed } = transfers(live);
    const talk = await agreed({ language: 'no' }, { capacity: 2 });
    const others = [
      await live.volunteer({ languages: ['en'] }),
      await live.volunteer({ state: 'paused' }),
      await live.volunteer({ state: 'off' }),
    ];
    await waiting(talk);
    await live.match();
    for (const each of [talk.volunteer, ...others]) expect(await live.offerOf(each)).toBeNull();
    expect(await live.attempt(() => live.take(talk.volunteer))).toEqual(refusal('queue_empty'));
    expect(await live.attempt(() => live.take(others[0] as Volunteer))).toEqual(
      refusal('queue_empty'),
    );
    const eva = await live.volunteer({ topics: ['grief'] });
    await live.match();
    expect(await live.offerOf(eva)).toMatchObject({ transfer: { from: 'Kari' } });
  });

  test('[C11] a leader on duty may be paused, and the longest idle one comes first', async () => {
    const live = await openLive();
    const { waiting, agreed } = transfers(live);
    const talk = await agreed({}, { roles: ['volunteer', 'leader'] });
    await live.volunteer();
    const first = await live.volunteer({ roles: ['leader'], state: 'paused', languages: ['en'] });
    live.pass(1);
    const second = await live.volunteer({ roles: ['leader'], state: 'paused' });
    await waiting(talk, LEADER);
    await live.match();
    expect(await live.offerOf(first)).not.toBeNull();
    expect(await live.offerOf(second)).toBeNull();
  });

  test('[C11] a certain colleague is offered it once they have room and no other offer', async () => {
    const live = await openLive();
    const { waiting, agreed, seen } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer({ state: 'paused' });
    await live.waiting();
    const { offer } = await done(live.take(eva));
    const { transfer } = await waiting(talk, toColleague(eva));
    await live.match();
    expect((await seen(talk)).volunteer).toMatchObject({ state: 'waiting' });
    const busy = await done(live.accept(eva, offer.id));
    await live.match();
    expect((await seen(talk)).volunteer).toMatchObject({ id: transfer.id, state: 'waiting' });
    const seat = { conversationId: busy.conversation.id, seat: 'volunteer', participant: eva.id };
    await done(live.store.endConversation(seat as never, 'volunteer', undefined, live.now));
    await live.match();
    expect(await live.offerOf(eva)).toBeNull();
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await live.offerOf(eva)).toMatchObject({ transfer: { from: 'Kari' } });
    expect((await seen(talk)).seeker).toMatchObject({ id: transfer.id, state: 'offered' });
  });
});

describe('the volunteer whom the seeker asked to leave', () => {
  /** A conversation with the next volunteer; the one who was left is ready again, and leads. */
  async function left(live: Live) {
    const first = await live.talk({}, { roles: ['leader'], alias: 'Left' });
    const { store, now } = live;
    const { seeker } = first;
    await done(store.requeue(first.id, seeker.id, 'another', newId(), publicKey(), now));
    const volunteer = await live.volunteer();
    const { id: offer } = await live.offered(volunteer);
    const { conversation } = await done(live.accept(volunteer, offer));
    await done(store.confirmKeys(conversation.id, seeker.id, confirmation()));
    await done(store.setAvailability(first.volunteer.id, 'ready', now));
    return { left: first.volunteer, talk: { ...first, id: conversation.id, volunteer } };
  }

  test.each([ANY, LEADER])('[C11, C12] gets no transfer of it to $kind', async (to) => {
    const live = await openLive();
    const { waiting } = transfers(live);
    const { left: former, talk } = await left(live);
    await waiting(talk, to);
    await live.match();
    expect(await live.offerOf(former)).toBeNull();
    expect(await live.attempt(() => live.take(former))).toEqual(refusal('queue_empty'));
    const eva = await live.volunteer({ roles: ['leader'] });
    await live.match();
    expect(await live.offerOf(eva)).toMatchObject({ transfer: { from: 'Kari' } });
  });

  test('[C11, C12] gets one to exactly this colleague, whose name the seeker has read', async () => {
    const live = await openLive();
    const { waiting } = transfers(live);
    const { left: former, talk } = await left(live);
    await waiting(talk, toColleague(former));
    await live.match();
    expect(await live.offerOf(former)).toMatchObject({ transfer: { from: 'Kari' } });
  });
});

describe('nobody accepts', () => {
  test('[C11] declined by the next available one: it goes to another, and not soon to the same', async () => {
    const live = await openLive();
    const { offered, agreed, seen } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const offer = await offered(talk, ANY, eva);
    await live.told();
    await done(decline(live, eva, offer));
    expect(await toldOf(live, talk)).toMatchObject([{ transfer: { state: 'waiting' } }]);
    await live.match();
    expect(await live.offerOf(eva)).toBeNull();
    expect(await live.attempt(() => live.take(eva))).toEqual(refusal('queue_empty'));
    const ida = await live.volunteer();
    await live.match();
    const second = await live.offered(ida);
    expect((await seen(talk)).seeker).toMatchObject({ state: 'offered' });
    await done(decline(live, ida, second));
    await live.passAndMeet(TIMES.declineHoldMs);
    const offers = [await live.offerOf(eva), await live.offerOf(ida)];
    expect(offers.filter((each) => each !== null)).toHaveLength(1);
  });

  test('[C11, O3] expired: it is missed like any offer, and the search goes on', async () => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const ida = await live.volunteer({ state: 'paused' });
    const offer = await offered(talk, ANY, eva);
    await live.told();
    live.pass(TIMES.offerMs);
    expect(await live.attempt(() => live.accept(eva, offer.id))).toEqual(refusal('offer_gone'));
    await meetDeadlines(live.domain);
    expect(await live.told(eva.id)).toMatchObject([
      { event: 'offer:expired', payload: { offerId: offer.id, reason: 'expired' } },
    ]);
    expect(await live.offerOf(eva)).toBeNull();
    await done(live.store.setAvailability(ida.id, 'ready', live.now));
    await live.match();
    expect(await live.offerOf(ida)).not.toBeNull();
    await live.waiting();
    await live.match();
    await live.passAndMeet(TIMES.offerMs);
    const { availability } = await live.store.staff(eva, live.now);
    expect(availability).toEqual({ state: 'paused', missed: true });
  });

  test.each(['declined', 'expired'] as const)(
    '[C11] %s by a certain colleague: the transfer is over, and both are told',
    async (how) => {
      const live = await openLive();
      const { offered, agreed, seen } = transfers(live);
      const talk = await agreed();
      const eva = await live.volunteer();
      const offer = await offered(talk, toColleague(eva), eva);
      await live.told();
      if (how === 'declined') await done(decline(live, eva, offer));
      else await live.passAndMeet(TIMES.offerMs);
      const told = await live.told();
      const payloads = told.filter(({ event }) => event === 'transfer:changed');
      expect(payloads.map(({ receiver, payload }) => ({ receiver, payload }))).toEqual([
        {
          receiver: `staff ${talk.volunteer.id}`,
          payload: { conversationId: talk.id, transfer: null, outcome: 'declined' },
        },
        {
          receiver: `seeker ${talk.seeker.id}`,
          payload: { conversationId: talk.id, transfer: null },
        },
      ]);
      expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
    },
  );

  test('[C11] the colleague leaves duty while it waits: it is over', async () => {
    const live = await openLive();
    const { waiting, agreed, seen } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    await live.store.disconnectStaff(eva.id, eva.at, live.now);
    await waiting(talk, toColleague(eva));
    await live.match();
    expect((await seen(talk)).volunteer).toMatchObject({ state: 'waiting' });
    await live.told();
    await live.passAndMeet(TIMES.volunteerGoneMs);
    expect(await toldOf(live, talk)).toMatchObject([{ transfer: null, outcome: 'gone' }]);
  });

  test('[C11] the colleague left duty before the answer, or is away with a conversation', async () => {
    const live = await openLive();
    const { ask, yes, agreed } = transfers(live);
    const first = await agreed();
    const second = await agreed();
    const eva = await live.volunteer();
    const { transfer } = await done(ask(first, toColleague(eva)));
    await done(live.store.endShift(eva.id, live.now));
    await live.told();
    await done(yes(first, transfer.id));
    await live.match();
    expect(await toldOf(live, first)).toMatchObject([
      { transfer: { state: 'waiting' } },
      { transfer: null, outcome: 'gone' },
    ]);
    const again = await done(ask(first, toColleague(second.volunteer)));
    await done(yes(first, again.transfer.id));
    const { id, at } = second.volunteer;
    await live.store.disconnectStaff(id, at, live.now);
    await live.told();
    await live.passAndMeet(TIMES.volunteerGoneMs);
    expect(await toldOf(live, first)).toMatchObject([{ transfer: null, outcome: 'gone' }]);
  });

  test('[C11, O1] a volunteer without room cannot accept', async () => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed();
    const { volunteer: eva } = await live.talk({}, { capacity: 2 });
    const offer = await offered(talk, toColleague(eva), eva);
    await live.store.connectStaff({ ...eva, capacity: 1 }, eva.at, live.now);
    expect(await live.attempt(() => live.accept(eva, offer.id))).toEqual(refusal('at_capacity'));
    await live.store.connectStaff(eva, eva.at, live.now);
    await done(live.accept(eva, offer.id));
  });
});

describe('records that cannot be read', () => {
  /** Replaces a record until `mend` is called. */
  async function spoil(live: Live, name: string) {
    const key = `${live.keys.root}:${name}`;
    const aside = `aside:${key}`;
    await live.redis.rename(key, aside);
    await live.redis.set(key, 'no hash');
    return { mend: () => live.redis.rename(aside, key) };
  }

  test('[F9] of a transfer affects no other transfer, no ticket, and nobody who goes off duty', async () => {
    const live = await openLive();
    const { waiting, agreed, seen } = transfers(live);
    const [bad, good] = [await agreed({ language: 'no' }), await agreed({ language: 'no' })];
    await waiting(bad);
    await waiting(good);
    const { mend } = await spoil(live, `transfer:${bad.id}`);
    const idle = await live.volunteer({ state: 'paused' });
    await done(live.store.endShift(idle.id, live.now));
    const [eva, ola] = [await live.volunteer(), await live.volunteer({ languages: ['en'] })];
    await live.waiting({ language: 'en' });
    await live.match();
    expect((await seen(good)).volunteer).toMatchObject({ state: 'offered' });
    expect(await live.offerOf(eva)).not.toBeNull();
    expect(await live.offerOf(ola)).not.toBeNull();
    await mend();
  });

  test('[F9] of the colleague for whom one waits affects no ticket', async () => {
    const live = await openLive();
    const { waiting, agreed } = transfers(live);
    const eva = await live.volunteer({ state: 'paused', languages: ['ar'] });
    await waiting(await agreed(), toColleague(eva));
    const { mend } = await spoil(live, `volunteer:${eva.id}`);
    const ola = await live.volunteer();
    // Opening looks at any one of those on duty.
    for (let each = 0; each < 8; each += 1) await live.waiting();
    await live.match();
    expect(await live.offerOf(ola)).not.toBeNull();
    expect(live.domain.quarantine.report()).toEqual([
      { name: 'match', code: 'WRONGTYPE', count: 1 },
    ]);
    await mend();
  });
});
