/** After the store lost everything, a conversation's log is rebuilt from the copies of both sides. */
import { issueToStaff } from '@terskel/server/domain/resume';
import { ALIAS_MAX_CHARS, TIMES } from '@terskel/shared/limits';
import { ResumeTicket, type Message } from '@terskel/shared/models';
import { SEATS, type SupportSeat } from '../../helpers/seats.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { expectConsistent } from '../../helpers/invariants.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();

/** The counters in each seat's resume ticket. */
type SentBy = Record<SupportSeat, Readonly<Record<SupportSeat, number>>>;
const none = { seeker: 0, volunteer: 0 };

/**
 * Deletes everything that the store holds of this test, then restores both sides from their resume tickets. By default,
 * the tickets were issued before the first message.
 */
async function loseAndRestore(
  live: Live,
  { seeker, volunteer }: Talk,
  sent: SentBy = { seeker: none, volunteer: none },
): Promise<void> {
  await live.store.beat('a', newId(), live.now, null);
  const mine = await live.store.seekerRecord(seeker.id);
  const theirs = await live.store.staffRecord(volunteer.id);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  // Issued in the previous store epoch.
  const sentIn = (seat: SupportSeat) => ({
    seekerSent: String(sent[seat].seeker),
    volunteerSent: String(sent[seat].volunteer),
  });
  const before = { ...mine, epoch: newId(), record: { ...mine.record, ...sentIn('seeker') } };
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await done(live.other.restoreSeeker(seeker.id, before, live.now, live.now));
  const conversations = theirs.conversations.map(({ id, record }) => {
    return { id, record: Object.assign({}, record, sentIn('volunteer')) };
  });
  const also = { epoch: newId(), conversations };
  await done(live.store.restoreStaff(volunteer.id, also, live.now, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
}

async function logOf(live: Live, { seats }: Talk, seat: SupportSeat): Promise<Message[]> {
  const all: Message[] = [];
  for (let isMore = true; isMore;) {
    const after = all.at(-1)?.seq ?? 0;
    const { messages, more } = await done(live.store.messagesAfter(seats[seat], after));
    all.push(...messages);
    isMore = more;
  }
  return all;
}

const told = fc.record({
  by: fc.constantFrom(...SEATS),
  /** Whether its sender got the acknowledgement. */
  acknowledged: fc.boolean(),
});
const story = fc.record({
  messages: fc.array(told, { maxLength: 40, size: 'max' }),
  /** Up to which number each seat has seen the other's messages. */
  seen: fc.record({ seeker: fc.nat(40), volunteer: fc.nat(40) }),
  /** A tab that was reloaded just before the loss has no copies, but knows how many of its messages were accepted. */
  reloaded: fc.record({ seeker: fc.boolean(), volunteer: fc.boolean() }),
  pageSize: fc.integer({ min: 1, max: 10 }),
  turns: fc.array(fc.constantFrom(...SEATS), { minLength: 100, maxLength: 100 }),
});

/** Sends messages with the counters that follow; returns the log. */
async function converse(live: Live, talk: Talk, by: readonly SupportSeat[]): Promise<Message[]> {
  const state = await live.store.seeker(talk.seeker.id, live.now);
  if (state.kind !== 'conversation') throw new Error('there is no conversation');
  const { seats } = state.conversation;
  const sent = { seeker: seats.seeker?.sent ?? 0, volunteer: seats.volunteer?.sent ?? 0 };
  for (const seat of by) {
    sent[seat] += 1;
    await done(live.store.sendMessage(talk.seats[seat], words(sent[seat]), live.now));
  }
  return logOf(live, talk, 'seeker');
}

const highest = (messages: readonly Message[]) => Math.max(0, ...messages.map((m) => m.counter));

test(
  '[F3, C14] whatever copies each seat has, in any order of pages: each message that either has is there once, under its number',
  { timeout: 60_000 },
  async () => {
    const live = await openLive();
    await fc.assert(
      fc.asyncProperty(story, async ({ messages, seen, reloaded, pageSize, turns }) => {
        const talk = await live.talk();
        const by = messages.map((message) => message.by);
        const whole = await converse(live, talk, by);
        const isAcknowledged = ({ seq }: Message) => messages[seq - 1]?.acknowledged === true;
        const has = (seat: SupportSeat, message: Message) =>
          !reloaded[seat] &&
          (message.from === seat ? isAcknowledged(message) : message.seq <= seen[seat]);
        await loseAndRestore(live, talk);

        const left = { seeker: [] as Message[], volunteer: [] as Message[] };
        for (const seat of SEATS) left[seat] = whole.filter((message) => has(seat, message));
        const sentBy = (seat: SupportSeat) =>
          highest(whole.filter((message) => message.from === seat && isAcknowledged(message)));
        const owes = new Set<SupportSeat>(SEATS);
        for (const turn of turns) {
          const [either] = owes;
          if (either === undefined) break;
          const seat = owes.has(turn) ? turn : either;
          const later = refusal('unavailable', 1_000).answer;
          expect(await live.store.sendMessage(talk.seats[seat], words(), live.now)).toEqual(later);
          // Messages missing for now could be mistaken for ones that neither seat has.
          expect(await live.store.messagesAfter(talk.seats[seat], 0)).toEqual(later);
          const page = left[seat].splice(0, pageSize);
          const part = { last: left[seat].length === 0, sent: sentBy(seat) };
          await done(live.store.rebuild(talk.seats[seat], page, part, live.now));
          if (part.last) owes.delete(seat);
        }
        const known = whole.filter((message) => SEATS.some((seat) => has(seat, message)));
        for (const seat of SEATS) expect(await logOf(live, talk, seat)).toEqual(known);
        expectConsistent(await live.dump());

        // Resent messages: known ones keep their number. Nobody uses the counter of one that is lost again.
        for (const seat of SEATS) {
          const mine = known.filter(({ from }) => from === seat);
          const sent = Math.max(sentBy(seat), highest(mine));
          for (const message of whole.filter(({ from }) => from === seat)) {
            if (!mine.includes(message) && message.counter > sent) continue;
            const { seq, acceptedAt } = message;
            expect(await live.store.sendMessage(talk.seats[seat], message, live.now)).toEqual(
              mine.includes(message)
                ? { ok: true, seq, acceptedAt }
                : { ok: false, code: 'wrong_counter', expected: sent + 1 },
            );
          }
          expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
            conversation: { seats: { [seat]: { sent } } },
          });
        }
        const next = await converse(live, talk, [...by, ...SEATS]);
        expect(next.slice(0, known.length)).toEqual(known);
        expect(next).toHaveLength(known.length + by.length + 2);
        expectConsistent(await live.dump());
        for (const message of next) {
          const { seq, acceptedAt } = message;
          const holder = talk.seats[message.from === 'seeker' ? 'seeker' : 'volunteer'];
          const again = live.store.sendMessage(holder, message, live.now);
          expect(await again).toEqual({ ok: true, seq, acceptedAt });
        }

        // After another loss, the reloaded sides hand in that log, and it is the same.
        await loseAndRestore(live, talk);
        for (const seat of SEATS) {
          const part = { last: true, sent: 0 };
          await done(live.store.rebuild(talk.seats[seat], next, part, live.now));
        }
        expect(await logOf(live, talk, 'volunteer')).toEqual(next);
        expectConsistent(await live.dump());
        await done(live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now));
        await live.passAndMeet(TIMES.restoreHoldMs);
      }),
      { numRuns: 40, seed: 20_261_122 },
    );
  },
);

