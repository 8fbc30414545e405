/** Tables as arrays of integers: cells, leaves, and which cell contains which leaf. */
import { cellKey } from '@terskel/shared/statistics';
import type { CellKey, Dimension, Levels, Table } from './tables.ts';

/** One table. A leaf is a combination of one leaf of each dimension; its index is its place in `Table.counts`. */
export interface TableLayout {
  readonly counts: Int32Array;
  /** Number of leaves in each dimension, and the distance in the index between two neighbours in it. */
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  /** The dimensions, those with the most groups first. */
  readonly grouped: readonly number[];
  /** The cells that contain leaf `i`, ascending: `containing` from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly containing: Int32Array;
  /** The leaves of a cell, ascending; empty if the cell is not in this table. */
  readonly leavesOf: (cell: number) => Int32Array;
  /** For each dimension: 1 for the leaves of the dimension that belong to the cell. */
  readonly placeOf: (cell: number) => readonly Uint8Array[];
}

export interface Layout {
  readonly tables: readonly TableLayout[];
  readonly keys: readonly CellKey[];
  /** Value of each cell, and the number of leaves in the first table that has it. */
  readonly values: Int32Array;
  readonly sizes: Int32Array;
  /** 1 for a published cell, 0 for one that is only guarded or reserved. */
  readonly listed: Uint8Array;
  /** 1 for a cell that is only reserved. */
  readonly reserved: Uint8Array;
  /** The tables that have the cell, one bit each. */
  readonly members: Int32Array;
}

const MAX_TABLES = 31;

/** What a table has a cell for. If it has it twice, the higher number holds. */
const ROLE = { reserved: 0, guarded: 1, listed: 2 } as const;
type Role = (typeof ROLE)[keyof typeof ROLE];

/** Throws a `RangeError` if the tables contradict each other or a count is no natural number. */
export function layoutOf(tables: readonly Table[]): Layout {
  if (tables.length > MAX_TABLES) throw new RangeError('too many tables');
  const keys: CellKey[] = [];
  const ids = new Map<CellKey, number>();
  const roles: Role[] = [];
  const idOf = (key: CellKey, role: Role): number => {
    const id = ids.get(key) ?? keys.push(key) - 1;
    ids.set(key, id);
    roles[id] = Math.max(role, roles[id] ?? 0) as Role;
    return id;
  };
  const layouts = tables.map((table) => tableLayout(table, idOf));
  const sums = sumsOf(layouts, keys);
  const listed = Uint8Array.from(roles, (role) => (role === ROLE.listed ? 1 : 0));
  const reserved = Uint8Array.from(roles, (role) => (role === ROLE.reserved ? 1 : 0));
  return { tables: layouts, keys, listed, reserved, ...sums };
}

function sumsOf(
  tables: readonly TableLayout[],
  keys: readonly CellKey[],
): Pick<Layout, 'values' | 'sizes' | 'members'> {
  const values = new Int32Array(keys.length);
  const sizes = new Int32Array(keys.length);
  const members = new Int32Array(keys.length);
  for (const [index, { counts, starts, containing }] of tables.entries()) {
    const sums = new Int32Array(keys.length);
    const leaves = new Int32Array(keys.length);
    for (let leaf = 0; leaf < counts.length; leaf += 1) {
      for (let at = starts[leaf] as number; at < (starts[leaf + 1] as number); at += 1) {
        const cell = containing[at] as number;
        sums[cell] = (sums[cell] as number) + (counts[leaf] as number);
        leaves[cell] = (leaves[cell] as number) + 1;
      }
    }
    for (const [cell, key] of keys.entries()) {
      if (leaves[cell] === 0) continue;
      if (members[cell] === 0) sizes[cell] = leaves[cell] as number;
      else if (values[cell] !== sums[cell]) throw new RangeError(`two values of ${key}`);
      values[cell] = sums[cell] as number;
      members[cell] = (members[cell] as number) | (1 << index);
    }
  }
  return { values, sizes, members };
}

/** A leaf or group of a dimension. */
interface Node {
  readonly level: string;
  readonly label: string;
  readonly members: readonly number[];
}

