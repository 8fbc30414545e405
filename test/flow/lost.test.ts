import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import {
  NODES,
  acceptNext,
  ciphertext,
  goReady,
  open,
  publicKey,
  refusal,
  talk,
} from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[C5] each seat is told when the other disconnects and reconnects', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    await service.drop(seeker);
    expect(await volunteer.next('presence:changed')).toEqual({
      ...{ ...of, seat: 'seeker', presence: { connected: false, lostForMs: 0 } },
    });
    await service.pass(40_000);
    const page = await service.staff(seekerNode, volunteer.session);
    expect(page.snapshot.session.conversations[0]?.seats.seeker?.presence).toEqual({
      ...{ connected: false, lostForMs: 40_000 },
    });
    const back = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(await page.next('presence:changed')).toEqual({
      ...{ ...of, seat: 'seeker', presence: { connected: true } },
    });

    await service.drop(page);
    expect((await back.next('presence:changed')).presence).toMatchObject({ connected: false });
    await service.staff(volunteerNode, volunteer.session);
    expect((await back.next('presence:changed')).presence).toEqual({ connected: true });
  });

  test('[C5] a seeker who lost the volunteer may return to the original place after 90 s', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const other = await service.volunteer({ node: seekerNode });
    await other.send('shift:start', {});
    service.clock.move(1_000);
    const later = await service.seeker(volunteerNode);
    await open(later);
    const requeue = { ...of, reason: 'volunteer_lost' as const, publicKey: publicKey() };
    expect(await seeker.raw('conversation:requeue', requeue)).toEqual(refusal('wrong_state'));

    await service.drop(volunteer);
    await seeker.next('presence:changed');
    await service.pass(TIMES.volunteerLostChoiceMs - 1_000);
    expect(await seeker.raw('conversation:requeue', requeue)).toEqual({
      ...{ ...refusal('wrong_state'), retryAfterMs: 1_000 },
    });
    await service.pass(1_000);
    const { ticket } = await seeker.send('conversation:requeue', requeue);
    expect(ticket).toMatchObject({ state: 'waiting', place: 1 });

    await other.send('availability:set', { state: 'ready' });
    const { offer } = await other.next('offer:made');
    expect(offer).toMatchObject({ publicKey: requeue.publicKey, waitedMs: 91_000 });
    expect(offer.conversationId).not.toBe(of.conversationId);
    // The volunteer finds the conversation closed, and is in wrap-up.
    const late = await service.staff(volunteerNode, volunteer.session);
    expect(late.snapshot.session).toMatchObject({
      ...{ conversations: [], offer: null, availability: { state: 'wrapping_up' } },
    });
    expect(await late.raw('conversation:end', of)).toEqual(refusal('not_found'));
    expect(seeker.all('conversation:ended')).toEqual([]);
  });

  test('[C5] a volunteer may close with a last message when the seeker has been lost for 120 s', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const lastMessage = { counter: 1, ciphertext: ciphertext(2) };
    await service.drop(seeker);
    await service.pass(TIMES.seekerLostMs - 5_000);
    expect(await volunteer.raw('conversation:end', { ...of, lastMessage })).toEqual({
      ...{ ...refusal('wrong_state'), retryAfterMs: 5_000 },
    });
    await service.pass(5_000);
    await volunteer.send('conversation:end', { ...of, lastMessage });
    expect(await volunteer.next('conversation:ended')).toEqual({ ...of, reason: 'seeker_lost' });

    await service.pass(TIMES.tombstoneMs - 1);
    const end = {
      ...{ kind: 'conversation_ended', ...of, reason: 'seeker_lost', danger: false, lastMessage },
    };
    for (const node of [seekerNode, volunteerNode]) {
      const late = await service.seeker(node, seeker.resumeToken);
      expect(late.snapshot.session).toEqual(end);
      expect(await late.raw('conversation:resync', { ...of, after: 0 })).toEqual(
        refusal('not_found'),
      );
    }
    await service.pass(1);
    const tooLate = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(tooLate.snapshot.session).toEqual({ kind: 'idle' });
  });
});

test("[C5] the 90 s of absence are counted from the volunteer's last disconnect, not added up", async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  await service.drop(volunteer);
  await service.pass(60_000);
  const back = await service.staff(0, volunteer.session);
  await service.drop(back);
  await service.pass(60_000);
  const requeue = { ...of, reason: 'volunteer_lost' as const, publicKey: publicKey() };
  expect(await seeker.raw('conversation:requeue', requeue)).toEqual({
    ...{ ...refusal('wrong_state'), retryAfterMs: 30_000 },
  });
});

test('[Q4] a requeued seeker is taken before one who came later', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  service.clock.move(1_000);
  const later = await service.seeker(1);
  await open(later);
  await seeker.send('conversation:requeue', {
    ...{ ...of, reason: 'keys_differ', publicKey: publicKey() },
  });
  expect(await volunteer.next('conversation:ended')).toEqual({ ...of, reason: 'keys_differ' });
  const other = await service.volunteer({ node: 0 });
  await goReady(other);
  await acceptNext(other);
  const { conversation } = await seeker.next('conversation:started');
  expect(conversation.id).not.toBe(of.conversationId);
});
