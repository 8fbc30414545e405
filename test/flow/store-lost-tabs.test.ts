/** The live store restarts empty during a conversation between two tabs. */
import { expect, test } from 'vitest';
import { type Stage, stage, talking } from '../helpers/stage.ts';

const textsOf = (talk: { lines: readonly { text: string }[] } | undefined) =>
  talk?.lines.map(({ text }) => text);

/** Waits until both tabs show the same lines, all of them delivered. Returns the texts. */
async function same({ seeker, volunteer }: Stage, count: number): Promise<string[]> {
  const whole = (talk: { lines: readonly { delivery: string }[] } | undefined) =>
    talk?.lines.length === count && talk.lines.every(({ delivery }) => delivery === 'delivered');
  const { talk } = await seeker.until('conversation', ({ talk }) => whole(talk));
  const { talks } = await volunteer.until('work', ({ talks }) => whole(talks[0]));
  expect(textsOf(talks[0])).toEqual(textsOf(talk));
  return textsOf(talk) ?? [];
}

/** Restarts the live store empty, and waits until both nodes have noticed. */
async function loseStore({ service }: Stage, meanwhile = async () => {}): Promise<void> {
  await service.live.kill();
  await meanwhile();
  await service.live.restart();
  await service.ready();
}

test('[F3] a conversation continues where it was after the live store came back empty', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  const { conversationId } = await talking(on);
  for (const n of [1, 2, 3]) {
    seeker.controller.actions.send(`s${n}`);
    volunteer.controller.actions.send(conversationId, `v${n}`);
  }
  const before = await same(on, 6);
  await loseStore(on, async () => {
    seeker.controller.actions.send('s4');
    volunteer.controller.actions.send(conversationId, 'v4');
  });
  expect((await same(on, 8)).slice(0, 6)).toEqual(before);
  seeker.controller.actions.send('s5');
  await same(on, 9);
  await loseStore(on);
  volunteer.controller.actions.send(conversationId, 'v5');
  expect((await same(on, 10)).slice(0, 6)).toEqual(before);
  expect(volunteer.view).toMatchObject({ talks: [{ tampered: false }] });
});
