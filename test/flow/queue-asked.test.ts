import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { open, refusal } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

const asked = { state: 'waiting', place: 1, keepWithinMs: TIMES.stillWaitingAnswerMs };

test('[Q7] after 10 min the page must ask; an answer keeps the place, and the question comes again', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker(1);
  expect(await open(seeker)).toMatchObject({ keepWithinMs: null });
  await service.pass(TIMES.stillWaitingAskMs - 1);
  await service.settled(seeker);
  expect(seeker.all('ticket:updated')).toEqual([]);
  await service.pass(1);
  expect((await seeker.next('ticket:updated')).ticket).toMatchObject(asked);

  // A reload while asked: the question is part of the ticket, with the time that is left.
  await service.pass(30_000);
  const again = await service.seeker(0, seeker.resumeToken);
  const keepWithinMs = TIMES.stillWaitingAnswerMs - 30_000;
  expect(again.snapshot.session).toMatchObject({ ticket: { ...asked, keepWithinMs } });
  expect((await again.send('ticket:keep', {})).ticket).toMatchObject({ keepWithinMs: null });

  await service.pass(TIMES.stillWaitingAskMs);
  expect((await again.next('ticket:updated')).ticket).toMatchObject(asked);
});

test('[Q7] a ticket expires when the question is not answered in 2 min', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const [silent, next] = [await service.seeker(0), await service.seeker(1)];
  const { id } = await open(silent);
  service.clock.move(1_000);
  await open(next);
  await service.pass(TIMES.stillWaitingAskMs);
  await silent.next('ticket:updated');
  await service.pass(TIMES.stillWaitingAnswerMs);
  expect(await silent.next('ticket:ended')).toEqual({ ticketId: id, reason: 'expired' });
  expect(await silent.raw('ticket:keep', {})).toEqual(refusal('wrong_state'));
  expect(await silent.raw('ticket:cancel', {})).toEqual(refusal('wrong_state'));
});

test('[Q7] a seeker whose ticket is offered is not asked', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  const seeker = await service.seeker(1);
  await open(seeker);
  await service.pass(TIMES.stillWaitingAskMs - 10_000);
  const { offer } = await volunteer.send('offer:take', {});
  expect((await seeker.next('ticket:updated')).ticket.state).toBe('offered');
  await service.pass(10_000);
  await volunteer.send('offer:decline', { offerId: offer.id });
  expect((await seeker.next('ticket:updated')).ticket).toMatchObject({ keepWithinMs: null });
});
