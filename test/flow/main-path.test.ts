import { describe, expect, test } from 'vitest';
import { acceptNext, goReady, message, open } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

describe.each([
  ['on one node', 0, 0],
  ['on two nodes', 0, 1],
])('%s', (_where, seekerNode, volunteerNode) => {
  test('[O2, C2] a seeker waits, is offered, and talks; only the volunteer learns their age', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ node: volunteerNode });
    await goReady(volunteer);
    await service.tick();
    const seeker = await service.seeker(seekerNode);
    const ticket = await open(seeker, { topic: 'grief', feeling: 2, age: 'under_18' });
    expect(ticket).toMatchObject({ state: 'waiting', place: 1 });

    const conversation = await acceptNext(volunteer);
    expect(volunteer.all('offer:made')[0]?.offer.age).toBe('under_18');
    expect(conversation.age).toBe('under_18');
    const started = await seeker.next('conversation:started');
    expect(started.conversation.id).toBe(conversation.id);
    expect(started.conversation.age).toBeUndefined();
    expect(started.conversation).toMatchObject({
      seat: 'seeker',
      seats: { volunteer: { alias: 'Kari', presence: { connected: true } } },
    });

    const first = message(conversation);
    expect(await seeker.send('message:send', first)).toMatchObject({ seq: 1 });
    const posted = await volunteer.next('message:posted');
    expect(posted.message).toMatchObject({ seq: 1, from: 'seeker', ciphertext: first.ciphertext });

    await volunteer.send('message:received', { conversationId: conversation.id, seq: 1 });
    expect(await seeker.next('message:received')).toMatchObject({ seq: 1 });

    await volunteer.send('conversation:end', { conversationId: conversation.id });
    expect(await seeker.next('conversation:ended')).toMatchObject({ reason: 'volunteer' });
    expect(await volunteer.next('conversation:ended')).toMatchObject({ reason: 'volunteer' });
  });
});
