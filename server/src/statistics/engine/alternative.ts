/**
 * A second table of counts that readers cannot tell from the true one. It is built by steps, each of which adds and
 * removes counted persons, so that all sums stay consistent.
 */
import { add, addLeaf, clear, collect, noChanges, type Unit } from './changes.ts';
import type { Layout, TableLayout } from './layout.ts';
import { MARK, type Marks, type Policy, upperBound } from './marks.ts';

/** More than any sum of weights. A step at this cost or more cannot be applied. */
export const IMPOSSIBLE = 1e200;

/** Triples of table, leaf and change. */
export type Proof = Int32Array;

export interface Alternative {
  /** Value of a leaf. */
  leaf(table: number, leaf: number): number;
  /** Change of a cell against the true table. */
  change(cell: number): number;
  /** Cells that have been changed; some may be as before. */
  changed(): readonly number[];
  /** Whether the cell cannot change in this direction. */
  blocks(cell: number, sign: number): boolean;
  /**
   * What the step costs: 0 if readers cannot exclude the result, else the sum of the weights of the cells whose marks
   * would have to say less, or at least `IMPOSSIBLE` if they cannot. Infinity if the cost is `limit` or more, if a leaf
   * would become negative, or if `target` does not change in the direction `sign`.
   */
  cost(step: readonly Unit[], target: number, sign: number, limit: number): number;
  /** The cost of the step of the last call of `cost` or `conflicts`, which was `before`, together with `more`. */
  costWith(
    more: readonly Unit[],
    target: number,
    sign: number,
    before: number,
    limit: number,
  ): number;
  /** The cells for which the step costs something, and by how much they change. */
  conflicts(step: readonly Unit[]): { cell: number; by: number }[];
  /** The tables, one bit each, that have a cell which the step changes. */
  tables(step: readonly Unit[]): number;
  apply(step: readonly Unit[]): void;
  /** The changes of leaves, and the way back. */
  proof(): Proof;
  load(proof: Proof): void;
  /** Cells whose marks exclude the table as it is now. */
  excluded(): number[];
  reset(): void;
}

export function alternative(
  layout: Layout,
  { marks, fixed }: Marks,
  weights: Float64Array,
  policy: Policy,
): Alternative {
  const { values, members } = layout;
  const all = noChanges(values.length);
  const last = noChanges(values.length);
  const extra = noChanges(values.length);
  const leafChanges = layout.tables.map(({ counts }) => new Int32Array(counts.length));
  /** Leaves that have been changed, some of them named twice. */
  const changedLeaves: Unit[] = [];

  /** What it costs if the cell changes by so much. */
  function priceOf(cell: number, by: number): number {
    if (by === 0) return 0;
    const mark = marks[cell] as number;
    const now = all.sums[cell] as number;
    if (mark !== MARK.shown) {
      if ((values[cell] as number) + now + by <= upperBound(mark, policy)) return 0;
    } else if (Math.abs(now + by) < Math.abs(now)) return 0;
    return fixed[cell] === 1 ? IMPOSSIBLE : (weights[cell] as number);
  }

  const leafValue = (table: number, leaf: number): number =>
    ((layout.tables[table] as TableLayout).counts[leaf] as number) +
    ((leafChanges[table] as Int32Array)[leaf] as number);

  /** Whether the leaves have as many persons as the step removes. */
  function hasAll(step: readonly Unit[]): boolean {
    for (const { table, leaf, sign } of step) {
      if (sign > 0) continue;
      let left = leafValue(table, leaf);
      for (const unit of step)
        if (unit.leaf === leaf && unit.table === table && unit.sign < 0) left -= 1;
      if (left < 0) return false;
    }
    return true;
  }

  return {
    leaf: leafValue,
    change: (cell) => all.sums[cell] as number,
    changed: () => all.cells,
    blocks(cell, sign) {
      const mark = marks[cell] as number;
      if (mark === MARK.shown) return true;
      const now = (values[cell] as number) + (all.sums[cell] as number);
      return sign > 0 ? now >= upperBound(mark, policy) : now <= 0;
    },
    cost(step, target, sign, limit) {
      if (!hasAll(step)) return Infinity;
      collect(layout, step, last);
      if ((last.sums[target] as number) * sign <= 0) return Infinity;
      let sum = 0;
      for (const cell of last.cells) {
        sum += priceOf(cell, last.sums[cell] as number);
        if (sum >= limit) return Infinity;
      }
      return sum;
    },
    costWith(more, target, sign, before, limit) {
      if (!hasAll(more)) return Infinity;
      collect(layout, more, extra);
      const sum = (last.sums[target] as number) + (extra.sums[target] as number);
      if (sum * sign <= 0) return Infinity;
      let cost = before;
      for (const cell of extra.cells) {
        const first = last.sums[cell] as number;
        cost += priceOf(cell, first + (extra.sums[cell] as number)) - priceOf(cell, first);
      }
      return cost < limit ? cost : Infinity;
    },
    conflicts(step) {
      collect(layout, step, last);
      return last.cells
        .filter((cell) => priceOf(cell, last.sums[cell] as number) > 0)
        .map((cell) => ({ cell, by: last.sums[cell] as number }));
    },
    tables(step) {
      collect(layout, step, last);
      let found = 0;
      for (const cell of last.cells) if (last.sums[cell] !== 0) found |= members[cell] as number;
      return found;
    },
    apply(step) {
      collect(layout, step, last);
      add(all, last);
      for (const unit of step) {
        const inTable = leafChanges[unit.table] as Int32Array;
        if (inTable[unit.leaf] === 0) changedLeaves.push(unit);
        inTable[unit.leaf] = (inTable[unit.leaf] as number) + unit.sign;
      }
    },
    proof() {
      const found: number[] = [];
      const taken = layout.tables.map(() => new Set<number>());
      for (const { table, leaf } of changedLeaves) {
        const change = (leafChanges[table] as Int32Array)[leaf] as number;
        if (change !== 0 && taken[table]?.has(leaf) === false) found.push(table, leaf, change);
        taken[table]?.add(leaf);
      }
      return Int32Array.from(found);
    },
    excluded: () =>
      all.cells.filter((cell) => {
        const [mark, by] = [marks[cell] as number, all.sums[cell] as number];
        if (mark === MARK.shown) return by !== 0;
        return (values[cell] as number) + by > upperBound(mark, policy);
      }),
    load(proof) {
      this.reset();
      for (let at = 0; at < proof.length; at += 3) {
        const table = proof[at] as number;
        const leaf = proof[at + 1] as number;
        const change = proof[at + 2] as number;
        // A cell of several tables is counted by the first of them.
        addLeaf(layout, all, table, leaf, change, (1 << table) - 1);
        (leafChanges[table] as Int32Array)[leaf] = change;
        changedLeaves.push({ table, leaf, sign: 1, counted: 0 });
      }
    },
    reset() {
      clear(all);
      for (const { table, leaf } of changedLeaves) (leafChanges[table] as Int32Array)[leaf] = 0;
      changedLeaves.length = 0;
    },
  };
}
