/** The line between a volunteer and the leader who has taken the call: opening it, and its messages. */
import type { LiveStore, SeatHolder, SeekerId } from '@terskel/server/domain/live-store';
import type { Outcome } from '@terskel/server/domain/ports';
import type { Seat, Staff } from '@terskel/shared/models';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import {
  keyOf,
  openAside,
  openedAside,
  reserve,
  takenCall,
  type OpenedAside,
} from '../../helpers/asides.ts';
import { confirmation, encapsulation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import {
  address,
  conversationId,
  done,
  lastWords,
  newId,
  seekerId,
  words,
  type Talk,
} from '../../helpers/people.ts';
import { newVisit, visitOf } from '../../helpers/visits.ts';

const openLive = liveStores();
const here = { connected: true };

/** A conversation whose call a leader has taken. */
async function taken() {
  const live = await openLive();
  const leader = await live.volunteer({ alias: 'Nora', roles: ['leader'], state: 'paused' });
  const talk = await live.talk();
  await takenCall(live, talk, leader);
  await live.told();
  return { live, leader, talk };
}
async function opened() {
  const on = await taken();
  const aside = await openedAside(on.live, on.talk, on.leader);
  await on.live.told();
  return { ...on, aside };
}
const asidesOf = async (live: Live, member: Staff) =>
  (await live.store.staff(member, live.now)).asides;

describe('an aside', () => {
  test('[V4, C13] is opened by the volunteer; both get it, and nobody else learns of it', async () => {
    const { live, leader, talk } = await taken();
    const other = await live.volunteer({ roles: ['leader'], state: 'paused' });
    await live.told();
    const { asideId } = await done(reserve(live, talk));
    expect(await live.told()).toEqual([]);
    const keys = { encapsulation: encapsulation(), confirmation: confirmation() };
    await done(openAside(live, talk, asideId, keys));
    const member = { presence: here, received: 0, sent: 0 };
    const shown = (seat: Seat) => ({
      ...{ id: asideId, kind: 'aside', seat, of: talk.id, lastSeq: 0 },
      seats: { volunteer: { ...member, alias: 'Kari' }, leader: { ...member, alias: 'Nora' } },
      ...{ encapsulation: keys.encapsulation, confirmations: { volunteer: keys.confirmation } },
      ...{ startedAt: live.now, startedForMs: 0 },
    });
    const told = await live.told();
    expect(told).toMatchObject([
      { receiver: `staff ${talk.volunteer.id}`, payload: { aside: shown('volunteer') } },
      { receiver: `staff ${leader.id}`, payload: { aside: shown('leader') } },
    ]);
    expect(told.map(({ event }) => event)).toEqual(['aside:opened', 'aside:opened']);
    expect(await asidesOf(live, talk.volunteer)).toEqual([shown('volunteer')]);
    expect(await asidesOf(live, leader)).toEqual([shown('leader')]);
    expect(await asidesOf(live, other)).toEqual([]);
    const again = () => openAside(live, talk, asideId, keys);
    expect(await live.attempt(again)).toEqual({ answer: { ok: true }, ...still });
  });

  test('[V4] is opened only under the id that was reserved last, with one encapsulation, by its volunteer', async () => {
    const { live, leader, talk } = await taken();
    const attempt = (id = conversationId()) => live.attempt(() => openAside(live, talk, id));
    expect(await attempt()).toEqual(refusal('wrong_state'));
    const { asideId: first } = await done(reserve(live, talk));
    const { asideId: second } = await done(reserve(live, talk));
    expect(await attempt(first)).toEqual(refusal('wrong_state'));
    // An id of another conversation does not overwrite it.
    expect(await attempt(talk.id)).toEqual(refusal('wrong_state'));
    await done(openAside(live, talk, second));
    expect(await attempt(second)).toEqual(refusal('wrong_state'));
    const byLeader = { ...talk, volunteer: leader };
    expect(await live.attempt(() => reserve(live, byLeader))).toEqual(refusal('not_found'));
    expect(await live.attempt(() => openAside(live, byLeader, second))).toEqual(
      refusal('not_found'),
    );
  });

  test('[V4, E3] is not opened with a key that the leader has replaced meanwhile', async () => {
    const { live, leader, talk } = await taken();
    const former = await keyOf(live, talk);
    await done(live.store.takeCall(talk.id, leader.id, publicKey(), live.now));
    const { asideId } = await done(reserve(live, talk));
    const keys = { encapsulation: encapsulation(), confirmation: confirmation() };
    expect(await live.attempt(() => openAside(live, talk, asideId, keys, former))).toEqual(
      refusal('wrong_state'),
    );
    await done(openAside(live, talk, asideId, keys));
    // A repetition, because the answer was lost.
    await done(live.store.takeCall(talk.id, leader.id, publicKey(), live.now, asideId));
    const again = () => openAside(live, talk, asideId, keys, former);
    expect(await live.attempt(again)).toEqual({ answer: { ok: true }, ...still });
  });

  test('[V4] cannot be reserved while nobody has taken the call', async () => {
    const live = await openLive();
    const talk = await live.talk();
    expect(await live.attempt(() => reserve(live, talk))).toEqual(refusal('wrong_state'));
    await done(live.store.raiseCall(talk.id, talk.volunteer.id, 'help', live.now));
    expect(await live.attempt(() => reserve(live, talk))).toEqual(refusal('wrong_state'));
  });

  test('[V4, E3] its leader proves the keys to the volunteer, once; nobody else can', async () => {
    const { live, leader, talk, aside } = await opened();
    const { store } = live;
    const tag = confirmation();
    for (const nobody of [talk.volunteer.id, talk.seeker.id, seekerId(), '' as SeekerId])
      expect(await live.attempt(() => store.confirmKeys(aside.id, nobody, tag))).toEqual(
        refusal('not_found'),
      );
    expect(await live.attempt(() => store.confirmKeys(talk.id, leader.id, tag))).toEqual(
      refusal('not_found'),
    );
    await done(store.confirmKeys(aside.id, leader.id, tag));
    expect(await live.told()).toMatchObject([
      {
        ...{ receiver: `staff ${talk.volunteer.id}`, event: 'conversation:confirmed' },
        payload: { conversationId: aside.id, confirmation: tag },
      },
    ]);
    const other = confirmation();
    expect(await live.attempt(() => store.confirmKeys(aside.id, leader.id, other))).toEqual(
      refusal('wrong_state'),
    );
    const [shown] = await asidesOf(live, talk.volunteer);
    expect(shown?.confirmations.leader).toBe(tag);
  });

  test('[V4, C2, C14] its messages, receipts and typing reach the other one, and not the seeker', async () => {
    const { live, leader, talk, aside } = await opened();
    const { store } = live;
    const both = [
      [aside.seats.volunteer, leader.id],
      [aside.seats.leader, talk.volunteer.id],
    ] as const;
    for (const [index, [from, to]] of both.entries()) {
      const text = words();
      const seq = index + 1;
      expect(await store.sendMessage(from, text, live.now)).toMatchObject({ ok: true, seq });
      expect(await store.sendMessage(from, text, live.now)).toMatchObject({ ok: true, seq });
      await done(store.receiveMessages(from, seq));
      await done(store.setTyping(from, true));
      const told = await live.told();
      expect(told.map(({ event }) => event)).toEqual([
        ...['message:posted', 'message:received', 'typing:changed'],
      ]);
      expect(new Set(told.map(({ receiver }) => receiver))).toEqual(new Set([`staff ${to}`]));
      expect(await store.sendMessage(from, words(3), live.now)).toMatchObject({ expected: 2 });
    }
    for (const [seat] of both) {
      const got = await done(store.messagesAfter(seat, 0));
      expect(got.messages.map(({ from }) => from)).toEqual(['volunteer', 'leader']);
    }
    expect((await done(store.messagesAfter(talk.seats.volunteer, 0))).messages).toEqual([]);
    const strangers: SeatHolder[] = [
      { conversationId: aside.id, seat: 'seeker', participant: talk.seeker.id },
      { ...aside.seats.leader, participant: talk.volunteer.id },
      { ...aside.seats.volunteer, participant: leader.id },
      { ...talk.seats.seeker, seat: 'leader', participant: leader.id },
    ];
    for (const stranger of strangers) {
      const tries = [
        () => store.messagesAfter(stranger, 0),
        () => store.sendMessage(stranger, words(2), live.now),
        () => store.receiveMessages(stranger, 1),
        () => store.setTyping(stranger, true),
      ];
      for (const each of tries)
        expect(await live.attempt<object>(each)).toEqual(refusal('not_found'));
    }
  });

  test('[V4, C5] each sees whether the other is connected, and nobody waits: it has no time limit', async () => {
    const { live, leader, talk, aside } = await opened();
    await live.store.disconnectStaff(leader.id, leader.at, live.now);
    live.pass(1);
    const told = (await live.told(talk.volunteer.id)).filter(({ event }) =>
      event.startsWith('presence'),
    );
    expect(told).toMatchObject([
      { payload: { conversationId: aside.id, seat: 'leader', presence: { connected: false } } },
    ]);
    const [shown] = await asidesOf(live, talk.volunteer);
    expect(shown?.seats.leader.presence).toEqual({ connected: false, lostForMs: 1 });
    await live.store.connectStaff(leader, address('b'), live.now);
    expect(await live.told(talk.volunteer.id)).toMatchObject([
      { event: 'presence:changed', payload: { seat: 'leader', presence: here } },
    ]);
    await done(live.store.sendMessage(aside.seats.volunteer, words(), live.now));
    expect(await live.told(leader.id)).toMatchObject([{ event: 'message:posted', node: 'b' }]);
    await live.passAndMeet(TIMES.seekerGoneMs);
    expect(await asidesOf(live, leader)).toHaveLength(1);
  });

  test('[V4, O1, F3] counts for nobody’s capacity, and is in no resume ticket', async () => {
    const { live, leader, talk } = await opened();
    await live.store.beat('a', newId(), live.now, null);
    expect(await live.store.staffRecord(leader.id)).toMatchObject({ conversations: [] });
    const record = await live.store.staffRecord(talk.volunteer.id);
    expect(record?.conversations.map(({ id }) => id)).toEqual([talk.id]);
    expect(JSON.stringify(record)).not.toMatch(/callAside|callBy|callKey/);
    await done(live.store.setAvailability(leader.id, 'ready', live.now));
    await live.waiting();
    expect(await live.offered(leader)).toMatchObject({ language: 'no' });
  });
});

describe('commands that make no sense in an aside', () => {
  type Ask = (
    store: LiveStore,
    aside: OpenedAside,
    talk: Talk,
    now: number,
  ) => Promise<Outcome<object>>;
  const commands: readonly (readonly [name: string, ask: Ask])[] = [
    ['conversation:extend', (s, { id }, { volunteer }, now) => s.extend(id, volunteer.id, 0, now)],
    [
      'conversation:mark',
      (s, { id }, { volunteer }, now) => s.mark(id, volunteer.id, 'danger', true, now),
    ],
    [
      'conversation:keys',
      (s, { id }, { volunteer }, now) => s.setKeys(id, volunteer.id, 'returned', now),
    ],
    [
      'conversation:end by the volunteer',
      (s, { seats }, _, now) => s.endConversation(seats.volunteer, 'volunteer', lastWords(), now),
    ],
    [
      'conversation:end by the leader',
      (s, { seats }, _, now) => s.endConversation(seats.leader, 'volunteer', undefined, now),
    ],
    [
      'conversation:end by the seeker',
      (s, { id }, { seats }, now) =>
        s.endConversation({ ...seats.seeker, conversationId: id }, 'exit', undefined, now),
    ],
    ['conversation:stay', (s, { id }, { seeker }, now) => s.stay(id, seeker.id, now)],
    [
      'conversation:requeue',
      (s, { id }, { seeker }, now) =>
        s.requeue(id, seeker.id, 'another', newId(), publicKey(), now),
    ],
    [
      'conversation:rebuild',
      (s, { seats }, _, now) => s.rebuild(seats.leader, [], { last: true, sent: 5 }, now),
    ],
    ['call:raise', (s, { id }, { volunteer }, now) => s.raiseCall(id, volunteer.id, 'danger', now)],
    ['call:withdraw', (s, { id }, { volunteer }, now) => s.withdrawCall(id, volunteer.id, now)],
    [
      'call:take',
      (s, { id, seats }, _, now) =>
        s.takeCall(id, seats.leader.participant as never, publicKey(), now),
    ],
    [
      'call:return',
      (s, { id, seats }, _, now) => s.returnCall(id, seats.leader.participant as never, now),
    ],
    ['aside:reserve', (s, { id }, { volunteer }) => s.reserveAside(id, volunteer.id, newId())],
    [
      'aside:open',
      (s, { id }, { volunteer }, now) => {
        const keys = { encapsulation: encapsulation(), confirmation: confirmation() };
        const ids = { conversationId: id, asideId: conversationId(), leaderKey: publicKey() };
        return s.openAside(volunteer.id, { ...ids, ...keys }, now);
      },
    ],
    [
      'transfer:ask',
      (s, { id }, { volunteer }) =>
        s.askTransfer(id, volunteer.id, newId(), 'leader', { kind: 'leader' }),
    ],
    ['transfer:cancel', (s, { id }, { volunteer }, now) => s.cancelTransfer(id, volunteer.id, now)],
    [
      'visit:open',
      (s, { id }, talk, now) =>
        s.openVisit(talk.volunteer.id, visitOf({ ...talk, id }, newVisit(1), publicKey()), now),
    ],
    [
      'visit:confirm',
      (s, { id, seats }, _, now) => {
        const proof = { visit: newVisit(1).visit, confirmation: confirmation() };
        return s.confirmVisit(id, seats.leader.participant as never, proof, now);
      },
    ],
    [
      'visit:close',
      (s, { id }, { volunteer }, now) => s.closeVisit(id, volunteer.id, newVisit(1).visit, now),
    ],
  ];
  test.each(commands)('[V4, C1] %s is refused and changes nothing', async (_, ask) => {
    const { live, talk, aside } = await opened();
    expect(await live.attempt(() => ask(live.store, aside, talk, live.now))).toEqual(
      refusal('not_found'),
    );
  });
});
