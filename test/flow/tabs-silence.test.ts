/** What the pages do about silence, the planned time, and a seeker who wants another volunteer. */
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { stage, talking } from '../helpers/stage.ts';

const text = 'Hei, hvordan har du det?';

/** A conversation in which the volunteer has written and the seeker has not answered. */
async function asked() {
  const on = await stage({ stillTime: true });
  const { conversationId } = await talking(on);
  on.volunteer.controller.actions.send(conversationId, text);
  await on.seeker.until('conversation', ({ talk }) => talk.lines.length === 1);
  return { ...on, conversationId, [Symbol.asyncDispose]: () => on[Symbol.asyncDispose]() };
}

test('[C9] the page asks; one press or a message is the answer, and the volunteer sees both', async () => {
  await using on = await asked();
  const { service, seeker, volunteer } = on;
  await service.pass(TIMES.silenceNudgeMs);
  await seeker.until('conversation', ({ talk }) => talk.silence?.stage === 'nudge');
  await volunteer.until('work', ({ talks }) => talks[0]?.silence?.stage === 'nudge');
  seeker.controller.actions.stay();
  await seeker.until('conversation', ({ talk }) => talk.silence === null);
  await volunteer.until('work', ({ talks }) => talks[0]?.silence === null);
  await service.pass(TIMES.silenceNudgeMs);
  await volunteer.until('work', ({ talks }) => talks[0]?.silence?.stage === 'nudge');
  seeker.controller.actions.send('ikke så bra');
  await seeker.until('conversation', ({ talk }) => talk.silence === null);
  const { talks } = await volunteer.until('work', ({ talks }) => talks[0]?.silence === null);
  expect(talks[0]?.lines).toHaveLength(2);
});

test('[C9] a seeker who is writing is not asked, because the page reports it by itself', async () => {
  await using on = await asked();
  const { service, seeker, volunteer } = on;
  let shown = 0;
  seeker.controller.view.subscribe((view) => {
    if (view.page === 'conversation' && view.talk.silence?.stage === 'warning') shown += 1;
  });
  for (let step = 0; step < 4; step += 1) {
    seeker.controller.actions.typing();
    await service.pass(TIMES.silenceNudgeMs - 30_000);
    seeker.controller.actions.typing();
    await service.pass(30_000);
    await volunteer.until('work', ({ talks }) => talks[0]?.silence === null);
  }
  await seeker.until('conversation', ({ talk }) => talk.silence === null);
  expect(shown).toBe(0);
});

test('[C8] the volunteer extends the planned time, and both pages show it', async () => {
  await using on = await asked();
  const { seeker, volunteer, conversationId } = on;
  volunteer.controller.actions.extend(conversationId);
  const plannedMs = TIMES.plannedConversationMs + TIMES.extensionMs;
  await seeker.until('conversation', ({ talk }) => talk.plannedMs === plannedMs);
  const { talks } = await volunteer.until('work', (view) => view.talks[0]?.plannedMs === plannedMs);
  expect(talks).toHaveLength(1);
});

test('[C12] a seeker who asks for another volunteer waits again, and the volunteer gets a kind note', async () => {
  await using on = await asked();
  const { seeker, volunteer } = on;
  await seeker.until('conversation', ({ talk }) => talk.mayAskAnother);
  seeker.controller.actions.another();
  await seeker.until('waiting');
  const { note } = await volunteer.until(
    'work',
    (view) => view.note?.kind === 'conversation_ended' && view.note.reason !== null,
  );
  expect(note).toMatchObject({ reason: 'another' });
});
