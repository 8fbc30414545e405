/** Steps from one table of counts to another, and what they change. */
import type { Layout, TableLayout } from './layout.ts';

/** Adds (`sign` 1) or removes (−1) one count of a leaf. */
export interface Unit {
  readonly table: number;
  readonly leaf: number;
  readonly sign: 1 | -1;
  /** Tables, one bit each, where the same person has been counted already. Their cells are left out. */
  readonly counted: number;
}

/** What units change in sum: `sums` by cell; `cells` with a sum, which may be zero, each once. Reused for speed. */
export interface Changes {
  readonly sums: Int32Array;
  readonly cells: number[];
  readonly isListed: Uint8Array;
}

export function noChanges(cells: number): Changes {
  return { sums: new Int32Array(cells), cells: [], isListed: new Uint8Array(cells) };
}

/** Replaces the content of `changes` by that of the units. */
export function collect(layout: Layout, units: readonly Unit[], changes: Changes): void {
  clear(changes);
  for (const { table, leaf, sign, counted } of units)
    addLeaf(layout, changes, table, leaf, sign, counted);
}

/** Adds `by` to all cells that contain the leaf, but not to those of the tables `counted`, one bit each. */
export function addLeaf(
  layout: Layout,
  changes: Changes,
  table: number,
  leaf: number,
  by: number,
  counted: number,
): void {
  const { starts, containing } = layout.tables[table] as TableLayout;
  const { members } = layout;
  const { sums, cells, isListed } = changes;
  const end = starts[leaf + 1] as number;
  for (let at = starts[leaf] as number; at < end; at += 1) {
    const cell = containing[at] as number;
    if (counted !== 0 && ((members[cell] as number) & counted) !== 0) continue;
    if (isListed[cell] === 0) {
      isListed[cell] = 1;
      cells.push(cell);
    }
    sums[cell] = (sums[cell] as number) + by;
  }
}

export function add(changes: Changes, more: Changes): void {
  for (const cell of more.cells) addTo(changes, cell, more.sums[cell] as number);
}

function addTo({ sums, cells, isListed }: Changes, cell: number, by: number): void {
  if (isListed[cell] === 0) {
    isListed[cell] = 1;
    cells.push(cell);
  }
  sums[cell] = (sums[cell] as number) + by;
}

export function clear({ sums, cells, isListed }: Changes): void {
  for (const cell of cells) {
    sums[cell] = 0;
    isListed[cell] = 0;
  }
  cells.length = 0;
}
