/**
 * Extends a step to linked tables. A person who is added to a total is added to each table that splits this total, at
 * one leaf. All cells that two tables share must agree about the person.
 */
import type { Alternative } from './alternative.ts';
import type { Unit } from './changes.ts';
import type { Layout, TableLayout } from './layout.ts';

/** Leaves that are tried in each linked table. */
const CANDIDATES = 8;

interface Person {
  readonly sign: 1 | -1;
  /** Tables, one bit each, that have counted the person. */
  tables: number;
  readonly cells: Set<number>;
}

export function linking(layout: Layout, alternative: Alternative) {
  /** By table and the mask of other tables: its leaves, by the cells that they share with those tables. */
  const classes = new Map<string, Map<string, number[]>>();

  const cellsOf = (table: number, leaf: number): Int32Array => {
    const { containing, starts } = layout.tables[table] as TableLayout;
    return containing.subarray(starts[leaf], starts[leaf + 1]);
  };

  const sharedKey = (cells: Iterable<number>, mask: number): string =>
    [...cells]
      .filter((cell) => ((layout.members[cell] as number) & mask) !== 0)
      .toSorted((one, other) => one - other)
      .join();

  function classesOf(table: number, mask: number): Map<string, number[]> {
    const key = `${table}:${mask}`;
    const known = classes.get(key);
    if (known !== undefined) return known;
    const found = new Map<string, number[]>();
    const { length } = (layout.tables[table] as TableLayout).counts;
    for (let leaf = 0; leaf < length; leaf += 1) {
      const shared = sharedKey(cellsOf(table, leaf), mask);
      const list = found.get(shared);
      if (list === undefined) found.set(shared, [leaf]);
      else list.push(leaf);
    }
    classes.set(key, found);
    return found;
  }

  /** Tables with a cell that the step changes, and that have not counted its persons yet. */
  const missing = (step: readonly Unit[], counted: number): number =>
    alternative.tables(step) & ~counted;

  /** Whether the table splits a total of the person. Periods that it does not have yet are no part of it. */
  const isIn = ({ cells }: Person, table: number): boolean =>
    [...cells].some((cell) => ((layout.members[cell] as number) & (1 << table)) !== 0);

  /** Adds the person to `table` at the leaf that costs least; null if none fits. */
  function place(step: readonly Unit[], person: Person, table: number, target: number, to: number) {
    const wanted = sharedKey(
      [...person.cells].filter((cell) => ((layout.members[cell] as number) & (1 << table)) !== 0),
      -1,
    );
    const leaves = classesOf(table, person.tables).get(wanted) ?? [];
    const occupied = leaves.filter((leaf) => alternative.leaf(table, leaf) > 0);
    const tried = [
      ...occupied.slice(0, CANDIDATES),
      ...(person.sign > 0 ? leaves.slice(0, CANDIDATES) : []),
    ];
    let best: Unit | null = null;
    let least = Infinity;
    const before = alternative.cost(step, target, to, Infinity);
    for (const leaf of tried) {
      const unit: Unit = { table, leaf, sign: person.sign, counted: person.tables };
      const isTaken = step.some((each) => each.table === table && each.leaf === leaf);
      if (isTaken && alternative.cost([...step, unit], target, to, Infinity) === Infinity) continue;
      const cost = alternative.costWith([unit], target, to, before, least);
      if (cost < least) [best, least] = [unit, cost];
      if (cost <= 0) break;
    }
    return best === null ? null : [...step, best];
  }

  /** `step` with all that linked tables need; null if there is none. Each unit of `step` is a person of its own. */
  return function complete(step: readonly Unit[], target: number, to: number): Unit[] | null {
    let whole = [...step];
    const [first] = step;
    if (first === undefined) return null;
    let counted = 1 << first.table;
    if (missing(whole, counted) === 0) return whole;
    const people = step.map(({ sign, table, leaf }): Person => {
      return { sign, tables: 1 << table, cells: new Set(cellsOf(table, leaf)) };
    });
    for (;;) {
      const tables = missing(whole, counted);
      if (tables === 0) return whole;
      const table = 31 - Math.clz32(tables);
      for (const person of people) {
        if (!isIn(person, table)) continue;
        const next = place(whole, person, table, target, to);
        const leaf = next?.at(-1)?.leaf;
        if (next === null || leaf === undefined) return null;
        whole = next;
        person.tables |= 1 << table;
        for (const cell of cellsOf(table, leaf)) person.cells.add(cell);
      }
      counted |= 1 << table;
    }
  };
}
