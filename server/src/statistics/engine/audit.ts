/**
 * The last check before publication. It trusts neither the suppression nor its marks. Each proof is a second table of
 * counts; it is tested against every published number, in integers, by code of its own. A hidden cell without enough
 * proofs is given to a solver. Whatever then has too narrow a range is a reason to refuse.
 */
import type { Proof } from './alternative.ts';
import { solvedTables } from './feasible.ts';
import type { Layout, TableLayout } from './layout.ts';
import { MARK, type Policy, requiredRange, upperBound } from './marks.ts';
import type { CellKey } from './tables.ts';

/** A hidden cell that readers could know too well, or a mark that is false. */
export interface Finding {
  readonly key: CellKey;
  /** The widest range that has been proved. */
  readonly low: number;
  readonly high: number;
  readonly required: number;
}

export function audit(
  layout: Layout,
  marks: Uint8Array,
  policy: Policy,
  proofs: readonly Proof[],
): Finding[] {
  const { keys, values } = layout;
  const lowest = Int32Array.from(values);
  const highest = Int32Array.from(values);
  const check = checking(layout, marks, policy);
  const note = (proof: Proof): void => {
    const changes = check(proof);
    for (const cell of changes?.cells ?? []) {
      const value = (values[cell] as number) + (changes?.of(cell) ?? 0);
      if (value < (lowest[cell] as number)) lowest[cell] = value;
      if (value > (highest[cell] as number)) highest[cell] = value;
    }
  };
  for (const proof of proofs) note(proof);

  const findings: Finding[] = [];
  for (const [cell, key] of keys.entries()) {
    const mark = marks[cell] as number;
    const value = values[cell] as number;
    const required = requiredRange(mark, value, policy);
    const isShort = (): boolean => (highest[cell] as number) - (lowest[cell] as number) < required;
    if (isShort()) for (const proof of solvedTables(layout, marks, policy, cell)) note(proof);
    if (isShort() || isFalse(layout, mark, cell, policy)) {
      const [low, high] = [lowest[cell] as number, highest[cell] as number];
      findings.push({ key, low, high, required });
    }
  }
  return findings;
}

/** Whether a mark says what is not so, or shows what is too small. */
function isFalse({ values, listed }: Layout, mark: number, cell: number, policy: Policy): boolean {
  const value = values[cell] as number;
  if (listed[cell] === 0) return false;
  if (mark === MARK.guarded) return true;
  return mark === MARK.shown ? value < policy.threshold : value > upperBound(mark, policy);
}

interface CellChanges {
  readonly cells: readonly number[];
  readonly of: (cell: number) => number;
}

/** Returns a check: the changes of all cells if readers cannot exclude the other table, null if they can. */
function checking(layout: Layout, marks: Uint8Array, policy: Policy) {
  const { values, members, tables } = layout;
  /** Changes of cells as each table sees them, and the cells with a change. */
  const sums = tables.map(() => new Int32Array(values.length));
  const cells: number[] = [];
  const of = (cell: number): number =>
    sums[31 - Math.clz32((members[cell] as number) & -(members[cell] as number))]?.[cell] ?? 0;

  /** Whether all tables agree about the cell, and its mark allows the value. */
  function isPossible(cell: number): boolean {
    const change = of(cell);
    for (const [index, sum] of sums.entries())
      if (((members[cell] as number) >> index) % 2 === 1 && sum[cell] !== change) return false;
    const mark = marks[cell] as number;
    if (mark === MARK.shown) return change === 0;
    return (values[cell] as number) + change <= upperBound(mark, policy);
  }

  return (proof: Proof): CellChanges | null => {
    for (const cell of cells) for (const sum of sums) sum[cell] = 0;
    cells.length = 0;
    let isNegative = false;
    for (let at = 0; at < proof.length; at += 3) {
      const table = tables[proof[at] as number] as TableLayout;
      const sum = sums[proof[at] as number] as Int32Array;
      const leaf = proof[at + 1] as number;
      const change = proof[at + 2] as number;
      if ((table.counts[leaf] as number) + change < 0) isNegative = true;
      const end = table.starts[leaf + 1] as number;
      for (let entry = table.starts[leaf] as number; entry < end; entry += 1) {
        const cell = table.containing[entry] as number;
        if (sum[cell] === 0) cells.push(cell);
        sum[cell] = (sum[cell] as number) + change;
      }
    }
    return !isNegative && cells.every(isPossible) ? { cells, of } : null;
  };
}
