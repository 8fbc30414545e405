/** How conversations end, and how a seeker returns to the queue from one. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, lastWords, newId, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();

const seekerLeaves = (live: Live, { seeker }: Talk) =>
  done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
const seekerReturns = (live: Live, { seeker }: Talk) =>
  live.store.connectSeeker(seeker.id, seeker.at, live.now);
const volunteerLeaves = (live: Live, { volunteer }: Talk) =>
  done(live.store.disconnectStaff(volunteer.id, volunteer.at, live.now));
const state = (live: Live, { seeker }: Talk) => live.store.seeker(seeker.id, live.now);
const close = (live: Live, { seats }: Talk, lastMessage?: ReturnType<typeof lastWords>) =>
  live.store.endConversation(seats.volunteer, 'volunteer', lastMessage, live.now);
const requeue = (live: Live, { id, seeker }: Talk, reason: 'volunteer_lost' | 'keys_differ') =>
  live.store.requeue(id, seeker.id, reason, newId(), publicKey(), live.now);

describe('ended by one seat', () => {
  test.each(['seeker', 'keys_differ'] as const)(
    '[C10] the seeker ends it (%s): both sides are told the reason, and it is over',
    async (reason) => {
      const live = await openLive();
      const talk = await live.talk({ node: 'a' }, { node: 'b' });
      const ended = { conversationId: talk.id, reason };
      const toSeeker = { ...ended, danger: false };
      await live.told();
      await done(live.store.endConversation(talk.seats.seeker, reason, undefined, live.now));
      expect(await live.told()).toMatchObject([
        { node: 'a', receiver: `seeker ${talk.seeker.id}`, payload: toSeeker },
        { node: 'b', event: 'availability:changed' },
        { node: 'b', receiver: `staff ${talk.volunteer.id}`, payload: ended },
      ]);
      expect(await state(live, talk)).toEqual({ kind: 'conversation_ended', ...toSeeker });
    },
  );

  test('[C10] the volunteer is told of an exit, and nothing else remembers it', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await live.told();
    await done(live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now));
    expect(await live.told(talk.volunteer.id)).toMatchObject([
      { event: 'availability:changed' },
      { event: 'conversation:ended', payload: { reason: 'exit' } },
    ]);
    expect(await state(live, talk)).toEqual({ kind: 'idle' });
  });

  test('[C10] when both sides end it at once, one end counts', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const answers = await Promise.all([
      live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now),
      live.other.endConversation(talk.seats.volunteer, 'volunteer', undefined, live.now),
      live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('[C5] the volunteer’s last message is kept for a seeker who returns within 10 min', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const lastMessage = lastWords();
    await live.told();
    await done(close(live, talk, lastMessage));
    const ended = { conversationId: talk.id, reason: 'volunteer', danger: false };
    const payload = { ...ended, lastMessage };
    const [toSeeker, toVolunteer] = await live.told();
    expect(toSeeker?.payload).toEqual(payload);
    expect(toVolunteer?.payload).not.toHaveProperty('lastMessage');
    await live.passAndMeet(TIMES.tombstoneMs - 1);
    expect(await seekerReturns(live, talk)).toEqual({ kind: 'conversation_ended', ...payload });
    await live.passAndMeet(1);
    expect(await seekerReturns(live, talk)).toEqual({ kind: 'idle' });
  });
});

describe('a lost seeker', () => {
  test('[C5] the volunteer may close after two minutes, with reason `seeker_lost`', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await seekerLeaves(live, talk);
    live.pass(TIMES.seekerLostMs - 400);
    expect(await live.attempt(() => close(live, talk))).toEqual(refusal('wrong_state', 400));
    live.pass(400);
    const lastMessage = lastWords();
    await done(close(live, talk, lastMessage));
    expect(await seekerReturns(live, talk)).toMatchObject({ reason: 'seeker_lost', lastMessage });
  });

  test('[C5] after a return in time, closing has the normal reason again', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await seekerLeaves(live, talk);
    live.pass(1_000);
    await seekerReturns(live, talk);
    await done(close(live, talk));
    expect(await state(live, talk)).toMatchObject({ reason: 'volunteer' });
  });

  test('[C10] the conversation ends when the seeker stays away for ten minutes', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await seekerLeaves(live, talk);
    await live.passAndMeet(TIMES.seekerLostMs);
    await live.passAndMeet(TIMES.seekerGoneMs - TIMES.seekerLostMs - 1);
    expect(await state(live, talk)).toMatchObject({ kind: 'conversation' });
    await live.passAndMeet(1);
    expect(await state(live, talk)).toMatchObject({ reason: 'seeker_lost' });
  });

  test.each(['seeker', 'volunteer'] as const)(
    '[C10] with both sides away it ends two minutes after the last one, the %s, has left',
    async (last) => {
      const live = await openLive();
      const talk = await live.talk();
      const leaving = [seekerLeaves, volunteerLeaves];
      if (last === 'seeker') leaving.reverse();
      for (const leave of leaving) {
        await live.passAndMeet(60_000);
        await leave(live, talk);
      }
      await live.passAndMeet(TIMES.seekerLostMs - 1);
      expect(await state(live, talk)).toMatchObject({ kind: 'conversation' });
      await live.passAndMeet(1);
      expect(await state(live, talk)).toMatchObject({ reason: 'seeker_lost' });
    },
  );

  test('[C10] with both sides away only since this moment it ends in two minutes as well', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await seekerLeaves(live, talk);
    live.pass(TIMES.seekerLostMs);
    await volunteerLeaves(live, talk);
    await live.passAndMeet(0);
    expect(await state(live, talk)).toMatchObject({ kind: 'conversation' });
    await live.passAndMeet(TIMES.seekerLostMs);
    expect(await state(live, talk)).toMatchObject({ reason: 'seeker_lost' });
  });

  test('[C10] a volunteer who reconnects repeatedly does not keep it open', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const { volunteer } = talk;
    await seekerLeaves(live, talk);
    for (let passed = 0; passed < TIMES.seekerGoneMs; passed += 60_000) {
      await volunteerLeaves(live, talk);
      await live.store.connectStaff(volunteer, volunteer.at, live.now);
      await live.passAndMeet(60_000);
    }
    expect(await state(live, talk)).toMatchObject({ reason: 'seeker_lost' });
  });
});

describe('back to the queue', () => {
  test('[C5] from a lost volunteer after 90 s, not earlier, and not from a connected one', async () => {
    const live = await openLive();
    const talk = await live.talk({ topic: 'grief', feeling: 3, age: 'under_18' }, { node: 'b' });
    const ask = () => requeue(live, talk, 'volunteer_lost');
    expect(await live.attempt(ask)).toEqual(refusal('wrong_state'));
    await volunteerLeaves(live, talk);
    live.pass(TIMES.volunteerLostChoiceMs - 1);
    expect(await live.attempt(ask)).toEqual(refusal('wrong_state', 1));
    live.pass(1);
    const { ticket } = await done(ask());
    expect(ticket).toMatchObject({ state: 'waiting', place: 1, keepWithinMs: null });
    expect(await state(live, talk)).toEqual({ kind: 'ticket', ticket });
    expect(await live.attempt(ask)).toEqual(refusal('not_found'));
    const next = await live.volunteer();
    expect(await live.offered(next)).toMatchObject({
      ...{ topic: 'grief', feeling: 3, age: 'under_18' },
    });
  });

  test('[E3] from a volunteer with different keys at once, and only the volunteer is told of an end', async () => {
    const live = await openLive();
    const talk = await live.talk({ node: 'a' }, { node: 'b' });
    await live.told();
    await done(requeue(live, talk, 'keys_differ'));
    expect(await live.told()).toMatchObject([
      { receiver: `staff ${talk.volunteer.id}`, event: 'availability:changed' },
      { receiver: `staff ${talk.volunteer.id}`, payload: { reason: 'keys_differ' } },
    ]);
    await live.passAndMeet(TIMES.tombstoneMs - 1);
    expect(await state(live, talk)).toMatchObject({ kind: 'ticket' });
  });

  test('[E3] a volunteer whose keys differed is not offered this seeker again, unless alone on duty', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const { volunteer } = talk;
    const colleague = await live.volunteer({ state: 'paused' });
    const { ticket } = await done(requeue(live, talk, 'keys_differ'));
    await done(live.store.setAvailability(volunteer.id, 'ready', live.now));
    await live.match();
    expect(await live.offerOf(volunteer)).toBeNull();
    expect(await live.store.line('no', live.now)).toMatchObject([{ id: ticket.id }]);
    await done(live.store.endShift(colleague.id, live.now));
    live.pass(TIMES.declineHoldMs);
    expect(await live.offered(volunteer)).toBeTruthy();
  });

  test('[E3] a fourth requeue because of different keys is refused, since that is no coincidence', async () => {
    const live = await openLive();
    const { id, seeker } = await live.talk();
    let conversationId = id;
    const ask = () =>
      live.store.requeue(
        ...([conversationId, seeker.id, 'keys_differ', newId(), publicKey(), live.now] as const),
      );
    for (let times = 0; times < 3; times += 1) {
      await done(ask());
      const next = await live.volunteer();
      const offer = await live.offered(next);
      ({
        conversation: { id: conversationId },
      } = await done(live.accept(next, offer.id)));
    }
    expect(await live.attempt(ask)).toEqual(refusal('wrong_state'));
  });

  test('[Q6] a seeker who disconnects during the requeue keeps the place no longer than others', async () => {
    const live = await openLive();
    const talk = await live.talk();
    await seekerLeaves(live, talk);
    await done(requeue(live, talk, 'keys_differ'));
    await live.passAndMeet(TIMES.placeKeptMs);
    expect(await state(live, talk)).toEqual({ kind: 'ticket_ended', reason: 'expired' });
  });
});

test('[C10] when the second seat left by a clock ahead of this one, the end is scheduled by the later time', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const { store } = live;
  await seekerLeaves(live, talk);
  live.pass(TIMES.seekerLostMs);
  const late = live.now + 1_000;
  const { volunteer } = talk;
  await done(store.disconnectStaff(volunteer.id, volunteer.at, late));
  expect(await done(store.loseConversation(talk.id, 'lost', live.now))).toEqual({
    ok: true,
    ended: null,
  });
  const due = await store.due(late + TIMES.seekerLostMs, 10);
  expect(due).toContainEqual({ kind: 'lost', id: talk.id, dueAt: late + TIMES.seekerLostMs });
});
