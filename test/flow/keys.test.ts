import { describe, expect, test } from 'vitest';
import { NODES, confirmation, refusal, talk } from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test("[E3] the seeker's confirmation reaches the volunteer, at once and after a reload on either seat", async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, seekerNode, volunteerNode);
    expect(conversation.confirmations).toEqual({ volunteer: expect.any(String) as string });
    const confirmed = { ...of, confirmation: confirmation() };
    await seeker.send('conversation:confirm', confirmed);
    expect(await volunteer.next('conversation:confirmed')).toEqual(confirmed);

    const confirmations = { ...conversation.confirmations, seeker: confirmed.confirmation };
    const page = await service.staff(seekerNode, volunteer.session);
    expect(page.snapshot.session.conversations[0]).toMatchObject({
      ...{ confirmations, encapsulation: conversation.encapsulation },
    });
    const tab = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(tab.snapshot.session).toMatchObject({ conversation: { confirmations } });

    // A repeated confirmation changes nothing. A different one is refused.
    await tab.send('conversation:confirm', confirmed);
    const other = { ...of, confirmation: confirmation() };
    expect(await tab.raw('conversation:confirm', other)).toEqual(refusal('wrong_state'));
    const last = await service.staff(volunteerNode, volunteer.session);
    expect(last.snapshot.session.conversations[0]?.confirmations).toEqual(confirmations);
  });
});
