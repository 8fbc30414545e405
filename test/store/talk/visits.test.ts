/** A leader's visit to a conversation: who may let whom in, and every way in which it ends (rule E5). */
import { KEY_EPOCH_MAX, TIMES } from '@terskel/shared/limits';
import { VisitEpoch } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Talk, type Volunteer } from '../../helpers/people.ts';
import { ANY, toColleague, transfers } from '../../helpers/transfers.ts';
import { called, conversationOf, letIn, newVisit, visitOf } from '../../helpers/visits.ts';

const openLive = liveStores();

const leaderOf = (live: Live, alias = 'Nora') =>
  live.volunteer({ alias, roles: ['leader'], state: 'paused' });
const holder = (talk: Talk, { id }: Volunteer) =>
  ({ conversationId: talk.id, seat: 'leader', participant: id }) as const;

test('[E5] the leader who has taken the call is let in: one step gives the seat, new keys and an empty log', async () => {
  const live = await openLive();
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  for (const counter of [1, 2])
    await done(live.store.sendMessage(talk.seats.seeker, words(counter), live.now));
  const leaderKey = await called(live, talk, leader);
  await live.told();
  const keyEpoch = newVisit(1);
  const visit = visitOf(talk, keyEpoch, leaderKey);
  const open = () => live.store.openVisit(talk.volunteer.id, visit, live.now);
  await done(open());
  const { encapsulation, sealedSecret } = visit;
  const confirmations = { volunteer: visit.confirmation };
  const told = await live.told();
  const others = told.filter(({ event }) => event === 'seats:changed');
  expect(others.map(({ receiver }) => receiver)).toEqual([
    `seeker ${talk.seeker.id}`,
    `staff ${talk.volunteer.id}`,
  ]);
  for (const { payload } of others)
    expect(payload).toMatchObject({ keyEpoch, seats: { leader: { alias: 'Nora' } } });
  // What is sealed to the leader reaches nobody else.
  for (const { payload } of others)
    expect((payload as { visit: unknown }).visit).toEqual({ confirmations });
  const forLeader = { encapsulation, sealedSecret, after: 2 };
  expect(told.at(-1)).toMatchObject({
    ...{ receiver: `staff ${leader.id}`, event: 'visit:began' },
    payload: { conversation: { seat: 'leader', visit: { confirmations, forLeader } } },
  });
  expect(await done(live.store.messagesAfter(holder(talk, leader), 0))).toMatchObject({
    messages: [],
  });
  expect(await live.attempt(open)).toEqual({ answer: { ok: true }, ...still });
});

test('[E5, C8, C17] a leader in the conversation is told of the mark for danger and of the plan, but not of *held open*', async () => {
  const live = await openLive();
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const { id, volunteer } = talk;
  const toLeader = async (change: () => Promise<unknown>) => {
    await live.told();
    await change();
    const told = await live.told(leader.id);
    return told.map(({ event, payload }) => [event, payload]);
  };
  const mark = (name: 'danger' | 'held', on: boolean) => () =>
    live.store.mark(id, volunteer.id, name, on, live.now);
  const extend = (shownMs: number) => () => live.store.extend(id, volunteer.id, shownMs, live.now);
  const { plannedConversationMs, extensionMs } = TIMES;
  expect(await toLeader(extend(plannedConversationMs))).toEqual([]);
  await letIn(live, talk, leader);
  const plannedMs = plannedConversationMs + 2 * extensionMs;
  expect(await toLeader(extend(plannedConversationMs + extensionMs))).toEqual([
    ['conversation:extended', { conversationId: id, plannedMs }],
  ]);
  expect(await toLeader(mark('held', true))).toEqual([]);
  for (const danger of [true, false])
    expect(await toLeader(mark('danger', danger))).toEqual([
      ['conversation:marked', { conversationId: id, danger }],
    ]);
});

