/** Calls to the leaders on duty, after a loss of the store. */
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { expect, test } from 'vitest';
import { publicKey, talk } from '../helpers/fixtures.ts';
import { loseStore } from '../helpers/lost-store.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';

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

test('[V4, F3] a call is open again after a loss of the store, whichever seat returns first', async () => {
  await using service = await startService({ nodes: 2 });
  const nora = await service.volunteer({ roles: ['leader'], alias: 'Nora', node: 0 });
  await nora.send('shift:start', {});
  const { volunteer, of } = await talk(service, 0, 1);
  await volunteer.send('call:raise', { ...of, kind: 'help' });
  const resumeTicket = await ticketWithCall(service, volunteer);
  await nora.send('call:take', { ...of, publicKey: publicKey() });
  await loseStore(service);
  const leads = await service.staff(0, nora.session);
  await leads.send('shift:start', {});
  expect(leads.snapshot.session.calls).toEqual([]);
  const page = await service.staff(1, volunteer.session, { resumeTicket, duty: 'paused' });
  expect(page.snapshot.session.conversations).toMatchObject([{ call: { kind: 'help', by: null } }]);
  const { calls } = await leads.next('calls:changed');
  expect(calls).toMatchObject([{ ...of, by: null, mine: false }]);
});
