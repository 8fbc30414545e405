/** A leader gives the seeker of a stuck conversation back to the line. */
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { conversationId, done, newId, type Talk } from '../../helpers/people.ts';
import { stuck } from '../../helpers/stuck.ts';
import { ANY, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();

async function staffed() {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const steps = stuck(live);
  return { live, ola: await steps.leader(), ...steps };
}
/** The seeker's tab goes back by itself. */
const goesBack = (live: Live, { id, seeker }: Talk) =>
  live.store.requeue(id, seeker.id, 'keys_lost', newId(), publicKey(), live.now);
const keysOf = async (live: Live, { seeker }: Talk) => {
  const state = await live.store.seeker(seeker.id, live.now);
  return state.kind === 'conversation' ? state.conversation.volunteerKeys : state.kind;
};

test.each(['away', 'unread'] as const)(
  '[V7, C16, Q4] the seeker’s tab is told, and goes back to the original place (volunteer %s)',
  async (why) => {
    const { live, ola, release, shownTo, ...steps } = await staffed();
    const talk = await steps[why]();
    live.pass(1_000);
    const behind = await live.waiting();
    await live.told();
    expect(await release(talk, ola)).toEqual({ ok: true });
    const told = await live.told();
    expect(told.find(({ event }) => event === 'keys:changed')).toMatchObject({
      ...{ receiver: `seeker ${talk.seeker.id}`, payload: { volunteerKeys: 'released' } },
    });
    // The volunteer's page gets a new snapshot.
    const outdated = told.filter(({ event }) => event === 'session:outdated');
    expect(outdated).toHaveLength(why === 'unread' ? 1 : 0);
    expect(await shownTo(ola)).toEqual([]);
    const again = await live.attempt(() => live.other.release(talk.id, ola.id, live.now));
    expect(again).toEqual({ answer: { ok: true }, ...still });
    expect((await done(goesBack(live, talk))).ticket).toMatchObject({ place: 1 });
    const state = await live.store.seeker(behind.id, live.now);
    expect(state).toMatchObject({ ticket: { place: 2 } });
  },
);

test('[V7, O4, O6] no wrap-up follows, and it does not count as declined; the volunteer is told later as well', async () => {
  const { live, ola, release, away, returns } = await staffed();
  const talk = await away();
  await done(release(talk, ola));
  await done(goesBack(live, talk));
  const row = await returns(talk);
  expect(row).toMatchObject({
    ...{ conversations: [], ended: [{ conversationId: talk.id, reason: 'released' }] },
    availability: { state: 'ready' },
  });
  await live.match();
  expect(await live.offerOf(talk.volunteer)).toMatchObject({ language: 'no' });
  const keptMs = await live.redis.pTTL(`${live.keys.root}:ends:${talk.volunteer.id}`);
  expect(keptMs).toBeGreaterThan(0);
  expect(keptMs).toBeLessThanOrEqual(TIMES.tombstoneMs);
});

test('[V7, C17] from a conversation that is marked as danger, the seeker is urgent', async () => {
  const { live, ola, release, agreed, loses } = await staffed();
  const talk = await agreed();
  await done(live.store.mark(talk.id, talk.volunteer.id, 'danger', true, live.now));
  await loses(talk);
  await live.passAndMeet(TIMES.volunteerLostWordsMs);
  await live.waiting();
  await done(release(talk, ola));
  expect((await done(goesBack(live, talk))).ticket).toMatchObject({ place: 1 });
  expect(await done(live.take(ola))).toMatchObject({ offer: { urgent: true } });
});

test('[V7] it is final: no keys, no return and no takeover change it', async () => {
  const { live, ola, release, takeOver, unread, keys, loses, returns } = await staffed();
  const talk = await unread();
  const { seeker } = talk;
  await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
  await done(release(talk, ola));
  for (const held of ['held', 'lost', 'returned'] as const)
    expect(await live.attempt(() => keys(talk, held))).toEqual(refusal('wrong_state'));
  await loses(talk);
  await live.passAndMeet(TIMES.volunteerLostWordsMs);
  expect(await live.attempt(() => takeOver(talk, ola))).toEqual(refusal('not_found'));
  const row = await returns(talk);
  expect(row.conversations).toMatchObject([{ volunteerKeys: 'released' }]);
  // The seeker's page learns it when it is back, also after a reload.
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
  expect(await keysOf(live, talk)).toBe('released');
});

test('[V7, C11] a pending transfer or takeover is over', async () => {
  const { live, ola, release, away, offered, seen } = await staffed();
  const { waiting } = transfers(live);
  const [one, two] = [await away(), await away()];
  await offered(one, ola);
  await done(release(one, ola));
  await waiting(two, ANY);
  await done(release(two, ola));
  for (const talk of [one, two])
    expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
  expect(await live.offerOf(ola)).toBeNull();
});

test('[V7, C1] it is possible only for leaders on duty, and only while the conversation is stuck', async () => {
  const { live, ola, release, agreed, away, unread, leader } = await staffed();
  const fine = await agreed();
  for (const talk of [fine, { id: conversationId() }])
    expect(await live.attempt(() => release(talk, ola))).toEqual(refusal('not_found'));
  const talk = await away();
  const others = [await leader({ state: 'off' }), await live.volunteer({ state: 'paused' })];
  for (const nobody of others)
    expect(await live.attempt(() => release(talk, nobody))).toEqual(refusal('wrong_state'));
  const own = await unread({}, { roles: ['leader'] });
  expect(await live.attempt(() => release(own, own.volunteer))).toEqual(refusal('wrong_state'));
});

test.each(['seeker', 'volunteer'] as const)(
  '[V7, F3] after a loss of the store it still holds, whoever knew of it (%s)',
  async (who) => {
    const { live, ola, release, unread, returns } = await staffed();
    const talk = await unread();
    const { seeker, volunteer } = talk;
    const before = await live.store.staffRecord(volunteer.id);
    await done(live.store.disconnectSeeker(seeker.id, seeker.at, live.now));
    const early = await live.store.seekerRecord(seeker.id);
    await done(release(talk, ola));
    const [mine, theirs] = [
      who === 'seeker' ? await live.store.seekerRecord(seeker.id) : early,
      who === 'volunteer' ? await live.store.staffRecord(volunteer.id) : before,
    ];
    if (mine === null || theirs === null) throw new Error('there is no record to restore');
    for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
    await live.store.beat('a', newId(), live.now, null);
    await done(live.store.restoreStaff(volunteer.id, theirs, live.now, live.now));
    await returns(talk);
    await done(live.store.startShift(volunteer.id, live.now));
    await done(live.store.restoreSeeker(seeker.id, mine, live.now, live.now));
    await live.store.connectSeeker(seeker.id, seeker.at, live.now);
    expect(await keysOf(live, talk)).toBe('released');
    await live.passAndMeet(1);
    await done(goesBack(live, talk));
  },
);