test('[E5] nobody else is let in, and nobody but the volunteer lets in', async () => {
  const live = await openLive();
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const open =
    (by: Volunteer, key: string, number = 1) =>
    () =>
      live.store.openVisit(by.id, visitOf(talk, newVisit(number), key), live.now);
  // Nobody has been called.
  expect(await live.attempt(open(talk.volunteer, publicKey()))).toEqual(refusal('wrong_state'));
  const key = await called(live, talk, leader);
  for (const by of [leader, await leaderOf(live, 'Ola'), await live.volunteer()])
    expect(await live.attempt(open(by, key))).toEqual(refusal('not_found'));
  // Another key than that of the leader’s tab, or a number that was used before.
  expect(await live.attempt(open(talk.volunteer, publicKey()))).toEqual(refusal('wrong_state'));
  expect(await live.attempt(open(talk.volunteer, key, 0))).toEqual(refusal('wrong_state'));
  // The leader has no seat, and nothing that the leader does gives one.
  const seat = holder(talk, leader);
  for (const ask of [
    () => live.store.messagesAfter(seat, 0),
    () => live.store.sendMessage(seat, words(), live.now),
    () => live.store.setTyping(seat, true),
    () => live.store.receiveMessages(seat, 1),
    () => live.store.rebuild(seat, [], { last: true, sent: 0 }, live.now),
    () => {
      const proof = { visit: newVisit(1).visit, confirmation: confirmation() };
      return live.store.confirmVisit(talk.id, leader.id, proof, live.now);
    },
  ])
    expect(await live.attempt(ask)).toEqual(refusal('not_found'));
  await done(open(talk.volunteer, key)());
  // One leader at a time.
  expect(await live.attempt(open(talk.volunteer, key, 2))).toEqual(refusal('wrong_state'));
});

test('[E5] before the keys of seeker and volunteer are agreed, nobody is let in', async () => {
  const live = await openLive();
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const { id, volunteer } = talk;
  await done(live.store.raiseCall(id, volunteer.id, 'help', live.now));
  const key = publicKey();
  await done(live.store.takeCall(id, leader.id, key, live.now));
  const open = () => live.store.openVisit(volunteer.id, visitOf(talk, newVisit(1), key), live.now);
  expect(await live.attempt(open)).toEqual(refusal('wrong_state'));
});

test('[E5, E2] a message in another key epoch is refused, before, during and after a visit', async () => {
  const live = await openLive();
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const { keyEpoch } = await letIn(live, talk, leader);
  const epochs = [{ number: 0 }, { number: 1 }, newVisit(1), keyEpoch, { number: 2 }];
  const accepted = async (counter: number) => {
    const taken = [];
    for (const epoch of epochs) {
      const message = { ...words(counter), keyEpoch: epoch };
      const got = await live.store.sendMessage(talk.seats.seeker, message, live.now);
      if (got.ok) taken.push(epoch);
    }
    return taken;
  };
  // The seeker’s first message is the only one with this counter.
  expect(await accepted(1)).toEqual([keyEpoch]);
  await done(live.store.closeVisit(talk.id, talk.volunteer.id, keyEpoch.visit, live.now));
  expect(await accepted(2)).toEqual([{ number: 2 }]);
});

test('[E5] whatever number a volunteer gives a visit, the epoch after it has a number', async () => {
  const numbers = [1, 1_000, KEY_EPOCH_MAX, KEY_EPOCH_MAX + 1, Number.MAX_SAFE_INTEGER];
  for (const number of numbers) {
    const keyEpoch = newVisit(number);
    if (!VisitEpoch.safeParse(keyEpoch).success) continue;
    const live = await openLive();
    const [talk, leader] = [await live.talk(), await leaderOf(live)];
    const { visit } = (await letIn(live, talk, leader, number)).keyEpoch;
    await done(live.store.closeVisit(talk.id, leader.id, visit, live.now));
    const after = { keyEpoch: { number: number + 1 } };
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
      conversation: after,
    });
  }
});

