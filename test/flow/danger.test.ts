/** Conversations that are marked as danger, that are held open, or whose volunteer has lost the keys. */
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { goReady, message, open, publicKey, refusal, talk } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

const FIVE_MS = TIMES.silenceNudgeMs;

test('[C9, C17] silence never ends a conversation that the volunteer has marked as danger', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  await volunteer.send('message:send', message(conversation));
  for (let passed = 0; passed < 2; passed += 1) await service.pass(FIVE_MS);
  expect((await seeker.next('conversation:silent')).silence?.stage).toBe('nudge');
  expect((await seeker.next('conversation:silent')).silence?.stage).toBe('warning');
  const marked = await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: true });
  expect(marked).toEqual({ ok: true, danger: true, held: false });
  expect(await seeker.next('conversation:marked')).toEqual({ ...of, danger: true });
  // The closing time that was announced no longer applies.
  expect(await seeker.next('conversation:silent')).toEqual({ ...of, silence: null });
  for (let passed = 0; passed < 6; passed += 1) await service.pass(FIVE_MS);
  const told = seeker.all('conversation:silent').map(({ silence }) => silence);
  expect(told.slice(3)).toEqual([{ stage: 'nudge', closesInMs: null, afterSeq: 1 }]);
  expect(volunteer.all('conversation:ended')).toEqual([]);
  // A seeker who reconnects learns that it is danger, during the conversation and after its end.
  const page = await service.seeker(1, seeker.resumeToken);
  expect(page.snapshot.session).toMatchObject({ conversation: { danger: true, held: false } });
  await volunteer.send('conversation:end', of);
  expect(await page.next('conversation:ended')).toMatchObject({
    reason: 'volunteer',
    danger: true,
  });
  const late = await service.seeker(0, seeker.resumeToken);
  expect(late.snapshot.session).toMatchObject({ kind: 'conversation_ended', danger: true });
});

test('[C9, C17] silence never ends an urgent conversation, and the volunteer cannot unmark it', async () => {
  await using service = await startService();
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 0, { urgent: true });
  expect(conversation).toMatchObject({ urgent: true, danger: true });
  const unmarked = await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: false });
  expect(unmarked).toMatchObject({ danger: true });
  await volunteer.send('message:send', message(conversation));
  for (let passed = 0; passed < 6; passed += 1) await service.pass(FIVE_MS);
  expect(seeker.all('conversation:silent')).toHaveLength(1);
  expect(seeker.all('conversation:ended')).toEqual([]);
});

test('[C9] silence does not end a conversation that is held open; it does once the hold is released', async () => {
  await using service = await startService();
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 0);
  await volunteer.send('message:send', message(conversation));
  const held = await volunteer.send('conversation:mark', { ...of, mark: 'held', on: true });
  expect(held).toEqual({ ok: true, danger: false, held: true });
  for (let passed = 0; passed < 6; passed += 1) await service.pass(FIVE_MS);
  expect(seeker.all('conversation:ended')).toEqual([]);
  expect(seeker.all('conversation:marked')).toEqual([]);
  await volunteer.send('conversation:mark', { ...of, mark: 'held', on: false });
  for (let passed = 0; passed < 2; passed += 1) await service.pass(FIVE_MS);
  expect(seeker.all('conversation:ended')).toEqual([]);
  await service.pass(FIVE_MS);
  expect(await seeker.next('conversation:ended')).toMatchObject({
    reason: 'silence',
    danger: false,
  });
});

test('[O8] a volunteer in a conversation marked as danger gets no offer, except by *Take next*', async () => {
  await using service = await startService();
  const { volunteer, of } = await talk(service, 0, 0, { urgent: true }, { capacity: 3 });
  const waiting = [await service.seeker(), await service.seeker()];
  for (const each of waiting) await open(each);
  await service.pass(10_000);
  expect(volunteer.all('offer:made')).toHaveLength(1);
  await service.pass(1_000);
  expect(volunteer.all('queue:changed').at(-1)?.overview).toMatchObject({ ready: 0 });
  const { offer } = await volunteer.send('offer:take', {});
  await volunteer.send('offer:decline', { offerId: offer.id });
  expect(volunteer.all('offer:made')).toHaveLength(1);
  await volunteer.send('conversation:end', of);
  await volunteer.send('availability:set', { state: 'ready' });
  await volunteer.next('offer:made');
});

test('[O8] offers resume once the mark is removed', async () => {
  await using service = await startService();
  const { volunteer, of } = await talk(service, 0, 0, {}, { capacity: 2 });
  await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: true });
  await open(await service.seeker());
  await service.pass(10_000);
  expect(volunteer.all('offer:made')).toHaveLength(1);
  await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: false });
  await volunteer.next('offer:made');
});

test('[C16, Q4] a volunteer without keys returns the seeker to the original place, and may get them back', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  const second = await service.seeker(1);
  await open(second);
  const tooEarly = { ...of, reason: 'keys_lost' as const, publicKey: publicKey() };
  expect(await seeker.raw('conversation:requeue', tooEarly)).toEqual(refusal('wrong_state'));
  await volunteer.send('conversation:keys', { ...of, keys: 'lost' });
  expect(await seeker.next('keys:changed')).toEqual({ ...of, volunteerKeys: 'lost' });
  await volunteer.send('conversation:keys', { ...of, keys: 'held' });
  await volunteer.send('conversation:keys', { ...of, keys: 'returned' });
  expect((await seeker.next('keys:changed')).volunteerKeys).toBe('held');
  expect((await seeker.next('keys:changed')).volunteerKeys).toBe('returned');
  const page = await service.seeker(1, seeker.resumeToken);
  expect(page.snapshot.session).toMatchObject({ conversation: { volunteerKeys: 'returned' } });
  // This state is final, because the seeker's tab is about to requeue.
  const again = { ...of, keys: 'held' as const };
  expect(await volunteer.raw('conversation:keys', again)).toEqual(refusal('wrong_state'));
  const { ticket } = await page.send('conversation:requeue', tooEarly);
  expect(ticket).toMatchObject({ state: 'waiting', place: 1 });
  expect(await volunteer.next('conversation:ended')).toEqual({ ...of, reason: 'keys_lost' });
  const { offer } = await volunteer.next('offer:made');
  expect(offer.publicKey).toBe(tooEarly.publicKey);
});

test('[C17, Q3] a seeker requeued from a conversation marked as danger is first in the queue', async () => {
  await using service = await startService();
  const first = await talk(service, 0, 0);
  const { volunteer, seeker, of } = first;
  await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: true });
  const other = await service.volunteer({ languages: ['en'] });
  await goReady(other);
  const early = await service.seeker();
  await open(early, { urgent: true });
  const ask = { ...of, reason: 'another' as const, publicKey: publicKey() };
  const { ticket } = await seeker.send('conversation:requeue', ask);
  expect(ticket).toMatchObject({ place: 1 });
});
