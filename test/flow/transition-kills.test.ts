/** Nodes that are killed in the middle of a transition: see `helpers/transitions/` for the rows. */
import { describe, expect, test } from 'vitest';
import { agree, expectUnharmed, isOnline } from '../helpers/agreement.ts';
import { EVERYBODY, type Who, openCast } from '../helpers/cast.ts';
import { untickedClock } from '../helpers/clock.ts';
import { type Moment, startDoomedNode } from '../helpers/doomed-node.ts';
import { startService } from '../helpers/service.ts';
import { TRANSITIONS } from '../helpers/transitions/index.ts';
import type { Transition } from '../helpers/transitions/transition.ts';
import { until } from '../helpers/until.ts';

/** What the node was doing, and whom it held: the person who acts, or everybody. */
const DEATHS: readonly (readonly [string, Moment, 'one' | 'all'])[] = [
  ['before the store got it', 'before', 'all'],
  ['before its answer, which one person misses', 'after', 'one'],
  ['before its answer, which everybody misses', 'after', 'all'],
];

/** Whom the node holds. What is due is executed by a node that holds nobody, whose answer nobody misses. */
function heldIn({ by }: Transition, whom: 'one' | 'all'): readonly Who[] {
  if (by === 'clock') return [];
  return whom === 'one' ? [by] : EVERYBODY;
}

describe.each(TRANSITIONS)('[F1, $rule] when $name', (row) => {
  const isTimed = row.by === 'clock';
  const deaths = DEATHS.filter(
    ([, moment, whom]) => !isTimed || moment === 'before' || whom === 'one',
  );
  test.each(deaths)('and the node dies %s', async (_name, moment, whom) => {
    await using service = await startService({ clock: untickedClock() });
    await using node = await startDoomedNode(service);
    const port = service.nodes[0]?.port ?? 0;
    const held = heldIn(row, whom);
    await using on = await openCast(service, (who) => (held.includes(who) ? node.port : port));
    // What is due later is prepared by the other node, whose clock a test can move.
    if (isTimed) node.pause();
    await row.prepare?.(on);
    const { reached } = await node.doom(row.script, moment);
    node.resume();
    on.write();
    if (!isTimed) await row.act(on);
    await reached;
    on.direct(port);
    await node.kill();

    await on.until(isOnline);
    // What the store never got is pressed again, unless the page repeats it by itself.
    if (!isTimed && (moment === 'before' || row.takesSeveral)) {
      await until(async () => {
        await service.tick();
        return row.isDone(on.seen) || (await agree(on));
      });
      if (!row.isDone(on.seen)) await row.act(on);
    }
    await on.until(row.isDone);
    await expectUnharmed(on);
    expect(row.isDone(on.seen)).toBe(true);
  });
});
