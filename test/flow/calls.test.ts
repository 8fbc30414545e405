/** Calls to the leaders on duty, between nodes, and after a loss of the store. */
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { NODES, publicKey, refusal, talk } from '../helpers/fixtures.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';

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
    const call = { kind: 'help', forMs: 0, by: null };
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

/** The first resume ticket of the volunteer that holds a call. Earlier ones may still be on their way. */
async function ticketWithCall(service: TestService, volunteer: VolunteerPeer): Promise<string> {
  const sealKeys = (number: number) => service.book.sealKeys(number);
  const tokens = tokenEncryption({ sealKeys }, service.clock);
  let found: string | undefined;
  await until(async () => {
    for (const { resumeTicket } of volunteer.all('resume:issued')) {
      const contents = JSON.stringify(
        await tokens.open(`staff ${volunteer.staff.id}`, resumeTicket),
      );
      if (contents.includes('"callKind":"help"')) found = resumeTicket;
    }
    return found !== undefined;
  });
  return found ?? '';
}

test('[V4, F3] a call is open again after a loss of the store, whoever returns first', async () => {
  await using service = await startService({ nodes: 2 });
  const nora = await leader(service, 0);
  const { volunteer, of } = await talk(service, 0, 1);
  await volunteer.send('call:raise', { ...of, kind: 'help' });
  const resumeTicket = await ticketWithCall(service, volunteer);
  await nora.send('call:take', { ...of, publicKey: publicKey() });
  await service.live.kill();
  await service.live.restart();
  await service.ready();
  const leads = await service.staff(0, nora.session);
  await leads.send('shift:start', {});
  expect(leads.snapshot.session.calls).toEqual([]);
  const page = await service.staff(1, volunteer.session, { resumeTicket, duty: 'paused' });
  expect(page.snapshot.session.conversations).toMatchObject([{ call: { kind: 'help', by: null } }]);
  const { calls } = await leads.next('calls:changed');
  expect(calls).toMatchObject([{ ...of, by: null, mine: false }]);
});
