/** Counts by name, such as `tickets 493520 matched` (rule T1; see `Figures` in `ledger.ts`). */

export const hourIn = (name: string): number => Number(name.split(' ')[1]);

/** Adds the numbers of equal names. */
export function sumsOf(
  counts: Iterable<readonly [name: string, count: number]>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}
