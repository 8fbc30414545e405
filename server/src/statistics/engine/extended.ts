/**
 * Extends proofs of earlier releases to tables that are new or have grown. A proof changes totals that a new table splits
 * too, so the new table has to change by as much.
 */
import type { Alternative, Proof } from './alternative.ts';
import type { Unit } from './changes.ts';
import type { Layout, TableLayout } from './layout.ts';
import type { Marks } from './marks.ts';

/** Returns a function that extends a proof; what cannot be extended stays as it is, and the audit will not count it. */
export function extending(
  layout: Layout,
  { fixed }: Marks,
  other: Alternative,
): (proof: Proof) => Proof {
  const { tables, members, sizes } = layout;
  const splits = tables.map((table, index) => sharedCells(layout, table, index));

  /** Adds (`sign` 1) or removes one count of the total, in this table only, where it excludes least. */
  function step(table: number, total: number, sign: 1 | -1): boolean {
    let best: Unit | null = null;
    let least = Infinity;
    for (const leaf of (tables[table] as TableLayout).leavesOf(total)) {
      if (sign < 0 && other.leaf(table, leaf) === 0) continue;
      const unit: Unit = { table, leaf, sign, counted: (1 << table) - 1 };
      let price = 0;
      for (const { cell } of other.conflicts([unit]))
        price += fixed[cell] === 1 ? Infinity : (sizes[cell] as number);
      if (price < least) [best, least] = [unit, price];
      if (price === 0) break;
    }
    if (best !== null) other.apply([best]);
    return best !== null;
  }

  return (proof) => {
    if (tables.length === 1) return proof;
    other.load(proof);
    let isExtended = false;
    for (const [index, cells] of splits.entries()) {
      const own = sumsIn(tables[index] as TableLayout, index, proof);
      const changed = other.changed().filter((cell) => cells.has(cell));
      for (const cell of changed) {
        const missing = other.change(cell) - (own.get(cell) ?? 0);
        for (let left = Math.abs(missing); left > 0; left -= 1) {
          if (!step(index, cell, missing > 0 ? 1 : -1)) return proof;
          isExtended = true;
        }
      }
    }
    return isExtended ? other.proof() : proof;
  };

  /** Changes of the totals of a table, as its own leaves have them. */
  function sumsIn(table: TableLayout, index: number, changes: Proof): Map<number, number> {
    const sums = new Map<number, number>();
    for (let at = 0; at < changes.length; at += 3) {
      if (changes[at] !== index) continue;
      const leaf = changes[at + 1] as number;
      const end = table.starts[leaf + 1] as number;
      for (let entry = table.starts[leaf] as number; entry < end; entry += 1) {
        const cell = table.containing[entry] as number;
        if (((members[cell] as number) & ((1 << index) - 1)) === 0) continue;
        sums.set(cell, (sums.get(cell) ?? 0) + (changes[at + 2] as number));
      }
    }
    return sums;
  }
}

/** The smallest cell of each leaf that an earlier table has too. All larger ones are sums of these. */
function sharedCells({ members }: Layout, table: TableLayout, index: number): Set<number> {
  const found = new Set<number>();
  const earlier = (1 << index) - 1;
  for (let leaf = 0; leaf + 1 < table.starts.length; leaf += 1) {
    let smallest: number | null = null;
    for (let at = table.starts[leaf] as number; at < (table.starts[leaf + 1] as number); at += 1) {
      const cell = table.containing[at] as number;
      if (((members[cell] as number) & earlier) === 0) continue;
      if (smallest === null || table.leavesOf(cell).length < table.leavesOf(smallest).length)
        smallest = cell;
    }
    if (smallest !== null) found.add(smallest);
  }
  return found;
}
