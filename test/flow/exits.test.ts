/** *Leave this page* at every moment leaves nothing behind, and makes the session unusable. */
import { describe, expect, test } from 'vitest';
import { digest } from '@terskel/server/digest';
import { findIn } from '../helpers/dump.ts';
import { ciphertext, goReady, NODES, open, refusal, talk, wish } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[A6, T6] an exit just after the volunteer has closed deletes everything about the conversation', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const lastMessage = { counter: 1, ciphertext: ciphertext() };
    await volunteer.send('conversation:end', { ...of, lastMessage });
    const traces = [digest(seeker.resumeToken), lastMessage.ciphertext];
    expect(findIn(await service.dump(), traces)).not.toEqual([]);
    await service.leave(seeker, 'exit', volunteerNode);
    expect(findIn(await service.dump(), traces)).toEqual([]);
    const body = JSON.stringify({ resumeToken: seeker.resumeToken, feeling: 3 });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${service.origin()}/api/feedback`, {
      method: 'POST',
      headers,
      body,
    });
    expect(answer.status).toBe(404);
  });

  test('[A6] an exit after a ticket has ended deletes everything about it', async () => {
    await using service = await startService({ nodes: 2 });
    await (await service.volunteer()).send('shift:start', {});
    const seeker = await service.seeker(seekerNode);
    await open(seeker);
    await seeker.send('ticket:cancel', {});
    await service.leave(seeker, 'exit', volunteerNode);
    expect(findIn(await service.dump(), [digest(seeker.resumeToken)])).toEqual([]);
  });

  test('[A5, Q2] a session whose ticket has ended opens no other, neither after an exit', async () => {
    await using service = await startService({ nodes: 2 });
    // Keeps intake open for an hour (rule I2). This volunteer's language matches no seeker, so they get no offer.
    await goReady(await service.volunteer({ languages: ['pl'] }));
    for (const how of ['exit', 'end'] as const) {
      const seeker = await service.seeker(seekerNode);
      await open(seeker);
      await service.leave(seeker, how, volunteerNode);
      await seeker.next('ticket:ended');
      expect(await seeker.raw('ticket:open', wish())).toEqual(refusal('wrong_state'));
      // Also after the tombstone has expired.
      await service.pass(60 * 60_000);
      expect(await seeker.raw('ticket:open', wish())).toEqual(refusal('wrong_state'));
      expect(findIn(await service.dump(), [digest(seeker.resumeToken)])).toEqual([]);
    }
  });
});
