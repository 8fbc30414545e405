/**
 * An attack on published statistics. It knows what every reader knows: how the tables are built, and what is shown. It
 * shares no code with the suppression, and asks another solver (HiGHS) for the possible values of a hidden count.
 */
import type { Released } from '@terskel/server/domain/releases';
import { layoutOf } from '@terskel/server/statistics/engine/layout';
import {
  HIDDEN,
  POLICY,
  primaryMarks,
  type Release,
  type Shown,
  shownOf,
  SMALL,
} from '@terskel/server/statistics/engine/marks';
import type { Table } from '@terskel/server/statistics/engine/tables';
import load from 'highs';

type Description = Pick<Table, 'figure' | 'dimensions' | 'shown' | 'guarded' | 'closed'>;

interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Attack {
  /** The possible values of a cell. */
  readonly range: (key: string) => Range;
  /** All cells of the tables, hidden or not. */
  readonly keys: readonly string[];
}

/** The types describe the package's CommonJS form; the module's default export is the function itself. */
const solver = await (load as unknown as typeof load.default)();
const LARGEST_SMALL = 4;

/** `seen`: everything that has been shown, also in earlier releases. */
export function attack(tables: readonly Description[], seen: Release): Attack {
  /** For each cell and table: the names of the unknowns that add up to it. */
  const sums = new Map<string, string[][]>();
  const unknowns: string[] = [];
  for (const [index, table] of tables.entries()) {
    const leaves = combinations(table.dimensions.map((each) => [...each.leaves.keys()]));
    // Of a closed leaf everybody knows that it is zero.
    const open = new Set(
      leaves.filter((_, at) => table.closed?.[at] !== 1).map((leaf) => nameOf(index, leaf)),
    );
    unknowns.push(...open);
    for (const levels of [...table.shown, ...(table.guarded ?? [])]) {
      for (const [key, members] of cells(table, levels)) {
        const names = combinations(members)
          .map((leaf) => nameOf(index, leaf))
          .filter((name) => open.has(name));
        if (names.length === 0) continue;
        sums.set(key, [...(sums.get(key) ?? []), names]);
      }
    }
  }
  const rows = [...sums].flatMap(([key, [first = [], ...others]]) => {
    const shown = seen.get(key);
    const known =
      typeof shown === 'number'
        ? [`${first.join(' + ')} = ${shown}`]
        : shown === SMALL
          ? [`${first.join(' + ')} <= ${LARGEST_SMALL}`]
          : [];
    // The same count in two tables.
    return known.concat(others.map((other) => `${first.join(' + ')} - ${other.join(' - ')} = 0`));
  });
  const range = rangesIn(rows, unknowns);
  return {
    range: (key) => range(sums.get(key)?.[0] ?? []),
    keys: [...sums.keys()],
  };
}

/** Returns a function for the possible values of a sum of unknowns. These are whole, not negative, and fit all rows. */
export function rangesIn(
  rows: readonly string[],
  unknowns: readonly string[],
): (sum: readonly string[]) => Range {
  const numbered = rows.map((row, at) => ` r${at}: ${row}`).join('\n');
  const system = `Subject To\n${numbered}\nGenerals\n ${unknowns.join(' ')}\nEnd`;
  function bound(direction: 'Minimize' | 'Maximize', sum: string): number {
    const found = solver.solve(`${direction}\n goal: ${sum}\n${system}`, { output_flag: false });
    if (found.Status === 'Optimal') return Math.round(found.ObjectiveValue);
    if (found.Status === 'Infeasible') throw new Error(`nothing fits what is shown: ${sum}`);
    return Infinity;
  }
  return (names) => {
    const sum = names.join(' + ');
    return { low: bound('Minimize', sum), high: bound('Maximize', sum) };
  };
}

/** Hidden cells that readers know better than the release says: at most `count` of them, from all over the tables. */
export function leaks(
  tables: readonly Description[],
  seen: Release,
  count: number,
  minimum = 4,
): string[] {
  const { keys, range } = attack(tables, seen);
  const hidden = keys.filter((key) => isHidden(seen.get(key)));
  const step = Math.max(1, Math.floor(hidden.length / count));
  return hidden
    .filter((_, at) => at % step === 0)
    .flatMap((key) => {
      const { low, high } = range(key);
      return high - low < minimum ? [`${key}: ${low} to ${high}`] : [];
    });
}

export const isHidden = (shown: Shown | undefined): boolean => shown === SMALL || shown === HIDDEN;

/** What an engine would publish that hides small counts and nothing else. */
export function primaryOnly(tables: readonly Table[]): Release {
  const layout = layoutOf(tables);
  const { marks } = primaryMarks(layout, POLICY, new Map());
  const { keys, values } = layout;
  return new Map(keys.map((key, at) => [key, shownOf(marks[at] ?? 0, values[at] ?? 0)]));
}

/** Cells of a release as the tables describe them: waits are a split of tickets. */
export function engineCells(cells: Released['cells']): Release {
  const entries = Object.entries(cells).filter(
    ([key]) => !key.startsWith('waits|') || key.includes('wait='),
  );
  return new Map(entries.map(([key, shown]) => [key.replace(/^waits\|/, 'tickets|'), shown]));
}

/** The cells at some levels: their keys, and for each dimension the leaves. */
function cells({ figure, dimensions }: Description, levels: readonly string[]) {
  const nodes = dimensions.map(({ name, leafLevel, leaves, groups }, at) => [
    ...leaves.flatMap((label, leaf) =>
      leafLevel === levels[at] ? [{ name, label, members: [leaf] }] : [],
    ),
    ...groups.flatMap(({ level, label, members }) =>
      level === levels[at] ? [{ name, label, members: [...members] }] : [],
    ),
  ]);
  return combinations(nodes).map((place) => {
    const named = place.filter(({ label }) => label !== '');
    const parts = named.map(({ name, label }) => `${name}=${label}`).toSorted();
    return [[figure, ...parts].join('|'), place.map(({ members }) => members)] as const;
  });
}

function combinations<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  let found: Item[][] = [[]];
  for (const list of lists)
    found = found.flatMap((head) => list.map((item) => head.concat([item])));
  return found;
}

const nameOf = (table: number, leaf: readonly number[]): string => `x${table}_${leaf.join('_')}`;
