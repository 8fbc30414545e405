import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import {
  NODES,
  acceptNext,
  goReady,
  message,
  open,
  publicKey,
  refusal,
  talk,
} from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

const FIVE_MS = TIMES.silenceNudgeMs;

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[C9] both sides learn that the seeker is silent, a reload shows it, and one press ends it', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, seekerNode, volunteerNode);
    await volunteer.send('message:send', message(conversation));
    await service.pass(FIVE_MS);
    const silence = { stage: 'nudge', closesInMs: 2 * FIVE_MS, afterSeq: 1 };
    const told = [
      await seeker.next('conversation:silent'),
      await volunteer.next('conversation:silent'),
    ];
    for (const payload of told) expect(payload).toEqual({ ...of, silence });
    await service.pass(60_000);
    const left = { ...silence, closesInMs: 2 * FIVE_MS - 60_000 };
    const page = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(page.snapshot.session).toMatchObject({ conversation: { silence: left } });
    await page.send('conversation:stay', of);
    expect(await volunteer.next('conversation:silent')).toEqual({ ...of, silence: null });
    await service.pass(FIVE_MS - 1);
    expect(page.all('conversation:silent')).toEqual([]);
    await service.pass(1);
    expect(await page.next('conversation:silent')).toMatchObject({ silence: { stage: 'nudge' } });
  });

  test('[C9] a message ends the silence without another event, since its sequence number shows it', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, seekerNode, volunteerNode);
    await volunteer.send('message:send', message(conversation));
    await service.pass(FIVE_MS);
    const { silence } = await volunteer.next('conversation:silent');
    await seeker.send('message:send', message(conversation));
    const { message: answer } = await volunteer.next('message:posted');
    expect(answer.seq).toBeGreaterThan(silence?.afterSeq ?? Number.POSITIVE_INFINITY);
    const page = await service.staff(seekerNode, volunteer.session);
    expect(page.snapshot.session.conversations).toMatchObject([
      { id: of.conversationId, silence: null },
    ]);
    for (let passed = 0; passed < 4; passed += 1) await service.pass(FIVE_MS);
    expect(page.all('conversation:silent')).toEqual([]);
    expect(page.all('conversation:ended')).toEqual([]);
  });

  test('[C9] after fifteen minutes of silence the conversation ends for both, with that reason', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, seekerNode, volunteerNode);
    await volunteer.send('message:send', message(conversation));
    for (const stage of ['nudge', 'warning'] as const) {
      await service.pass(FIVE_MS);
      expect(await seeker.next('conversation:silent')).toMatchObject({ silence: { stage } });
    }
    await service.pass(FIVE_MS);
    const told = [
      await seeker.next('conversation:ended'),
      await volunteer.next('conversation:ended'),
    ];
    const ended = { ...of, reason: 'silence' };
    // The seeker's event also says whether it was danger, because emergency numbers come first then.
    expect(told).toEqual([{ ...ended, danger: false }, ended]);
    expect(await seeker.raw('conversation:stay', of)).toEqual(refusal('not_found'));
    expect((await volunteer.next('availability:changed')).availability.state).toBe('wrapping_up');
    const late = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(late.snapshot.session).toEqual({
      ...{ kind: 'conversation_ended', ...ended, danger: false },
    });
  });

  test('[C8] the volunteer extends the planned time, and both sides learn it', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const plannedMs = TIMES.plannedConversationMs + TIMES.extensionMs;
    const ask = { ...of, plannedMs: TIMES.plannedConversationMs };
    expect(await volunteer.send('conversation:extend', ask)).toEqual({ ok: true, plannedMs });
    expect(await seeker.next('conversation:extended')).toEqual({ ...of, plannedMs });
    // The same command again, as after a lost acknowledgement.
    expect(await volunteer.send('conversation:extend', ask)).toEqual({ ok: true, plannedMs });
    const page = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(page.snapshot.session).toMatchObject({ conversation: { plannedMs } });
    expect(seeker.all('conversation:extended')).toHaveLength(1);
    const other = await service.volunteer({ node: seekerNode });
    expect(await other.raw('conversation:extend', ask)).toEqual(refusal('not_found'));
  });

  test('[C12] a seeker may ask for another volunteer once, and keeps the original place', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, seekerNode, volunteerNode);
    expect(conversation.mayAskAnother).toBe(true);
    await volunteer.send('message:send', message(conversation));
    service.clock.move(1_000);
    const later = await service.seeker(volunteerNode);
    await open(later);
    const ask = { ...of, reason: 'another' as const, publicKey: publicKey() };
    expect((await seeker.send('conversation:requeue', ask)).ticket).toMatchObject({ place: 1 });
    expect(await volunteer.next('conversation:ended')).toEqual({ ...of, reason: 'another' });
    // The first volunteer takes the next seeker in the queue.
    await volunteer.send('availability:set', { state: 'ready' });
    await acceptNext(volunteer);
    await later.next('conversation:started');
    const other = await service.volunteer({ node: seekerNode });
    await goReady(other);
    const next = await acceptNext(other);
    const { conversation: mine } = await seeker.next('conversation:started');
    expect(mine).toMatchObject({ id: next.id, lastSeq: 0, mayAskAnother: false });
    expect(next.id).not.toBe(of.conversationId);
    const again = { ...ask, conversationId: next.id };
    expect(await seeker.raw('conversation:requeue', again)).toEqual(refusal('wrong_state'));
  });
});
