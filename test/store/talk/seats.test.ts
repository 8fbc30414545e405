/** A third seat in a conversation: everything that reaches one participant reaches all others (rule C13). */
import { TIMES } from '@terskel/shared/limits';
import type { KeyEpoch, Message, Seat } from '@terskel/shared/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectConsistent } from '../../helpers/invariants.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { address, done, newId, words } from '../../helpers/people.ts';
import { letIn, runLua } from '../../helpers/visits.ts';

const openLive = liveStores();
const SEATS = ['seeker', 'volunteer', 'leader'] as const;

/** Messages of a key epoch. */
const say =
  (keyEpoch: KeyEpoch) =>
  (counter = 1) => ({ ...words(counter), keyEpoch });

/** A conversation with a leader in it. */
async function three(live: Live) {
  const talk = await live.talk({ node: 'a' }, { node: 'b' });
  const leader = await live.volunteer({ node: 'a', alias: 'Liv', roles: ['leader'] });
  const { seat, keyEpoch } = await letIn(live, talk, leader);
  const seats = { ...talk.seats, leader: seat };
  await live.told();
  return { ...talk, leader, seats, keyEpoch, say: say(keyEpoch) };
}
type Three = Awaited<ReturnType<typeof three>>;

const receiverOf = ({ seeker, volunteer, leader }: Three, seat: Seat) =>
  ({
    seeker: `seeker ${seeker.id}`,
    volunteer: `staff ${volunteer.id}`,
    leader: `staff ${leader.id}`,
  })[seat];
/** The receivers of all seats but one. */
const othersOf = (talk: Three, seat: Seat) =>
  SEATS.filter((each) => each !== seat).map((each) => receiverOf(talk, each));

/** What each participant is shown of the conversation. */
async function shown(live: Live, { seeker, volunteer, leader }: Three) {
  const session = await live.store.seeker(seeker.id, live.now);
  if (session.kind !== 'conversation') throw new Error('there is no conversation');
  const staff = [];
  for (const member of [volunteer, leader])
    staff.push(...(await live.store.staff(member, live.now)).conversations);
  return [session.conversation, ...staff];
}

async function logOf(live: Live, { seats }: Three, seat: Seat): Promise<Message[]> {
  return (await done(live.store.messagesAfter(seats[seat], 0))).messages;
}

test('[C13, C2, C14] messages of each of three seats get their own counters, and reach the two others', async () => {
  const live = await openLive();
  const talk = await three(live);
  const by: readonly Seat[] = ['leader', 'seeker', 'leader', 'volunteer', 'seeker', 'leader'];
  const sent = { seeker: 0, volunteer: 0, leader: 0 };
  for (const [index, seat] of by.entries()) {
    sent[seat] += 1;
    const message = talk.say(sent[seat]);
    expect(await done(live.store.sendMessage(talk.seats[seat], message, live.now))).toMatchObject({
      seq: index + 1,
    });
    const told = await live.told();
    expect(told.map(({ receiver }) => receiver).toSorted()).toEqual(
      othersOf(talk, seat).toSorted(),
    );
    for (const { event, payload } of told)
      expect({ event, payload }).toMatchObject({
        event: 'message:posted',
        payload: { message: { seq: index + 1, from: seat, ciphertext: message.ciphertext } },
      });
  }
  const log = await logOf(live, talk, 'seeker');
  expect(log.map(({ from, counter }) => [from, counter])).toEqual([
    ...[
      ['leader', 1],
      ['seeker', 1],
      ['leader', 2],
    ],
    ...[
      ['volunteer', 1],
      ['seeker', 2],
      ['leader', 3],
    ],
  ]);
  for (const seat of SEATS) expect(await logOf(live, talk, seat)).toEqual(log);
  // The same message again is the same one, and a gap is refused.
  const [first] = log;
  const again = live.store.sendMessage(talk.seats.leader, first ?? talk.say(), live.now);
  expect(await again).toMatchObject({ ok: true, seq: 1 });
  expect(await live.store.sendMessage(talk.seats.leader, talk.say(5), live.now)).toEqual({
    ...{ ok: false, code: 'wrong_counter', expected: 4 },
  });
});

