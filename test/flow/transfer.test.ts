/** A transfer over real connections, on two nodes (rule C11). */
import { expect, test } from 'vitest';
import { expectPlaced } from '../helpers/agreement.ts';
import { type Who, isDelivered, openCast } from '../helpers/cast.ts';
import { confirmation, goReady, keys, message, publicKey, talk } from '../helpers/fixtures.ts';
import { scrape } from '../helpers/scrape.ts';
import { startService } from '../helpers/service.ts';

test('[C11] a seeker goes on with a colleague, and it counts as a transfer only', async () => {
  await using service = await startService({ nodes: 2, metrics: true });
  const { seeker, volunteer, of } = await talk(service, 0, 1, {}, { alias: 'Kari' });
  await seeker.send('conversation:confirm', { ...of, confirmation: confirmation() });
  const eva = await service.volunteer({ node: 0, alias: 'Eva' });
  await goReady(eva);
  const { colleagues } = await volunteer.send('duty:list', {});
  expect(colleagues).toMatchObject([{ alias: 'Eva', leads: false, free: true }]);
  const staffId = colleagues[0]?.id as never;
  const before = await scrape(service.nodes);

  const to = { kind: 'colleague', staffId, alias: 'Somebody else' } as const;
  const { transfer } = await volunteer.send('transfer:ask', { ...of, reason: 'experience', to });
  expect(transfer.to).toEqual({ kind: 'colleague', alias: 'Eva' });
  expect(await seeker.next('transfer:changed')).toEqual({ ...of, transfer });
  expect(JSON.stringify(seeker.events)).not.toContain(staffId);

  const answer = { ...of, transferId: transfer.id, yes: true, history: true } as const;
  const unusable = { ...answer, publicKey: '_'.repeat(publicKey().length) };
  expect(await seeker.raw('transfer:answer', unusable)).toMatchObject({ code: 'invalid_key' });
  const key = publicKey();
  await seeker.send('transfer:answer', { ...answer, publicKey: key });
  const { offer } = await eva.next('offer:made');
  expect(offer).toMatchObject({
    ...{ publicKey: key, transfer: { from: 'Kari', reason: 'experience', history: true } },
  });
  // The conversation goes on until somebody accepts.
  await seeker.send('message:send', message({ id: of.conversationId }));
  expect(await volunteer.next('message:posted')).toMatchObject(of);

  const { conversation } = await eva.send('offer:accept', { offerId: offer.id, ...keys() });
  const started = await seeker.next('conversation:started');
  expect(started.conversation.previous).toMatchObject({
    ...{ ...of, alias: 'Kari', takeover: false },
    transferId: expect.any(String) as string,
  });
  expect(await volunteer.next('conversation:ended')).toEqual({ ...of, reason: 'transferred' });
  expect(seeker.all('conversation:ended')).toEqual([]);
  const late = await volunteer.raw('message:send', message({ id: of.conversationId }));
  expect(late).toMatchObject({ code: 'not_found' });
  await seeker.send('message:send', message(conversation));
  expect((await eva.next('message:posted')).message.seq).toBe(1);
  // The next page of the tab is in the new conversation.
  const page = await service.seeker(1, seeker.resumeToken);
  expect(page.snapshot.session).toMatchObject({ conversation: { id: conversation.id } });

  const after = await scrape(service.nodes);
  for (const name of ['tickets_opened', 'tickets_ended', 'conversations_started'])
    expect(after.sum(`terskel_${name}_total`)).toBe(before.sum(`terskel_${name}_total`));
  expect(after.sum('terskel_conversations_ended_total')).toBe(0);
  expect(after.sum('terskel_wait_seconds_count')).toBe(before.sum('terskel_wait_seconds_count'));
  expect(after.sum('terskel_conversations_transferred_total')).toBe(1);
});

test('[C11] after five transfers in a row everybody holds what they can, and all that was said is there', async () => {
  await using service = await startService({ nodes: 2 });
  const [here, there] = service.nodes.map(({ port }) => port) as [number, number];
  const portOf = (who: Who) => (['seeker', 'colleague'].includes(who) ? here : there);
  await using on = await openCast(service, portOf);
  const said = on.seen.volunteer.talks[0]?.lines.map(({ text }) => text) ?? [];
  for (let times = 0; times < 5; times += 1) {
    const [from, to] =
      times % 2 === 0
        ? (['volunteer', 'colleague'] as const)
        : (['colleague', 'volunteer'] as const);
    const { actions } = on.staff[from].controller;
    const [talk] = on.seen[from].talks;
    if (talk === undefined) throw new Error('there is no conversation');
    const colleague = { kind: 'colleague', staffId: on.ids[to], alias: '?' } as const;
    actions.askTransfer(talk.conversationId, 'experience', colleague);
    await on.seeker.until('conversation', ({ talk: { transfer } }) => transfer !== null);
    void on.seeker.controller.actions.answerTransfer('history');
    await on.until((seen) => seen[to].offer !== null);
    on.staff[to].controller.actions.accept();
    await on.until((seen) => seen[to].talks[0]?.before.length === said.length && isDelivered(seen));
    expect(on.seen[to].talks[0]?.before.map(({ text }) => text)).toEqual(said);
    // Ends the wrap-up.
    actions.pause();
    await on.until((seen) => seen[from].availability.state === 'paused');
  }
  await expectPlaced(on);
});