function nodesOf({ leafLevel, leaves, groups }: Dimension): readonly Node[] {
  const single = leaves.map((label, leaf) => ({ level: leafLevel, label, members: [leaf] }));
  return [...single, ...groups];
}

function tableLayout(table: Table, idOf: (key: CellKey, role: Role) => number): TableLayout {
  const { dimensions, counts, shown, guarded = [], reserved = [], closed = [], isWithheld } = table;
  const nodes = dimensions.map(nodesOf);
  const sizes = dimensions.map(({ leaves }) => leaves.length);
  const strides = sizes.map((_, index) => sizes.slice(index + 1).reduce((a, b) => a * b, 1));
  const leafCount = sizes.reduce((a, b) => a * b, 1);
  if (counts.length !== leafCount) throw new RangeError(`counts of ${table.figure}`);
  for (const [leaf, count] of Array.from(counts).entries())
    if (!Number.isSafeInteger(count) || count < 0 || (closed[leaf] === 1 && count > 0))
      throw new RangeError('a count');

  /** The nodes of each cell of this table. */
  const places = new Map<number, readonly Node[]>();
  const add = (levels: Levels, role: Role): void => {
    const choices = nodes.map((all, index) => all.filter(({ level }) => level === levels[index]));
    for (const place of product(choices)) {
      const key = cellKey(
        table.figure,
        place.map(({ label }, index) => [dimensions[index]?.name ?? '', label] as const),
      );
      if (leavesAt(place).length === 0) continue;
      const isHeld = role === ROLE.listed && isWithheld?.(key) === true;
      places.set(idOf(key, isHeld ? ROLE.guarded : role), place);
    }
  };

  const leavesAt = (place: readonly Node[]): Int32Array => {
    let leaves = [0];
    for (const [index, { members }] of place.entries()) {
      const stride = strides[index] as number;
      leaves = leaves.flatMap((leaf) => members.map((member) => leaf + member * stride));
    }
    return Int32Array.from(
      closed.length === 0 ? leaves : leaves.filter((leaf) => closed[leaf] !== 1),
    );
  };
  for (const levels of shown) add(levels, ROLE.listed);
  for (const levels of guarded) add(levels, ROLE.guarded);
  for (const levels of reserved) add(levels, ROLE.reserved);
  const found = new Map<number, Int32Array>();
  return {
    ...{ counts: Int32Array.from(counts), sizes, strides },
    grouped: [...dimensions.keys()].toSorted(
      (one, other) =>
        (dimensions[other]?.groups.length ?? 0) - (dimensions[one]?.groups.length ?? 0),
    ),
    ...incidence(leafCount, places, leavesAt),
    leavesOf(cell) {
      const place = places.get(cell);
      const leaves = found.get(cell) ?? (place === undefined ? new Int32Array() : leavesAt(place));
      found.set(cell, leaves);
      return leaves;
    },
    placeOf: (cell) =>
      sizes.map((size, index) => {
        const members = new Uint8Array(size);
        for (const leaf of places.get(cell)?.[index]?.members ?? []) members[leaf] = 1;
        return members;
      }),
  };
}

function product<Item>(choices: readonly (readonly Item[])[]): Item[][] {
  return choices.reduce<Item[][]>(
    (found, items) => found.flatMap((head) => items.map((item) => [...head, item])),
    [[]],
  );
}

function incidence(
  leafCount: number,
  places: ReadonlyMap<number, readonly Node[]>,
  leavesAt: (place: readonly Node[]) => Int32Array,
): Pick<TableLayout, 'starts' | 'containing'> {
  const cells = [...places].toSorted(([one], [other]) => one - other);
  const starts = new Int32Array(leafCount + 1);
  for (const [, place] of cells)
    for (const leaf of leavesAt(place)) starts[leaf + 1] = (starts[leaf + 1] as number) + 1;
  for (let leaf = 0; leaf < leafCount; leaf += 1)
    starts[leaf + 1] = (starts[leaf + 1] as number) + (starts[leaf] as number);
  const next = starts.slice();
  const containing = new Int32Array(starts[leafCount] as number);
  for (const [cell, place] of cells) {
    for (const leaf of leavesAt(place)) {
      containing[next[leaf] as number] = cell;
      next[leaf] = (next[leaf] as number) + 1;
    }
  }
  return { starts, containing };
}
