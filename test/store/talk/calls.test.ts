/** A volunteer's calls to the leaders on duty. */
import { TIMES } from '@terskel/shared/limits';
import type { CallKind, Staff } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import {
  address,
  conversationId,
  done,
  newId,
  type Talk,
  type Volunteer,
} from '../../helpers/people.ts';

const openLive = liveStores();
const minute = 60_000;
const KEY = publicKey();

const raise = (live: Live, { id, volunteer }: Talk, kind: CallKind = 'help') =>
  live.store.raiseCall(id, volunteer.id, kind, live.now);
const withdraw = (live: Live, { id, volunteer }: Talk) =>
  live.store.withdrawCall(id, volunteer.id, live.now);
const takeCall = (live: Live, leader: Staff, { id }: Talk) =>
  live.store.takeCall(id, leader.id, KEY, live.now);
const giveBack = (live: Live, leader: Staff, { id }: Talk) =>
  live.store.returnCall(id, leader.id, live.now);
/** The calls that a staff member's page shows. */
const callsOf = async (live: Live, member: Staff) =>
  (await live.store.staff(member, live.now)).calls;
/** The own call that the volunteer's page shows. */
async function callOf(live: Live, { volunteer }: Talk) {
  const { conversations } = await live.store.staff(volunteer, live.now);
  return conversations[0]?.call;
}

/** A leader on duty who gets no offers. */
const leaderOf = (live: Live, more: Partial<Staff> = {}) =>
  live.volunteer({ alias: 'Nora', roles: ['leader'], state: 'paused', ...more });
/** Two leaders on duty and one off duty, and a conversation of a volunteer. */
async function staffed() {
  const live = await openLive();
  const [nora, ola] = [await leaderOf(live), await leaderOf(live, { alias: 'Ola' })];
  const off = await live.volunteer({ roles: ['leader'], state: 'off' });
  const talk = await live.talk();
  await live.told();
  return { live, nora, ola, off, talk };
}
const shown = ({ id }: Talk, more: object = {}) => ({
  ...{ conversationId: id, alias: 'Kari', language: 'no', kind: 'help', forMs: 0, by: null },
  ...{ mine: false, ...more },
});

