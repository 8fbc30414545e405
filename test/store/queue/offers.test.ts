/** Offers: made by matching or taken, answered once, and the effects of missing or declining them. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { done, newId, offerId, staffId, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();

const decline = (live: Live, { id }: Volunteer, offer = offerId()) =>
  live.other.returnOffer(offer, id, live.now);

describe('making an offer', () => {
  test('[O2] matching reserves the ticket and notifies both sides on their nodes', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ node: 'b' });
    const seeker = await live.waiting({ topic: 'grief', feeling: 2, age: 'adult', urgent: true });
    live.pass(3_000);
    await live.told();
    const offer = await live.offered(volunteer);
    expect(offer).toMatchObject({
      ...{ publicKey: seeker.publicKey, language: 'no', topic: 'grief', feeling: 2, urgent: true },
      age: 'adult',
      ...{ waitedMs: 3_000, expiresInMs: TIMES.offerMs },
    });
    expect(await live.told()).toMatchObject([
      { node: 'a', receiver: `seeker ${seeker.id}`, event: 'ticket:updated' },
      { node: 'b', receiver: `staff ${volunteer.id}`, event: 'offer:made', payload: { offer } },
    ]);
  });

  test('[O2] taking the next one returns the offer, and asking again returns the same', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ state: 'paused' });
    const { publicKey } = await live.waiting();
    const { offer } = await done(live.take(volunteer));
    expect(offer).toMatchObject({ publicKey, urgent: false });
    const again = await live.attempt(() => live.take(volunteer, live.other));
    expect(again).toEqual({ answer: { ok: true, offer }, ...still });
  });

  test('[O1] a volunteer off duty cannot take, and neither can one without a suitable ticket', async () => {
    const live = await openLive();
    const off = await live.volunteer({ state: 'off' });
    const paused = await live.volunteer({ state: 'paused', topics: ['grief'] });
    await live.waiting({ topic: 'anxiety' });
    expect(await live.attempt(() => live.take(off))).toEqual(refusal('wrong_state'));
    const nobody = () => live.store.takeOffer(staffId(), newId(), newId(), live.now);
    expect(await live.attempt(nobody)).toEqual(refusal('wrong_state'));
    expect(await live.attempt(() => live.take(paused))).toEqual(refusal('queue_empty'));
  });

  test('[O2] no ticket is reserved for a volunteer who lost the connection while asking', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await live.waiting();
    await live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now);
    expect(await live.attempt(() => live.take(volunteer))).toEqual(refusal('wrong_state'));
  });

  test('[O1] a volunteer holds at most as many conversations as the capacity', async () => {
    const live = await openLive();
    const { volunteer } = await live.talk({}, { capacity: 2 });
    await live.waiting();
    await live.waiting();
    const second = await live.offered(volunteer);
    await done(live.accept(volunteer, second.id));
    await live.match();
    expect(await live.offerOf(volunteer)).toBeNull();
    expect(await live.attempt(() => live.take(volunteer))).toEqual(refusal('at_capacity'));
  });
});

describe('accepting an offer', () => {
  test('[O2] an accepted offer becomes a conversation; accepting again returns the same one', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ node: 'b', alias: 'Åse "/" \\ 🙂' });
    const seeker = await live.waiting({ topic: 'grief', urgent: true });
    const offer = await live.offered(volunteer);
    await live.told();
    const answer = await done(live.accept(volunteer, offer.id));
    expect(answer.conversation).toMatchObject({
      ...{ id: offer.conversationId, kind: 'support', seat: 'volunteer', topic: 'grief' },
      ...{ urgent: true, lastSeq: 0, startedForMs: 0, plannedMs: TIMES.plannedConversationMs },
      seats: {
        seeker: { presence: { connected: true }, received: 0, sent: 0 },
        volunteer: { alias: volunteer.alias, presence: { connected: true }, received: 0, sent: 0 },
      },
    });
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'a', receiver: `seeker ${seeker.id}`, event: 'conversation:started' },
        payload: { conversation: { id: offer.conversationId, seat: 'seeker' } },
      },
    ]);
    const again = await live.attempt(() => live.accept(volunteer, offer.id, live.other));
    expect(again).toEqual({ answer, ...still });
    expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({ kind: 'conversation' });
  });

  test('[O2] an offer is gone for another volunteer, after its time, and if there never was one', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const other = await live.volunteer({ state: 'paused' });
    await live.waiting();
    const offer = await live.offered(volunteer);
    for (const [who, id] of [
      [other, offer.id],
      [volunteer, offerId()],
    ] as const) {
      expect(await live.attempt(() => live.accept(who, id))).toEqual(refusal('offer_gone'));
      expect(await live.attempt(() => decline(live, who, id))).toEqual(refusal('offer_gone'));
    }
    const early = () => live.store.returnOffer(offer.id, null, live.now + TIMES.offerMs - 1);
    expect(await live.attempt(early)).toEqual(refusal('offer_gone'));
    live.pass(TIMES.offerMs);
    expect(await live.attempt(() => live.accept(volunteer, offer.id))).toEqual(
      refusal('offer_gone'),
    );
  });

  test('[O1] a volunteer whose capacity was lowered meanwhile cannot accept', async () => {
    const live = await openLive();
    const { volunteer } = await live.talk({}, { capacity: 2 });
    await live.waiting();
    const { id } = await live.offered(volunteer);
    await live.store.connectStaff({ ...volunteer, capacity: 1 }, volunteer.at, live.now);
    expect(await live.attempt(() => live.accept(volunteer, id))).toEqual(refusal('at_capacity'));
  });
});

describe('not accepting an offer', () => {
  test('[O2] a declined offer returns the ticket to the queue, once, and needs no reason', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer({ node: 'b' });
    const { id, ticketId, publicKey } = await live.waiting();
    const offer = await live.offered(volunteer);
    await live.told();
    expect(await decline(live, volunteer, offer.id)).toEqual({
      ...{ ok: true, language: 'no', seeker: id, publicKey },
    });
    expect(await live.told()).toMatchObject([
      { receiver: `seeker ${id}`, payload: { id: ticketId, state: 'waiting', place: 1 } },
    ]);
    const again = () => decline(live, volunteer, offer.id);
    expect(await live.attempt(again)).toEqual(refusal('offer_gone'));
    expect(await live.store.staff(volunteer, live.now)).toMatchObject({
      availability: { state: 'ready' },
      offer: null,
    });
  });

  test('[O3] two missed offers in a row pause the volunteer, who is notified', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    await live.waiting();
    const first = await live.offered(volunteer);
    await live.told();
    await live.passAndMeet(TIMES.offerMs);
    expect(await live.told(volunteer.id)).toMatchObject([
      { event: 'offer:expired', payload: { offerId: first.id, reason: 'expired' } },
      { event: 'offer:made' },
    ]);
    await live.passAndMeet(TIMES.offerMs);
    const paused = { state: 'paused', missed: true };
    expect(await live.told(volunteer.id)).toMatchObject([
      { event: 'offer:expired', payload: { reason: 'expired' } },
      { event: 'availability:changed', payload: { availability: paused } },
    ]);
    const { availability, offer } = await live.store.staff(volunteer, live.now);
    expect({ availability, offer }).toEqual({ availability: paused, offer: null });
    await live.match();
    expect(await live.offerOf(volunteer)).toBeNull();
    await done(live.store.setAvailability(volunteer.id, 'ready', live.now));
    expect(await live.offered(volunteer)).toBeTruthy();
    await live.passAndMeet(TIMES.offerMs);
    expect(await live.store.staff(volunteer, live.now)).toMatchObject({
      availability: { state: 'ready' },
    });
  });

  test.each(['accepted', 'declined', 'withdrawn'] as const)(
    '[O3] an offer %s between two misses: an answer resets the count, a withdrawal does not',
    async (between) => {
      const live = await openLive();
      const volunteer = await live.volunteer({ capacity: 2 });
      const seeker = await live.waiting();
      await live.offered(volunteer);
      await live.passAndMeet(TIMES.offerMs);
      const offer = await live.offered(volunteer);
      if (between === 'accepted') await done(live.accept(volunteer, offer.id));
      if (between === 'declined') await done(decline(live, volunteer, offer.id));
      if (between === 'withdrawn') await live.store.endTicket(seeker.id, 'cancelled', live.now);
      await live.waiting();
      await live.offered(volunteer);
      await live.passAndMeet(TIMES.offerMs);
      const { availability } = await live.store.staff(volunteer, live.now);
      const missed = between === 'withdrawn';
      expect(availability).toEqual(missed ? { state: 'paused', missed } : { state: 'ready' });
    },
  );
});

describe('a declined ticket', () => {
  test('[O4] is offered to another volunteer; the one who declined gets the next ticket', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const { publicKey } = await live.waiting();
    const second = await live.waiting();
    const { id } = await live.offered(volunteer);
    await done(decline(live, volunteer, id));
    expect(await live.offered(volunteer)).toMatchObject({ publicKey: second.publicKey });
    const other = await live.volunteer();
    expect(await live.offered(other)).toMatchObject({ publicKey });
  });

  test('[O4] is offered again to a volunteer who has been alone on duty for two minutes', async () => {
    const live = await openLive();
    const colleague = await live.volunteer({ state: 'paused' });
    const volunteer = await live.volunteer();
    await live.waiting();
    const { id } = await live.offered(volunteer);
    await done(decline(live, volunteer, id));
    await live.passAndMeet(TIMES.declineHoldMs);
    expect(await live.offerOf(volunteer)).toBeNull();
    await done(live.store.endShift(colleague.id, live.now));
    live.pass(TIMES.declineHoldMs - 1);
    expect(await live.attempt(() => live.take(volunteer))).toEqual(refusal('queue_empty'));
    live.pass(1);
    expect(await live.offered(volunteer)).toBeTruthy();
  });

  test('[O4] is not offered again automatically within two minutes of being declined', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    live.pass(TIMES.declineHoldMs);
    await live.waiting();
    const { id } = await live.offered(volunteer);
    await done(decline(live, volunteer, id));
    await live.passAndMeet(TIMES.declineHoldMs - 1);
    expect(await live.offerOf(volunteer)).toBeNull();
    await live.passAndMeet(1);
    expect(await live.offerOf(volunteer)).not.toBeNull();
  });
});