test('[C13, C3, C5, C6] receipts, typing and presence of each of three seats reach the two others, and name the seat', async () => {
  const live = await openLive();
  const talk = await three(live);
  await done(live.store.sendMessage(talk.seats.seeker, talk.say(), live.now));
  for (const seat of SEATS) {
    await live.told();
    await done(live.store.setTyping(talk.seats[seat], true));
    await done(live.store.receiveMessages(talk.seats[seat], 1));
    const told = await live.told();
    for (const receiver of othersOf(talk, seat))
      expect(told.filter((each) => each.receiver === receiver)).toMatchObject([
        { event: 'typing:changed', payload: { seat, typing: true } },
        { event: 'message:received', payload: { seat, seq: 1 } },
      ]);
    expect(told).toHaveLength(4);
  }
  const { leader } = talk;
  await done(live.store.disconnectStaff(leader.id, leader.at, live.now));
  live.pass(2_000);
  const away = { presence: { connected: false, lostForMs: 2_000 }, alias: 'Liv', received: 1 };
  for (const conversation of (await shown(live, talk)).slice(0, 2))
    expect(conversation.seats.leader).toMatchObject(away);
  const row = await live.store.connectStaff(leader, address('b'), live.now);
  expect(row.conversations).toMatchObject([{ id: talk.id, seat: 'leader' }]);
  const presence = (await live.told()).filter(({ event }) => event === 'presence:changed');
  expect(presence.map(({ receiver, payload }) => [receiver, payload])).toEqual(
    [false, true].flatMap((connected) =>
      othersOf(talk, 'leader').map((receiver) => [
        receiver,
        {
          ...{ conversationId: talk.id, seat: 'leader' },
          presence: connected ? { connected } : { connected, lostForMs: 0 },
        },
      ]),
    ),
  );
  for (const [index, conversation] of (await shown(live, talk)).entries()) {
    expect(Object.keys(conversation.seats).toSorted()).toEqual(SEATS.toSorted());
    expect(conversation.seat).toBe(SEATS[index]);
  }
});

test('[C13, C9] a visitor who is away does not stop the count of silence, and one who returns does not move it', async () => {
  const live = await openLive();
  const talk = await three(live);
  const { leader } = talk;
  await done(live.store.sendMessage(talk.seats.volunteer, talk.say(), live.now));
  await done(live.store.disconnectStaff(leader.id, leader.at, live.now));
  live.pass(TIMES.silenceNudgeMs / 2);
  await live.store.connectStaff(leader, address('a'), live.now);
  await live.passAndMeet(TIMES.silenceNudgeMs / 2);
  expect((await shown(live, talk))[0]?.silence).toMatchObject({ stage: 'nudge' });
});

test('[C13, O1] a visit does not count for the capacity, and is not counted when a shift ends', async () => {
  const live = await openLive();
  const talk = await three(live);
  const next = await live.waiting();
  await live.match();
  expect(await live.offerOf(talk.leader)).toMatchObject({ publicKey: next.publicKey });
});

test('[C13, C1] a participant who has left a seat has no access; the next one goes on with the counters', async () => {
  const live = await openLive();
  const talk = await three(live);
  for (const counter of [1, 2])
    await done(live.store.sendMessage(talk.seats.leader, talk.say(counter), live.now));
  const { id, volunteer, keyEpoch } = talk;
  await done(live.store.closeVisit(id, volunteer.id, keyEpoch.visit, live.now));
  await live.told();
  for (const ask of [
    () => live.store.sendMessage(talk.seats.leader, talk.say(3), live.now),
    () => live.store.messagesAfter(talk.seats.leader, 0),
    () => live.store.setTyping(talk.seats.leader, true),
    () => live.store.receiveMessages(talk.seats.leader, 1),
    () => live.store.rebuild(talk.seats.leader, [], { last: true, sent: 2 }, live.now),
  ])
    expect(await live.attempt(ask)).toEqual(refusal('not_found'));
  const after = say({ number: 2 });
  await done(live.store.sendMessage(talk.seats.seeker, after(), live.now));
  expect((await live.told()).map(({ receiver }) => receiver)).toEqual([
    receiverOf(talk, 'volunteer'),
  ]);
  expectConsistent(await live.dump());
  const next = await live.volunteer({ alias: 'Ada', roles: ['leader'] });
  const again = await letIn(live, talk, next, 3);
  const message = say(again.keyEpoch)(3);
  expect(await done(live.store.sendMessage(again.seat, message, live.now))).toMatchObject({
    seq: 4,
  });
  expect((await shown(live, talk))[0]?.seats.leader).toMatchObject({ alias: 'Ada', sent: 3 });
});

test('[C13, A6] the end of a conversation is told to each seat, and leaves no visit', async () => {
  const live = await openLive();
  const talk = await three(live);
  await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
  const ended = (await live.told()).filter(({ event }) => event === 'conversation:ended');
  expect(ended.map(({ receiver }) => receiver).toSorted()).toEqual(
    SEATS.map((seat) => receiverOf(talk, seat)).toSorted(),
  );
  expect((await live.store.staff(talk.leader, live.now)).conversations).toEqual([]);
});

const message = fc.record({
  by: fc.constantFrom(...SEATS),
  /** Who has a copy. */
  held: fc.record({ seeker: fc.boolean(), volunteer: fc.boolean() }),
});
const PAIR = ['seeker', 'volunteer'] as const;
const orders = fc.shuffledSubarray([...PAIR], { minLength: 2 });

