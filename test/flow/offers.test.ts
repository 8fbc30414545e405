import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { NODES, acceptNext, goReady, keys, open, refusal } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[O2] when accept and decline race, one wins and the other is told so', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ node: volunteerNode });
    await goReady(volunteer);
    const seeker = await service.seeker(seekerNode);
    await open(seeker);
    const { offer } = await volunteer.next('offer:made');
    const [accepted, declined] = await Promise.all([
      volunteer.raw('offer:accept', { offerId: offer.id, ...keys() }),
      volunteer.raw('offer:decline', { offerId: offer.id }),
    ]);
    expect([accepted.ok, declined]).toEqual([true, refusal('offer_gone')]);
    await seeker.next('conversation:started');
  });

  test('[O2] when accept and cancel race, one wins and the other is told so', async () => {
    await using service = await startService({ nodes: 2 });
    for (let pair = 0; pair < 8; pair += 1) {
      const volunteer = await service.volunteer({ node: volunteerNode });
      await goReady(volunteer);
      const seeker = await service.seeker(seekerNode);
      await open(seeker);
      const { offer } = await volunteer.next('offer:made');
      const [accepted, cancelled] = await Promise.all([
        volunteer.raw('offer:accept', { offerId: offer.id, ...keys() }),
        seeker.raw('ticket:cancel', {}),
      ]);
      expect([accepted, cancelled]).toContainEqual(
        refusal(accepted.ok ? 'wrong_state' : 'offer_gone'),
      );
      await seeker.next(accepted.ok ? 'conversation:started' : 'ticket:ended');
      await volunteer.send('availability:set', { state: 'paused' });
    }
  });

  test('[O2] an offer lasts 45 s; a decline that races its expiry on all nodes returns the ticket once', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ node: volunteerNode });
    await goReady(volunteer);
    const seeker = await service.seeker(seekerNode);
    const ticket = await open(seeker);
    const { offer } = await volunteer.next('offer:made');
    expect(offer).toMatchObject({ expiresInMs: TIMES.offerMs, waitedMs: 0 });
    await seeker.next('ticket:updated');
    await volunteer.send('availability:set', { state: 'paused' });

    service.clock.move(TIMES.offerMs);
    expect(await volunteer.raw('offer:accept', { offerId: offer.id, ...keys() })).toEqual(
      refusal('offer_gone'),
    );
    const [declined] = await Promise.all([
      volunteer.raw('offer:decline', { offerId: offer.id }),
      service.pass(0),
      service.pass(0),
    ]);
    await service.settled(volunteer, seeker);
    expect(seeker.all('ticket:updated').map((told) => told.ticket)).toEqual([
      { id: ticket.id, state: 'offered' },
      ticket,
    ]);
    expect(volunteer.all('offer:expired')).toHaveLength(declined.ok ? 0 : 1);
    expect(await volunteer.raw('offer:decline', { offerId: offer.id })).toEqual(
      refusal('offer_gone'),
    );
  });

  test('[O2] accepting twice returns the same conversation, since the first answer may be lost', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ node: volunteerNode });
    await goReady(volunteer);
    const seeker = await service.seeker(seekerNode);
    await open(seeker);
    const { offer } = await volunteer.next('offer:made');
    const answer = { offerId: offer.id, ...keys() };
    const both = await Promise.all([
      volunteer.send('offer:accept', answer),
      volunteer.send('offer:accept', { ...answer, ...keys() }),
    ]);
    expect(both[0].conversation).toEqual(both[1].conversation);
    expect(both[0].conversation.id).toBe(offer.conversationId);
    await service.settled(seeker);
    expect(seeker.all('conversation:started')).toHaveLength(1);
  });
});

test('[O2] two volunteers who take next at once on two nodes never get the same ticket', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteers = [await service.volunteer({ node: 0 }), await service.volunteer({ node: 1 })];
  for (const volunteer of volunteers) await volunteer.send('shift:start', {});
  await open(await service.seeker(0));
  const answers = await Promise.all(volunteers.map((volunteer) => volunteer.raw('offer:take', {})));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers).toContainEqual(refusal('queue_empty'));

  // A volunteer with a pending offer gets the same one again. The other gets the next ticket.
  await open(await service.seeker(1));
  const take = async () => {
    const taken = volunteers.map((volunteer) => volunteer.send('offer:take', {}));
    return (await Promise.all(taken)).map(({ offer }) => offer.id);
  };
  const offers = await take();
  expect(new Set(offers).size).toBe(2);
  expect(await take()).toEqual(offers);
});

test('[O1] a volunteer never holds more conversations than their capacity', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ capacity: 2, node: 1 });
  await goReady(volunteer);
  for (const node of [0, 1, 0]) await open(await service.seeker(node));
  const first = await acceptNext(volunteer);
  await acceptNext(volunteer);
  expect(await volunteer.raw('offer:take', {})).toEqual(refusal('at_capacity'));
  await service.sweep();
  await service.settled(volunteer);
  expect(volunteer.all('offer:made')).toHaveLength(2);

  await volunteer.send('conversation:end', { conversationId: first.id });
  await volunteer.send('availability:set', { state: 'ready' });
  await acceptNext(volunteer);
});

test('[F10, O2, Q6] one tick of any node executes what is due, whichever node the people are on', async () => {
  await using service = await startService({ nodes: 2 });
  const [first, second] = service.nodes;
  if (!first || !second) throw new Error('there are two nodes');
  for (const [node, other] of [
    [first, 1],
    [second, 0],
  ] as const) {
    const volunteer = await service.volunteer({ node: other });
    await goReady(volunteer);
    const seeker = await service.seeker(other);
    const { id } = await open(seeker);
    const { offer } = await volunteer.next('offer:made');
    service.clock.move(TIMES.offerMs - 1);
    await node.tick();
    await service.settled(volunteer);
    expect(volunteer.all('offer:expired')).toEqual([]);
    service.clock.move(1);
    await node.tick();
    expect(await volunteer.next('offer:expired')).toMatchObject({ offerId: offer.id });
    expect((await service.session(seeker))['ticket']).toBe(id);

    await service.drop(seeker);
    service.clock.move(TIMES.placeKeptMs);
    await node.tick();
    expect(await service.session(seeker)).toEqual({});
    await volunteer.send('shift:end', {});
  }
});