test('[F3] a number too high for the age of the conversation is refused and changes nothing', async () => {
  const live = await openLive();
  const talk = await live.talk();
  await loseAndRestore(live, talk);
  const copy = (seq: number): Message => ({
    ...words(seq),
    ...{ from: 'seeker', seq, acceptedAt: live.now },
  });
  const { seeker } = talk.seats;
  const handIn = (...messages: Message[]) =>
    live.attempt(() => live.store.rebuild(seeker, messages, { last: false, sent: 0 }, live.now));
  expect(await handIn(copy(1), copy(1_001))).toEqual(refusal('wrong_state'));
  await handIn(copy(1), copy(1_000));
  // Nor can it be reached in steps.
  expect(await handIn(copy(1_001))).toEqual(refusal('wrong_state'));
  const claim = { last: true, sent: 1_001 };
  expect(await live.attempt(() => live.store.rebuild(seeker, [], claim, live.now))).toEqual(
    refusal('wrong_state'),
  );
});

test('[F3] a seat that has only the last message of a long conversation can hand it in, and the numbers continue after it', async () => {
  const live = await openLive();
  const talk = await live.talk();
  live.pass(20 * 60_000);
  await loseAndRestore(live, talk);
  const last: Message = { ...words(1_200), from: 'seeker', seq: 2_500, acceptedAt: live.now };
  const part = { last: true, sent: 1_200 };
  await done(live.store.rebuild(talk.seats.seeker, [last], part, live.now));
  await done(live.store.rebuild(talk.seats.volunteer, [], { last: true, sent: 0 }, live.now));
  const sent = await done(live.store.sendMessage(talk.seats.volunteer, words(), live.now));
  expect(sent.seq).toBe(2_501);
});