describe('a call', () => {
  test('[V4] reaches every leader on duty, nobody else, and not the seeker', async () => {
    const { live, nora, ola, off, talk } = await staffed();
    const call = { kind: 'help', forMs: 0, by: null, escalated: false };
    expect(await raise(live, talk)).toEqual({ ok: true, call });
    const told = await live.told();
    expect(told.map(({ event }) => event)).toEqual(['calls:changed', 'calls:changed']);
    const receivers = told.map(({ receiver }) => receiver);
    expect(receivers.toSorted()).toEqual([nora, ola].map(({ id }) => `staff ${id}`).toSorted());
    expect(told.map(({ payload }) => payload)).toEqual(
      [1, 2].map(() => ({ calls: [shown(talk)] })),
    );
    live.pass(minute);
    expect(await callOf(live, talk)).toEqual({ ...call, forMs: minute });
    expect(await callsOf(live, nora)).toEqual([shown(talk, { forMs: minute })]);
    for (const nobody of [off, talk.volunteer]) expect(await callsOf(live, nobody)).toEqual([]);
    const state = await live.store.seeker(talk.seeker.id, live.now);
    expect(state).toMatchObject({ conversation: { call: null, danger: false } });
    await done(live.store.startShift(off.id, live.now));
    expect(await live.told(off.id)).toMatchObject([
      { event: 'calls:changed', payload: { calls: [shown(talk, { forMs: minute })] } },
    ]);
  });

  test('[V4, C17] for danger also marks the conversation, and raises one for help; it is never lowered', async () => {
    const { live, nora, talk } = await staffed();
    await done(raise(live, talk));
    live.pass(minute);
    await live.told();
    const call = { kind: 'danger', forMs: minute, by: null, escalated: false };
    const danger = { ok: true, call };
    expect(await raise(live, talk, 'danger')).toEqual(danger);
    expect(await live.told(talk.seeker.id)).toMatchObject([
      { event: 'conversation:marked', payload: { danger: true } },
    ]);
    for (const kind of ['help', 'danger'] as const) {
      const again = () => live.other.raiseCall(talk.id, talk.volunteer.id, kind, live.now);
      expect(await live.attempt(again)).toEqual({ answer: danger, ...still });
    }
    expect(await callsOf(live, nora)).toEqual([shown(talk, { kind: 'danger', forMs: minute })]);
    await done(withdraw(live, talk));
    const { conversations } = await live.store.staff(talk.volunteer, live.now);
    expect(conversations).toMatchObject([{ call: null, danger: true }]);
  });

  test('[V4] is taken by one leader, and handed back; its volunteer and all leaders are told', async () => {
    const { live, nora, ola, talk } = await staffed();
    await done(raise(live, talk));
    await live.told();
    const by = { kind: 'help', forMs: 0, by: 'Nora', escalated: false, leaderKey: KEY };
    expect(await takeCall(live, nora, talk)).toEqual({ ok: true, call: by });
    const told = await live.told();
    expect(told[0]).toMatchObject({
      ...{ receiver: `staff ${talk.volunteer.id}`, event: 'call:changed' },
      payload: { conversationId: talk.id, call: by },
    });
    expect(told.slice(1).map(({ event }) => event)).toEqual(['calls:changed', 'calls:changed']);
    expect(await callsOf(live, nora)).toEqual([shown(talk, { by: 'Nora', mine: true })]);
    expect(await callsOf(live, ola)).toEqual([shown(talk, { by: 'Nora' })]);
    const again = () => takeCall(live, nora, talk);
    expect(await live.attempt(again)).toEqual({ answer: { ok: true, call: by }, ...still });
    expect(await live.attempt(() => takeCall(live, ola, talk))).toEqual(refusal('wrong_state'));
    const notHers = { answer: { ok: true }, ...still };
    expect(await live.attempt(() => giveBack(live, ola, talk))).toEqual(notHers);
    await done(giveBack(live, nora, talk));
    expect(await live.told(talk.volunteer.id)).toMatchObject([{ payload: { call: { by: null } } }]);
    await done(takeCall(live, ola, talk));
    // A call that is raised stays with the leader who has taken it.
    expect(await raise(live, talk, 'danger')).toMatchObject({
      call: { kind: 'danger', by: 'Ola' },
    });
  });

  test('[V4] can be taken only while there is one, by a leader on duty, who is not its volunteer', async () => {
    const { live, nora, off, talk } = await staffed();
    expect(await live.attempt(() => takeCall(live, nora, talk))).toEqual(refusal('not_found'));
    expect(await live.attempt(() => giveBack(live, nora, talk))).toEqual(refusal('not_found'));
    await done(raise(live, talk));
    for (const nobody of [off, talk.volunteer])
      expect(await live.attempt(() => takeCall(live, nobody, talk))).toEqual(
        refusal('wrong_state'),
      );
    live.pass(1);
    const led = await live.talk({ language: 'en' }, { roles: ['leader'], languages: ['en'] });
    await done(raise(live, led));
    expect(await callsOf(live, led.volunteer)).toEqual([shown(talk, { forMs: 1 })]);
    expect(await live.attempt(() => takeCall(live, led.volunteer, led))).toEqual(
      refusal('wrong_state'),
    );
    expect(await callsOf(live, nora)).toMatchObject([{ language: 'no' }, { language: 'en' }]);
  });

  test('[V4, C1] is raised and withdrawn only by the volunteer of the conversation', async () => {
    const { live, nora, talk } = await staffed();
    const stranger = { ...talk, volunteer: nora };
    expect(await live.attempt(() => raise(live, stranger))).toEqual(refusal('not_found'));
    await done(raise(live, talk));
    expect(await live.attempt(() => withdraw(live, stranger))).toEqual(refusal('not_found'));
    const none = { ...talk, id: conversationId() };
    expect(await live.attempt(() => raise(live, none))).toEqual(refusal('not_found'));
    await done(withdraw(live, talk));
    expect(await callsOf(live, nora)).toEqual([]);
    const again = () => withdraw(live, talk);
    expect(await live.attempt(again)).toEqual({ answer: { ok: true }, ...still });
  });
});

