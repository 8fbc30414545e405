/** What the admin page gets of the statistics: only what disclosure control has released (rules T3, T4). */
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));

/** Bounds, in seconds, at which waits are shown: how many waited at most so long. They are some of `WAIT_BOUNDS_S`. */
export const WAITS_SHOWN_S = [60, 120, 300, 600, 1_200, 2_700] as const;
/** The label of the sum of all waits of at most this many seconds. */
export const waitLabel = (seconds: number): string => `to ${seconds}`;

/**
 * Names a cell: `figure|name=label|…`, in the order of the names; an empty label means all. `date` is a period as
 * `calendar.ts` names it, or a weekday of a quarter (`2027-Q1-1`, Monday); `hour` is 0 to 23, local; the others are the
 * splits of `figures.ts`. In `waits`, the labels are sums: `to 300` are all waits of at most 300 s (`WAITS_SHOWN_S`).
 */
export function cellKey(
  figure: string,
  places: readonly (readonly [name: string, label: string])[],
): string {
  const named = places.filter(([, label]) => label !== '');
  named.sort(([one], [other]) => (one < other ? -1 : 1));
  return [figure, ...named.map(([name, label]) => `${name}=${label}`)].join('|');
}

/** A count of at least 5; `<5`: 0 to 4; `hidden`: any, because it would tell another one. */
export const Shown = z.union([count, z.literal('<5'), z.literal('hidden')]);
export type Shown = z.infer<typeof Shown>;

/** Everything that is shown of complete days, weeks, months, quarters and years. */
export const Statistics = z.strictObject({
  timeZone: z.string(),
  /** The first and the last local day that is released. Null before the first release. */
  days: z.nullable(z.strictObject({ first: day, last: day })),
  /** Local days of which counts are missing, because the live store was lost or the service was not running. */
  gaps: z.array(day),
  /** Of each day, week, month, quarter and year; a cell that is missing is not shown. */
  cells: z.record(z.string(), Shown),
});
export type Statistics = z.infer<typeof Statistics>;

/**
 * Counts since the local midnight, each rounded down to a multiple of 5, so that no single one can be watched. Totals only,
 * named as cells without `date`: `tickets`, `offers`.
 */
export const Today = z.strictObject({
  day,
  at: count,
  counts: z.record(z.string(), count),
});
export type Today = z.infer<typeof Today>;
