/** Two tabs and two nodes with connections that break, freeze and recover, and pages that reload in between. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Stage, stage, talking } from '../helpers/stage.ts';

const step = fc.record({
  do: fc.constantFrom('write', 'write', 'write', 'cut', 'freeze', 'network', 'reload', 'wait'),
  seat: fc.constantFrom('seeker', 'volunteer'),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function disturb(on: Stage, { do: what, seat }: Step): void {
  const tab = on[seat];
  if (what === 'cut') on.wires[seat].cut();
  else if (what === 'freeze') on.wires[seat].freeze();
  else if (what === 'reload') tab.reload();
  else if (what === 'network') {
    tab.network(false);
    tab.network(true);
  }
}

/** Cuts frozen connections, which otherwise only the heartbeat would detect. */
function thaw({ wires }: Stage): void {
  wires.seeker.cut();
  wires.volunteer.cut();
}

/** Waits until both tabs are back and can write. */
async function calm(on: Stage): Promise<void> {
  thaw(on);
  await on.seeker.until('conversation', ({ talk }) => talk.keys === 'agreed');
  await on.volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
}

test.each([11, 22, 33])(
  '[F5] no message is lost, duplicated or reordered: seed %i',
  async (seed) => {
    await using on = await stage();
    const { seeker, volunteer } = on;
    const { conversationId } = await talking(on);
    const written = { seeker: [] as string[], volunteer: [] as string[] };
    const write = (seat: 'seeker' | 'volunteer') => {
      const text = `${seat} ${written[seat].length + 1}`;
      const { view } = on[seat];
      // Writing is possible only once the page is back and the keys are agreed.
      const talk =
        view.page === 'conversation' ? view.talk : 'talks' in view ? view.talks[0] : null;
      if (talk?.keys !== 'agreed') return;
      written[seat].push(text);
      if (seat === 'seeker') seeker.controller.actions.send(text);
      else volunteer.controller.actions.send(conversationId, text);
    };
    const [steps = []] = fc.sample(fc.array(step, { minLength: 120, maxLength: 120 }), {
      seed,
      numRuns: 1,
    });
    for (const each of steps) {
      if (each.do === 'write') write(each.seat);
      else if (each.do === 'wait') await calm(on);
      else disturb(on, each);
    }
    thaw(on);
    const count = written.seeker.length + written.volunteer.length;
    const all = ({ lines }: { lines: readonly { acceptedAt: number | null }[] }) =>
      lines.length === count && lines.every(({ acceptedAt }) => acceptedAt !== null);
    const { talk } = await seeker.until('conversation', (view) => all(view.talk));
    const { talks } = await volunteer.until('work', (view) => view.talks.some(all));
    const texts = talk.lines.map(({ text }) => text);
    expect(talks[0]?.lines.map(({ text }) => text)).toEqual(texts);
    for (const seat of ['seeker', 'volunteer'] as const) {
      expect(texts.filter((text) => text.startsWith(seat))).toEqual(written[seat]);
    }
    expect([talk.tampered, talks[0]?.tampered]).toEqual([false, false]);
    expect(count).toBeGreaterThan(10);
  },
);
