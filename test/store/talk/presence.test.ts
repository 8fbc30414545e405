/** Connections that open, close and replace each other; how long places and seats are kept. */
import type { ConnectionAddress } from '@terskel/server/domain/live-store';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { address, done, newId, seekerId, type Seeker } from '../../helpers/people.ts';

const openLive = liveStores();

const leave = (live: Live, { id, at }: Seeker) =>
  live.store.disconnectSeeker(id, at.connection, live.now);
const comeBack = (live: Live, { id, at }: Seeker) => live.store.connectSeeker(id, at, live.now);
const closing = (live: Live, { id }: Seeker) => live.other.seekerClosing(id, live.now);
const expired = { kind: 'ticket_ended', reason: 'expired' };
const state = (live: Live, { id }: Seeker) => live.store.seeker(id, live.now);

/** A paused volunteer on duty, and a waiting seeker. */
async function waiting(live: Live): Promise<Seeker> {
  await live.volunteer({ state: 'paused' });
  return live.waiting();
}

describe('a place without a connection', () => {
  test('[Q6] is kept for two minutes', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await done(leave(live, seeker));
    live.pass(TIMES.placeKeptMs - 1);
    const early = () => live.store.expirePlace(seeker.id, live.now);
    expect(await live.attempt(early)).toEqual(refusal('wrong_state'));
    await live.passAndMeet(1);
    expect(await state(live, seeker)).toEqual(expired);
  });

  test('[Q6] is restored to the same tab', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await live.waiting();
    await done(leave(live, seeker));
    live.pass(TIMES.placeKeptMs - 1);
    const back = await comeBack(live, { ...seeker, at: address('b') });
    expect(back).toMatchObject({ kind: 'ticket', ticket: { id: seeker.ticketId, place: 1 } });
    await live.passAndMeet(TIMES.placeKeptMs);
    expect(await state(live, seeker)).toMatchObject({ kind: 'ticket' });
  });

  test('[Q6] expires also while its ticket is being offered', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await done(leave(live, seeker));
    live.pass(TIMES.placeKeptMs - 1);
    const volunteer = await live.volunteer();
    await live.offered(volunteer);
    await live.told();
    await live.passAndMeet(1);
    expect(await live.told(volunteer.id)).toMatchObject([
      { event: 'offer:expired', payload: { reason: 'withdrawn' } },
    ]);
    expect(await state(live, seeker)).toEqual(expired);
  });

  test.each(['before', 'after'] as const)(
    '[Q6] is kept only long enough for a reload if the page reported closing %s its connection ended',
    async (when) => {
      const live = await openLive();
      const seeker = await waiting(live);
      if (when === 'before') await done(closing(live, seeker));
      await done(leave(live, seeker));
      if (when === 'after') await done(closing(live, seeker));
      await live.passAndMeet(TIMES.closingTabMs - 1);
      expect(await state(live, seeker)).toMatchObject({ kind: 'ticket' });
      await live.passAndMeet(1);
      expect(await state(live, seeker)).toEqual(expired);
    },
  );

  test('[Q6] does not expire later because of a late closing beacon', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await done(leave(live, seeker));
    live.pass(TIMES.placeKeptMs - 1);
    await done(closing(live, seeker));
    await live.passAndMeet(1);
    expect(await state(live, seeker)).toEqual(expired);
  });

  test('[Q6] is kept for the full time if the network is lost after a reload', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await done(closing(live, seeker));
    await done(leave(live, seeker));
    live.pass(1_000);
    const reloaded = { ...seeker, at: address('b') };
    await comeBack(live, reloaded);
    live.pass(1_000);
    await done(leave(live, reloaded));
    await live.passAndMeet(TIMES.placeKeptMs - 1);
    expect(await state(live, seeker)).toMatchObject({ kind: 'ticket' });
  });
});

