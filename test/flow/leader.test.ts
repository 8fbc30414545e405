/** Intake is open only while a leader is on duty, unless the association turns this off (rule I2). */
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { keysOf } from '@terskel/server/live/keys';
import { TIMES } from '@terskel/shared/limits';
import type { StaffId } from '@terskel/shared/ids';
import { Intake, type Role } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { acceptNext, goReady, NODES, open, refusal, wish } from '../helpers/fixtures.ts';
import { startService, type TestService, type VolunteerPeer } from '../helpers/service.ts';
import { joined } from '../helpers/staff-browser.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

const LEADER: readonly Role[] = ['volunteer', 'leader'];
const service = () => startService({ nodes: 2, leaderNeeded: true });

async function leader(on: TestService, node: number): Promise<VolunteerPeer> {
  const peer = await on.volunteer({ roles: [...LEADER], alias: 'Liv', node });
  await peer.send('shift:start', {});
  return peer;
}

/** Expects the same intake state on both nodes: over HTTP, for volunteers, and for a new ticket. */
async function expectIntake(
  on: TestService,
  state: 'open' | 'unstaffed' | 'paused',
  leaders: number,
) {
  await on.tick();
  for (const node of [0, 1]) {
    const response = await fetch(`${on.origin(node)}/api/intake`);
    expect(z.parse(Intake, await response.json()).state).toBe(state);
    const late = await on.volunteer({ node });
    expect(late.snapshot.overview).toMatchObject({ leaders, intake: { state } });
    const newcomer = await on.seeker(node);
    const answer = await newcomer.raw('ticket:open', wish());
    expect(answer).toMatchObject(state === 'open' ? { ok: true } : refusal('intake_closed'));
    if (answer.ok) await newcomer.send('ticket:cancel', {});
  }
}

test('[I2] a leader is needed unless an association turns this off', async () => {
  expect(DEFAULT_SETTINGS.leaderNeeded).toBe(true);
  await using on = await service();
  const volunteer = await on.volunteer();
  await goReady(volunteer);
  await expectIntake(on, 'unstaffed', 0);
  await on.set({ leaderNeeded: false });
  await expectIntake(on, 'open', 0);
  await on.set({ leaderNeeded: true });
  await expectIntake(on, 'unstaffed', 0);
});

