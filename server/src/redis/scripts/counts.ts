/** Counts for statistics. */
import { TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';

export const countScripts = {
  countsRelease: named(
    'counts-release',
    { hour: 'number', nextBatch: 'string', now: 'number' },
    { atLeast: TELLABLE_FROM, saidKeptMs: TIMES.saidKeptMs },
  ),
  dutyCount: named('duty-count', { now: 'number', open: 'boolean' }),
};
