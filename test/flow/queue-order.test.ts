import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { NODES, acceptNext, goReady, keys, open, refusal, wish } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** A volunteer who is on duty but paused, and so gets no offers. */
async function paused(service: TestService, profile = {}) {
  const volunteer = await service.volunteer(profile);
  await volunteer.send('shift:start', {});
  return volunteer;
}

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[Q1] asking again returns the same ticket, also concurrently and on another node', async () => {
    await using service = await startService({ nodes: 2 });
    await paused(service);
    const seeker = await service.seeker(seekerNode);
    const [one, two] = await Promise.all([open(seeker), open(seeker)]);
    expect(two).toEqual(one);
    const again = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(again.snapshot.session).toEqual({ kind: 'ticket', ticket: one });
    expect(await open(again, { language: 'en' })).toEqual(one);
    expect((await service.nodes[0]?.domain.store.overview(service.clock.now()))?.waiting).toBe(1);

    await service.set({ paused: true });
    expect(await open(again)).toEqual(one);
  });

  test('[Q3] the oldest ticket is offered first, and urgent ones before all others', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await paused(service, { node: volunteerNode, capacity: 3 });
    const seekers = [];
    for (const more of [{}, { topic: 'grief' }, { urgent: true }, {}, { urgent: true }]) {
      const seeker = await service.seeker(seekers.length % 2 === 0 ? seekerNode : volunteerNode);
      const { id } = await open(seeker, { feeling: seekers.length + 1, ...more });
      seekers.push({ seeker, id });
      service.clock.move(1_000);
    }
    const taken = [];
    for (let count = 0; count < 3; count += 1) {
      const { offer } = await volunteer.send('offer:take', {});
      taken.push({ feeling: offer.feeling, urgent: offer.urgent, waitedMs: offer.waitedMs });
      await volunteer.send('offer:accept', { offerId: offer.id, ...keys() });
    }
    expect(taken).toEqual([
      { feeling: 3, urgent: true, waitedMs: 3_000 },
      { feeling: 5, urgent: true, waitedMs: 1_000 },
      { feeling: 1, urgent: false, waitedMs: 5_000 },
    ]);
  });
});

test('[Q3] a volunteer is offered only tickets with a common language and a fitting topic', async () => {
  await using service = await startService({ nodes: 2 });
  const picky = await paused(service, { languages: ['en', 'uk'], topics: ['grief', 'anxiety'] });
  await service.set({ languages: ['no', 'en', 'uk'] });
  for (const more of [
    { language: 'no', topic: 'grief' },
    { language: 'en', topic: 'other' },
    { language: 'uk', topic: 'anxiety', feeling: 1 },
    { language: 'en', feeling: 2 },
    { language: 'en', topic: 'grief', feeling: 3, urgent: true },
  ]) {
    await open(await service.seeker(1), more);
    service.clock.move(1);
  }
  const offered = [];
  for (let count = 0; count < 3; count += 1) {
    const { offer } = await picky.send('offer:take', {});
    offered.push(offer.feeling);
    await picky.send('offer:decline', { offerId: offer.id });
  }
  expect(offered).toEqual([3, 1, 2]);
  expect(await picky.raw('offer:take', {})).toEqual(refusal('queue_empty'));

  const anybody = await paused(service, { node: 1, languages: ['no', 'en'] });
  expect((await anybody.send('offer:take', {})).offer).toMatchObject({ feeling: 3 });
});

test('[Q3] a language that the association does not offer is refused', async () => {
  await using service = await startService();
  await paused(service);
  const seeker = await service.seeker();
  expect(await seeker.raw('ticket:open', wish({ language: 'pl' }))).toEqual(
    refusal('invalid_payload'),
  );
});

test('[Q4] a declined ticket and a missed one keep their places', async () => {
  await using service = await startService({ nodes: 2 });
  const first = await paused(service);
  const [oldest, next] = [await service.seeker(0), await service.seeker(1)];
  const ticket = await open(oldest, { feeling: 1 });
  await open(next, { feeling: 2 });

  const { offer } = await first.send('offer:take', {});
  expect((await oldest.next('ticket:updated')).ticket).toEqual({ id: ticket.id, state: 'offered' });
  await first.send('offer:decline', { offerId: offer.id });
  expect((await oldest.next('ticket:updated')).ticket).toEqual(ticket);

  const second = await paused(service, { node: 1 });
  const again = await second.send('offer:take', {});
  expect(again.offer.feeling).toBe(1);
  await oldest.next('ticket:updated');
  await service.pass(TIMES.offerMs);
  expect(await second.next('offer:expired')).toEqual({
    offerId: again.offer.id,
    reason: 'expired',
  });
  expect((await oldest.next('ticket:updated')).ticket).toEqual(ticket);

  const third = await service.volunteer({ node: 1 });
  await goReady(third);
  await acceptNext(third);
  await oldest.next('conversation:started');
});