describe.each(NODES)('%s', (_name, here, there) => {
  test('[I2] without a leader no new ticket is accepted; a waiting seeker keeps the place and is served', async () => {
    await using on = await service();
    const volunteer = await on.volunteer({ node: here });
    await volunteer.send('shift:start', {});
    const lead = await leader(on, there);
    await expectIntake(on, 'open', 1);
    const waits = await on.seeker(here);
    await open(waits);

    await lead.send('shift:end', {});
    await expectIntake(on, 'unstaffed', 0);
    expect(await on.session(waits)).toMatchObject({ ticket: expect.stringMatching(/./) as string });
    await volunteer.send('availability:set', { state: 'ready' });
    await acceptNext(volunteer);
    await waits.next('conversation:started');
  });

  test('[I2, O7] a leader without a connection counts for another 120 s', async () => {
    await using on = await service();
    await goReady(await on.volunteer({ node: here }));
    const lead = await leader(on, there);
    expect(lead.snapshot.overview.leaders).toBe(0);
    await on.drop(lead);
    await on.pass(TIMES.volunteerGoneMs - 1);
    await expectIntake(on, 'open', 1);
    const back = await on.staff(here, lead.session);
    await on.drop(back);
    await on.pass(TIMES.volunteerGoneMs);
    await expectIntake(on, 'unstaffed', 0);
  });

  test('[I2] a leader with an open admin page counts until it has been closed for 120 s', async () => {
    await using on = await service();
    await goReady(await on.volunteer({ node: there }));
    const lead = await joined(on, [...LEADER, 'admin'], { alias: 'Ada', node: here });
    const page = await on.staff(there, lead.session);
    const asks = () => lead.call('POST /api/admin/duty');
    expect(await asks()).toEqual({ onDuty: false, leaves: null });
    await page.send('shift:start', {});
    // The answer is the same while the volunteer page is connected.
    expect(await asks()).toEqual({ onDuty: true, leaves: null });
    await on.drop(page);
    for (let asked = 0; asked < 5; asked += 1) {
      await on.pass(TIMES.volunteerGoneMs - 1);
      expect(await asks()).toEqual({ onDuty: true, leaves: null });
    }
    await expectIntake(on, 'open', 1);
    await on.pass(TIMES.volunteerGoneMs);
    await expectIntake(on, 'unstaffed', 0);
    // The request does not put a leader on duty.
    expect(await asks()).toEqual({ onDuty: false, leaves: null });
    await expectIntake(on, 'unstaffed', 0);
  });

  test('[O9] an admin page learns what waiting seekers would lose, as the volunteer page does', async () => {
    await using on = await service();
    const lead = await joined(on, [...LEADER, 'admin'], { alias: 'Ada', node: here });
    await (await on.staff(there, lead.session)).send('shift:start', {});
    const asks = async () => (await lead.call('POST /api/admin/duty'))['leaves'];
    expect(await asks()).toBe(null);
    await open(await on.seeker(there));
    // The node answers from the counts of its last tick, without another read.
    expect(await asks()).toBe(null);
    await on.tick();
    expect(await asks()).toEqual({ last: 'one', waiting: 1 });
    const volunteer = await on.volunteer({ node: there });
    await volunteer.send('shift:start', {});
    await volunteer.send('availability:set', { state: 'paused' });
    await on.tick();
    expect(await asks()).toEqual({ last: 'leader', waiting: 1 });
    await leader(on, there);
    await on.tick();
    expect(await asks()).toBe(null);
    // The counts cannot be read any more.
    const { root } = keysOf(NAMESPACE);
    await on.redis.del(`${root}:matches:no`);
    await on.redis.set(`${root}:matches:no`, 'no list');
    await on.tick();
    const answer = await lead.call('POST /api/admin/duty');
    expect(answer).toMatchObject({ onDuty: true, leaves: 'unknown' });
  });

  test('[I2] an open admin page alone takes no seeker, so intake is paused', async () => {
    await using on = await service();
    const lead = await joined(on, [...LEADER, 'admin'], { alias: 'Ada', node: here });
    const page = await on.staff(there, lead.session);
    await page.send('shift:start', {});
    await page.send('availability:set', { state: 'ready' });
    await on.drop(page);
    await on.pass(TIMES.volunteerGoneMs - 1);
    await lead.ask('POST /api/admin/duty');
    await expectIntake(on, 'open', 1);
    await on.pass(1);
    await expectIntake(on, 'paused', 1);
    const seeker = await on.seeker(here);
    expect(await seeker.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
    await on.staff(there, lead.session);
    await expectIntake(on, 'open', 1);
  });

  test('[I2, S3] a leader who is not an admin cannot stay on duty by an admin page', async () => {
    await using on = await service();
    const lead = await joined(on, LEADER, { alias: 'Liv', node: here });
    expect((await lead.ask('POST /api/admin/duty')).code).toBe('forbidden');
  });

  test('[I2] a leader who stays away does not count, although a conversation keeps them on duty', async () => {
    await using on = await service();
    await (await on.volunteer({ node: here })).send('shift:start', {});
    const lead = await leader(on, there);
    await expectIntake(on, 'open', 1);
    await open(await on.seeker(here));
    await lead.send('availability:set', { state: 'ready' });
    await acceptNext(lead);
    await on.drop(lead);
    await on.pass(TIMES.volunteerGoneMs);
    await expectIntake(on, 'unstaffed', 0);
    const back = await on.staff(here, lead.session);
    expect(back.snapshot.session.conversations).toHaveLength(1);
    await expectIntake(on, 'open', 1);
  });

  test('[I2, S4] a disconnected leader who loses the role or signs out no longer counts', async () => {
    await using on = await service();
    const admin = await joined(on, ['admin'], { alias: 'Ada', node: here });
    await goReady(await on.volunteer({ node: here }));
    for (const end of [
      (id: StaffId) =>
        admin.call('POST /api/admin/staff/change', { id, changes: { roles: ['volunteer'] } }),
      (_id: StaffId, session: string) => on.book.endSession(session),
    ]) {
      const lead = await leader(on, there);
      await on.drop(lead);
      await expectIntake(on, 'open', 1);
      expect((await on.dump()).sets['leaders']).toEqual([lead.staff.id]);
      await end(lead.staff.id, lead.session);
      await on.tick();
      await expectIntake(on, 'unstaffed', 0);
    }
  });

  test('[I2] a leader who continues with a second session still counts when the first one ends', async () => {
    await using on = await service();
    await goReady(await on.volunteer({ node: here }));
    const lead = await leader(on, there);
    await on.drop(lead);
    await on.tick();
    await on.staff(here, await on.book.openSession(lead.staff.id, null));
    await on.book.endSession(lead.session);
    await on.tick();
    expect((await on.dump()).sets['leaders']).toEqual([lead.staff.id]);
    await expectIntake(on, 'open', 1);
  });

  test('[I2, S4] a leader who loses the role no longer counts, even during a conversation', async () => {
    await using on = await service();
    const admin = await joined(on, ['admin'], { alias: 'Ada', node: here });
    await (await on.volunteer({ node: here })).send('shift:start', {});
    const lead = await leader(on, there);
    await expectIntake(on, 'open', 1);
    const seeker = await on.seeker(here);
    await open(seeker);
    await lead.send('availability:set', { state: 'ready' });
    const { id } = await acceptNext(lead);

    const change = { id: lead.staff.id, changes: { roles: ['volunteer'] as Role[] } };
    expect((await admin.ask('POST /api/admin/staff/change', change)).status).toBe(200);
    await on.tick();
    await lead.disconnected();
    await expectIntake(on, 'unstaffed', 0);
    // They sign in again with their new roles, and the conversation continues.
    const session = await on.book.openSession(lead.staff.id, null);
    const back = await on.staff(there, session);
    expect(back.snapshot.session.conversations.map((one) => one.id)).toEqual([id]);
    await expectIntake(on, 'unstaffed', 0);
    const raise = { id: lead.staff.id, changes: { roles: [...LEADER] } };
    expect((await admin.ask('POST /api/admin/staff/change', raise)).status).toBe(200);
    await on.tick();
    await back.disconnected();
    await on.staff(here, await on.book.openSession(lead.staff.id, null));
    await expectIntake(on, 'open', 1);
  });
});

test('[I2, S1] one person with every role can try everything alone', async () => {
  await using on = await service();
  const all = await on.volunteer({ roles: ['volunteer', 'leader', 'admin'] });
  await all.send('shift:start', {});
  await expectIntake(on, 'open', 1);
  const seeker = await on.seeker(1);
  await open(seeker);
  await all.send('availability:set', { state: 'ready' });
  const { id } = await acceptNext(all);
  expect((await seeker.next('conversation:started')).conversation.id).toBe(id);
});
