/** Calls to the leaders on duty, between nodes. */
import { BUCKETS, TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { NODES, confirmation, publicKey, refusal, talk } from '../helpers/fixtures.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';
import { newVisit, visitOf } from '../helpers/visits.ts';

async function leader(on: TestService, node: number, alias = 'Nora'): Promise<VolunteerPeer> {
  const peer = await on.volunteer({ roles: ['leader'], alias, node });
  await peer.send('shift:start', {});
  return peer;
}
const shown = (of: object, more: object = {}) => ({
  ...{ ...of, alias: 'Kari', language: 'no', kind: 'help', forMs: 0, by: null, mine: false },
  ...more,
});

describe.each(NODES)('%s', (_name, here, there) => {
  test('[V4] a call reaches the leaders on duty; one takes it, the volunteer and the others learn who', async () => {
    await using service = await startService({ nodes: 2 });
    const [nora, ola] = [await leader(service, here), await leader(service, there, 'Ola')];
    const { seeker, volunteer, of } = await talk(service, here, there);
    const call = { kind: 'help', forMs: 0, by: null, escalated: false };
    expect(await volunteer.send('call:raise', { ...of, kind: 'help' })).toEqual({ ok: true, call });
    for (const each of [nora, ola])
      expect(await each.next('calls:changed')).toEqual({ calls: [shown(of)] });
    const leaderKey = publicKey();
    await nora.send('call:take', { ...of, publicKey: leaderKey });
    expect(await volunteer.next('call:changed')).toEqual({
      ...of,
      call: { ...call, by: 'Nora', leaderKey },
    });
    expect(await ola.next('calls:changed')).toEqual({ calls: [shown(of, { by: 'Nora' })] });
    expect(await ola.raw('call:take', { ...of, publicKey: publicKey() })).toEqual(
      refusal('wrong_state'),
    );
    expect(await volunteer.raw('call:return', of)).toEqual(refusal('forbidden'));
    const key = { ...of, publicKey: publicKey() };
    expect(await volunteer.raw('call:take', key)).toEqual(refusal('forbidden'));
    const page = await service.staff(there, nora.session);
    expect(page.snapshot.session.calls).toEqual([shown(of, { by: 'Nora', mine: true })]);
    expect(seeker.events.filter(({ name }) => name.startsWith('call'))).toEqual([]);
    await volunteer.send('call:withdraw', of);
    await until(async () => page.all('calls:changed').at(-1)?.calls.length === 0);
  });
});

test('[V4, S4] a leader whose sign-in is revoked hands back all calls', async () => {
  await using service = await startService();
  const nora = await leader(service, 0);
  const { volunteer, of } = await talk(service, 0, 0);
  await volunteer.send('call:raise', { ...of, kind: 'danger' });
  await nora.send('call:take', { ...of, publicKey: publicKey() });
  expect((await volunteer.next('call:changed')).call.by).toBe('Nora');
  await service.book.revoke('operator', nora.staff.id);
  await service.pass(TIMES.tickMs);
  expect(await volunteer.next('call:changed')).toMatchObject({
    call: { kind: 'danger', by: null },
  });
});

test('[R1, V4, E5] a volunteer who lets a leader in again and again does not use up what the leader may do', async () => {
  await using service = await startService();
  const nora = await leader(service, 0);
  const [one, other] = [await talk(service, 0, 0), await talk(service, 0, 0)];
  await one.seeker.send('conversation:confirm', { ...one.of, confirmation: confirmation() });
  for (const { volunteer, of } of [one, other])
    await volunteer.send('call:raise', { ...of, kind: 'help' });
  const mayOpen = Math.min(...BUCKETS.call.map(({ points }) => points)) - 1;
  for (let number = 1; number <= 2 * mayOpen; number += 2) {
    // As the leader's tab does by itself.
    const leaderKey = publicKey();
    await nora.send('call:take', { ...one.of, publicKey: leaderKey });
    const visit = visitOf({ id: one.of.conversationId }, newVisit(number), leaderKey);
    await one.volunteer.send('visit:open', visit);
    await nora.send('visit:close', { ...one.of, visit: visit.keyEpoch.visit });
  }
  const last = visitOf({ id: one.of.conversationId }, newVisit(2 * mayOpen + 1), publicKey());
  expect(await one.volunteer.raw('visit:open', last)).toMatchObject(refusal('rate_limited'));
  await nora.send('call:take', { ...other.of, publicKey: publicKey() });
});
