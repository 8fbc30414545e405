/** Nodes that are killed in the middle of a transition: see `helpers/transitions/` for the rows. */
import { describe, test } from 'vitest';
import { agree, expectUnharmed, isOnline } from '../helpers/agreement.ts';
import { EVERYBODY, openCast } from '../helpers/cast.ts';
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
    const { reached } = await node.doom(row.script, moment);
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
  });
});
