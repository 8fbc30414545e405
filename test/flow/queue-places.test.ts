import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { acceptNext, goReady, open } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** Seekers on both nodes, in this order in the queue, and a paused volunteer on duty. */
async function line(service: TestService, length: number): Promise<SeekerPeer[]> {
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  const seekers = [];
  for (let place = 1; place <= length; place += 1) {
    const seeker = await service.seeker(place % 2);
    expect(await open(seeker)).toMatchObject({ state: 'waiting', place, wait: null });
    seekers.push(seeker);
  }
  return seekers;
}

const placesTold = (seeker: SeekerPeer) =>
  seeker.all('ticket:updated').map(({ ticket }) => (ticket.state === 'waiting' ? ticket.place : 0));

/** Runs two ticks, since places are sent with every second one. */
async function twoTicks(service: TestService, seekers: SeekerPeer[]): Promise<void> {
  await service.tick();
  await service.tick();
  await service.settled(...seekers);
}

test('[Q5] a seeker who moves up gets the new place, and nobody else gets an event', async () => {
  await using service = await startService({ nodes: 2 });
  const [first, second, third, fourth] = (await line(service, 4)) as [
    ...[SeekerPeer, SeekerPeer, SeekerPeer, SeekerPeer],
  ];
  const all = [first, second, third, fourth];
  await twoTicks(service, all);
  expect(all.map(placesTold)).toEqual([[], [], [], []]);

  await second.send('ticket:cancel', {});
  await twoTicks(service, [first, third, fourth]);
  expect([first, third, fourth].map(placesTold)).toEqual([[], [2], [3]]);

  // An urgent ticket joins at the front and the first ticket leaves, so the other places do not change.
  const urgent = await service.seeker(0);
  await open(urgent, { urgent: true });
  await first.send('ticket:cancel', {});
  await twoTicks(service, [third, fourth, urgent]);
  expect([third, fourth, urgent].map(placesTold)).toEqual([[2], [3], []]);
});

test('[Q5] places are sent at most every second tick, however often the queue moves', async () => {
  await using service = await startService({ nodes: 2 });
  const seekers = await line(service, 12);
  const last = seekers.at(-1) as SeekerPeer;
  await service.settled(last);
  for (const leaving of seekers.slice(0, 8)) {
    await leaving.send('ticket:cancel', {});
    await service.tick();
  }
  await twoTicks(service, [last]);
  const told = placesTold(last);
  expect(told.at(-1)).toBe(4);
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told).toEqual(told.toSorted((a, b) => b - a));
  expect(TIMES.placeUpdateMs / TIMES.tickMs).toBe(2);
});

test('[Q5] a place that was sent in between is sent again when it has changed', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await volunteer.send('shift:start', {});
  const [first, second] = [await service.seeker(0), await service.seeker(1)];
  await open(first);
  await open(second);
  await first.send('ticket:cancel', {});
  await twoTicks(service, [second]);
  expect(placesTold(second)).toEqual([1]);

  // While this ticket is offered, an urgent one joins before it.
  const { offer } = await volunteer.send('offer:take', {});
  const urgent = await service.seeker(0);
  await open(urgent, { urgent: true });
  await volunteer.send('offer:decline', { offerId: offer.id });
  await urgent.send('ticket:cancel', {});
  await twoTicks(service, [second]);
  expect(placesTold(second)).toEqual([1, 0, 2, 1]);
});

test('[Q5] a range for the wait is sent only after five matches, and grows while nothing happens', async () => {
  await using service = await startService({ nodes: 2 });
  const helper = await service.volunteer({ node: 1 });
  await goReady(helper);
  for (let matches = 0; matches < 5; matches += 1) {
    const seeker = await service.seeker();
    expect(await open(seeker)).toMatchObject({ wait: null });
    const { id } = await acceptNext(helper);
    await helper.send('conversation:end', { conversationId: id });
    await helper.send('availability:set', { state: 'ready' });
    await service.pass(4 * 60_000);
  }
  await helper.send('availability:set', { state: 'paused' });

  // Five matches in 20 minutes: 4 minutes each. The range is one standard deviation to each side.
  const [first, second] = [await service.seeker(0), await service.seeker(1)];
  expect(await open(first)).toMatchObject({ place: 1, wait: { fromMs: 0, toMs: 8 * 60_000 } });
  expect(await open(second)).toMatchObject({
    place: 2,
    wait: { fromMs: 2 * 60_000, toMs: 14 * 60_000 },
  });
  await service.pass(5 * 60_000);
  const { ticket: waitsOn } = await second.next('ticket:updated');
  expect(waitsOn).toMatchObject({ place: 2, wait: { fromMs: 2 * 60_000, toMs: 18 * 60_000 } });
  await first.send('ticket:cancel', {});
  await twoTicks(service, [second]);
  const { ticket } = await second.next('ticket:updated');
  expect(ticket).toMatchObject({ place: 1, wait: { fromMs: 0, toMs: 10 * 60_000 } });
});
