/**
 * Finds the cheapest step that changes a hidden cell by one and keeps every shown cell, where possible. Tried are: one
 * person more or less; a person moved from one leaf to another; two who swap a coordinate, and eight leaves of a cube,
 * which keep the totals of two or three dimensions (the moves of the hypercube method).
 */
import { type Alternative, IMPOSSIBLE } from './alternative.ts';
import type { Unit } from './changes.ts';
import type { Layout, TableLayout } from './layout.ts';
import { linking } from './linked.ts';
import { transposed, visitSpread } from './nearby.ts';
import { repair } from './repair.ts';
import { cubes, exchanges } from './swaps.ts';

/** How much is tried. More finds cheaper steps and takes longer. */
const LEAVES_OF_TARGET = 2;
const MOVES = 8;
const SEEDS = 2;
const PEOPLE = 200;
const FEW_LEAVES = 200;
const SHORTLIST = 4;
const COMPLETED = 16;

export interface Found {
  readonly step: readonly Unit[];
  readonly cost: number;
}

export interface Search {
  /** The cheapest step that is found. `skipped`: steps without cost that are passed over, for another way. */
  (target: number, sign: 1 | -1, effort: number, skipped: number): Found | null;
  /** One person more or less, whatever it costs. */
  readonly alone: (target: number, sign: 1 | -1) => Found | null;
  /** The step that moves one person from one leaf to another; null if the cells are no leaves of the same table. */
  readonly transfer: (from: number, to: number) => readonly Unit[] | null;
  /** Place of a leaf in an order where a transfer to the next one often costs nothing; 0 for a total. */
  readonly order: (cell: number) => number;
}

