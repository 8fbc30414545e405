/** After the store lost everything, a conversation's log is rebuilt from the copies of both sides (rule F3). */
import { TIMES } from '@terskel/shared/limits';
import type { Message } from '@terskel/shared/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectConsistent } from '../../helpers/invariants.ts';
import { liveStores, refusal } from '../../helpers/live.ts';
import { done, words } from '../../helpers/people.ts';
import { converse, highest, logOf, loseAndRestore } from '../../helpers/rebuild.ts';
import { SEATS, type SupportSeat } from '../../helpers/seats.ts';

const openLive = liveStores();

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
  await live.failOver(null);
  const { seeker, volunteer } = talk;
  const state = await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  expect(state).toMatchObject({ conversation: { rebuild: { after: 0, owed: true } } });
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await done(live.store.rebuild(talk.seats.volunteer, whole.slice(2), theirs, live.now));
  await done(live.store.rebuild(talk.seats.seeker, whole, mine, live.now));
  for (const seat of SEATS) expect(await logOf(live, talk, seat)).toEqual(whole);
});
