/** A rebuild that does not wait for a seat without a connection, and what that seat finds when it returns (rule C15). */
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import { TIMES } from '@terskel/shared/limits';
import type { Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();
const { rebuildWaitMs } = TIMES;

/** The store loses everything. Only the volunteer comes back; the copies are all messages of both. */
async function lost(live: Live, by: readonly ('seeker' | 'volunteer')[]) {
  await live.store.beat('a', newId(), live.now, null);
  const talk = await live.talk({ node: 'a' }, { node: 'b' });
  const theirs = await live.store.staffRecord(talk.volunteer.id);
  const mine = await live.store.seekerRecord(talk.seeker.id);
  if (theirs === null || mine === null) throw new Error('there is no record to restore');
  const sent = { seeker: 0, volunteer: 0 };
  for (const seat of by) {
    sent[seat] += 1;
    await done(live.store.sendMessage(talk.seats[seat], words(sent[seat]), live.now));
  }
  const { messages } = await done(live.store.messagesAfter(talk.seats.seeker, 0));
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await done(live.store.restoreStaff(talk.volunteer.id, theirs, live.now, live.now));
  await live.store.connectStaff(talk.volunteer, talk.volunteer.at, live.now);
  return { talk, mine, messages };
}

/** One tick of a node; the count of silence goes on in the next. */
async function meet(live: Live, ms: number): Promise<void> {
  live.pass(ms);
  await meetDeadlines(live.domain);
}
async function comesBack(live: Live, { seeker }: Talk) {
  const session = await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  if (session.kind !== 'conversation') throw new Error('there is no conversation');
  return session.conversation;
}
const handIn = (live: Live, { seats }: Talk, messages: readonly Message[], sent: number) =>
  done(live.store.rebuild(seats.volunteer, messages, { last: true, sent }, live.now));

test('[C15, F3] the log is complete after 8 s without the seat that is away, and the others go on', async () => {
  const live = await openLive();
  const { talk, messages } = await lost(live, ['seeker', 'volunteer', 'seeker']);
  const { seats, volunteer } = talk;
  await handIn(live, talk, messages.slice(0, 2), 1);
  await live.told();
  await meet(live, rebuildWaitMs - 1);
  expect(await live.store.sendMessage(seats.volunteer, words(2), live.now)).toEqual(
    refusal('unavailable', 1_000).answer,
  );
  await meet(live, 1);
  expect(await live.told(volunteer.id)).toMatchObject([
    { event: 'conversation:rebuilt', payload: { lastSeq: 2 } },
  ]);
  expect(await live.store.sendMessage(seats.volunteer, words(2), live.now)).toMatchObject({
    seq: 3,
  });
});

test('[C15, C14] a seat that returns later finds from where to read, and sends what the log lacks again', async () => {
  const live = await openLive();
  const { talk, messages } = await lost(live, ['seeker', 'volunteer', 'seeker', 'seeker']);
  const { seats, volunteer } = talk;
  await handIn(live, talk, messages.slice(0, 2), 1);
  await meet(live, rebuildWaitMs);
  await done(live.store.sendMessage(seats.volunteer, words(2), live.now));
  const conversation = await comesBack(live, talk);
  expect(conversation).toMatchObject({
    lastSeq: 3,
    rebuiltAfter: 0,
    seats: { seeker: { sent: 1 } },
  });
  expect(conversation).not.toHaveProperty('rebuild');
  await live.told();
  for (const [index, message] of messages.slice(2).entries()) {
    const again = await done(live.store.sendMessage(seats.seeker, message, live.now));
    expect(again).toMatchObject({ seq: 4 + index });
  }
  expect((await live.told(volunteer.id)).map(({ payload }) => payload)).toMatchObject([
    { message: { seq: 4, from: 'seeker', counter: 2 } },
    { message: { seq: 5, from: 'seeker', counter: 3 } },
  ]);
  // Copies that come now are ignored. The hand-in only ends the seat's delay.
  const part = { last: true, sent: 3 };
  await done(live.store.rebuild(seats.seeker, messages, part, live.now));
  expect(await comesBack(live, talk)).not.toHaveProperty('rebuiltAfter');
  const { messages: log } = await done(live.store.messagesAfter(seats.volunteer, 0));
  expect(log.map(({ seq, from, counter }) => [seq, from, counter])).toEqual([
    ...[
      [1, 'seeker', 1],
      [2, 'volunteer', 1],
      [3, 'volunteer', 2],
    ],
    ...[
      [4, 'seeker', 2],
      [5, 'seeker', 3],
    ],
  ]);
});

test('[C15] a seat that is connected is waited for, and one that leaves again for 8 s more', async () => {
  const live = await openLive();
  const { talk } = await lost(live, ['seeker']);
  const { seeker, seats } = talk;
  await handIn(live, talk, [], 0);
  live.pass(rebuildWaitMs - 1_000);
  await comesBack(live, talk);
  await meet(live, 3 * rebuildWaitMs);
  const later = refusal('unavailable', 1_000).answer;
  const write = () => live.store.sendMessage(seats.volunteer, words(), live.now);
  expect(await write()).toEqual(later);
  await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
  await meet(live, rebuildWaitMs - 1);
  expect(await write()).toEqual(later);
  await meet(live, 1);
  expect(await write()).toMatchObject({ ok: true });
  expect(await comesBack(live, talk)).toMatchObject({ rebuiltAfter: 0 });
});

test('[C15] while nobody is connected, the rebuild waits', async () => {
  const live = await openLive();
  const { talk, messages } = await lost(live, ['volunteer']);
  const { volunteer } = talk;
  await done(live.store.disconnectStaff(volunteer.id, volunteer.at, live.now));
  await meet(live, 3 * rebuildWaitMs);
  expect(await comesBack(live, talk)).toMatchObject({ rebuild: { owed: true } });
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await handIn(live, talk, messages, 1);
  const part = { last: true, sent: 0 };
  await done(live.store.rebuild(talk.seats.seeker, [], part, live.now));
  expect(await done(live.store.messagesAfter(talk.seats.seeker, 0))).toMatchObject({ messages });
});

test('[C15, C3] a message that gets the number of a lost one is not shown as delivered', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const talk = await live.talk({ node: 'a' }, { node: 'b' });
  const { seats, volunteer } = talk;
  for (const counter of [1, 2]) {
    for (const seat of [seats.seeker, seats.volunteer])
      await done(live.store.sendMessage(seat, words(counter), live.now));
  }
  await done(live.store.receiveMessages(seats.seeker, 4));
  await done(live.store.receiveMessages(seats.volunteer, 3));
  const mine = await live.store.seekerRecord(talk.seeker.id);
  if (mine === null) throw new Error('there is no record to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  // The seeker's tab was reloaded, so it has no copies. The volunteer's stays away.
  await done(live.store.restoreSeeker(talk.seeker.id, mine, live.now, live.now));
  await comesBack(live, talk);
  const part = { last: true, sent: 2 };
  await done(live.store.rebuild(seats.seeker, [], part, live.now));
  await meet(live, rebuildWaitMs);
  const { seq } = await done(live.store.sendMessage(seats.seeker, words(3), live.now));
  expect(seq).toBe(3);
  expect((await comesBack(live, talk)).seats).toMatchObject({
    seeker: { received: 2 },
    volunteer: { received: 2 },
  });
  await live.told();
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await done(live.store.receiveMessages(seats.volunteer, seq));
  expect(await live.told(talk.seeker.id)).toContainEqual(
    expect.objectContaining({
      event: 'message:received',
      payload: { conversationId: talk.id, seat: 'volunteer', seq },
    }),
  );
});
