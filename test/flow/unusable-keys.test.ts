/** Public keys and encapsulations that clients cannot use: the service refuses them, and volunteers can reject them. */
import { ENCAPSULATION_BYTES, PUBLIC_KEY_BYTES } from '@terskel/shared/limits';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { goReady, keys, open, publicKey, refusal, talk, wish } from '../helpers/fixtures.ts';
import { people } from '../helpers/people.ts';
import { startService } from '../helpers/service.ts';

/** Random bytes. It is all but certain that one of the 768 coefficients is too large for ML-KEM. */
const unusableKey = () => randomBytes(PUBLIC_KEY_BYTES).toString('base64url');
/** Ends in an X25519 point of low order. */
const unusableEncapsulation = () =>
  Buffer.concat([randomBytes(ENCAPSULATION_BYTES - 32), Buffer.alloc(32)]).toString('base64url');

test('[E1, R3] an unusable key gets no place in the queue, neither at first nor by a requeue', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  const other = await service.seeker();
  const urgent = wish({ publicKey: unusableKey(), urgent: true });
  expect(await other.raw('ticket:open', urgent)).toEqual(refusal('invalid_key'));
  await service.settled(volunteer);
  expect(await volunteer.raw('offer:take', {})).toEqual(refusal('at_capacity'));
  const again = { ...of, reason: 'another' as const, publicKey: unusableKey() };
  expect(await seeker.raw('conversation:requeue', again)).toEqual(refusal('invalid_key'));
  // Neither attempt changed anything.
  await open(other);
  await seeker.send('conversation:requeue', { ...again, publicKey: publicKey() });
});

test('[E1, R3] an unusable encapsulation starts no conversation', async () => {
  await using service = await startService();
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  await open(await service.seeker());
  const { offer } = await volunteer.next('offer:made');
  const answer = { offerId: offer.id, ...keys() };
  const unusable = { ...answer, encapsulation: unusableEncapsulation() };
  expect(await volunteer.raw('offer:accept', unusable)).toEqual(refusal('invalid_key'));
  await volunteer.send('offer:accept', answer);
});

test('[E1, O2] a ticket whose key only one page rejects keeps its place and goes to another volunteer', async () => {
  await using service = await startService({ nodes: 2 });
  const [first, second] = [await service.volunteer(), await service.volunteer({ node: 1 })];
  await goReady(first);
  const seeker = await service.seeker();
  await open(seeker);
  const { offer } = await first.next('offer:made');
  await goReady(second);
  await first.send('offer:decline', { offerId: offer.id, reason: 'invalid_key' });
  expect((await second.next('offer:made')).offer.publicKey).toBe(offer.publicKey);
  expect(seeker.all('ticket:ended')).toEqual([]);
});

test('[E1, O2, O3] a ticket whose key everybody rejects ends, and does not count as a missed offer', async () => {
  await using service = await startService();
  const [node] = service.nodes;
  if (node === undefined) throw new Error('the service has no node');
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  // As if a node without the check had accepted them. They are urgent, and so come before all others.
  for (const name of ['first', 'second', 'third']) {
    const stranger = await people(node.domain).waiting({ publicKey: unusableKey(), urgent: true });
    await service.sweep();
    const { offer } = await volunteer.next('offer:made');
    await volunteer.send('offer:decline', { offerId: offer.id, reason: 'invalid_key' });
    const session = await node.domain.store.seeker(stranger.id, service.clock.now());
    expect([name, session]).toEqual([name, { kind: 'ticket_ended', reason: 'expired' }]);
  }
  await open(await service.seeker());
  await volunteer.next('offer:made');
  expect(volunteer.all('availability:changed')).toEqual([]);
});