test('[F3, C1] an outsider cannot hand in messages', async () => {
  const live = await openLive();
  const [talk, other] = [await live.talk(), await live.talk()];
  await loseAndRestore(live, talk);
  const message = { ...words(), seq: 1, from: 'seeker', acceptedAt: live.now } as Message;
  const seat = { ...other.seats.seeker, conversationId: talk.id };
  expect(
    await live.attempt(() =>
      live.store.rebuild(seat, [message], { last: true, sent: 1 }, live.now),
    ),
  ).toEqual(refusal('not_found'));
});

test('[F3] a volunteer who was back before the seeker is notified of the conversation', async () => {
  const live = await openLive();
  const { seeker, volunteer } = await live.talk({ node: 'a' }, { node: 'b' });
  await live.store.beat('a', newId(), live.now, null);
  const mine = await live.store.seekerRecord(seeker.id);
  if (mine === null) throw new Error('there is no record to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await live.told();
  await done(live.store.restoreSeeker(seeker.id, mine, live.now, live.now));
  expect(await live.told(volunteer.id)).toMatchObject([{ node: 'b', event: 'session:outdated' }]);
  const { conversations } = await live.store.connectStaff(volunteer, volunteer.at, live.now);
  expect(conversations).toHaveLength(1);
});

test('[F3, C5] a volunteer who was back and has left again counts as away since then for the seeker too', async () => {
  const live = await openLive();
  const { seeker, volunteer } = await live.talk();
  await live.store.beat('a', newId(), live.now, null);
  const mine = await live.store.seekerRecord(seeker.id);
  if (mine === null) throw new Error('there is no record to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await done(live.store.startShift(volunteer.id, live.now));
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
  live.pass(3_000);
  await done(live.store.restoreSeeker(seeker.id, mine, live.now, live.now));
  const session = await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  expect(session).toMatchObject({
    conversation: { seats: { volunteer: { presence: { connected: false, lostForMs: 3_000 } } } },
  });
});

test('[F3] a seeker who is in the queue again is not moved back into the left conversation by the volunteer’s resume ticket', async () => {
  const live = await openLive();
  const { id, seeker, volunteer } = await live.talk();
  await live.store.beat('a', newId(), live.now, null);
  const theirs = await live.store.staffRecord(volunteer.id);
  const key = publicKey();
  await done(live.store.requeue(id, seeker.id, 'keys_differ', newId(), key, live.now));
  const mine = await live.store.seekerRecord(seeker.id);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  await live.redis.del(await live.redis.keys(`${live.keys.root}:*`));
  await live.store.beat('a', newId(), live.now, null);
  await done(live.store.restoreSeeker(seeker.id, mine, live.now, live.now));
  await done(live.store.restoreStaff(volunteer.id, theirs, live.now, live.now));
  const session = await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  expect(session).toMatchObject({ kind: 'ticket', ticket: { id: mine.id } });
});

test('[O1, F3] a volunteer who took another seeker before the restore holds both conversations, and is offered nobody more', async () => {
  const live = await openLive();
  const { seeker, volunteer, seats, id } = await live.talk();
  await live.store.beat('a', newId(), live.now, null);
  const mine = await live.store.seekerRecord(seeker.id);
  if (mine === null) throw new Error('there is no record to restore');
  await live.redis.del(await live.redis.keys(`${live.keys.root}:*`));
  await live.store.beat('a', newId(), live.now, null);
  const second = await live.talk({}, { id: volunteer.id });
  await done(live.store.restoreSeeker(seeker.id, mine, live.now, live.now));
  const { at } = second.volunteer;
  const { conversations } = await live.store.connectStaff(volunteer, at, live.now);
  expect(new Set(conversations.map((each) => each.id))).toEqual(new Set([id, second.id]));
  expectConsistent(await live.dump(), true);
  live.pass(TIMES.restoreHoldMs);
  const next = await live.waiting();
  await live.match();
  expect(await live.take(volunteer)).toMatchObject({ ok: false, code: 'at_capacity' });
  // One conversation is still the whole capacity; without any, the next ticket is offered.
  for (const seat of [seats.seeker, second.seats.seeker]) {
    expect(await live.offerOf(volunteer)).toBeNull();
    await done(live.store.endConversation(seat, 'seeker', undefined, live.now));
    await done(live.store.setAvailability(volunteer.id, 'ready', live.now));
    await live.match();
  }
  expect(await live.offerOf(volunteer)).toMatchObject({ publicKey: next.publicKey });
});

test('[F3, C5] a volunteer who disconnects before duty is restored, but after the conversation, is away for the seeker', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const { seeker, volunteer } = talk;
  await loseAndRestore(live, talk);
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at.connection, live.now));
  expect(await live.store.connectSeeker(seeker.id, seeker.at, live.now)).toMatchObject({
    conversation: { seats: { volunteer: { presence: { connected: false } } } },
  });
});

