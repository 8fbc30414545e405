/** What a volunteer's page keeps of a conversation that the seeker ended, and how it names it. */
import { expect, test } from 'vitest';
import { stage, talking } from '../helpers/stage.ts';

test('[C18] when the seeker ends, the volunteer keeps messages, draft, number and reason until put away', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  const { conversationId } = await talking(on);
  volunteer.controller.actions.send(conversationId, 'Hei');
  await seeker.until('conversation', ({ talk }) => talk.lines.length === 1);
  const draft = volunteer.controller.drafts(conversationId);
  draft.value = 'Det høres ut som';
  seeker.controller.actions.end();
  const over = await volunteer.until('work', ({ ended }) => ended[0]?.reason === 'seeker');
  expect(over.talks).toEqual([]);
  expect(over.ended).toMatchObject([{ conversationId, number: 1, lines: [{ text: 'Hei' }] }]);
  expect(over.note).toMatchObject({ kind: 'conversation_ended', number: 1 });
  expect(draft.value).toBe('Det høres ut som');
  volunteer.controller.actions.putAway(conversationId);
  const away = await volunteer.until('work', ({ ended }) => ended.length === 0);
  expect(away.note).toBeNull();
  expect(draft.value).toBe('');
});

test('[C18] a conversation that the volunteer ends is not kept, and nothing is kept after the shift', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  const { conversationId } = await talking(on);
  volunteer.controller.actions.end(conversationId, null);
  const own = await volunteer.until('work', ({ note }) => note?.kind === 'conversation_ended');
  expect(own.ended).toEqual([]);
  await seeker.until('ended');
  seeker.controller.actions.again();
  await seeker.until('landing');
  const next = await talking(on);
  seeker.controller.actions.end();
  await volunteer.until('work', ({ ended }) => ended[0]?.conversationId === next.conversationId);
  volunteer.controller.actions.endShift();
  await volunteer.until('work', ({ ended, availability }) => {
    return ended.length === 0 && availability.state === 'off';
  });
});

test('[U14] what the seeker told before a conversation is shown in it, also after a reload', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  seeker.controller.actions.start({
    ...{ language: 'no', topic: 'grief', feeling: 2, age: null, urgent: false },
  });
  await seeker.until('waiting', () => true);
  volunteer.controller.actions.take();
  const agreed = await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  expect(agreed.talks).toMatchObject([{ topic: 'grief', feeling: 2 }]);
  volunteer.reload();
  const again = await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  expect(again.talks).toMatchObject([{ topic: 'grief', feeling: 2 }]);
});
