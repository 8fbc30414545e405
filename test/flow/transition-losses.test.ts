/** The live store is lost right after a transition: see `helpers/transitions/` for the rows. */
import { TIMES } from '@terskel/shared/limits';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { expectUnharmed, isOnline } from '../helpers/agreement.ts';
import { type Who, openCast } from '../helpers/cast.ts';
import { ticketsOf } from '../helpers/resume-tickets.ts';
import { startService } from '../helpers/service.ts';
import { TRANSITIONS } from '../helpers/transitions/index.ts';
import { until } from '../helpers/until.ts';

const FIRST_STEPS = TRANSITIONS.filter(({ isLaterStep }) => isLaterStep !== true);

describe.each(FIRST_STEPS)('[F3, $rule] when $name', (row) => {
  test.each(['comes back empty', 'falls back to a copy from just before'])(
    'and the live store %s',
    async (what) => {
      await using service = await startService({ nodes: 2 });
      const [here, there] = service.nodes.map(({ port }) => port) as [number, number];
      const portOf = (who: Who) => (['seeker', 'colleague'].includes(who) ? here : there);
      await using on = await openCast(service, portOf);
      await row.prepare?.(on);
      // The file is what a server that takes over begins with.
      if (what !== 'comes back empty') await service.redis.sendCommand(['SAVE']);
      on.write();
      await row.act(on);
      await on.until(row.isDone);
      await until(async () => {
        const { held, fresh } = await ticketsOf(on);
        return isDeepStrictEqual(held, fresh);
      });
      await service.live.kill();
      await service.live.restart();
      await service.ready();
      await on.until(isOnline);
      // Nobody gets an offer before, and who is not back yet is no longer waited for.
      await service.pass(TIMES.restoreHoldMs);
      const isDone = row.isDoneAfterLoss ?? row.isDone;
      await on.until(isDone);
      await expectUnharmed(on);
      expect(isDone(on.seen)).toBe(true);
    },
  );
});
