import { NODE_STALE_MS } from '@terskel/server/domain/nodes';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { expectConsistent } from '../helpers/invariants.ts';
import { goReady, message, messagesAfter, open, talk } from '../helpers/fixtures.ts';
import { startService, until, type TestService } from '../helpers/service.ts';

/** Calls `tick` for the time after which a node without a heartbeat counts as dead (10 s). */
async function passTicking(service: TestService, tick: () => Promise<void>): Promise<void> {
  for (let passed = 0; passed <= NODE_STALE_MS; passed += TIMES.tickMs) {
    await tick();
    service.clock.move(TIMES.tickMs);
  }
}

test('[F1] after a node is killed its clients can reconnect elsewhere at once; others time out as lost', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const doomed = await service.spawn();
  const { origin } = doomed;

  const survivor = await talk(service, origin, 0);
  const stranded = await talk(service, origin, 0);
  const abandoned = await talk(service, 0, origin);
  // The killed node also holds a waiting seeker, and a volunteer with a pending offer.
  const waits = await service.seeker(origin);
  await open(waits, { language: 'en' });
  const busy = await service.volunteer({ node: origin, languages: ['en'] });
  await goReady(busy);
  const { offer } = await busy.next('offer:made');
  const first = message(survivor.conversation);
  await survivor.seeker.send('message:send', first);
  await survivor.volunteer.next('message:posted');

  await doomed.kill('SIGKILL');
  await Promise.all([survivor.seeker, stranded.seeker, waits].map((peer) => peer.disconnected()));

  // At once: the session is taken over, and no loss was reported.
  const back = await service.seeker(0, survivor.seeker.resumeToken);
  expect(await messagesAfter(back, survivor.of, 0)).toMatchObject([
    { ciphertext: first.ciphertext },
  ]);
  expect(await back.send('message:send', first)).toMatchObject({ seq: 1 });
  await survivor.volunteer.send('message:send', message(survivor.conversation));
  await back.next('message:posted');

  await passTicking(service, () => service.tick());
  expect((await stranded.volunteer.next('presence:changed')).presence).toMatchObject({
    connected: false,
  });
  expect((await abandoned.seeker.next('presence:changed')).presence).toMatchObject({
    connected: false,
  });
  await service.settled(survivor.volunteer, back);
  expect(survivor.volunteer.all('presence:changed')).toEqual([]);
  const dump = await service.dump();
  expectConsistent(dump);
  expect(Object.keys(dump.zsets['nodes'] ?? {})).toHaveLength(1);

  // Later, within the timeouts: the place, the seat and the offer are still kept.
  const returned = await service.staff(0, busy.session);
  expect(returned.snapshot.session.offer?.id).toBe(offer.id);
  const waiting = await service.seeker(0, waits.resumeToken);
  expect(waiting.snapshot.session).toMatchObject({ ticket: { state: 'offered' } });
  await returned.send('offer:decline', { offerId: offer.id });
  expect((await waiting.next('ticket:updated')).ticket).toMatchObject({
    state: 'waiting',
    place: 1,
  });
  await service.staff(0, abandoned.volunteer.session);
  expect((await abandoned.seeker.next('presence:changed')).presence).toEqual({ connected: true });

  // A seeker who never reconnects leaves nothing behind.
  await service.drop(waiting);
  await service.pass(TIMES.seekerGoneMs);
  expect(await stranded.volunteer.next('conversation:ended')).toMatchObject({
    reason: 'seeker_lost',
  });
  expect(await service.session(waits)).toEqual({});
  expectConsistent(await service.dump());
});

test('[F1] a live node that was declared dead recovers its connections', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation } = await talk(service, 0, 1);
  const [asleep, awake] = service.nodes;
  // The other node's heartbeats continue while this node has none.
  await passTicking(service, async () => awake?.tick());
  expect((await volunteer.next('presence:changed')).presence).toMatchObject({ connected: false });

  const before = seeker.all('session:snapshot').length;
  await asleep?.tick();
  await until(async () => seeker.all('session:snapshot').length > before);
  expect(seeker.all('session:snapshot').at(-1)).toMatchObject({
    session: { kind: 'conversation', conversation: { id: conversation.id } },
  });
  expect((await volunteer.next('presence:changed')).presence).toEqual({ connected: true });
  await volunteer.send('message:send', message(conversation));
  await seeker.next('message:posted');
  expectConsistent(await service.dump());
});

test('[F1] a node that stops cleanly leaves no connected session and no record of itself', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const stopping = await service.spawn({ DRAIN_MS: '0' });
  const { seeker, volunteer, of } = await talk(service, stopping.origin, 0);
  const other = await service.volunteer({ node: stopping.origin });
  await other.send('shift:start', {});
  await stopping.kill('SIGTERM');
  expect((await volunteer.next('presence:changed')).presence).toMatchObject({ connected: false });
  await until(async () => Object.keys((await service.dump()).zsets['nodes'] ?? {}).length === 1);
  expectConsistent(await service.dump());
  const back = await service.seeker(0, seeker.resumeToken);
  expect(back.snapshot.session).toMatchObject({ conversation: { id: of.conversationId } });
  const page = await service.staff(0, other.session);
  expect(page.snapshot.session.availability).toEqual({ state: 'paused', missed: false });
});