test('[F3, C2] a number handed in by one seat keeps its message, whatever the other seat hands in', async () => {
  const live = await openLive();
  const talk = await live.talk();
  await loseAndRestore(live, talk);
  for (const seat of SEATS) {
    const message: Message = { ...words(), seq: 1, from: seat, acceptedAt: live.now };
    const part = { last: true, sent: 1 };
    await done(live.store.rebuild(talk.seats[seat], [message], part, live.now));
  }
  expect(await logOf(live, talk, 'volunteer')).toMatchObject([{ seq: 1, from: 'seeker' }]);
});

test('[F3, C14] copies of one seat do not raise the counter of the other above what it can have sent', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const whole = await converse(live, talk, ['seeker', 'volunteer', 'seeker']);
  await loseAndRestore(live, talk);
  const forged = (seq: number, counter: number): Message => ({
    ...words(counter),
    ...{ seq, from: 'seeker', acceptedAt: live.now },
  });
  const theirs = [...whole, forged(4, 900), forged(5, 2), forged(6, 1), forged(7, 8)];
  const { seeker, volunteer } = talk.seats;
  await done(live.store.rebuild(volunteer, theirs, { last: true, sent: 1 }, live.now));
  await done(live.store.rebuild(seeker, whole, { last: true, sent: 2 }, live.now));
  // Numbers 4 to 6 are free: the seeker's third to fifth message can have been there, but not the eighth after them.
  expect(await logOf(live, talk, 'seeker')).toEqual(whole);
  expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
    conversation: { seats: { seeker: { sent: 2 }, volunteer: { sent: 1 } } },
  });
  expect(await done(live.store.sendMessage(seeker, words(3), live.now))).toMatchObject({ seq: 8 });
  expectConsistent(await live.dump());
});

test('[F3, C14] a message that was lost, and then sent again under another number, is there once', async () => {
  const live = await openLive();
  const talk = await live.talk();
  await converse(live, talk, ['seeker', 'seeker']);
  await loseAndRestore(live, talk);
  const copy = (seq: number): Message => ({
    ...words(2),
    ...{ seq, from: 'seeker', acceptedAt: live.now },
  });
  const [one, other] = [copy(2), copy(3)];
  const { seeker, volunteer } = talk.seats;
  await done(live.store.rebuild(volunteer, [other], { last: true, sent: 0 }, live.now));
  await done(live.store.rebuild(seeker, [one], { last: true, sent: 2 }, live.now));
  expect(await logOf(live, talk, 'volunteer')).toEqual([one]);
  expectConsistent(await live.dump());
});