describe('a call ends with its conversation', () => {
  const end = (
    live: Live,
    { seats }: Talk,
    seat: 'seeker' | 'volunteer',
    reason: 'exit' | 'volunteer',
  ) => live.store.endConversation(seats[seat], reason, undefined, live.now);
  const ends: readonly [string, (live: Live, talk: Talk) => Promise<unknown>][] = [
    ['an exit', (live, talk) => end(live, talk, 'seeker', 'exit')],
    ['the volunteer’s end', (live, talk) => end(live, talk, 'volunteer', 'volunteer')],
    [
      'a return to the queue',
      (live, { id, seeker }) =>
        live.store.requeue(id, seeker.id, 'another', newId(), publicKey(), live.now),
    ],
    [
      'the loss of both',
      async (live, { seeker, volunteer }) => {
        await live.store.disconnectSeeker(seeker.id, seeker.at, live.now);
        await live.store.disconnectStaff(volunteer.id, volunteer.at, live.now);
        await live.passAndMeet(TIMES.seekerGoneMs);
      },
    ],
  ];
  test.each(ends)('[V4] by %s', async (_, over) => {
    const { live, nora, talk } = await staffed();
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    await live.told();
    await over(live, talk);
    expect((await live.told(nora.id)).at(-1)).toMatchObject({
      ...{ event: 'calls:changed', payload: { calls: [] } },
    });
    expect(await callsOf(live, nora)).toEqual([]);
    expect((await live.dump()).zsets['calls']).toBeUndefined();
  });
});

test('[V4, F9] a call that cannot be read affects neither other calls, their conversations, nor leaders', async () => {
  const { live, nora, talk } = await staffed();
  const other = await live.talk();
  for (const each of [talk, other]) await done(raise(live, each));
  const key = `${live.keys.root}:conversation:${talk.id}`;
  const aside = `aside:${key}`;
  await live.redis.rename(key, aside);
  await live.redis.set(key, 'no hash');
  await live.told();
  await done(takeCall(live, nora, other));
  const [seen] = await live.told(nora.id);
  expect(seen).toMatchObject({ payload: { calls: [shown(other, { mine: true, by: 'Nora' })] } });
  expect(await live.store.connectStaff(nora, nora.at, live.now)).toMatchObject({
    calls: [{ conversationId: other.id }],
  });
  await done(live.store.endConversation(other.seats.seeker, 'seeker', undefined, live.now));
  await done(live.store.endShift(nora.id, live.now));
  await live.redis.rename(aside, key);
  await done(live.store.startShift(nora.id, live.now));
  expect(await callsOf(live, nora)).toEqual([shown(talk)]);
});

describe('a leader hands all calls back', () => {
  const leaves: readonly [string, (live: Live, leader: Volunteer) => Promise<unknown>][] = [
    ['who goes off duty', (live, { id }) => live.store.endShift(id, live.now)],
    ['whose sign-in ends', (live, { id }) => live.store.endLead(id, undefined, live.now)],
    [
      'who loses the role',
      (live, leader) =>
        live.store.connectStaff({ ...leader, roles: ['volunteer'] }, address(), live.now),
    ],
    [
      'who is gone for 120 s',
      async (live, { id, at }) => {
        await live.store.disconnectStaff(id, at, live.now);
        await live.passAndMeet(TIMES.volunteerGoneMs);
      },
    ],
  ];
  test.each(leaves)('[V4] %s', async (_, leave) => {
    const { live, nora, ola, talk } = await staffed();
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    await live.told();
    await leave(live, nora);
    const told = await live.told();
    const toldTo = ({ id }: Staff) => told.filter(({ receiver }) => receiver.endsWith(id));
    expect(toldTo(talk.volunteer)).toMatchObject([
      { event: 'call:changed', payload: { call: { by: null } } },
    ]);
    expect(toldTo(ola)).toMatchObject([{ event: 'calls:changed' }]);
    expect(await callsOf(live, ola)).toMatchObject([{ by: null, mine: false }]);
    expect(await callsOf(live, nora)).toEqual([]);
  });

  test('[V4, I2] a short loss of the connection changes nothing', async () => {
    const { live, nora, talk } = await staffed();
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    await live.store.disconnectStaff(nora.id, nora.at, live.now);
    await live.passAndMeet(TIMES.volunteerGoneMs - 1);
    const { calls } = await live.store.connectStaff(nora, address('b'), live.now);
    expect(calls).toMatchObject([{ by: 'Nora', mine: true }]);
  });
});