describe('connections', () => {
  test('[Q2] the newest one holds the session; the older one is notified, and its end has no effect', async () => {
    const live = await openLive();
    const seeker = await waiting(live);
    await live.told();
    await comeBack(live, { ...seeker, at: address('b') });
    expect(await live.told()).toEqual([
      {
        ...{ node: 'a', receiver: `seeker ${seeker.id}`, event: 'session:replaced' },
        payload: { connection: seeker.at.connection },
      },
    ]);
    // The new connection's page may not know the last changes of the old one.
    const told = [
      {
        ...{ node: 'b', receiver: `seeker ${seeker.id}`, event: 'session:outdated' },
        payload: {},
      },
    ];
    const late = await live.attempt(() => leave(live, seeker));
    expect(late).toEqual({ ...refusal('wrong_state'), told });
  });

  test('[Q2] the newest one of a volunteer holds the session as well', async () => {
    const live = await openLive();
    const { volunteer, seeker } = await live.talk();
    await live.told();
    await live.store.connectStaff(volunteer, address('b'), live.now);
    expect(await live.told()).toEqual([
      {
        ...{ node: 'a', receiver: `staff ${volunteer.id}`, event: 'session:replaced' },
        payload: { connection: volunteer.at.connection },
      },
    ]);
    const { id, at } = volunteer;
    const late = () => live.store.disconnectStaff(id, at.connection, live.now);
    const told = [
      { ...{ node: 'b', receiver: `staff ${id}`, event: 'session:outdated' }, payload: {} },
    ];
    expect(await live.attempt(late)).toEqual({ ...refusal('wrong_state'), told });
    expect(await state(live, seeker)).toMatchObject({
      conversation: { seats: { volunteer: { presence: { connected: true } } } },
    });
  });

  test('[F1] a connection that only confirms its presence does not replace a newer one', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk();
    const say: readonly ((at: ConnectionAddress) => Promise<object | null>)[] = [
      (at) => live.store.confirmSeeker(seeker.id, at, live.now),
      (at) => live.store.confirmStaff(volunteer, at, live.now),
    ];
    const first = [seeker.at, volunteer.at];
    for (const [i, confirm] of say.entries()) {
      const own = await live.attempt(() => confirm(first[i] ?? address()));
      expect(own).toMatchObject({ answer: {}, ...still });
    }
    await comeBack(live, { ...seeker, at: address('b') });
    await live.store.connectStaff(volunteer, address('b'), live.now);
    for (const [i, confirm] of say.entries()) {
      const late = await live.attempt(() => confirm(first[i] ?? address()));
      expect(late).toEqual({ answer: null, ...still });
    }
  });

  test('[F1] a connection taken for lost holds the session again when it confirms its presence', async () => {
    const live = await openLive();
    const { seeker, volunteer } = await live.talk();
    await done(leave(live, seeker));
    await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
    const session = await live.store.confirmSeeker(seeker.id, seeker.at, live.now);
    expect(session).toMatchObject({ kind: 'conversation' });
    const row = await live.store.confirmStaff(volunteer, volunteer.at, live.now);
    expect(row?.conversations).toMatchObject([
      { seats: { seeker: { presence: { connected: true } } } },
    ]);
  });

  test('[Q2] connecting the same connection again changes nothing and returns the same state', async () => {
    const live = await openLive();
    const talk = await live.talk();
    const seeker = await live.waiting();
    for (const who of [talk.seeker, seeker]) {
      const now = await state(live, who);
      expect(await live.attempt(() => comeBack(live, who))).toEqual({ answer: now, ...still });
    }
    const { volunteer } = talk;
    const row = await live.store.staff(volunteer, live.now);
    const again = () => live.other.connectStaff(volunteer, volunteer.at, live.now);
    expect(await live.attempt(again)).toEqual({ answer: row, ...still });
  });

  test('[A4] a session without a ticket is not stored', async () => {
    const live = await openLive();
    const id = seekerId();
    const arrive = () => live.store.connectSeeker(id, address(), live.now);
    expect(await live.attempt(arrive)).toEqual({ answer: { kind: 'idle' }, ...still });
    const go = () => live.store.disconnectSeeker(id, address().connection, live.now);
    expect(await live.attempt(go)).toEqual(refusal('wrong_state'));
  });
});

