/**
 * Two successive months that are hidden, while their sum is shown (rule T3). Readers cannot exclude other counts of both,
 * each 0 or at least 5, with the same sums.
 */
import { TELLABLE_FROM } from '@terskel/shared/limits';
import type { MonthEnd } from './open-rests.ts';

/** Largest difference that is tried. Larger ones are hardly ever possible, since sums of rests are small. */
const REACH = 12;

type Pair = readonly [first: number, second: number];

/** All months, with other counts of the two. `at`: index of the first of them. */
export function* withOtherCounts(
  months: readonly MonthEnd[],
  at: number,
): Generator<readonly MonthEnd[]> {
  const [first, second] = [months[at], months[at + 1]];
  if (first === undefined || second === undefined) return;
  const cells = [...first.counts.keys()];
  const pairs = cells.map((cell): Pair => [
    first.counts.get(cell) ?? 0,
    second.counts.get(cell) ?? 0,
  ]);
  const own = sumOf(pairs.map(([one]) => one));
  for (const parts of partsOf(pairs, REACH)) {
    const more = own - sumOf(parts);
    const [low, high] = first.bounds;
    const rest = pairs.map(([one, two], nth) => one + two - (parts[nth] ?? 0));
    yield months
      .with(at, { ...counted(first, cells, parts), bounds: [low + more, high + more] })
      .with(at + 1, counted(second, cells, rest));
  }
}

const counted = (
  month: MonthEnd,
  cells: readonly string[],
  counts: readonly number[],
): MonthEnd => ({ ...month, counts: new Map(cells.map((cell, nth) => [cell, counts[nth] ?? 0])) });

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * Other counts of the first month, that differ at most by `reach`. Of those with the same total, and as many cells that are
 * not 0 in each month, there is only one: the others tell readers much the same.
 */
export function partsOf(pairs: readonly Pair[], reach: number): (readonly number[])[] {
  const isNear = (parts: readonly number[]): boolean =>
    Math.abs(parts.reduce((sum, part, nth) => sum + part - (pairs[nth]?.[0] ?? 0), 0)) <= reach;
  let found = new Map<string, readonly number[]>([['', []]]);
  for (const [one, two] of pairs) {
    const parts = Array.from({ length: 2 * reach + 1 }, (_, nth) => one - reach + nth).filter(
      (part) => [part, one + two - part].every((count) => count === 0 || count >= TELLABLE_FROM),
    );
    const longer = [...found.values()]
      .flatMap((before) => parts.map((part) => before.concat(part)))
      .filter(isNear);
    found = new Map(longer.map((all) => [kindOf(all, pairs), all]));
  }
  return [...found.values()];
}

function kindOf(parts: readonly number[], pairs: readonly Pair[]): string {
  const first = parts.filter((part) => part > 0).length;
  const second = parts.filter((part, nth) => {
    const [one, two] = pairs[nth] ?? [0, 0];
    return part < one + two;
  }).length;
  return `${sumOf(parts)} ${first} ${second}`;
}