test('[F3, C14] the counter of a message that nobody has any more is not used again', async () => {
  const live = await openLive();
  const talk = await live.talk();
  await converse(live, talk, ['seeker', 'volunteer', 'seeker']);
  await loseAndRestore(live, talk);
  const { seeker, volunteer } = talk.seats;
  // A wrong number of an earlier page does not matter.
  await done(live.store.rebuild(seeker, [], { last: false, sent: 2 }, live.now));
  await done(live.store.rebuild(seeker, [], { last: true, sent: 0 }, live.now));
  await done(live.store.rebuild(volunteer, [], { last: true, sent: 1 }, live.now));
  const sent = (counter: number) => live.store.sendMessage(seeker, words(counter), live.now);
  for (const counter of [1, 2, 4]) {
    expect(await sent(counter)).toEqual({ ok: false, code: 'wrong_counter', expected: 3 });
  }
  // There is a number for each lost message of a seat.
  expect(await done(sent(3))).toMatchObject({ seq: 3 });
  expectConsistent(await live.dump());
});

test('[F3, C14] a copy in the part of the log that is known empties no message after it', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const whole = await converse(live, talk, ['seeker', 'volunteer', 'volunteer', 'seeker']);
  const { seeker, volunteer } = talk.seats;
  await loseAndRestore(live, talk);
  // Only the last message is left.
  const left = whole.slice(3);
  await done(live.store.rebuild(seeker, left, { last: true, sent: 2 }, live.now));
  await done(live.store.rebuild(volunteer, [], { last: true, sent: 2 }, live.now));
  expect(await logOf(live, talk, 'seeker')).toEqual(left);
  // Another server takes over, with all data. The volunteer's tab makes up a message of the seeker before the last one.
  await live.redis.hSet(`${live.keys.root}:epoch`, 'run', 'of the one that failed');
  await live.store.beat('a', newId(), live.now, null);
  await live.store.connectSeeker(talk.seeker.id, talk.seeker.at, live.now);
  await live.store.connectStaff(talk.volunteer, talk.volunteer.at, live.now);
  const forged: Message = { ...words(2), from: 'seeker', seq: 2, acceptedAt: live.now };
  await done(live.store.rebuild(volunteer, [forged], { last: true, sent: 2 }, live.now));
  await done(live.store.rebuild(seeker, left, { last: true, sent: 2 }, live.now));
  expect(await logOf(live, talk, 'seeker')).toEqual(left);
  expectConsistent(await live.dump());
});

test('[F3, C14] a counter for which the log has no room is lowered, so that the next loss empties no message', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const { seeker, volunteer } = talk.seats;
  await loseAndRestore(live, talk);
  const first: Message = { ...words(1), from: 'seeker', seq: 995, acceptedAt: live.now };
  await done(live.store.rebuild(seeker, [first], { last: true, sent: 1_000 }, live.now));
  await done(live.store.rebuild(volunteer, [], { last: true, sent: 0 }, live.now));
  // There are five places after the first message.
  const next = words(7);
  const { seq, acceptedAt } = await done(live.store.sendMessage(seeker, next, live.now));
  expect(seq).toBe(1_001);
  expectConsistent(await live.dump());
  const log: Message[] = [first, { ...next, from: 'seeker', seq, acceptedAt }];
  expect(await logOf(live, talk, 'seeker')).toEqual(log);
  live.pass(60_000);
  await loseAndRestore(live, talk);
  for (const seat of SEATS) {
    const part = { last: true, sent: 0 };
    await done(live.store.rebuild(talk.seats[seat], log, part, live.now));
  }
  expect(await logOf(live, talk, 'volunteer')).toEqual(log);
});

