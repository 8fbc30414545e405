/** Duty and availability: off, ready, paused and wrapping up. */
import { endShift } from '@terskel/server/domain/duty';
import { refused } from '@terskel/server/domain/ports';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { done, staffId, type Talk, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();

const availability = async (live: Live, volunteer: Volunteer) =>
  (await live.store.staff(volunteer, live.now)).availability;
const leave = (live: Live, { id, at }: Volunteer) => live.store.disconnectStaff(id, at, live.now);
const close = (live: Live, { seats }: Talk) =>
  live.store.endConversation(seats.volunteer, 'volunteer', undefined, live.now);

describe('shifts', () => {
  test('[O1] a shift begins paused; beginning it again changes nothing', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'off' });
    expect(await availability(live, volunteer)).toEqual({ state: 'off' });
    const paused = { ok: true, availability: { state: 'paused', missed: false } };
    expect(await live.store.startShift(volunteer.id, live.now)).toEqual(paused);
    const again = () => live.other.startShift(volunteer.id, live.now + 1);
    expect(await live.attempt(again)).toEqual({ answer: paused, ...still });
    await done(live.store.setAvailability(volunteer.id, 'ready', live.now));
    expect((await live.attempt(again)).answer).toMatchObject({ availability: { state: 'ready' } });
  });

  test('[O1] only a connected volunteer can begin a shift, and availability cannot be set off duty', async () => {
    const live = await openLive();
    const stranger = () => live.store.startShift(staffId(), live.now);
    expect(await live.attempt(stranger)).toEqual(refusal('wrong_state'));
    const { id } = await live.volunteer({ state: 'off' });
    for (const state of ['ready', 'paused'] as const) {
      const ask = () => live.store.setAvailability(id, state, live.now);
      expect(await live.attempt(ask)).toEqual(refusal('wrong_state'));
    }
  });

  test('[O7] a volunteer with a conversation or an open offer cannot go off duty', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const end = ({ id }: Volunteer) => live.store.endShift(id, live.now);
    expect(await live.attempt(() => end(talk.volunteer))).toEqual(refusal('wrong_state'));
    const other = await live.volunteer();
    await live.waiting();
    const { id } = await live.offered(other);
    expect(await live.attempt(() => end(other))).toEqual(refusal('wrong_state'));

    await done(close(live, talk));
    await done(live.store.returnOffer(id, other.id, live.now));
    const off = { ok: true, availability: { state: 'off' } };
    for (const volunteer of [talk.volunteer, other]) {
      expect(await end(volunteer)).toEqual(off);
      expect(await live.attempt(() => end(volunteer))).toEqual({ answer: off, ...still });
    }
  });

  test('[O7] a volunteer whose offer is accepted while going off duty stays on duty in the same state', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await live.waiting();
    const { id } = await live.offered(volunteer);
    const { store } = live;
    const returnOffer: typeof store.returnOffer = async (...args) => {
      await done(live.accept(volunteer, id));
      return store.returnOffer(...args);
    };
    const domain = { ...live.domain, store: { ...store, returnOffer } };
    expect(await endShift(domain, volunteer)).toEqual(refused('wrong_state'));
    expect(await availability(live, volunteer)).toEqual({ state: 'ready' });
  });

  test('[O7] after a lost connection duty ends 120 s later, unless the volunteer is back', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await done(leave(live, volunteer));
    live.pass(TIMES.volunteerGoneMs - 1);
    const expire = () => live.store.expireDuty(volunteer.id, live.now);
    expect(await live.attempt(expire)).toEqual(refusal('wrong_state'));
    expect(await availability(live, volunteer)).toEqual({ state: 'ready' });
    await live.store.connectStaff(volunteer, volunteer.at, live.now);
    live.pass(TIMES.volunteerGoneMs);
    expect(await live.attempt(expire)).toEqual(refusal('wrong_state'));
    await done(leave(live, volunteer));
    await live.passAndMeet(TIMES.volunteerGoneMs);
    expect(await availability(live, volunteer)).toEqual({ state: 'off' });
  });

  test('[O7] a volunteer who loses the connection stays on duty while a conversation lasts', async () => {
    const live = await openLive();
    const { volunteer } = await live.talk();
    await done(leave(live, volunteer));
    await live.passAndMeet(TIMES.volunteerGoneMs);
    expect(await live.store.overview(live.now)).toMatchObject({ onDuty: 1, conversations: 1 });
  });

  test('[O1] a volunteer who is disconnected or shares no language with the seeker is offered nobody until that changes', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await done(leave(live, volunteer));
    await live.waiting();
    await live.match();
    expect(await live.offerOf(volunteer)).toBeNull();
    const languages = ['en'] as Volunteer['languages'];
    await live.store.connectStaff({ ...volunteer, languages }, volunteer.at, live.now);
    await live.match();
    expect(await live.offerOf(volunteer)).toBeNull();
    await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect(await live.offered(volunteer)).toBeTruthy();
  });

  test('[O1] a volunteer whose languages change while ready is offered nobody in the old ones', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ languages: ['no', 'uk'] });
    const changed = { ...volunteer, languages: ['en'] as Volunteer['languages'] };
    await live.store.connectStaff(changed, volunteer.at, live.now);
    await live.waiting({ language: 'uk' });
    await live.match();
    expect(await live.offerOf(changed)).toBeNull();
    await live.waiting({ language: 'en' });
    expect(await live.offered(changed)).toMatchObject({ language: 'en' });
  });
});

