/** Whatever happens while a transfer is pending, the seeker is in one conversation, or in line (rule C11). */
import { signOff } from '@terskel/server/domain/duty';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Talk } from '../../helpers/people.ts';
import { ANY, toColleague, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();

type End = (live: Live, talk: Talk) => Promise<unknown>;
const ended =
  (seat: 'seeker' | 'volunteer', reason: 'seeker' | 'volunteer' | 'exit' | 'keys_differ'): End =>
  (live, { seats }) =>
    done(live.store.endConversation(seats[seat], reason, undefined, live.now));
const requeued =
  (reason: 'another' | 'keys_differ'): End =>
  (live, { id, seeker }) =>
    done(live.store.requeue(id, seeker.id, reason, newId(), publicKey(), live.now));

/** Each leaves the seeker without the conversation. */
const ENDS: readonly (readonly [name: string, kind: string, end: End])[] = [
  ['the seeker ends it', 'conversation_ended', ended('seeker', 'seeker')],
  ['the seeker leaves the page', 'idle', ended('seeker', 'exit')],
  ['the volunteer ends it', 'conversation_ended', ended('volunteer', 'volunteer')],
  ['the seeker asks for another volunteer', 'ticket', requeued('another')],
  ['the keys differ', 'ticket', requeued('keys_differ')],
  [
    'the volunteer is lost',
    'ticket',
    async (live, { id, seeker, volunteer }) => {
      await live.store.disconnectStaff(volunteer.id, volunteer.at, live.now);
      live.pass(TIMES.volunteerLostChoiceMs);
      const { store, now } = live;
      await done(store.requeue(id, seeker.id, 'volunteer_lost', newId(), publicKey(), now));
    },
  ],
  [
    'the seeker is gone',
    'conversation_ended',
    async (live, { seeker }) => {
      await live.store.disconnectSeeker(seeker.id, seeker.at, live.now);
      await live.passAndMeet(TIMES.seekerGoneMs);
    },
  ],
  [
    'the seeker falls silent',
    'conversation_ended',
    async (live, { seats }) => {
      await done(live.store.sendMessage(seats.volunteer, words(), live.now));
      for (const ms of [TIMES.silenceNudgeMs, TIMES.silenceNudgeMs, TIMES.silenceCloseMs])
        await live.passAndMeet(ms);
    },
  ],
];

describe.each(ENDS)('%s', (_, kind, end) => {
  test('[C11] while the seeker is asked', async () => {
    const live = await openLive();
    const { ask, yes, agreed } = transfers(live);
    const talk = await agreed();
    const { transfer } = await done(ask(talk));
    await end(live, talk);
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({ kind });
    expect(await live.attempt(() => yes(talk, transfer.id))).toEqual(refusal('not_found'));
  });

  test('[C11] while it waits for somebody', async () => {
    const live = await openLive();
    const { waiting, agreed } = transfers(live);
    const talk = await agreed();
    await waiting(talk);
    await end(live, talk);
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({ kind });
    expect((await live.dump()).zsets['transfers']).toBeUndefined();
  });

  test('[C11] while it is offered: the offer is withdrawn, or missed before', async () => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const { id } = await offered(talk, ANY, eva);
    await end(live, talk);
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({ kind });
    const expired = (await live.told(eva.id)).find(({ event }) => event === 'offer:expired');
    expect(expired).toMatchObject({ payload: { offerId: id } });
    expect(await live.attempt(() => live.accept(eva, id))).toEqual(refusal('offer_gone'));
  });
});

test('[C11] cancelled while it is offered: the offer is withdrawn, and the other is soon free for the next', async () => {
  const live = await openLive();
  const { offered, cancel, agreed } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const { id } = await offered(talk, ANY, eva);
  await live.waiting();
  await live.told();
  await done(cancel(talk));
  expect(await live.told()).toMatchObject([
    { receiver: `staff ${eva.id}`, payload: { offerId: id, reason: 'withdrawn' } },
    { receiver: `seeker ${talk.seeker.id}`, payload: { transfer: null } },
  ]);
  expect(await live.attempt(() => live.accept(eva, id))).toEqual(refusal('offer_gone'));
  await live.passAndMeet(1);
  expect(await live.offerOf(eva)).not.toBeNull();
});

test('[C11] the seeker says no while it is offered', async () => {
  const live = await openLive();
  const { waiting, no, agreed, seen } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const { transfer } = await waiting(talk);
  await live.match();
  expect(await live.offerOf(eva)).not.toBeNull();
  await done(no(talk, transfer.id));
  expect(await live.offerOf(eva)).toBeNull();
  expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
});