test.each([
  [
    { seeker: 3, volunteer: 1 },
    { seeker: 2, volunteer: 4 },
  ],
  [
    { seeker: 2, volunteer: 4 },
    { seeker: 3, volunteer: 1 },
  ],
])(
  '[F3, C14] of two resume tickets with different counters, the higher ones count: %o, then %o',
  async (seeker, volunteer) => {
    const live = await openLive();
    const talk = await live.talk();
    await loseAndRestore(live, talk, { seeker, volunteer });
    for (const seat of SEATS) {
      const part = { last: true, sent: 0 };
      await done(live.store.rebuild(talk.seats[seat], [], part, live.now));
    }
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
      conversation: { seats: { seeker: { sent: 3 }, volunteer: { sent: 4 } } },
    });
    expectConsistent(await live.dump());
  },
);

test.each(['before', 'after'] as const)(
  '[F3, C14] a higher counter that another tab of a seat knows counts, %s the log is complete',
  async (when) => {
    const live = await openLive();
    const talk = await live.talk();
    const { seeker, volunteer } = talk.seats;
    const first = (await converse(live, talk, ['seeker', 'seeker', 'seeker'])).slice(0, 1);
    await loseAndRestore(live, talk);
    const others = { last: true, sent: 0 };
    // An older tab has only the first message.
    await done(live.store.rebuild(seeker, first, { last: true, sent: 1 }, live.now));
    if (when === 'after') await done(live.store.rebuild(volunteer, [], others, live.now));
    await live.told();
    await done(live.store.rebuild(seeker, [], { last: false, sent: 3 }, live.now));
    if (when === 'before') await done(live.store.rebuild(volunteer, [], others, live.now));
    const rebuilt = { event: 'conversation:rebuilt', payload: { lastSeq: 3 } };
    expect(await live.told()).toMatchObject([rebuilt, rebuilt]);
    const refused = { ok: false, code: 'wrong_counter', expected: 4 };
    expect(await live.store.sendMessage(seeker, words(2), live.now)).toEqual(refused);
    const fourth = words(4);
    expect(await done(live.store.sendMessage(seeker, fourth, live.now))).toMatchObject({ seq: 4 });
    expectConsistent(await live.dump());
    // The same, or a lower one, changes nothing. One that cannot have been reached is refused.
    for (const sent of [4, 3]) {
      await done(live.store.rebuild(seeker, [], { last: false, sent }, live.now));
    }
    const claim = { last: false, sent: 1_001 };
    expect(await live.attempt(() => live.store.rebuild(seeker, [], claim, live.now))).toEqual(
      refusal('wrong_state'),
    );
    const log = await logOf(live, talk, 'volunteer');
    expect(log.map(({ counter }) => counter)).toEqual([1, 4]);
    await loseAndRestore(live, talk);
    for (const seat of SEATS) {
      await done(live.store.rebuild(talk.seats[seat], log, others, live.now));
    }
    expect(await logOf(live, talk, 'volunteer')).toEqual(log);
    expectConsistent(await live.dump());
  },
);

test('[F3] a conversation that ended after the loss is not restored by the other seat', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const { seeker, volunteer } = talk;
  await live.store.beat('a', newId(), live.now, null);
  const theirs = await live.store.staffRecord(volunteer.id);
  if (theirs === null) throw new Error('there is no record to restore');
  await loseAndRestore(live, talk);
  await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
  await done(live.store.restoreStaff(volunteer.id, theirs, live.now, live.now));
  expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
    kind: 'conversation_ended',
  });
});