export function searching(layout: Layout, alternative: Alternative): Search {
  const complete = linking(layout, alternative);
  const occupied = layout.tables.map(({ counts }) =>
    Int32Array.from([...counts.keys()].filter((leaf) => (counts[leaf] as number) > 0)),
  );
  const every = layout.tables.map(({ counts }) => Int32Array.from(counts.keys()));
  const occupiedIn = new Map<string, Int32Array>();

  /** Leaves of a cell with persons. In large cells those are left out that have only come with the other table. */
  function occupiedLeaves(index: number, cell: number): Int32Array {
    const key = `${index}:${cell}`;
    const table = layout.tables[index] as TableLayout;
    const leaves = table.leavesOf(cell);
    if (leaves.length <= FEW_LEAVES)
      return leaves.filter((leaf) => alternative.leaf(index, leaf) > 0);
    const found =
      occupiedIn.get(key) ?? leaves.filter((leaf) => (table.counts[leaf] as number) > 0);
    occupiedIn.set(key, found);
    return found;
  }

  const search = (target: number, sign: 1 | -1, effort: number, skipped: number): Found | null => {
    let skips = skipped;
    let best: Found | null = null;
    /** The cheapest steps whose persons have not been placed in linked tables yet, which takes longer. */
    let shortlist: Found[] = [];
    let left = COMPLETED * Math.max(1, effort);
    /** Returns true if nothing better is possible. */
    const settle = (step: readonly Unit[], limit: number): boolean => {
      left -= 1;
      const whole = left < 0 ? null : complete(step, target, sign);
      const cost = whole === null ? Infinity : alternative.cost(whole, target, sign, limit);
      if (whole !== null && cost < limit) best = { step: whole, cost };
      if (cost === 0) skips -= 1;
      return cost === 0 && skips < 0;
    };
    const consider = (step: readonly Unit[]): boolean => {
      const limit = Math.max(best?.cost ?? IMPOSSIBLE, Number.MIN_VALUE);
      const cost = alternative.cost(step, target, sign, limit);
      if (cost >= limit) return false;
      if (layout.tables.length > 1) {
        if (cost === 0) return settle(step, limit);
        shortlist.push({ step, cost });
        return false;
      }
      best = { step, cost };
      if (cost === 0) skips -= 1;
      return cost === 0 && skips < 0;
    };
    const settleAll = (): boolean => {
      const steps = shortlist.toSorted((one, two) => one.cost - two.cost).slice(0, SHORTLIST);
      shortlist = [];
      return steps.some(({ step, cost }) => {
        const limit = Math.max(best?.cost ?? IMPOSSIBLE, Number.MIN_VALUE);
        return cost < limit && settle(step, limit);
      });
    };
    const home = 31 - Math.clz32(lowestBit(layout.members[target] as number));
    const table = layout.tables[home] as TableLayout;
    const isOccupied = (leaf: number): boolean => alternative.leaf(home, leaf) > 0;
    const unit = (leaf: number, added: number): Unit => {
      return { table: home, leaf, sign: added > 0 ? 1 : -1, counted: 0 };
    };

    for (const leaf of someLeaves(table.leavesOf(target), effort, sign, isOccupied)) {
      const own = unit(leaf, sign);
      if (consider([own])) return best;
      let seeds: Found[] = [];
      const move = (other: number): boolean => {
        const step = [own, unit(other, -sign)];
        const cost = alternative.cost(step, target, sign, Infinity);
        seeds.push({ step, cost });
        return cost < (best?.cost ?? IMPOSSIBLE) && consider(step);
      };
      const inCell = (cell: number): Int32Array => occupiedLeaves(home, cell);
      const total = smallestBlocking(table, leaf, target, sign);
      const pools = [(sign > 0 ? occupied : every)[home] as Int32Array];
      if (total !== null) pools.unshift(sign > 0 ? inCell(total) : table.leavesOf(total));
      for (const pool of pools) {
        if (visitSpread(pool, leaf, MOVES * Math.max(1, effort), move)) return best;
        for (const { step } of seeds
          .toSorted((one, two) => one.cost - two.cost)
          .slice(0, Math.max(1, SEEDS * effort)))
          if (repair(layout, alternative, inCell, step, target, sign, consider, effort))
            return best;
        seeds = [];
      }
      if (settleAll()) return best;
      if (effort === 0) break;
      for (const cube of cubes(table, leaf, sign, isOccupied))
        if (consider(cube.map(([at, added]) => unit(at, added * sign)))) return best;
    }
    if (settleAll() || effort === 0) return best;
    const people = [...occupiedLeaves(home, target).slice(0, PEOPLE)];
    const first = table.leavesOf(target)[0] ?? 0;
    visitSpread(occupied[home] as Int32Array, first, PEOPLE, (leaf) => people.push(leaf) === 0);
    for (const exchange of exchanges(table, table.placeOf(target), people, sign, isOccupied))
      if (consider(exchange.map(([at, added]) => unit(at, added)))) return best;
    settleAll();
    return best;
  };

  function alone(target: number, sign: 1 | -1): Found | null {
    const table = 31 - Math.clz32(lowestBit(layout.members[target] as number));
    let best: Found | null = null;
    for (const leaf of layout.tables[table]?.leavesOf(target) ?? []) {
      const step = complete([{ table, leaf, sign, counted: 0 }], target, sign);
      if (step === null) continue;
      const cost = alternative.cost(step, target, sign, best?.cost ?? IMPOSSIBLE);
      if (cost < Infinity) best = { step, cost };
    }
    return best;
  }

  function transfer(from: number, to: number): readonly Unit[] | null {
    const table = 31 - Math.clz32(lowestBit(layout.members[to] as number));
    const [one, other] = [from, to].map((cell) => layout.tables[table]?.leavesOf(cell));
    if (one?.length !== 1 || other?.length !== 1) return null;
    const step: readonly Unit[] = [
      { table, leaf: other[0] as number, sign: 1, counted: 0 },
      { table, leaf: one[0] as number, sign: -1, counted: 0 },
    ];
    return layout.tables.length > 1 ? complete(step, to, 1) : step;
  }

  function order(cell: number): number {
    const table = layout.tables[31 - Math.clz32(lowestBit(layout.members[cell] as number))];
    const leaves = table?.leavesOf(cell);
    return table === undefined || leaves?.length !== 1 ? 0 : transposed(table, leaves[0] as number);
  }

  /** The smallest total of the leaf that cannot change and is larger than the target. */
  function smallestBlocking(
    { containing, starts }: TableLayout,
    leaf: number,
    target: number,
    sign: number,
  ): number | null {
    let smallest: number | null = null;
    let least = Infinity;
    const end = starts[leaf + 1] as number;
    for (let at = starts[leaf] as number; at < end; at += 1) {
      const cell = containing[at] as number;
      const size = layout.sizes[cell] as number;
      if (size <= (layout.sizes[target] as number) || size >= least) continue;
      if (alternative.blocks(cell, sign)) [smallest, least] = [cell, size];
    }
    return smallest;
  }

  return Object.assign(search, { alone, transfer, order });
}

function lowestBit(mask: number): number {
  return mask & -mask;
}

/** Leaves of the target to change: some that are occupied if one is to be removed, else some from all over it. */
function someLeaves(
  leaves: Int32Array,
  effort: number,
  sign: number,
  isOccupied: (leaf: number) => boolean,
): readonly number[] {
  if (leaves.length === 1) return [...leaves];
  if (effort > 1) {
    const all = sign > 0 ? leaves : leaves.filter(isOccupied);
    const step = Math.max(1, Math.floor(all.length / (LEAVES_OF_TARGET * effort)));
    return [...all].filter((_, at) => at % step === 0);
  }
  const found: number[] = [];
  const stride = Math.max(1, Math.floor(leaves.length / LEAVES_OF_TARGET));
  for (
    let at = 0;
    at < leaves.length && found.length < LEAVES_OF_TARGET;
    at += sign > 0 ? stride : 1
  ) {
    const leaf = leaves[at] as number;
    if (sign > 0 || isOccupied(leaf)) found.push(leaf);
  }
  return found;
}
