/** The length of every frame and body is independent of a seeker's answers, on both sides. */
import { systemClock } from '@terskel/client/clock';
import type { Answers, Feedback } from '@terskel/client/state/model';
import { TOPICS } from '@terskel/shared/choices';
import { expect, test } from 'vitest';
import { type Lengths, watchLengths } from '../helpers/frame-lengths.ts';
import { stage } from '../helpers/stage.ts';
import { openSeekerTab } from '../helpers/tabs.ts';

const FEELINGS = [null, 1, 2, 3, 4, 5, null, 1, 5] as const;
const AGES = [null, 'under_18', 'adult'] as const;
/** Test timeout: for hangs, not for a slow machine (ms). */
const PATIENCE_MS = 30_000;
/** Feedback with the shortest and the longest answers. */
const AFTER: readonly Feedback[] = [
  { feeling: 1 },
  { heard: 5 },
  { feeling: 5, heard: 1, comment: 'å'.repeat(500) },
];
/** Every answer to every question before the conversation. */
const ALL: readonly Answers[] = [null, ...TOPICS].map((topic, at) => ({
  language: 'no',
  topic,
  feeling: FEELINGS[at] ?? null,
  age: AGES[at % 3] ?? null,
  urgent: at % 2 === 0,
}));

function add(all: Lengths, some: Lengths): void {
  for (const [kind, lengths] of some) {
    const known = all.get(kind) ?? new Set();
    for (const length of lengths) known.add(length);
    all.set(kind, known);
  }
}

/** Describes the kinds that occurred in more than one length. */
const unequal = (lengths: Lengths) =>
  [...lengths]
    .filter(([, each]) => each.size > 1)
    .map(([kind, each]) => `${kind}: ${[...each].join(', ')}`);

test.each(['pass', 'refuse'] as const)(
  '[E7] frames and bodies have the same length whatever the answers, when WebSockets %s',
  async (upgrades) => {
    await using on = await stage({ pace: systemClock });
    const { service, wires, volunteer } = on;
    // Reconnects are part of the run, so that snapshots are compared as well.
    const seen = { seeker: new Map() as Lengths, volunteer: new Map() as Lengths };
    for (const wire of Object.values(wires)) wire.upgrades = upgrades;
    for (const [at, answers] of ALL.entries()) {
      const done = { seeker: watchLengths(wires.seeker), volunteer: watchLengths(wires.volunteer) };
      wires.volunteer.cut();
      const seeker = openSeekerTab(() => wires.seeker.origin, systemClock);
      seeker.controller.actions.start(answers);
      await seeker.until('waiting', () => true, PATIENCE_MS);
      await service.tick();
      await volunteer.until('work', ({ link }) => link === 'online', PATIENCE_MS);
      volunteer.controller.actions.take();
      const { talks } = await volunteer.until(
        'work',
        (view) => view.talks[0]?.keys === 'agreed',
        PATIENCE_MS,
      );
      await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed', PATIENCE_MS);
      seeker.controller.actions.typing();
      seeker.controller.actions.send('Hei');
      await volunteer.until('work', (view) => view.talks[0]?.lines.length === 1, PATIENCE_MS);
      for (const wire of Object.values(wires)) wire.cut();
      await seeker.until('conversation', ({ link }) => link !== 'online', PATIENCE_MS);
      await seeker.until('conversation', ({ link }) => link === 'online', PATIENCE_MS);
      await volunteer.until('work', ({ link }) => link === 'online', PATIENCE_MS);
      volunteer.controller.actions.end(talks[0]?.conversationId as never, null);
      await seeker.until('ended', () => true, PATIENCE_MS);
      expect(await seeker.controller.actions.answer(AFTER[at % 3] ?? {})).toBe('heard');
      seeker.controller.actions.leave();
      await volunteer.until('work', (view) => view.talks.length === 0, PATIENCE_MS);
      // The queue that the reconnecting page received still held this seeker.
      await service.tick();
      await volunteer.until('work', ({ overview }) => overview.intake.waiting === 0, PATIENCE_MS);
      volunteer.controller.actions.pause();
      seeker.controller.dispose();
      for (const seat of ['seeker', 'volunteer'] as const) add(seen[seat], done[seat]());
    }
    for (const lengths of Object.values(seen)) expect(unequal(lengths)).toEqual([]);
    for (const kind of ['ticket:open', 'conversation:confirm', 'typing:set', '/api/feedback'])
      expect([...seen.seeker.keys()]).toContain(`up ${kind}`);
    for (const kind of ['ack offer:take', 'queue:changed', 'session:snapshot', 'message:posted'])
      expect([...seen.volunteer.keys()]).toContain(`down ${kind}`);
  },
  180_000,
);

test('[E7, C11] frames have the same length whatever a seeker answers to a transfer', async () => {
  await using on = await stage({ pace: systemClock });
  const { service, wires, volunteer, seeker } = on;
  const seen = { seeker: new Map() as Lengths, volunteer: new Map() as Lengths };
  seeker.controller.actions.start(ALL[0] as Answers);
  await seeker.until('waiting', () => true, PATIENCE_MS);
  await service.tick();
  volunteer.controller.actions.take();
  const agreed = ({ keys }: { readonly keys: string }) => keys === 'agreed';
  const { talks } = await volunteer.until('work', (view) => view.talks.some(agreed), PATIENCE_MS);
  await seeker.until('conversation', ({ talk }) => agreed(talk), PATIENCE_MS);
  const id = talks[0]?.conversationId as never;
  async function reconnect(): Promise<void> {
    const both = async (fits: (view: { readonly link: string }) => boolean) =>
      Promise.all([
        seeker.until('conversation', fits, PATIENCE_MS),
        volunteer.until('work', fits, PATIENCE_MS),
      ]);
    const cut = both(({ link }) => link !== 'online');
    for (const wire of Object.values(wires)) wire.cut();
    await cut;
    await both(({ link }) => link === 'online');
  }
  for (const answer of ['no', 'without', 'history'] as const) {
    const done = { seeker: watchLengths(wires.seeker), volunteer: watchLengths(wires.volunteer) };
    await reconnect();
    volunteer.controller.actions.askTransfer(id, 'experience', { kind: 'any' });
    await seeker.until('conversation', ({ talk }) => talk.transfer !== null, PATIENCE_MS);
    expect(await seeker.controller.actions.answerTransfer(answer)).toBe(true);
    const state = answer === 'no' ? undefined : 'waiting';
    await volunteer.until('work', (view) => view.talks[0]?.transfer?.state === state, PATIENCE_MS);
    // The snapshots hold the state of the transfer.
    await reconnect();
    volunteer.controller.actions.cancelTransfer(id);
    await seeker.until('conversation', ({ talk }) => talk.transfer === null, PATIENCE_MS);
    for (const seat of ['seeker', 'volunteer'] as const) add(seen[seat], done[seat]());
  }
  for (const lengths of Object.values(seen)) expect(unequal(lengths)).toEqual([]);
  for (const kind of ['up transfer:answer', 'down transfer:changed', 'down resume:issued'])
    expect([...seen.seeker.keys()]).toContain(kind);
  expect([...seen.volunteer.keys()]).toContain('down transfer:changed');
}, 60_000);