test.each(['volunteer', 'seeker', 'exit', 'another'] as const)(
  '[C11] accepted and ended at once (%s): the seeker is in one place',
  async (what) => {
    const live = await openLive();
    const { offered, agreed } = transfers(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const { id } = await offered(talk, ANY, eva);
    const { seats, seeker } = talk;
    const other = {
      volunteer: () =>
        live.other.endConversation(seats.volunteer, 'volunteer', undefined, live.now),
      seeker: () => live.other.endConversation(seats.seeker, 'seeker', undefined, live.now),
      exit: () => live.other.endConversation(seats.seeker, 'exit', undefined, live.now),
      another: () =>
        live.other.requeue(talk.id, seeker.id, 'another', newId(), publicKey(), live.now),
    }[what];
    const [accepted, ended] = await Promise.all([live.accept(eva, id), other()]);
    expect([accepted.ok, ended.ok].filter(Boolean)).toHaveLength(1);
    const { kind } = await live.store.seeker(seeker.id, live.now);
    expect(kind === 'conversation').toBe(accepted.ok);
  },
);

test('[C11, O7] a shift cannot end while it is pending, and can afterwards', async () => {
  const live = await openLive();
  const { offered, accepted, agreed } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const offer = await offered(talk, ANY, eva);
  const { volunteer } = talk;
  const endShift = () => live.store.endShift(volunteer.id, live.now);
  expect(await live.attempt(endShift)).toEqual(refusal('wrong_state'));
  await accepted(talk, eva, offer);
  expect(await endShift()).toMatchObject({ availability: { state: 'off' } });
});

test('[C11, S4] the volunteer who asked is revoked: the seeker still reaches the other', async () => {
  const live = await openLive();
  const { offered, accepted, agreed } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const offer = await offered(talk, ANY, eva);
  await signOff(live.domain, talk.volunteer);
  await live.store.disconnectStaff(talk.volunteer.id, talk.volunteer.at, live.now);
  const { conversation } = await accepted(talk, eva, offer);
  expect(conversation.seats.seeker?.presence).toEqual({ connected: true });
  await live.passAndMeet(TIMES.volunteerGoneMs + TIMES.wrapUpMs);
  expect((await live.dump()).sets['duty']).toEqual([eva.id]);
});

test('[C11, S4] the colleague who has the offer is revoked: it counts as declined', async () => {
  const live = await openLive();
  const { offered, agreed, seen } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  await offered(talk, toColleague(eva), eva);
  await signOff(live.domain, eva);
  expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
});

test('[C11, S4] a revoked colleague for whom two wait keeps no offer and is off duty, if the second is offered meanwhile', async () => {
  const live = await openLive();
  const { offered, waiting, agreed, seen } = transfers(live);
  const [first, second] = [await agreed(), await agreed()];
  const eva = await live.volunteer();
  await offered(first, toColleague(eva), eva);
  await waiting(second, toColleague(eva));
  const store = {
    ...live.store,
    async returnOffer(...given: Parameters<Live['store']['returnOffer']>) {
      const got = await live.store.returnOffer(...given);
      await live.match();
      return got;
    },
  };
  await signOff({ ...live.domain, store }, eva);
  expect(await live.store.staff(eva, live.now)).toMatchObject({
    ...{ availability: { state: 'off' }, offer: null },
  });
  for (const talk of [first, second]) expect((await seen(talk)).volunteer).toBeNull();
});

test('[C11, C10] the seeker is away when it is accepted: there is as much time to return as before', async () => {
  const live = await openLive();
  const { offered, accepted, agreed } = transfers(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const offer = await offered(talk, ANY, eva);
  await live.store.disconnectSeeker(talk.seeker.id, talk.seeker.at, live.now);
  live.pass(1_000);
  const next = await accepted(talk, eva, offer);
  expect(next.conversation.seats.seeker?.presence).toEqual({ connected: false, lostForMs: 1_000 });
  await live.passAndMeet(TIMES.seatHeldMs);
  await live.passAndMeet(TIMES.seekerGoneMs - TIMES.seatHeldMs - 1_001);
  const { conversations } = await live.store.staff(eva, live.now);
  expect(conversations).toHaveLength(1);
  await live.passAndMeet(1);
  expect(await live.store.staff(eva, live.now)).toMatchObject({ conversations: [] });
});
