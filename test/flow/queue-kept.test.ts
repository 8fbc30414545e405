import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { NODES, acceptNext, goReady, keys, open } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, type TestService, type VolunteerPeer } from '../helpers/service.ts';

async function onDuty(service: TestService): Promise<VolunteerPeer> {
  const volunteer = await service.volunteer({ node: 1 });
  await volunteer.send('shift:start', {});
  return volunteer;
}

/** What the live store holds about these seekers. */
async function tracesOf(service: TestService, ...seekers: SeekerPeer[]): Promise<string[]> {
  const ids = seekers.map(({ resumeToken }) => digest(resumeToken));
  return findIn(await service.dump(), ids);
}

async function waiting(service: TestService): Promise<number> {
  return Object.keys((await service.dump()).zsets['lane:no'] ?? {}).length;
}

describe.each(NODES)('%s', (_where, before, after) => {
  test('[Q6] a reload or a lost network keeps the place', async () => {
    await using service = await startService({ nodes: 2 });
    await onDuty(service);
    const ahead = await service.seeker(0);
    await open(ahead);
    let seeker = await service.seeker(before);
    const ticket = await open(seeker);
    expect(ticket).toMatchObject({ place: 2 });

    // A reload: the beacon, the end of the connection, and a new connection within seconds.
    await service.leave(seeker, 'closing', before);
    await service.drop(seeker);
    await service.pass(3_000);
    seeker = await service.seeker(after, seeker.resumeToken);
    expect(seeker.snapshot.session).toEqual({ kind: 'ticket', ticket });

    // The network is lost soon after. The earlier beacon no longer counts.
    await service.pass(3_000);
    await service.drop(seeker);
    await service.pass(TIMES.placeKeptMs - 1);
    seeker = await service.seeker(before, seeker.resumeToken);
    expect(seeker.snapshot.session).toEqual({ kind: 'ticket', ticket });
    await service.pass(TIMES.placeKeptMs);
    expect(seeker.all('ticket:ended')).toEqual([]);

    await ahead.send('ticket:cancel', {});
    await service.pass(TIMES.placeUpdateMs);
    expect((await seeker.next('ticket:updated')).ticket).toMatchObject({ place: 1 });
  });

  test('[Q6] a ticket expires after 120 s without a connection, and its tombstone later', async () => {
    await using service = await startService({ nodes: 2 });
    await onDuty(service);
    const seeker = await service.seeker(before);
    await open(seeker);
    await service.drop(seeker);
    await service.pass(TIMES.placeKeptMs);

    const late = await service.seeker(after, seeker.resumeToken);
    expect(late.snapshot.session).toEqual({ kind: 'ticket_ended', reason: 'expired' });
    await service.pass(TIMES.tombstoneMs);
    expect(await tracesOf(service, seeker)).toEqual([]);
  });

  test('[Q6] a closing tab frees the place after 15 s, whether beacon or disconnect arrives first', async () => {
    await using service = await startService({ nodes: 2 });
    await onDuty(service);
    const [early, late] = [await service.seeker(before), await service.seeker(before)];
    for (const seeker of [early, late]) await open(seeker);
    await service.leave(early, 'closing', after);
    await service.drop(early);
    await service.drop(late);
    await service.leave(late, 'closing', after);
    await service.pass(TIMES.closingTabMs - 1);
    expect(await waiting(service)).toBe(2);
    await service.pass(1);
    expect(await waiting(service)).toBe(0);
  });
});

test('[Q6] cancelling and leaving free the place at once', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await onDuty(service);
  const cancels = await service.seeker(0);
  const leaves = await service.seeker(0);
  const stays = await service.seeker(1);
  for (const seeker of [cancels, leaves, stays]) await open(seeker);

  await cancels.send('ticket:cancel', {});
  expect(await cancels.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
  // An exit withdraws the pending offer, and the next ticket in the queue is offered instead.
  await volunteer.send('availability:set', { state: 'ready' });
  const { offer } = await volunteer.next('offer:made');
  await service.leave(leaves, 'exit', 1);
  expect(await volunteer.next('offer:expired')).toEqual({ offerId: offer.id, reason: 'withdrawn' });
  expect(await tracesOf(service, leaves)).toEqual([]);

  const { id } = await acceptNext(volunteer);
  await stays.next('conversation:started');
  await service.leave(stays, 'exit', 0);
  expect(await volunteer.next('conversation:ended')).toEqual({
    ...{ conversationId: id, reason: 'exit' },
  });
  expect(await tracesOf(service, leaves, stays)).toEqual([]);
  await service.pass(TIMES.tombstoneMs);
  expect(await tracesOf(service, cancels, leaves, stays)).toEqual([]);
});

test('[Q6] an exit ends whatever it finds, also if a volunteer accepts at the same moment', async () => {
  await using service = await startService({ nodes: 2 });
  const seekers = [];
  for (let pair = 0; pair < 12; pair += 1) {
    const volunteer = await service.volunteer({ node: pair % 2 });
    await goReady(volunteer);
    const seeker = await service.seeker(1 - (pair % 2));
    await open(seeker);
    seekers.push(seeker);
    const { offer } = await volunteer.next('offer:made');
    await Promise.all([
      volunteer.raw('offer:accept', { offerId: offer.id, ...keys() }),
      service.leave(seeker, 'exit', pair % 2),
    ]);
  }
  expect(await tracesOf(service, ...seekers)).toEqual([]);
});