async function loseStore(live: Live): Promise<void> {
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
}
/** All tabs come back with their resume tickets, of which the leader's has no conversation. */
async function restore(live: Live, talk: Three, tickets: Tickets, order: readonly Seat[]) {
  const { seeker, volunteer, leader } = talk;
  for (const seat of order) {
    if (seat === 'seeker')
      await done(live.store.restoreSeeker(seeker.id, tickets.mine, live.now, live.now));
    else await done(live.other.restoreStaff(volunteer.id, tickets.theirs, live.now, live.now));
  }
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  for (const member of [volunteer, leader]) {
    await live.store.connectStaff(member, member.at, live.now);
    await live.store.startShift(member.id, live.now);
  }
}
async function ticketsOf(live: Live, { seeker, volunteer, leader }: Three) {
  const mine = await live.store.seekerRecord(seeker.id);
  const theirs = await live.store.staffRecord(volunteer.id);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  expect((await live.store.staffRecord(leader.id))?.conversations).toEqual([]);
  return { mine, theirs };
}
type Tickets = Awaited<ReturnType<typeof ticketsOf>>;

test(
  '[C13, E5, F3, C4] a loss of the store ends a visit; the log is rebuilt from the copies of the two others, in any order',
  { timeout: 60_000 },
  async () => {
    const live = await openLive();
    await live.store.beat('a', newId(), live.now, null);
    await fc.assert(
      fc.asyncProperty(
        ...[fc.array(message, { maxLength: 20 }), orders, orders],
        async (messages, restored, handedIn) => {
          const talk = await three(live);
          const tickets = await ticketsOf(live, talk);
          const sent = { seeker: 0, volunteer: 0, leader: 0 };
          for (const { by } of messages) {
            sent[by] += 1;
            await done(live.store.sendMessage(talk.seats[by], talk.say(sent[by]), live.now));
          }
          const whole = await logOf(live, talk, 'leader');
          await loseStore(live);
          await restore(live, talk, tickets, restored);
          expect(await live.store.messagesAfter(talk.seats.leader, 0)).toMatchObject({ ok: false });
          const held = (seat: (typeof PAIR)[number], { seq }: Message) =>
            messages[seq - 1]?.held[seat] === true;
          for (const seat of handedIn) {
            const copies = whole.filter((each) => held(seat, each));
            const part = { last: true, sent: sent[seat] };
            await done(live.store.rebuild(talk.seats[seat], copies, part, live.now));
          }
          const known = whole.filter((each) => PAIR.some((seat) => held(seat, each)));
          for (const seat of PAIR) expect(await logOf(live, talk, seat)).toEqual(known);
          expectConsistent(await live.dump());
          const after = say({ number: 2 });
          for (const seat of PAIR) {
            const next = after(sent[seat] + 1);
            await done(live.store.sendMessage(talk.seats[seat], next, live.now));
          }
          // The next leader’s counter follows that of the last message that is known.
          const { keyEpoch, seat } = await letIn(live, talk, talk.leader, 3);
          const last = known.findLast(({ from }) => from === 'leader')?.counter ?? 0;
          await done(live.store.sendMessage(seat, say(keyEpoch)(last + 1), live.now));
          await done(live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now));
          await live.passAndMeet(TIMES.restoreHoldMs + TIMES.wrapUpMs);
          for (const { id } of [talk.volunteer, talk.leader])
            await done(live.store.endShift(id, live.now));
        },
      ),
      { numRuns: 25, seed: 20_261_201 },
    );
  },
);

test('[E5, F3] after a loss, the newest key epoch of all resume tickets holds', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const talk = await three(live);
  const old = await ticketsOf(live, talk);
  await done(live.store.closeVisit(talk.id, talk.leader.id, talk.keyEpoch.visit, live.now));
  await letIn(live, talk, talk.leader, 3);
  const fresh = await ticketsOf(live, talk);
  for (const tickets of [
    { mine: old.mine, theirs: fresh.theirs },
    { mine: fresh.mine, theirs: old.theirs },
  ]) {
    for (const order of [PAIR, PAIR.toReversed()]) {
      await loseStore(live);
      await restore(live, talk, tickets, order);
      for (const { keyEpoch, visit, seats } of await shown(live, talk)) {
        expect([keyEpoch, visit, Object.keys(seats).toSorted()]).toEqual([
          { number: 4 },
          null,
          PAIR.toSorted(),
        ]);
      }
      expectConsistent(await live.dump());
    }
  }
});

test('[C13] lists of seats hold a group of nine', async () => {
  const live = await openLive();
  const members = Array.from({ length: 9 }, (_, index) => `member${index + 1}`);
  const LISTS = `--#include participants log
local c = as_record({ seats = ARGV[1], left = 'leader' })
for i, seat in ipairs(seats_of(c)) do c[seat] = 'p' .. i end
return { seats_of(c), seats_ever(c), seat_of(c, 'p7'), seat_of(c, 'p10') or false, { sender_of(ARGV[2]) } }`;
  const entry = '"from":"member9","counter":12,"ciphertext":""}';
  expect(await runLua(live, LISTS, [members.join(','), entry])).toEqual([
    members,
    [...members, 'leader'],
    ...['member7', null],
    ['member9', 12],
  ]);
  expect(await runLua(live, LISTS, ['', entry])).toMatchObject([[], ['leader']]);
});
