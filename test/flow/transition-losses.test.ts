/** The live store is lost right after a transition: see `helpers/transitions/` for the rows. */
import { TIMES } from '@terskel/shared/limits';
import { isDeepStrictEqual } from 'node:util';
import { describe, test } from 'vitest';
import { expectUnharmed, isOnline } from '../helpers/agreement.ts';
import { openCast } from '../helpers/cast.ts';
import { ticketsOf } from '../helpers/resume-tickets.ts';
import { startService } from '../helpers/service.ts';
import { TRANSITIONS } from '../helpers/transitions/index.ts';
import { until } from '../helpers/until.ts';

describe.each(TRANSITIONS)('[F3, $rule] when $name', (row) => {
  test.each(['comes back empty', 'falls back to a copy from just before'])(
    'and the live store %s',
    async (what) => {
      await using service = await startService({ nodes: 2 });
      const [here, there] = service.nodes.map(({ port }) => port) as [number, number];
      const ports = { seeker: here, volunteer: there, colleague: here, leader: there };
      await using on = await openCast(service, ports);
      await row.prepare?.(on);
      // The file is what a server that takes over begins with.
      if (what !== 'comes back empty') await service.redis.sendCommand(['SAVE']);
      on.write();
      await row.act(on);
      await on.until(row.isDone);
      await until(async () => {
        const { held, fresh } = await ticketsOf(on);
        return isDeepStrictEqual(held, fresh);
      }).catch(async () => {
        throw new Error(JSON.stringify(await ticketsOf(on)));
      });
      await service.live.kill();
      await service.live.restart();
      await service.ready();
      await on.until(isOnline);
      // Nobody gets an offer before, and who is not back yet is no longer waited for.
      await service.pass(TIMES.restoreHoldMs);
      await on.until(row.isDoneAfterLoss ?? row.isDone);
      await expectUnharmed(on);
    },
  );
});
