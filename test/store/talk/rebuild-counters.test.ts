/** The seats' counters after a rebuild: none is used twice, and none is raised by another seat (rules F3, C14). */
import type { Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { expectConsistent } from '../../helpers/invariants.ts';
import { liveStores, refusal } from '../../helpers/live.ts';
import { done, words } from '../../helpers/people.ts';
import { converse, logOf, loseAndRestore } from '../../helpers/rebuild.ts';
import { SEATS } from '../../helpers/seats.ts';

const openLive = liveStores();

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
  // The volunteer's tab makes up a message of the seeker before the last one.
  await live.failOver(null);
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