const ENDS: Record<string, (live: Live, talk: Talk, leader: Volunteer) => Promise<unknown>> = {
  'the leader leaves': async (live, talk, leader) => {
    const visit = (await conversationOf(live, talk))?.keyEpoch.visit;
    if (visit) await done(live.store.closeVisit(talk.id, leader.id, visit, live.now));
  },
  'the volunteer ends it': async (live, talk) => {
    const visit = (await conversationOf(live, talk))?.keyEpoch.visit;
    if (visit) await done(live.store.closeVisit(talk.id, talk.volunteer.id, visit, live.now));
  },
  'the call is withdrawn': (live, { id, volunteer }) =>
    done(live.store.withdrawCall(id, volunteer.id, live.now)),
  'the leader hands the call back': (live, { id }, leader) =>
    done(live.store.returnCall(id, leader.id, live.now)),
  'the leader goes off duty': (live, _, leader) => done(live.store.endShift(leader.id, live.now)),
  'the leader’s sign-in ends': (live, _, leader) =>
    done(live.store.endLead(leader.id, undefined, live.now)),
  'the leader is gone': async (live, _, leader) => {
    await done(live.store.disconnectStaff(leader.id, leader.at, live.now));
    await live.passAndMeet(TIMES.volunteerGoneMs);
  },
  'the leader is gone, with an admin page open (I2, V4)': async (live, _, leader) => {
    await done(live.store.disconnectStaff(leader.id, leader.at, live.now));
    for (let passed = 0; passed < TIMES.volunteerGoneMs; passed += 30_000) {
      await live.passAndMeet(30_000);
      expect(await live.store.keepDuty(leader.id, live.now)).toEqual({ onDuty: true });
    }
    expect((await live.store.overview(live.now)).leaders).toBe(1);
  },
  'the store fails over': async (live, { seeker }) => {
    await live.failOver();
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  },
};

test.each(Object.entries(ENDS))(
  '[E5] a visit ends when %s: the next epoch begins at once',
  async (_name, end) => {
    const live = await openLive();
    await live.store.beat('a', 'first'.padEnd(22, 'x'), live.now, null);
    const [talk, leader] = [await live.talk(), await leaderOf(live)];
    await letIn(live, talk, leader);
    await live.told();
    await end(live, talk, leader);
    const changed = (await live.told()).filter(({ event }) => event === 'seats:changed');
    expect(changed.map(({ receiver }) => receiver)).toEqual([
      `seeker ${talk.seeker.id}`,
      `staff ${talk.volunteer.id}`,
    ]);
    const after = { keyEpoch: { number: 2 }, visit: null };
    for (const { payload } of changed) expect(payload).toMatchObject(after);
    const conversation = await conversationOf(live, talk);
    expect(conversation).toMatchObject(after);
    expect(Object.keys(conversation?.seats ?? {}).toSorted()).toEqual(['seeker', 'volunteer']);
    expect((await live.store.staff(leader, live.now)).conversations).toEqual([]);
    const ask = () => live.store.messagesAfter(holder(talk, leader), 0);
    expect(await live.attempt(ask)).toEqual(refusal('not_found'));
  },
);

test('[E5, C11] a transfer ends the visit, also if the leader takes over; the next conversation begins in the first epoch', async () => {
  for (const isLeaders of [true, false]) {
    const live = await openLive();
    const { offered, accepted, agreed } = transfers(live);
    const talk = await agreed({}, { capacity: 1 });
    const leader = await leaderOf(live);
    const taker = isLeaders ? leader : await live.volunteer();
    await letIn(live, talk, leader);
    const offer = await offered(talk, toColleague(taker), taker);
    const { conversations } = await live.store.staff(leader, live.now);
    // Who asked whom is not the leader's.
    expect(conversations).toMatchObject([{ seat: 'leader', transfer: null }]);
    await live.told();
    const next = await accepted(talk, taker, offer);
    const told = await live.told(leader.id);
    expect(told.filter(({ event }) => event.endsWith('ended'))).toMatchObject([
      { event: 'visit:ended', payload: { conversationId: talk.id } },
    ]);
    expect(next.conversation).toMatchObject({ keyEpoch: { number: 0 }, visit: null, call: null });
    expect(Object.keys(next.conversation.seats).toSorted()).toEqual(['seeker', 'volunteer']);
    const now = (await live.store.staff(leader, live.now)).conversations.map(({ id }) => id);
    expect(now).toEqual(isLeaders ? [next.conversation.id] : []);
    for (const id of [talk.id, next.conversation.id]) {
      const seat = { conversationId: id, seat: 'leader', participant: leader.id } as const;
      expect(await live.attempt(() => live.store.messagesAfter(seat, 0))).toEqual(
        refusal('not_found'),
      );
    }
    await live.expectConsistent();
  }
});

