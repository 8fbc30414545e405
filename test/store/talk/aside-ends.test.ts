/** The end of an aside between a volunteer and a leader: it ends with the call, and nothing of it remains. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { openedAside, reserve, takenCall, type OpenedAside } from '../../helpers/asides.ts';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, type Live } from '../../helpers/live.ts';
import { address, done, newId, words, type Talk, type Volunteer } from '../../helpers/people.ts';
import { conversationOf, letIn } from '../../helpers/visits.ts';

const openLive = liveStores();

interface On {
  readonly live: Live;
  readonly leader: Volunteer;
  readonly talk: Talk;
  readonly aside: OpenedAside;
}
/** An aside with a message in it. */
async function opened(): Promise<On> {
  const live = await openLive();
  const leader = await live.volunteer({ alias: 'Nora', roles: ['leader'], state: 'paused' });
  const talk = await live.talk();
  await live.store.beat('a', newId(), live.now, null);
  await takenCall(live, talk, leader);
  const aside = await openedAside(live, talk, leader);
  await done(live.store.sendMessage(aside.seats.leader, words(), live.now));
  await live.told();
  return { live, leader, talk, aside };
}

/** What is left of it: who is connected and was not told, whether the store names it, and what still works in it. */
async function leftOf({ live, leader, talk, aside }: On) {
  const told = (await live.told())
    .filter(({ event, payload }) => {
      const { conversationId } = payload as { conversationId?: string };
      return event === 'aside:ended' && conversationId === aside.id;
    })
    .map(({ receiver }) => receiver);
  const dump = await live.dump();
  const here = [talk.volunteer, leader].filter(
    ({ id }) => (dump.hashes[`volunteer:${id}`]?.['node'] ?? '') !== '',
  );
  const answers = [];
  for (const seat of Object.values(aside.seats))
    answers.push(await live.attempt(() => live.store.sendMessage(seat, words(2), live.now)));
  return {
    untold: here.map(({ id }) => `staff ${id}`).filter((each) => !told.includes(each)),
    toldTwice: told.length - new Set(told).size,
    named: JSON.stringify(dump).includes(aside.id),
    answers,
  };
}
const nothing = {
  ...{ untold: [], toldTwice: 0, named: false },
  answers: [refusal('not_found'), refusal('not_found')],
};

const ends: readonly [string, (on: On) => Promise<unknown>][] = [
  [
    'the volunteer withdraws the call',
    ({ live, talk }) => live.store.withdrawCall(talk.id, talk.volunteer.id, live.now),
  ],
  [
    'the leader hands the call back',
    ({ live, talk, leader }) => live.store.returnCall(talk.id, leader.id, live.now),
  ],
  ['the leader goes off duty', ({ live, leader }) => live.store.endShift(leader.id, live.now)],
  [
    'the sign-in of the leader ends',
    ({ live, leader }) => live.store.endLead(leader.id, undefined, live.now),
  ],
  [
    'the leader loses the role',
    ({ live, leader }) =>
      live.store.connectStaff({ ...leader, roles: ['volunteer'] }, address(), live.now),
  ],
  [
    'the leader is gone for 120 s',
    async ({ live, leader }) => {
      await live.store.disconnectStaff(leader.id, leader.at, live.now);
      await live.passAndMeet(TIMES.volunteerGoneMs);
    },
  ],
  [
    'the seeker exits',
    ({ live, talk }) => live.store.endConversation(talk.seats.seeker, 'exit', undefined, live.now),
  ],
  [
    'the volunteer ends the conversation',
    ({ live, talk }) =>
      live.store.endConversation(talk.seats.volunteer, 'volunteer', undefined, live.now),
  ],
  [
    'the seeker returns to the queue',
    ({ live, talk }) =>
      live.store.requeue(talk.id, talk.seeker.id, 'another', newId(), publicKey(), live.now),
  ],
  [
    'the seeker is lost',
    async ({ live, talk }) => {
      await live.store.disconnectSeeker(talk.seeker.id, talk.seeker.at, live.now);
      await live.passAndMeet(TIMES.seekerGoneMs);
    },
  ],
];

