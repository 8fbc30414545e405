/** Opening and closing by opening hours, on two nodes, with the test clock. */
import type { OpeningHours } from '@terskel/shared/hours';
import { expect, test } from 'vitest';
import { goReady, keys, open, publicKey, refusal, talk, wish } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

const minute = 60_000;

/** Opening hours from now on for an hour, every day, in whole minutes. */
function anHour(service: TestService): { readonly hours: OpeningHours; readonly from: number } {
  const from = Math.ceil(service.clock.now() / minute) * minute;
  const time = (at: number) => new Date(at).toISOString().slice(11, 16);
  const span = { from: time(from), until: time(from + 60 * minute) };
  const week = Array.from({ length: 7 }, () => [span]);
  return { hours: { timeZone: 'UTC', week, exceptions: {}, marginMs: 15 * minute }, from };
}

test('[I2, I3] intake opens and closes by its hours, and says when it opens next', async () => {
  await using service = await startService({ nodes: 2 });
  await goReady(await service.volunteer());
  const page = await service.seeker(1);
  const { hours, from } = anHour(service);
  const day = 24 * 60 * minute;
  await service.set({ openingHours: hours });
  await service.tick();
  const states: unknown[] = [];
  const look = async (at: number) => {
    await service.pass(at - service.clock.now());
    const { intake } = (await service.seeker(1)).snapshot;
    states.push([intake.state, intake.opensAt]);
  };
  if (service.clock.now() < from) await look(from - 1);
  states.length = 0;
  await look(from);
  await look(from + 45 * minute - 1);
  await look(from + 45 * minute);
  await look(from + 60 * minute);
  // Staff sessions last twelve hours, so another volunteer signs in.
  await service.pass(from + day - 1 - service.clock.now());
  await goReady(await service.volunteer());
  await look(from + day);
  expect(states).toEqual([
    ...[
      ['open', undefined],
      ['open', undefined],
    ],
    ...[
      ['closed', from + day],
      ['closed', from + day],
    ],
    ['open', undefined],
  ]);
  const told = page.all('intake:changed').map(({ intake }) => intake.state);
  expect(told.filter((state, index) => state !== told[index - 1])).toEqual(
    ['closed', 'open', 'closed', 'open'].slice(-told.length),
  );
});

test('[I3] before closing no new ticket is accepted; waiting seekers stay, and are told at closing time', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  // Keeps intake open (rule I2). This volunteer's language matches no seeker, so they get no offer.
  await goReady(await service.volunteer({ languages: ['pl'] }));
  const { hours, from } = anHour(service);
  await service.pass(from - service.clock.now());
  await service.set({ openingHours: hours });
  await service.tick();
  // Shortly before the margin, so that no seeker is asked whether they are still waiting.
  await service.pass(44 * minute);
  const waits = await service.seeker(0);
  await open(waits);
  const asked = await service.seeker(1);
  await open(asked);
  await service.pass(2 * minute);
  const late = await service.seeker(1);
  expect(await late.raw('ticket:open', wish())).toMatchObject(refusal('intake_closed'));
  // A seeker who has a ticket gets it again.
  expect(await waits.raw('ticket:open', wish())).toMatchObject({ ok: true });
  await service.pass(9 * minute);
  for (const seeker of [waits, asked]) await seeker.send('ticket:keep', {});
  await service.pass(5 * minute - 1_000);
  const { offer } = await volunteer.send('offer:take', {});
  await service.pass(1_000);
  await service.sweep();
  expect((await asked.next('ticket:ended')).reason).toBe('closed');
  expect(asked.all('ticket:ended')).toHaveLength(1);
  // A ticket with a pending offer is not closed.
  await volunteer.send('offer:accept', { offerId: offer.id, ...keys() });
  await waits.next('conversation:started');
  const gone = await service.seeker(0, asked.resumeToken);
  expect(gone.snapshot.session).toMatchObject({ kind: 'ticket_ended', reason: 'closed' });
});

test('[I3, C12] after closing, a seeker cannot leave a conversation for a queue that nobody serves', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, of } = await talk(service, 0, 1);
  const week = Array.from({ length: 7 }, () => []);
  await service.set({ openingHours: { timeZone: 'UTC', week, exceptions: {}, marginMs: 0 } });
  await service.tick();
  const ask = { ...of, reason: 'another', publicKey: publicKey() };
  expect(await seeker.raw('conversation:requeue', ask)).toEqual(refusal('wrong_state'));
  const page = await service.seeker(1, seeker.resumeToken);
  expect(page.snapshot.session).toMatchObject({ conversation: { mayAskAnother: false } });
  await service.set({ openingHours: null });
  await service.tick();
  expect(await page.raw('conversation:requeue', ask)).toMatchObject({ ok: true });
});
