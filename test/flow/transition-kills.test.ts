/** Nodes that are killed in the middle of a transition: see `helpers/transitions/` for the rows. */
import { describe, expect, test } from 'vitest';
import { bothSides, expectPlaced, expectTexts } from '../helpers/agreement.ts';
import { type Cast, EVERYBODY, isDelivered, openCast } from '../helpers/cast.ts';
import { untickedClock } from '../helpers/clock.ts';
import { type Moment, startDoomedNode } from '../helpers/doomed-node.ts';
import { startService } from '../helpers/service.ts';
import { TRANSITIONS } from '../helpers/transitions/index.ts';
import { until } from '../helpers/until.ts';

/** What the node was doing, and whom it held: the person who acts, or everybody. */
const DEATHS: readonly (readonly [string, Moment, 'one' | 'all'])[] = [
  ['before the store got it', 'before', 'all'],
  ['before its answer, which one person misses', 'after', 'one'],
  ['before its answer, which everybody misses', 'after', 'all'],
];

const isOnline = ({ seen: { seeker, ...staff } }: Cast) =>
  [seeker, ...Object.values(staff)].every((page) => 'link' in page && page.link === 'online');

const agree = async (on: Cast) => {
  const { shown, stored } = await bothSides(on);
  return JSON.stringify(shown) === JSON.stringify(stored);
};

describe.each(TRANSITIONS)('[F1, $rule] when $name', (row) => {
  test.each(DEATHS)('and the node dies %s', async (_name, moment, whom) => {
    await using service = await startService({ clock: untickedClock() });
    const { port } = service.nodes[0] ?? { port: 0 };
    const isTimed = row.by === 'clock';
    const people = isTimed ? [] : row.by !== 'clock' && whom === 'one' ? [row.by] : EVERYBODY;
    let doomed = isTimed ? null : await startDoomedNode(service);
    const ports = Object.fromEntries(
      EVERYBODY.map((who) => [who, people.includes(who) ? doomed?.port : port]),
    );
    await using on = await openCast(service, ports as never);
    await row.prepare?.(on);
    doomed ??= await startDoomedNode(service);
    await using node = doomed;
    const reached = node.doom(row.script, moment);
    on.write();
    if (!isTimed) await row.act(on);
    await reached;
    on.direct(port);
    await node.kill();

    await until(async () => {
      await service.tick();
      return isOnline(on);
    });
    // What the store never got is pressed again, unless the page repeats it by itself.
    if (moment === 'before' && !isTimed) {
      await until(async () => {
        await service.tick();
        return row.isDone(on.seen) || (await agree(on));
      });
      if (!row.isDone(on.seen)) await row.act(on);
    }
    await on.until(row.isDone);
    await on.until(isDelivered);
    on.write();
    await on.until(isDelivered);
    await until(() => agree(on)).catch(() => {});
    const { shown, stored } = await bothSides(on);
    expect(shown).toEqual(stored);
    await expectPlaced(on);
    expectTexts(on);
  });
});
