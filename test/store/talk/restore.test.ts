/** What resume tickets restore of a conversation, and in which order seats may return (rule F3). */
import type { StaffRecord } from '@terskel/server/domain/live-store';
import { issueToStaff } from '@terskel/server/domain/resume';
import { ALIAS_MAX_CHARS, CAPACITY_MAX, TIMES } from '@terskel/shared/limits';
import { type Message, ResumeTicket } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { expectConsistent } from '../../helpers/invariants.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Talk } from '../../helpers/people.ts';
import { loseAndRestore } from '../../helpers/rebuild.ts';
import { SEATS } from '../../helpers/seats.ts';

const openLive = liveStores();

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
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at, live.now));
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
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at, live.now));
  expect(await live.store.connectSeeker(seeker.id, seeker.at, live.now)).toMatchObject({
    conversation: { seats: { volunteer: { presence: { connected: false } } } },
  });
});

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

test('[F3, O1] a resume ticket holds as many conversations of a volunteer as fit, the newest first', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const volunteer = await live.volunteer({ capacity: 12 });
  const talks: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    live.pass(1);
    await live.waiting();
    const offer = await live.offered(volunteer);
    talks.push((await done(live.accept(volunteer, offer.id))).conversation.id);
  }
  const ticket = ResumeTicket.parse(await issueToStaff(live.domain, volunteer.id));
  const opened = await live.domain.tokens.open(`staff ${volunteer.id}`, ticket);
  const held = (opened as StaffRecord).conversations.map(({ id }) => id);
  // Fewer than all, so that the test shows the limit; a full volunteer's conversations always fit.
  expect(held.length).toBeLessThan(12);
  expect(held.length).toBeGreaterThanOrEqual(CAPACITY_MAX);
  expect(held).toEqual(talks.slice(-held.length));
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
