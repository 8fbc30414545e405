import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { acceptNext, goReady, keys, open, refusal, talk } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

test('[O3] two missed offers in a row pause the volunteer; an answer in between resets the count', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await goReady(volunteer);
  await open(await service.seeker(0));
  const miss = async () => {
    const { offer } = await volunteer.next('offer:made');
    await service.pass(TIMES.offerMs);
    expect(await volunteer.next('offer:expired')).toEqual({ offerId: offer.id, reason: 'expired' });
  };
  await miss();
  const { offer } = await volunteer.next('offer:made');
  await volunteer.send('offer:decline', { offerId: offer.id });
  await open(await service.seeker(1));
  await miss();
  expect(volunteer.all('availability:changed')).toEqual([]);
  await miss();
  expect(await volunteer.next('availability:changed')).toEqual({
    availability: { state: 'paused', missed: true },
  });
  await service.sweep();
  await service.settled(volunteer);
  expect(volunteer.all('offer:made')).toHaveLength(4);
  const back = await service.staff(0, volunteer.session);
  expect(back.snapshot.session.availability).toEqual({ state: 'paused', missed: true });
  await back.send('availability:set', { state: 'ready' });
  await acceptNext(back);
});

test('[O4] a declined ticket is not offered to the same volunteer again', async () => {
  await using service = await startService({ nodes: 2 });
  const [one, other] = [await service.volunteer(), await service.volunteer({ node: 1 })];
  for (const volunteer of [one, other]) await volunteer.send('shift:start', {});
  await open(await service.seeker(0));
  await one.send('availability:set', { state: 'ready' });
  const { offer } = await one.next('offer:made');
  await one.send('offer:decline', { offerId: offer.id });

  // Another volunteer is on duty, though paused, so the ticket is withheld however long it waits.
  await service.pass(2 * TIMES.declineHoldMs);
  expect(await one.raw('offer:take', {})).toEqual(refusal('queue_empty'));
  expect((await other.send('offer:take', {})).offer).toMatchObject({ waitedMs: 240_000 });
  expect(one.all('offer:made')).toHaveLength(1);
});

test('[O4] a declined ticket is offered again after its volunteer was alone on duty for 2 min', async () => {
  await using service = await startService({ nodes: 2 });
  const [one, other] = [await service.volunteer(), await service.volunteer({ node: 1 })];
  await other.send('shift:start', {});
  await goReady(one);
  await open(await service.seeker(1));
  const { offer } = await one.next('offer:made');
  await one.send('offer:decline', { offerId: offer.id });
  await service.pass(60_000);
  await other.send('shift:end', {});
  await service.pass(TIMES.declineHoldMs - 1);
  expect(await one.raw('offer:take', {})).toEqual(refusal('queue_empty'));
  // No command and no event triggers the offer, only time.
  await service.pass(1);
  await service.sweep();
  expect((await one.next('offer:made')).offer.waitedMs).toBe(60_000 + TIMES.declineHoldMs);
});

test('[O5] a seeker who is away when the offer is accepted has 90 s to return', async () => {
  await using service = await startService({ nodes: 2 });
  const [comes, stays] = [await service.seeker(0), await service.seeker(1)];
  const volunteer = await service.volunteer({ node: 1, capacity: 2 });
  await volunteer.send('shift:start', {});
  for (const seeker of [comes, stays]) await open(seeker);
  for (const seeker of [comes, stays]) await service.drop(seeker);
  const conversations = [];
  for (let count = 0; count < 2; count += 1) {
    const { offer } = await volunteer.send('offer:take', {});
    const answer = { offerId: offer.id, ...keys() };
    conversations.push((await volunteer.send('offer:accept', answer)).conversation);
  }
  expect(conversations.map(({ seats }) => seats.seeker?.presence)).toEqual([
    { connected: false, lostForMs: 0 },
    { connected: false, lostForMs: 0 },
  ]);
  await service.pass(TIMES.seatHeldMs - 1);
  const back = await service.seeker(1, comes.resumeToken);
  expect(back.snapshot.session).toMatchObject({ conversation: { id: conversations[0]?.id } });
  expect((await volunteer.next('presence:changed')).presence).toEqual({ connected: true });
  await service.pass(1);
  expect(await volunteer.next('conversation:ended')).toEqual({
    ...{ conversationId: conversations[1]?.id, reason: 'seeker_lost' },
  });
  const late = await service.seeker(0, stays.resumeToken);
  expect(late.snapshot.session).toMatchObject({
    kind: 'conversation_ended',
    reason: 'seeker_lost',
  });
  await service.settled(back);
  expect(back.all('conversation:ended')).toEqual([]);
});

test('[O6] a volunteer gets no offer for 5 min after a conversation, unless ready earlier', async () => {
  await using service = await startService({ nodes: 2 });
  const { volunteer, seeker, of } = await talk(service, 0, 1);
  await open(await service.seeker(0));
  await seeker.send('conversation:end', { ...of, reason: 'seeker' });
  expect(await volunteer.next('availability:changed')).toEqual({
    availability: { state: 'wrapping_up', leftMs: TIMES.wrapUpMs },
  });
  await service.pass(TIMES.wrapUpMs - 1);
  expect(volunteer.all('offer:made')).toHaveLength(1);
  const back = await service.staff(0, volunteer.session);
  expect(back.snapshot.session.availability).toEqual({ state: 'wrapping_up', leftMs: 1 });
  await service.pass(1);
  expect(await back.next('availability:changed')).toEqual({ availability: { state: 'ready' } });
  const second = await acceptNext(back);

  await open(await service.seeker(1));
  await back.send('conversation:end', { conversationId: second.id });
  await back.send('availability:set', { state: 'ready' });
  await acceptNext(back);
});

test('[O7] a volunteer with an open conversation cannot go off duty; a pending offer is returned', async () => {
  await using service = await startService({ nodes: 2 });
  const { volunteer, of } = await talk(service, 0, 1);
  expect(await volunteer.raw('shift:end', {})).toEqual(refusal('wrong_state'));
  await volunteer.send('conversation:end', of);
  await volunteer.send('shift:end', {});
  expect(await volunteer.raw('offer:take', {})).toEqual(refusal('wrong_state'));

  await goReady(volunteer);
  const waits = await service.seeker(0);
  const ticket = await open(waits);
  await volunteer.next('offer:made');
  await waits.next('ticket:updated');
  await volunteer.send('shift:end', {});
  expect((await waits.next('ticket:updated')).ticket).toEqual(ticket);
});

test('[O7] a volunteer without a connection stays on duty for 120 s', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await goReady(volunteer);
  await service.drop(volunteer);
  await open(await service.seeker(0));
  await service.pass(TIMES.volunteerGoneMs - 1);
  const back = await service.staff(0, volunteer.session);
  expect(back.snapshot.session.availability).toEqual({ state: 'ready' });
  const { offer } = await back.next('offer:made');
  await back.send('offer:decline', { offerId: offer.id });

  await service.drop(back);
  await service.pass(TIMES.volunteerGoneMs);
  const late = await service.staff(1, volunteer.session);
  expect(late.snapshot.session.availability).toEqual({ state: 'off' });
  expect(late.snapshot.overview.onDuty).toBe(0);
});
