/** A call that nobody takes is shown to all connected leaders. */
import { TIMES } from '@terskel/shared/limits';
import type { CallKind, Staff } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, type Talk, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();
const KEY = publicKey();

const raise = (live: Live, { id, volunteer }: Talk, kind: CallKind = 'help') =>
  live.store.raiseCall(id, volunteer.id, kind, live.now);
const takeCall = (live: Live, leader: Staff, { id }: Talk) =>
  live.store.takeCall(id, leader.id, KEY, live.now);
const escalate = (live: Live) => live.passAndMeet(TIMES.callEscalatesMs);
const callsOf = async (live: Live, member: Staff) =>
  (await live.store.staff(member, live.now)).calls;
async function callOf(live: Live, { volunteer }: Talk) {
  const { conversations } = await live.store.staff(volunteer, live.now);
  return conversations[0]?.call;
}
const shownTo = async (live: Live, leader: Staff) =>
  (await live.told(leader.id)).map(({ event, payload }) => Object.assign({ event }, payload));

/** A leader on duty, one off duty with a connection, one off duty without, and a conversation. */
async function staffed() {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const leader = (more: object) => live.volunteer({ roles: ['leader'], state: 'paused', ...more });
  const nora = await leader({ alias: 'Nora' });
  const off = await leader({ alias: 'Off', state: 'off' });
  const gone = await leader({ alias: 'Gone', state: 'off' });
  await done(live.store.disconnectStaff(gone.id, gone.at, live.now));
  const talk = await live.talk();
  await live.told();
  return { live, nora, off, gone, talk };
}

test('[V4] a call that nobody has taken for 30 s reaches leaders off duty who are connected; its volunteer is told', async () => {
  const { live, nora, off, talk } = await staffed();
  const newcomer = await live.volunteer({ state: 'off' });
  await done(raise(live, talk));
  expect(await callsOf(live, off)).toEqual([]);
  await live.told();
  await live.passAndMeet(TIMES.callEscalatesMs - 1);
  expect(await live.told()).toEqual([]);
  await live.passAndMeet(1);
  const told = await live.told();
  expect(told.map(({ receiver, event }) => `${receiver} ${event}`).toSorted()).toEqual(
    [
      `staff ${talk.volunteer.id} call:changed`,
      ...[nora, off].map(({ id }) => `staff ${id} calls:changed`),
    ].toSorted(),
  );
  expect(await callOf(live, talk)).toMatchObject({ by: null, escalated: true });
  const calls = [{ alias: 'Kari', kind: 'help', by: null, mine: false }];
  expect(await callsOf(live, off)).toMatchObject(calls);
  expect(await callsOf(live, newcomer)).toEqual([]);
  // One who connects later sees it as well, and one who goes on duty sees all.
  const late = await live.volunteer({ roles: ['leader'], state: 'off' });
  expect(await callsOf(live, late)).toMatchObject(calls);
});

test('[V4] leaders off duty see nothing of a call that was taken in time, withdrawn, or whose conversation has ended', async () => {
  const { live, nora, off, talk } = await staffed();
  await done(raise(live, talk));
  live.pass(TIMES.callEscalatesMs - 1);
  await done(takeCall(live, nora, talk));
  await live.passAndMeet(TIMES.callEscalatesMs);
  expect(await live.told(off.id)).toEqual([]);
  await done(live.store.returnCall(talk.id, nora.id, live.now));
  await live.passAndMeet(TIMES.callEscalatesMs - 1);
  await done(live.store.withdrawCall(talk.id, talk.volunteer.id, live.now));
  await live.passAndMeet(1);
  await done(raise(live, talk));
  await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
  await escalate(live);
  expect(await live.told(off.id)).toEqual([]);
});

