/** The range of a hidden cell, by a solver: all that readers know, as linear equations over whole numbers. */
import { type Constraint, solve } from 'yalps';
import type { Proof } from './alternative.ts';
import type { Layout, TableLayout } from './layout.ts';
import { MARK, type Policy, upperBound } from './marks.ts';

/** Unknown leaves in one system of equations. Above this nothing is solved, and the audit refuses. */
const MAX_UNKNOWNS = 200;
const TIMEOUT_MS = 1_000;

/** The lowest and highest value that readers cannot exclude; null if the system is too large. */
export function feasibleRange(
  layout: Layout,
  marks: Uint8Array,
  policy: Policy,
  cell: number,
): readonly [low: number, high: number] | null {
  const value = layout.values[cell] as number;
  const proofs = solvedTables(layout, marks, policy, cell);
  if (proofs.length < 2) return null;
  const home = layout.tables.findIndex((table) => table.leavesOf(cell).length > 0);
  const leaves = new Set(layout.tables[home]?.leavesOf(cell));
  const [low, high] = proofs.map((proof) => {
    let sum = value;
    for (let at = 0; at < proof.length; at += 3)
      if (proof[at] === home && leaves.has(proof[at + 1] as number)) sum += proof[at + 2] as number;
    return sum;
  });
  return [low as number, high as number];
}

/** Two tables, with the cell as low and as high as can be. Empty if there is no answer. */
export function solvedTables(
  layout: Layout,
  marks: Uint8Array,
  policy: Policy,
  target: number,
): Proof[] {
  const unknowns = connected(layout, marks, target);
  if (unknowns === null) return [];
  const { constraints, variables } = statement(layout, marks, policy, unknowns, target);
  return (['minimize', 'maximize'] as const).flatMap((direction) => {
    const { status, variables: found } = solve(
      { direction, objective: 'target', constraints, variables, integers: true },
      { timeout: TIMEOUT_MS, includeZeroVariables: true },
    );
    if (status !== 'optimal') return [];
    const changes = found.flatMap(([name, amount]) => {
      const [table, leaf] = name.split(':').map(Number) as [number, number];
      const change = Math.round(amount) - (layout.tables[table]?.counts[leaf] ?? 0);
      return change === 0 ? [] : [table, leaf, change];
    });
    return [Int32Array.from(changes)];
  });
}

/** Names `table:leaf` of the unknown leaves that are linked to the target by equations; null if there are too many. */
function connected(layout: Layout, marks: Uint8Array, target: number): Set<string> | null {
  const found = new Set<string>();
  const cells = new Set([target]);
  // Cells are appended while the set is read.
  for (const cell of cells) {
    for (const [index, table] of layout.tables.entries()) {
      for (const leaf of table.leavesOf(cell)) {
        const around = table.containing.subarray(table.starts[leaf], table.starts[leaf + 1]);
        const isKnown = around.some(
          (each) => marks[each] === MARK.shown && table.leavesOf(each).length === 1,
        );
        if (isKnown || found.has(`${index}:${leaf}`)) continue;
        found.add(`${index}:${leaf}`);
        if (found.size > MAX_UNKNOWNS) return null;
        for (const each of around) cells.add(each);
      }
    }
  }
  return found;
}

/** One equation for each published number and table; cells of several tables have the same sum in each. */
function statement(
  layout: Layout,
  marks: Uint8Array,
  policy: Policy,
  unknowns: ReadonlySet<string>,
  target: number,
) {
  const constraints = new Map<string, Constraint>();
  const variables = new Map<string, Map<string, number>>();
  const home = layout.tables.findIndex((table) => table.leavesOf(target).length > 0);
  for (const name of unknowns) {
    const [index, leaf] = name.split(':').map(Number) as [number, number];
    const table = layout.tables[index] as TableLayout;
    const row = new Map<string, number>();
    for (const cell of table.containing.subarray(table.starts[leaf], table.starts[leaf + 1])) {
      const mark = marks[cell] as number;
      const known = `${index}/${cell}`;
      row.set(known, 1);
      const value = sumOf(index, table.leavesOf(cell));
      if (mark === MARK.shown) constraints.set(known, { equal: value });
      else if (upperBound(mark, policy) < Infinity)
        constraints.set(known, {
          max: upperBound(mark, policy) - (layout.values[cell] as number) + value,
        });
      if (cell === target && index === home) row.set('target', 1);
      // The first table of a shared cell counts up, the others down.
      const first = layout.tables.findIndex((each) => each.leavesOf(cell).length > 0);
      for (const other of layout.tables.keys()) {
        if (((layout.members[cell] as number) >> other) % 2 === 0 || other === first) continue;
        if (index !== first && index !== other) continue;
        const equality = `${cell}=${other}`;
        row.set(equality, index === first ? 1 : -1);
        const own = sumOf(first, layout.tables[first]?.leavesOf(cell) ?? []);
        const theirs = sumOf(other, layout.tables[other]?.leavesOf(cell) ?? []);
        constraints.set(equality, { equal: own - theirs });
      }
    }
    variables.set(name, row);
  }
  return { constraints, variables };

  /** Sum of the unknown leaves only: shown leaves are constants on the other side. */
  function sumOf(index: number, leaves: Iterable<number>): number {
    let sum = 0;
    for (const leaf of leaves)
      if (unknowns.has(`${index}:${leaf}`)) sum += layout.tables[index]?.counts[leaf] ?? 0;
    return sum;
  }
}