describe('an aside ends, for both and completely', () => {
  test.each(ends)('[V4, A6] when %s', async (_, end) => {
    const on = await opened();
    await end(on);
    expect(await leftOf(on)).toEqual(nothing);
  });

  test('[V4, C11] when the conversation is transferred', async () => {
    const on = await opened();
    const { live, talk } = on;
    const { store } = live;
    const next = await live.volunteer({ alias: 'Ola' });
    await done(store.confirmKeys(talk.id, talk.seeker.id, 'c'.repeat(43)));
    const to = { kind: 'any' } as const;
    const { transfer } = await done(
      store.askTransfer(talk.id, talk.volunteer.id, newId(), 'end_of_shift', to),
    );
    const agreement = { publicKey: publicKey(), history: false };
    await done(store.answerTransfer(talk.id, talk.seeker.id, transfer.id, agreement, live.now));
    const offer = await live.offered(next);
    await live.told();
    await done(live.accept(next, offer.id));
    expect(await leftOf(on)).toEqual(nothing);
  });

  test('[V4] when the leader takes the call with another key; the next one is opened with that', async () => {
    const on = await opened();
    const { live, leader, talk } = on;
    await done(live.store.takeCall(talk.id, leader.id, publicKey(), live.now));
    expect(await leftOf(on)).toEqual(nothing);
    const next = await openedAside(live, talk, leader);
    expect(next.id).not.toBe(on.aside.id);
    expect((await live.store.staff(leader, live.now)).asides).toMatchObject([{ id: next.id }]);
  });

  test('[V4, E5] but not when the leader’s tab has its keys, and only renews the key for a visit', async () => {
    const { live, leader, talk, aside } = await opened();
    const { store } = live;
    await done(store.takeCall(talk.id, leader.id, publicKey(), live.now, aside.id as never));
    expect((await store.staff(leader, live.now)).asides).toMatchObject([
      { id: aside.id, lastSeq: 1 },
    ]);
    // Another one than the call's keeps nothing.
    await done(store.takeCall(talk.id, leader.id, publicKey(), live.now, newId() as never));
    expect((await store.staff(leader, live.now)).asides).toEqual([]);
  });

  test('[V4] when the volunteer’s tab reserves another one, because it has no keys', async () => {
    const on = await opened();
    await done(reserve(on.live, on.talk));
    expect(await leftOf(on)).toEqual(nothing);
  });

  test('[V4, C1] two calls have two asides: the end of one leaves the other', async () => {
    const on = await opened();
    const { live, leader, talk } = on;
    const other = await live.talk();
    await takenCall(live, other, leader);
    const second = await openedAside(live, other, leader);
    await done(live.store.withdrawCall(talk.id, talk.volunteer.id, live.now));
    expect((await live.store.staff(leader, live.now)).asides).toMatchObject([
      { id: second.id, of: other.id },
    ]);
    await done(live.store.sendMessage(second.seats.leader, words(), live.now));
  });

  test('[V4, E5] a visit of the same leader begins and ends without it', async () => {
    const live = await openLive();
    const leader = await live.volunteer({ roles: ['leader'], state: 'paused' });
    const talk = await live.talk();
    const { keyEpoch } = await letIn(live, talk, leader);
    const aside = await openedAside(live, talk, leader);
    await done(live.store.sendMessage(aside.seats.volunteer, words(), live.now));
    await done(live.store.closeVisit(talk.id, leader.id, keyEpoch.visit, live.now));
    const still = live.store.sendMessage(aside.seats.leader, words(), live.now);
    expect(await still).toMatchObject({ ok: true, seq: 2 });
  });

  test('[V4, F9] an aside that cannot be read keeps neither the call nor the conversation from ending', async () => {
    const { live, talk, aside } = await opened();
    const key = `${live.keys.root}:conversation:${aside.id}`;
    await live.redis.del(key);
    await live.redis.set(key, 'no hash');
    await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
    expect(JSON.stringify(await live.dump())).not.toContain(aside.id);
  });
});

describe('after a loss of the store', () => {
  test('[V4, F3] an aside is over, and the call is back and open', async () => {
    const { live, leader, talk } = await opened();
    const record = await live.store.staffRecord(talk.volunteer.id);
    for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
    await live.store.beat('a', newId(), live.now, null);
    const { conversations = [] } = record ?? {};
    const lost = { epoch: newId(), conversations };
    await done(live.store.restoreStaff(talk.volunteer.id, lost, live.now, live.now));
    for (const member of [leader, talk.volunteer]) {
      const row = await live.store.connectStaff(member, member.at, live.now);
      expect(row.asides).toEqual([]);
    }
    expect(await conversationOf(live, talk)).toMatchObject({ call: { kind: 'help', by: null } });
  });

  const returns: readonly [string, (on: On) => Volunteer][] = [
    ['the leader', ({ leader }) => leader],
    ['the volunteer', ({ talk }) => talk.volunteer],
  ];
  test.each(returns)(
    '[V4, F3] where an older copy takes over, an aside ends when %s returns, and another one can be opened',
    async (_, first) => {
      const on = await opened();
      const { live, leader, talk } = on;
      await live.failOver();
      const member = first(on);
      const row = await live.store.connectStaff(member, member.at, live.now);
      expect(row.asides).toEqual([]);
      const told = (await live.told()).filter(({ event }) => event === 'aside:ended');
      expect(told).toHaveLength(2);
      await live.store.connectStaff(talk.volunteer, talk.volunteer.at, live.now);
      await live.store.connectStaff(leader, leader.at, live.now);
      // All leaders are called again.
      expect(await conversationOf(live, talk)).toMatchObject({ call: { by: null } });
      await done(live.store.takeCall(talk.id, leader.id, publicKey(), live.now));
      const next = await openedAside(live, talk, leader);
      await done(live.store.sendMessage(next.seats.leader, words(), live.now));
    },
  );

  test('[V4, F3] a call that was withdrawn since, by a newer ticket, takes its aside along', async () => {
    const on = await opened();
    const { live, talk } = on;
    const record = await live.store.staffRecord(talk.volunteer.id);
    await live.failOver();
    const conversations = (record?.conversations ?? []).map(({ id, record: fields }) => {
      const { callKind: _, callAt: __, ...rest } = fields;
      return { id, record: { ...rest, marks: '9' } };
    });
    const newer = { epoch: newId(), conversations };
    await done(live.store.restoreStaff(talk.volunteer.id, newer, live.now, live.now));
    expect(await leftOf(on)).toEqual(nothing);
  });
});
