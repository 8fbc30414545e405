/** Conversations that their volunteer cannot continue, over real connections, on two nodes. */
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import {
  confirmation,
  keys,
  message,
  NODES,
  publicKey,
  refusal,
  talk,
} from '../helpers/fixtures.ts';
import { scrape } from '../helpers/scrape.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';

async function leader(on: TestService, node: number, alias = 'Ola'): Promise<VolunteerPeer> {
  const peer = await on.volunteer({ roles: ['leader'], alias, node });
  await peer.send('shift:start', {});
  return peer;
}
const last = (peer: VolunteerPeer) => peer.all('stuck:changed').at(-1)?.stuck;
/** The volunteer's connection breaks, and leaders are told. */
async function breaks(on: TestService, volunteer: VolunteerPeer, told: VolunteerPeer) {
  await on.drop(volunteer);
  await until(async () => {
    await on.pass(TIMES.tickMs);
    return (last(told)?.length ?? 0) > 0;
  });
}

describe.each(NODES)('%s', (_name, here, there) => {
  test('[V7, C11] a leader takes over; the seeker goes on with new keys, and it counts as a transfer only', async () => {
    await using service = await startService({ nodes: 2, metrics: true });
    const ola = await leader(service, there);
    const { seeker, volunteer, of } = await talk(service, here, there);
    await seeker.send('conversation:confirm', { ...of, confirmation: confirmation() });
    expect(await ola.raw('conversation:takeover', of)).toEqual(refusal('not_found'));
    expect(await volunteer.raw('conversation:takeover', of)).toEqual(refusal('forbidden'));
    expect(await volunteer.raw('conversation:release', of)).toEqual(refusal('forbidden'));
    await seeker.send('message:send', message({ id: of.conversationId }));
    const before = await scrape(service.nodes);
    await breaks(service, volunteer, ola);
    expect(last(ola)).toMatchObject([{ ...of, alias: 'Kari', why: 'away', by: null }]);
    await ola.send('conversation:takeover', of);
    const { transfer } = await seeker.next('transfer:changed');
    expect(transfer).toMatchObject({ reason: 'takeover', to: { alias: 'Ola' }, state: 'asked' });
    const answer = { ...of, transferId: transfer?.id as never, yes: true, history: false } as const;
    await seeker.send('transfer:answer', { ...answer, publicKey: publicKey() });
    const { offer } = await ola.next('offer:made');
    expect(offer.transfer).toEqual({ reason: 'takeover', from: 'Kari', history: false });
    const { conversation } = await ola.send('offer:accept', { offerId: offer.id, ...keys() });
    const started = await seeker.next('conversation:started');
    const previous = { ...of, alias: 'Kari', transferId: transfer?.id, takeover: true };
    expect(started.conversation).toMatchObject({ id: conversation.id, previous });
    // The leader's page gets nothing of what was said before.
    const log = await ola.send('conversation:resync', {
      conversationId: conversation.id,
      after: 0,
    });
    expect(log.messages).toEqual([]);
    const page = await service.staff(here, volunteer.session);
    expect(page.snapshot.session).toMatchObject({
      ...{ conversations: [], ended: [{ ...of, reason: 'taken_over' }] },
    });
    const after = await scrape(service.nodes);
    const grown = (name: string) => after.sum(name) - before.sum(name);
    expect(grown('terskel_conversations_ended_total')).toBe(0);
    expect(grown('terskel_conversations_transferred_total')).toBe(1);
  });

  test('[V7, C16] a leader releases the seeker, who is told and goes back to the original place', async () => {
    await using service = await startService({ nodes: 2 });
    const ola = await leader(service, there);
    const { seeker, volunteer, of } = await talk(service, here, there);
    await breaks(service, volunteer, ola);
    await ola.send('conversation:release', of);
    expect(await seeker.next('keys:changed')).toEqual({ ...of, volunteerKeys: 'released' });
    const asked = { ...of, reason: 'keys_lost', publicKey: publicKey() } as const;
    const { ticket } = await seeker.send('conversation:requeue', asked);
    expect(ticket).toMatchObject({ state: 'waiting', place: 1 });
    expect(await ola.raw('conversation:release', of)).toEqual(refusal('not_found'));
    const page = await service.staff(here, volunteer.session);
    expect(page.snapshot.session).toMatchObject({
      ...{ conversations: [], ended: [{ ...of, reason: 'released' }] },
    });
  });

  test('[V7] a volunteer who is back in time goes on, and the leader gets no offer', async () => {
    await using service = await startService({ nodes: 2 });
    const ola = await leader(service, there);
    const { seeker, volunteer, of } = await talk(service, here, there);
    await breaks(service, volunteer, ola);
    await ola.send('conversation:takeover', of);
    const { transfer } = await seeker.next('transfer:changed');
    const page = await service.staff(here, volunteer.session);
    expect(page.snapshot.session.conversations).toMatchObject([{ transfer: null }]);
    expect(await seeker.next('transfer:changed')).toEqual({ ...of, transfer: null });
    const late = { ...of, transferId: transfer?.id as never, yes: true, history: false } as const;
    expect(await seeker.raw('transfer:answer', { ...late, publicKey: publicKey() })).toEqual(
      refusal('wrong_state'),
    );
    await until(async () => last(ola)?.length === 0);
    expect(ola.all('offer:made')).toEqual([]);
  });

  test('[V4] a call that nobody takes reaches a leader off duty, who goes on duty and takes it', async () => {
    await using service = await startService({ nodes: 2 });
    const off = await service.volunteer({ roles: ['leader'], alias: 'Nora', node: there });
    const { volunteer, of } = await talk(service, here, there);
    await volunteer.send('call:raise', { ...of, kind: 'help' });
    await until(async () => {
      await service.pass(TIMES.tickMs);
      return off.all('calls:changed').length > 0;
    });
    expect(await volunteer.next('call:changed')).toMatchObject({ call: { escalated: true } });
    const page = await service.staff(here, off.session);
    expect(page.snapshot.session.calls).toMatchObject([{ ...of, by: null }]);
    const taken = { ...of, publicKey: publicKey() };
    expect(await page.raw('call:take', taken)).toEqual(refusal('wrong_state'));
    await page.send('shift:start', {});
    await page.send('call:take', taken);
    expect(await volunteer.next('call:changed')).toMatchObject({
      call: { by: 'Nora', escalated: false },
    });
  });
});