test('[F3] silence, the planned time and the right to another volunteer continue, without counting the time of the loss', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const talk = await live.talk();
  const { id, seeker, volunteer, seats } = talk;
  const { message } = await said(live, talk);
  await done(live.store.extend(id, volunteer.id, TIMES.plannedConversationMs, live.now));
  await live.passAndMeet(TIMES.silenceNudgeMs);
  live.pass(60_000);
  await live.store.beat('a', newId(), live.now, live.now);
  const [mine, theirs] = [
    await live.store.seekerRecord(seeker.id),
    await live.store.staffRecord(volunteer.id),
  ];
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  const [lostAt, before] = [live.now, newId()];
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  live.pass(8 * 60_000);
  await live.store.beat('a', newId(), live.now, lostAt);
  const record = { ...mine, epoch: before };
  await done(live.store.restoreSeeker(seeker.id, record, lostAt, live.now));
  await done(live.store.restoreStaff(volunteer.id, { ...theirs, epoch: before }, lostAt, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  // Not before the log is known.
  await live.passAndMeet(0);
  expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
    conversation: { silence: null, mayAskAnother: true },
  });
  for (const seat of SEATS) {
    const part = { last: true, sent: 0 };
    await done(live.store.rebuild(seats[seat], [message], part, live.now));
  }
  expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
    conversation: {
      silence: { stage: 'nudge', closesInMs: 9 * 60_000, afterSeq: 1 },
      plannedMs: TIMES.plannedConversationMs + TIMES.extensionMs,
    },
  });
  await live.passAndMeet(4 * 60_000);
  expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
    conversation: { silence: { stage: 'warning' } },
  });
});

/** Sends one message by the volunteer. */
async function said(live: Live, { seats }: Talk): Promise<{ message: Message }> {
  const sent = words();
  const { seq, acceptedAt } = await done(live.store.sendMessage(seats.volunteer, sent, live.now));
  return { message: { seq, from: 'volunteer', ...sent, acceptedAt } };
}

test('[F3] the newer of two resume tickets decides the planned time, and a seeker already connected is notified', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const talk = await live.talk();
  const { id, seeker, volunteer } = talk;
  const mine = await live.store.seekerRecord(seeker.id);
  await done(live.store.extend(id, volunteer.id, TIMES.plannedConversationMs, live.now));
  const theirs = await live.store.staffRecord(volunteer.id);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  const before = newId();
  await done(live.store.restoreSeeker(seeker.id, { ...mine, epoch: before }, live.now, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  await live.told();
  await done(
    live.other.restoreStaff(volunteer.id, { ...theirs, epoch: before }, live.now, live.now),
  );
  expect(await live.told(seeker.id)).toMatchObject([{ event: 'session:outdated' }]);
  expect(await live.store.seeker(seeker.id, live.now)).toMatchObject({
    conversation: { plannedMs: TIMES.plannedConversationMs + TIMES.extensionMs },
  });
});

test('[F3, C4] a failover before both sides have handed in their copies gives up no message', async () => {
  const live = await openLive();
  const talk = await live.talk();
  const whole = await converse(live, talk, ['seeker', 'volunteer', 'seeker']);
  const [mine, theirs] = [
    { last: true, sent: 2 },
    { last: true, sent: 1 },
  ];
  await loseAndRestore(live, talk);
  // This tab has only the last message.
  await done(live.store.rebuild(talk.seats.volunteer, whole.slice(2), theirs, live.now));
  // Another server takes over, with all data.
  await live.redis.hSet(`${live.keys.root}:epoch`, 'run', 'of the one that failed');
  await live.store.beat('a', newId(), live.now, null);
  const { seeker, volunteer } = talk;
  const state = await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  expect(state).toMatchObject({ conversation: { rebuild: { after: 0, owed: true } } });
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await done(live.store.rebuild(talk.seats.volunteer, whole.slice(2), theirs, live.now));
  await done(live.store.rebuild(talk.seats.seeker, whole, mine, live.now));
  for (const seat of SEATS) expect(await logOf(live, talk, seat)).toEqual(whole);
});

test('[F3, O1] the resume ticket of a volunteer with six conversations is short enough', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const volunteer = await live.volunteer({ alias: '€'.repeat(ALIAS_MAX_CHARS), capacity: 6 });
  const wishes = { topic: 'relationships', feeling: 3, age: 'under_18', urgent: true } as const;
  for (let held = 0; held < 6; held += 1) {
    const { id: seeker } = await live.waiting(wishes);
    const { offer } = await done(live.take(volunteer));
    const { conversation } = await done(live.accept(volunteer, offer.id));
    await done(live.store.confirmKeys(conversation.id, seeker, confirmation()));
    await done(live.store.raiseCall(conversation.id, volunteer.id, 'danger', live.now));
  }
  const ticket = await issueToStaff(live.domain, volunteer.id);
  expect(ResumeTicket.safeParse(ticket).success).toBe(true);
});
