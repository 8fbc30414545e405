/** Everything that the statistics say about a plan. Pure. */
import type { Statistics } from '@terskel/shared/statistics';
import { type HourArrivals, arrivalsOf } from './arrivals.ts';
import { cellsOf, lastQuarter, type Quarter } from './shown-cells.ts';
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
  const cell = cellsOf(statistics);
  return {
    quarter,
    arrivals: arrivalsOf(cell, quarter, open),
    staffing: staffingOf(cell, quarter, open),
    ...timesOf(cell, quarter),
  };
}