describe('in a conversation', () => {
  test('[C5] each seat is told that the other connected or disconnected, and for how long it has been away', async () => {
    const live = await openLive();
    const { id, seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'b' });
    await live.told();
    await done(leave(live, seeker));
    await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
    live.pass(2_000);
    expect(await comeBack(live, seeker)).toMatchObject({
      conversation: { seats: { volunteer: { presence: { connected: false, lostForMs: 2_000 } } } },
    });
    live.pass(1_000);
    const row = await live.store.connectStaff(volunteer, volunteer.at, live.now);
    expect(row.conversations).toMatchObject([
      { id, seats: { seeker: { presence: { connected: true } } } },
    ]);
    const away = {
      ...{ conversationId: id, seat: 'seeker', presence: { connected: false, lostForMs: 0 } },
    };
    expect(await live.told()).toMatchObject([
      { node: 'b', receiver: `staff ${volunteer.id}`, payload: away },
      { node: 'a', receiver: `seeker ${seeker.id}`, payload: { presence: { connected: true } } },
    ]);
  });

  test('[O5] the seat of a seeker who is away at the start is held for 90 s', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const seeker = await live.waiting();
    const { id: offer } = await live.offered(volunteer);
    await done(leave(live, seeker));
    live.pass(10_000);
    const { conversation } = await done(live.accept(volunteer, offer));
    expect(conversation.seats.seeker?.presence).toEqual({ connected: false, lostForMs: 10_000 });
    await live.passAndMeet(TIMES.seatHeldMs - 1);
    expect(await state(live, seeker)).toMatchObject({ kind: 'conversation' });
    await live.passAndMeet(1);
    expect(await state(live, seeker)).toEqual({
      ...{ kind: 'conversation_ended', reason: 'seeker_lost', conversationId: conversation.id },
      danger: false,
    });
    // Free at once: there is nothing to wrap up.
    expect(await live.store.overview(live.now)).toMatchObject({ conversations: 0, ready: 1 });
  });

  test('[O5] a seeker who returns in time has the seat as if never away', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const seeker = await live.waiting();
    const { id: offer } = await live.offered(volunteer);
    await done(leave(live, seeker));
    await done(live.accept(volunteer, offer));
    live.pass(TIMES.seatHeldMs - 1);
    await live.told();
    expect(await comeBack(live, seeker)).toMatchObject({ kind: 'conversation' });
    expect(await live.told(volunteer.id)).toMatchObject([
      { event: 'presence:changed', payload: { presence: { connected: true } } },
    ]);
    await live.passAndMeet(TIMES.seekerGoneMs);
    expect(await state(live, seeker)).toMatchObject({ kind: 'conversation' });
  });

  test('[C5] a volunteer who disconnected just before accepting is shown as disconnected', async () => {
    const live = await openLive();
    const volunteer = await live.volunteer();
    const seeker = await live.waiting();
    const { id: offer } = await live.offered(volunteer);
    await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
    live.pass(1_000);
    await done(live.accept(volunteer, offer));
    expect(await state(live, seeker)).toMatchObject({
      conversation: { seats: { volunteer: { presence: { connected: false, lostForMs: 1_000 } } } },
    });
  });

  test('[F6] a volunteer’s conversations are listed oldest first, and their seekers are told in that order', async () => {
    const live = await openLive();
    await live.store.beat('a', newId(), live.now, null);
    for (let run = 0; run < 4; run += 1) {
      const volunteer = await live.volunteer({ capacity: 3, state: 'paused' });
      const ids: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        live.pass(1);
        await live.waiting();
        const { offer } = await done(live.take(volunteer));
        ids.push((await done(live.accept(volunteer, offer.id))).conversation.id);
      }
      const row = await live.store.staff(volunteer, live.now);
      expect(row.conversations.map(({ id }) => id)).toEqual(ids);
      const record = await live.store.staffRecord(volunteer.id);
      expect(record?.conversations.map(({ id }) => id)).toEqual(ids);
      await live.told();
      await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
      const told = await live.told();
      expect(told).toMatchObject(ids.map((conversationId) => ({ payload: { conversationId } })));
    }
  });
});