test('[E5, C11] a leader in a conversation that was transferred is not told from whom', async () => {
  const live = await openLive();
  const { offered, accepted, agreed } = transfers(live);
  const talk = await agreed();
  const [eva, leader] = [await live.volunteer(), await leaderOf(live)];
  const next = await accepted(talk, eva, await offered(talk, ANY, eva));
  const { id } = next.conversation;
  await letIn(live, { ...talk, id, volunteer: eva }, leader);
  const [shown] = (await live.store.staff(leader, live.now)).conversations;
  expect(shown).toMatchObject({ id, seat: 'leader' });
  expect(JSON.stringify(shown)).not.toContain(talk.id);
});

test('[E5, F3] a resume ticket holds no visit: the conversation goes on without the leader, in a later key epoch', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const { seat, keyEpoch: visit } = await letIn(live, talk, leader);
  await done(live.store.sendMessage(seat, { ...words(1), keyEpoch: visit }, live.now));
  const mine = await live.store.seekerRecord(talk.seeker.id);
  const theirs = await live.store.staffRecord(talk.volunteer.id);
  expect((await live.store.staffRecord(leader.id))?.conversations).toEqual([]);
  const records = [mine?.record, ...(theirs?.conversations ?? []).map(({ record }) => record)];
  expect(records).toHaveLength(2);
  for (const record of records) {
    const { leaderSent, keyEpoch, left, seats } = record ?? {};
    expect([leaderSent, left, seats]).toEqual(['1', 'leader', 'seeker,volunteer']);
    expect(keyEpoch).toBe('{"number":2}');
    const others = Object.keys(record ?? {}).filter((name) =>
      /^(?:leader|visit|callBy|callKey)/.test(name),
    );
    expect(others).toEqual(['leaderSent']);
  }
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  if (mine === null || theirs === null) throw new Error('there is nothing to restore');
  await done(live.store.restoreSeeker(talk.seeker.id, mine, live.now, live.now));
  await done(live.store.restoreStaff(talk.volunteer.id, theirs, live.now, live.now));
  expect(await conversationOf(live, talk)).toMatchObject({
    ...{ keyEpoch: { number: 2 }, visit: null, call: { kind: 'help', by: null } },
  });
  await live.expectConsistent();
});

test('[E5, C4, F3] after a loss, a leader hands in nothing: the log is rebuilt from seeker and volunteer only', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const [talk, leader] = [await live.talk(), await leaderOf(live)];
  const { seat, keyEpoch: visit } = await letIn(live, talk, leader);
  const { seeker, volunteer } = talk.seats;
  await done(live.store.sendMessage(seeker, { ...words(1), keyEpoch: visit }, live.now));
  const { messages } = await done(live.store.messagesAfter(seat, 0));
  const mine = await live.store.seekerRecord(talk.seeker.id);
  if (mine === null) throw new Error('there is nothing to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await done(live.store.restoreSeeker(talk.seeker.id, mine, live.now, live.now));
  const handIn = (by: typeof seat, copies: typeof messages) =>
    live.store.rebuild(by, copies, { last: true, sent: 0 }, live.now);
  expect(await live.attempt(() => handIn(seat, messages))).toEqual(refusal('not_found'));
  // The pages of both have been loaded again.
  await done(handIn(seeker, []));
  await done(handIn(volunteer, []));
  expect(await done(live.store.messagesAfter(seeker, 0))).toMatchObject({ messages: [] });
  await live.expectConsistent();
});
