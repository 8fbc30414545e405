/** Extends a step that changes cells which should stay as they are: further persons move the other way. */
import type { Alternative } from './alternative.ts';
import type { Unit } from './changes.ts';
import type { Layout, TableLayout } from './layout.ts';
import { coordinate, mixed, visitSpread } from './nearby.ts';

/** Persons who are moved at most, and who are tried for each of the cells; times the effort. */
const ROUNDS = 2;
const PEOPLE = 5;
const CELLS = 2;

/**
 * Calls `consider` with longer and cheaper steps, until it returns true. `occupiedIn`: the occupied leaves of a cell.
 * Returns whether it did. All units of `seed` are in one table.
 */
export function repair(
  layout: Layout,
  alternative: Alternative,
  occupiedIn: (cell: number) => Int32Array,
  seed: readonly Unit[],
  target: number,
  sign: number,
  consider: (step: readonly Unit[]) => boolean,
  effort: number,
): boolean {
  const [first] = seed;
  if (first === undefined) return false;
  const { table } = first;
  /** People beside a cell, in the smallest total of it. No cell need have risen where one has fallen. */
  const around = (cell: number): Int32Array => {
    const { leavesOf, starts, containing } = layout.tables[table] as TableLayout;
    const own = leavesOf(cell);
    const leaf = own[0] as number;
    const total = [...containing.subarray(starts[leaf], starts[leaf + 1])]
      .filter((each) => leavesOf(each).length > own.length)
      .toSorted((one, two) => leavesOf(one).length - leavesOf(two).length)
      .find((each) => {
        const whole = new Set(leavesOf(each));
        return own.every((one) => whole.has(one));
      });
    if (total === undefined) return new Int32Array();
    const inside = new Set(own);
    return occupiedIn(total).filter((each) => !inside.has(each));
  };
  let step = seed;
  for (let round = 0; round < ROUNDS + effort; round += 1) {
    const changed = alternative
      .conflicts(step)
      .filter(({ cell }) => ((layout.members[cell] as number) >> table) % 2 === 1)
      .toSorted(
        (one, two) => (layout.sizes[one.cell] as number) - (layout.sizes[two.cell] as number),
      );
    const most = CELLS * Math.max(1, effort);
    const risen = changed.filter(({ by }) => by > 0);
    const before = alternative.cost(step, target, sign, Infinity);
    let best: readonly Unit[] | null = null;
    let least = before;
    const places = moves(layout.tables[table] as TableLayout, step);
    const left = new Set(step.filter((unit) => unit.sign < 0).map(({ leaf }) => leaf));
    const tryPerson = (from: number): boolean => {
      if (left.has(from)) return false;
      for (const { leaf, part } of places) {
        const to = mixed(layout.tables[table] as TableLayout, from, leaf, part);
        if (to === from) continue;
        const more = [unitOf(table, from, -1), unitOf(table, to, 1)];
        const cost = alternative.costWith(more, target, sign, before, least);
        if (cost < least) [best, least] = [[...step, ...more], cost];
        if (cost === 0) return true;
      }
      return false;
    };
    const tryAll = (people: Int32Array): boolean =>
      visitSpread(people, first.leaf, PEOPLE * Math.max(1, effort), tryPerson);
    if (risen.length > 0) risen.slice(0, most).some(({ cell }) => tryAll(occupiedIn(cell)));
    else changed.slice(0, most).some(({ cell }) => tryAll(around(cell)));
    if (best === null) return false;
    step = best;
    if (consider(step)) return true;
  }
  return false;
}

/** Places that persons have left, and the sets of dimensions in which they have moved. */
function moves(table: TableLayout, step: readonly Unit[]) {
  const found: { leaf: number; part: readonly number[] }[] = [];
  for (let at = 0; at + 1 < step.length; at += 2) {
    const pair = [step[at], step[at + 1]];
    const from = pair.find((unit) => unit?.sign === -1)?.leaf ?? 0;
    const to = pair.find((unit) => unit?.sign === 1)?.leaf ?? 0;
    const moved = [...table.sizes.keys()].filter(
      (dimension) => coordinate(table, from, dimension) !== coordinate(table, to, dimension),
    );
    for (let mask = 1; mask < 2 ** moved.length; mask += 1)
      found.push({ leaf: from, part: moved.filter((_, index) => (mask >> index) % 2 === 1) });
  }
  return found;
}

function unitOf(table: number, leaf: number, sign: 1 | -1): Unit {
  return { table, leaf, sign, counted: 0 };
}