test('[V4] it is taken by a leader who comes on duty; the others off duty no longer see it', async () => {
  const { live, off, nora, talk } = await staffed();
  const other = await live.volunteer({ roles: ['leader'], state: 'off' });
  await done(raise(live, talk));
  await escalate(live);
  await live.told();
  expect(await takeCall(live, off, talk)).toEqual({ ok: false, code: 'wrong_state' });
  await done(live.store.startShift(off.id, live.now));
  expect(await takeCall(live, off, talk)).toMatchObject({ call: { by: 'Off', escalated: false } });
  expect(await shownTo(live, other)).toEqual([{ event: 'calls:changed', calls: [] }]);
  expect(await callsOf(live, nora)).toMatchObject([{ by: 'Off', mine: false }]);
  expect(await callsOf(live, off)).toMatchObject([{ by: 'Off', mine: true }]);
});

test('[V4] after it was handed back, the 30 s count anew', async () => {
  const { live, nora, off, talk } = await staffed();
  await done(raise(live, talk, 'danger'));
  await escalate(live);
  await done(takeCall(live, nora, talk));
  live.pass(TIMES.callEscalatesMs);
  await done(live.store.endShift(nora.id, live.now));
  expect(await callOf(live, talk)).toMatchObject({ by: null, escalated: false });
  await live.told();
  await live.passAndMeet(TIMES.callEscalatesMs - 1);
  expect(await live.told(off.id)).toEqual([]);
  await live.passAndMeet(1);
  const calls = [{ kind: 'danger', by: null }];
  expect(await shownTo(live, off)).toMatchObject([{ event: 'calls:changed', calls }]);
});

test('[V4] a leader who goes off duty keeps seeing an escalated call, and no other one; never the own', async () => {
  const { live, nora, talk } = await staffed();
  await done(raise(live, talk));
  await escalate(live);
  const other = await live.talk({}, { alias: 'Per' });
  await done(raise(live, other));
  expect(await callsOf(live, nora)).toHaveLength(2);
  await live.told();
  await done(live.store.endShift(nora.id, live.now));
  const calls = [{ conversationId: talk.id }];
  expect(await shownTo(live, nora)).toMatchObject([{ event: 'calls:changed', calls }]);
  await done(live.store.startShift(nora.id, live.now));
  expect(await shownTo(live, nora)).toMatchObject([
    { event: 'calls:changed', calls: [{ alias: 'Kari' }, { alias: 'Per' }] },
  ]);
  const own = await live.talk({}, { roles: ['leader'] });
  await done(raise(live, own));
  await escalate(live);
  expect(await callsOf(live, own.volunteer)).toHaveLength(2);
});

test('[V4] nobody sees it who no longer leads, or is no longer connected', async () => {
  const { live, off, talk } = await staffed();
  const former = await live.volunteer({ roles: ['leader'], state: 'off' });
  const nodeless = await live.volunteer({ roles: ['leader'], state: 'off', node: 'b' });
  const noLeader: Volunteer = { ...former, roles: ['volunteer'] };
  await live.store.connectStaff(noLeader, former.at, live.now);
  await done(live.store.endLead(off.id, off.at.connection, live.now));
  await live.die('b', 'a');
  await done(raise(live, talk));
  await live.told();
  await escalate(live);
  for (const { id } of [former, off, nodeless]) expect(await live.told(id)).toEqual([]);
  for (const each of [noLeader, nodeless]) expect(await callsOf(live, each)).toEqual([]);
});

test('[V4, F3] after a loss of the store it is open again, and escalates after 30 s', async () => {
  const { live, off, talk } = await staffed();
  await done(raise(live, talk));
  await escalate(live);
  const record = await live.store.staffRecord(talk.volunteer.id);
  if (record === null) throw new Error('there is no record to restore');
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await live.store.beat('a', newId(), live.now, null);
  await done(live.store.restoreStaff(talk.volunteer.id, record, live.now, live.now));
  await live.store.connectStaff(talk.volunteer, talk.volunteer.at, live.now);
  await done(live.store.startShift(talk.volunteer.id, live.now));
  await live.store.connectStaff(off, off.at, live.now);
  expect(await callOf(live, talk)).toMatchObject({ by: null, escalated: false });
  expect(await callsOf(live, off)).toEqual([]);
  await live.passAndMeet(TIMES.callEscalatesMs - 1);
  expect(await callsOf(live, off)).toEqual([]);
  await live.passAndMeet(1);
  expect(await callsOf(live, off)).toMatchObject([{ conversationId: talk.id }]);
});
