/** Everything that the statistics say about a plan. Pure. */
import type { Statistics } from '@terskel/shared/statistics';
import { cellReader } from '../../figures/cells.ts';
import { type HourArrivals, arrivalsOf } from './arrivals.ts';
import { lastQuarter, type Quarter } from './quarter.ts';
import { staffingOf } from './staffing.ts';
import { type Times, timesOf } from './times.ts';

export interface Basis extends Times {
  /** Null: no quarter is released completely, so nothing is measured. */
  readonly quarter: Quarter | null;
  /** For each hour of the week, from Monday 00:00. Null: closed or unknown. */
  readonly arrivals: readonly (HourArrivals | null)[];
  readonly staffing: readonly (number | null)[];
}

/** `open`: for each hour of the week. `statistics` null: not loaded. */
export function basisOf(statistics: Statistics | null, open: readonly boolean[]): Basis {
  const quarter = statistics === null ? null : lastQuarter(statistics);
  if (statistics === null || quarter === null) {
    const none = open.map(() => null);
    return { quarter: null, arrivals: none, staffing: none, durationMin: null, patienceMin: null };
  }
  const read = cellReader(statistics);
  return {
    quarter,
    arrivals: arrivalsOf(read, quarter, open),
    staffing: staffingOf(read, quarter, open),
    ...timesOf(read, quarter),
  };
}
