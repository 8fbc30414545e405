/**
 * Whether each rest at the end of each shown month may be 0 to 4, if readers know all shown months together (rule T3). The
 * rest of a cell at the end of a month is what has come so far and is not counted. It has two parts:
 *
 * - live: it waits in the live store, 0 to 4 in each cell. In the next month it is counted, if the cell is counted then, or
 *   deleted. It may also be partly both.
 * - deleted: it never becomes less.
 *
 * So a rest is linked to that of the month before: it falls only by live rests of cells that are counted. Let `deleted` be
 * the sum of the deleted parts of all cells. Which sums are possible at the end of a month depends on that of the month
 * before only, and they are all numbers between two bounds. So it suffices to carry the two bounds from month to month.
 *
 * Of a hidden month, readers know no count. All that was counted in it may be one cell, of at least 5, or none. From then on,
 * readers know sums of rests only up to a number that is the same for all later months.
 */
import { TELLABLE_FROM } from '@terskel/shared/limits';

/** Lowest and highest value that readers cannot exclude. */
export type Bounds = readonly [low: number, high: number];

export interface MonthEnd {
  readonly isHidden: boolean;
  /** Of the sum of all rests. */
  readonly bounds: Bounds;
  /** By cell, what was counted in this month. */
  readonly counts: ReadonlyMap<string, number>;
  /** The largest live rest of a cell. */
  readonly most: number;
}

export interface Rest {
  readonly cell: string;
  /** Index of the month at whose end it is. */
  readonly at: number;
  readonly value: number;
}

const VALUES = Array.from({ length: TELLABLE_FROM }, (_, value) => value);

/** All values that the rests of shown months must be able to have. */
export const restsToKeep = (months: readonly MonthEnd[]): Rest[] =>
  months.flatMap(({ isHidden, counts }, at) =>
    isHidden
      ? []
      : [...counts.keys()].flatMap((cell) => VALUES.map((value) => ({ cell, at, value }))),
  );

/** Which cells are counted in the next month: how many, and whether the one of the rest is. */
interface Counted {
  readonly cells: number;
  readonly own: boolean;
}

/** Whether a rest may have this value. Nothing of its cell is deleted before: then all of it is live. */
export function mayBe(rest: Rest, months: readonly MonthEnd[]): boolean {
  let deleted: Bounds | null = [0, 0];
  if (months[0]?.isHidden === true) deleted = afterHidden(months[0], () => [0, 0]);
  for (const [at, month] of months.entries()) {
    if (deleted === null) return false;
    const [from, next]: [Bounds, MonthEnd | undefined] = [deleted, months[at + 1]];
    const stepWith = (counted: Counted) => step(rest, at, month, from, counted);
    if (next?.isHidden === true) deleted = afterHidden(next, stepWith);
    else deleted = stepWith(next === undefined ? NONE : countedOf(rest, month, next));
  }
  return deleted !== null;
}

const NONE: Counted = { cells: 0, own: false };

function countedOf({ cell }: Rest, { counts }: MonthEnd, next: MonthEnd): Counted {
  const isCounted = (each: string) => counts.has(each) && (next.counts.get(each) ?? 0) > 0;
  return { cells: [...counts.keys()].filter(isCounted).length, own: isCounted(cell) };
}

/** Bounds of what is deleted by the end of the next month, from those of this month; null if there is no way. */
function step(
  { cell, at: end, value }: Rest,
  at: number,
  { bounds: [low, high], counts, most }: MonthEnd,
  deleted: Bounds,
  { cells, own }: Counted,
): Bounds | null {
  const others = most * (counts.size - (counts.has(cell) ? 1 : 0));
  const isEnd = at === end;
  if (isEnd && value > most) return null;
  /** The least and the most that is live, of this cell. Before the end it must all be counted. */
  const least = isEnd ? value : 0;
  const largest = isEnd ? value : counts.has(cell) && (own || at > end) ? most : 0;
  const from = Math.max(deleted[0], low - others - largest);
  const to = Math.min(deleted[1], high - least);
  if (from > to) return null;
  const otherCells = Math.min(others, most * (cells - (own ? 1 : 0)));
  const countable = otherCells + (own ? largest : 0);
  const sure = own ? 0 : least;
  return [
    Math.max(from + sure, low - countable),
    Math.min(high, to + others + (at < end ? 0 : largest)),
  ];
}

/**
 * The bounds of sums are those of a reader who knows the counts of the hidden month. If it counted less than that, all later
 * sums are larger by the difference, so the bounds of `deleted` are lowered by it.
 */
function afterHidden(
  { bounds: [, high], counts }: MonthEnd,
  stepWith: (counted: Counted) => Bounds | null,
): Bounds | null {
  const sum = [...counts.values()].reduce((all, count) => all + count, 0);
  const lows = [stepWith({ cells: 1, own: true }), stepWith({ cells: 1, own: false })].flatMap(
    (bounds) => bounds?.[0] ?? [],
  );
  if (lows.length === 0) return null;
  /** One cell is counted: at least five, without an upper bound. */
  const one = Math.min(...lows) - sum + TELLABLE_FROM;
  const none = stepWith(NONE);
  if (none === null) return [one, Infinity];
  const [from, to] = [none[0] - sum, none[1] - sum];
  if (to >= one - 1) return [Math.min(one, from), Infinity];
  return one > high ? [from, to] : [one, Infinity];
}