describe('wrapping up', () => {
  test('[O6] after a conversation nobody is offered for five minutes, then as before', async () => {
    const live = await openLive();
    const talk = await live.talk({}, { node: 'b' });
    await live.waiting();
    await live.told();
    await done(close(live, talk));
    const wrapping = { state: 'wrapping_up', leftMs: TIMES.wrapUpMs };
    expect(await live.told(talk.volunteer.id)).toMatchObject([
      { node: 'b', event: 'availability:changed', payload: { availability: wrapping } },
      { node: 'b', event: 'conversation:ended', payload: { reason: 'volunteer' } },
    ]);
    await live.passAndMeet(TIMES.wrapUpMs - 1);
    expect(await availability(live, talk.volunteer)).toEqual({ ...wrapping, leftMs: 1 });
    await live.match();
    expect(await live.offerOf(talk.volunteer)).toBeNull();
    const early = () => live.store.endWrapUp(talk.volunteer.id, live.now);
    expect(await live.attempt(early)).toEqual(refusal('wrong_state'));
    await live.passAndMeet(1);
    expect(await live.told(talk.volunteer.id)).toMatchObject([
      { event: 'availability:changed', payload: { availability: { state: 'ready' } } },
      { event: 'offer:made' },
    ]);
  });

  test('[O6] a volunteer who was paused is paused again', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await done(live.store.setAvailability(talk.volunteer.id, 'paused', live.now));
    await done(close(live, talk));
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await availability(live, talk.volunteer)).toEqual({ state: 'paused', missed: false });
  });

  test.each(['ready', 'paused'] as const)('[O6] setting %s ends it early', async (state) => {
    const live = await openLive();
    const talk = await live.talk();
    await done(close(live, talk));
    const got = await done(live.store.setAvailability(talk.volunteer.id, state, live.now));
    expect(got.availability.state).toBe(state);
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await availability(live, talk.volunteer)).toMatchObject({ state });
  });

  test('[O2, O6] taking the next one ends it, and the page is notified', async () => {
    const live = await openLive();
    const talk = await live.talk({}, { node: 'b' });
    await live.waiting();
    await done(close(live, talk));
    await live.told();
    await done(live.take(talk.volunteer));
    expect(await live.told(talk.volunteer.id)).toMatchObject([
      { node: 'b', event: 'availability:changed', payload: { availability: { state: 'ready' } } },
    ]);
  });

  test('[O3, O6] a second missed offer does not shorten the wrap-up; the volunteer is paused afterwards', async () => {
    const live = await openLive();
    const talk = await live.talk({}, { capacity: 2 });
    await live.waiting();
    await live.offered(talk.volunteer);
    await live.passAndMeet(TIMES.offerMs);
    await live.match();
    await live.offered(talk.volunteer);
    await done(close(live, talk));
    await live.passAndMeet(TIMES.offerMs);
    expect(await availability(live, talk.volunteer)).toMatchObject({ state: 'wrapping_up' });
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await availability(live, talk.volunteer)).toEqual({ state: 'paused', missed: true });
  });

  test('[O6] taking the next one ends it early as well', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await done(close(live, talk));
    expect(await live.attempt(() => live.take(talk.volunteer))).toEqual(refusal('queue_empty'));
    await live.waiting();
    await done(live.take(talk.volunteer));
    expect(await availability(live, talk.volunteer)).toEqual({ state: 'ready' });
  });

  test('[O3] a second offer missed while wrapping up pauses the volunteer afterwards', async () => {
    const live = await openLive();
    const talk = await live.talk({}, { capacity: 2 });
    await live.waiting();
    await live.offered(talk.volunteer);
    await live.passAndMeet(TIMES.offerMs);
    await live.offered(talk.volunteer);
    await done(close(live, talk));
    await live.passAndMeet(TIMES.offerMs);
    expect(await availability(live, talk.volunteer)).toMatchObject({ state: 'wrapping_up' });
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await availability(live, talk.volunteer)).toEqual({ state: 'paused', missed: true });
  });

  test('[O6] of two conversations that end one after the other, the wrap-up of the second counts', async () => {
    const live = await openLive();
    const first = await live.talk({}, { capacity: 2 });
    await live.waiting();
    const offer = await live.offered(first.volunteer);
    const { conversation } = await done(live.accept(first.volunteer, offer.id));
    await done(close(live, first));
    live.pass(TIMES.wrapUpMs - 1);
    const seat = { ...first.seats.volunteer, conversationId: conversation.id };
    await done(live.store.endConversation(seat, 'volunteer', undefined, live.now));
    await live.passAndMeet(1);
    expect(await availability(live, first.volunteer)).toMatchObject({ state: 'wrapping_up' });
    await live.passAndMeet(TIMES.wrapUpMs);
    expect(await availability(live, first.volunteer)).toEqual({ state: 'ready' });
  });
});

test('[O1] reading a volunteer’s state changes nothing', async () => {
  const live = await openLive();
  const { volunteer } = await live.talk({}, { capacity: 2 });
  await live.waiting();
  await live.offered(volunteer);
  const look = await live.attempt(() => live.other.staff({ ...volunteer, capacity: 1 }, live.now));
  expect(look).toMatchObject({ answer: { conversations: [{}], offer: {} }, ...still });
});