describe('after a loss of the store', () => {
  /** Loses everything. `first` and `later`: the volunteer's records to restore, in this order. */
  async function lose(live: Live, { volunteer }: Talk, records: readonly Records[]) {
    for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
    await live.store.beat('a', newId(), live.now, null);
    for (const { conversations } of records) {
      const record = { epoch: newId(), conversations };
      await done(live.store.restoreStaff(volunteer.id, record, live.now, live.now));
    }
    await live.store.connectStaff(volunteer, volunteer.at, live.now);
  }
  type Records = NonNullable<Awaited<ReturnType<Live['store']['staffRecord']>>>;
  async function recordOf(live: Live, { volunteer }: Talk): Promise<Records> {
    const record = await live.store.staffRecord(volunteer.id);
    if (record === null) throw new Error('there is no record to restore');
    return record;
  }

  test('[V4, F3] a call is back and open, also one that was taken, and returning leaders see it', async () => {
    const { live, nora, talk } = await staffed();
    await live.store.beat('a', newId(), live.now, null);
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    live.pass(minute);
    await lose(live, talk, [await recordOf(live, talk)]);
    expect(await callOf(live, talk)).toEqual({
      ...{ kind: 'help', forMs: minute, by: null, escalated: false },
    });
    await live.store.connectStaff(nora, nora.at, live.now);
    await live.told();
    await done(live.store.startShift(nora.id, live.now));
    expect(await live.told(nora.id)).toMatchObject([
      { event: 'calls:changed', payload: { calls: [shown(talk, { forMs: minute })] } },
    ]);
  });

  test('[V4, F3] a call that a leader had taken is open again when a copy takes over that still has it', async () => {
    const { live, nora, talk } = await staffed();
    await live.store.beat('a', newId(), live.now, null);
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    await live.failOver();
    await live.told();
    await live.store.connectStaff(talk.volunteer, talk.volunteer.at, live.now);
    expect(await callOf(live, talk)).toMatchObject({ kind: 'help', by: null });
    expect(await live.told(nora.id)).toMatchObject([
      { event: 'calls:changed', payload: { calls: [shown(talk)] } },
    ]);
  });

  test('[V4, F3, F6] what a return after a failover changes is told to the new connection only', async () => {
    const { live, nora, talk } = await staffed();
    await live.store.beat('a', newId(), live.now, null);
    await done(raise(live, talk));
    await done(takeCall(live, nora, talk));
    await live.failOver();
    await live.told();
    const { volunteer } = talk;
    const node = volunteer.at.node === 'a' ? 'b' : 'a';
    await live.store.connectStaff(
      volunteer,
      { ...volunteer.at, node, connection: newId() },
      live.now,
    );
    const told = await live.told(volunteer.id);
    const changed = told.filter(({ event }) => event === 'call:changed');
    expect(changed).toMatchObject([{ node }]);
  });

  test('[V4, F3] the newest state of the call counts, in any order of return', async () => {
    const { live, talk } = await staffed();
    await live.store.beat('a', newId(), live.now, null);
    const none = await recordOf(live, talk);
    await done(raise(live, talk));
    const called = await recordOf(live, talk);
    await done(withdraw(live, talk));
    const over = await recordOf(live, talk);
    for (const records of [
      [called, over],
      [over, called],
      [none, over, called],
    ]) {
      await lose(live, talk, records);
      expect(await callOf(live, talk)).toBeNull();
      await live.expectConsistent();
    }
    await lose(live, talk, [none, called]);
    expect(await callOf(live, talk)).toMatchObject({ kind: 'help' });
  });
});
