/**
 * Secondary suppression. For each hidden cell, two other tables are built that readers cannot tell from the true one,
 * and in which the cell is as low and as high as the policy requires. Where that is impossible, the cheapest shown
 * cells are hidden as well, until it is possible. Hiding more never makes a found table invalid.
 */
import { alternative, type Proof } from './alternative.ts';
import { extending } from './extended.ts';
import type { Layout, TableLayout } from './layout.ts';
import { MARK, type Marks, type Policy, requiredRange, upperBound, weightsOf } from './marks.ts';
import { type Found, searching } from './search.ts';

/** Leaves of a total that is looked at after its leaves. */
const SMALL_TOTAL = 8;
/** Totals whose tables are tried for a cell. */
const TOTALS = 4;
/** Tables to start from, the true one and others, where a thorough search is not worth it. */
const FEW_STARTS = 2;
const DEAR = 20;
/** How hard a step is looked for: more, if it would hide a large total, and in other ways, if there is none at all. */
const TRIES = [
  { effort: 0, skipped: 0 },
  { effort: 1, skipped: 0 },
  { effort: 4, skipped: 0 },
  { effort: 1, skipped: 1 },
  { effort: 1, skipped: 2 },
  { effort: 1, skipped: 5 },
  { effort: 4, skipped: 9 },
];

/** Steps at most that change an earlier proof, and how hard they are looked for. */
const MENDED = 6;
const MEND_EFFORT = 4;

interface Price {
  readonly cost: number;
  readonly cells: readonly number[];
}

/** With the table that it is the price of, if that is known. */
interface KeptPrice extends Price {
  readonly proof?: Proof;
}

const NO_WAY: Price = { cost: Infinity, cells: [] };

/** Changes `marks`. `earlier`: proofs of earlier releases. Returns the tables that were found, for the audit. */
export function suppress(
  layout: Layout,
  { marks, fixed }: Marks,
  policy: Policy,
  earlier: readonly Proof[] = [],
): Proof[] {
  const { values, sizes } = layout;
  const weights = weightsOf(layout, marks);
  const largest = sizes.reduce((one, two) => Math.max(one, two), 0);
  const other = alternative(layout, { marks, fixed }, weights, policy);
  const search = searching(layout, other);
  const known = earlier.map(extending(layout, { marks, fixed }, other));
  const proofs: Proof[] = [];
  /** The lowest and highest value of each cell in a found table, and the number of that table. */
  const lowest = Int32Array.from(values);
  const highest = Int32Array.from(values);
  const lowestIn = new Int32Array(values.length).fill(-1);
  const highestIn = new Int32Array(values.length).fill(-1);

  const isDear = (cell: number): boolean =>
    marks[cell] === MARK.shown && (sizes[cell] as number) * DEAR > largest;
  const required = (cell: number): number =>
    requiredRange(marks[cell] as number, values[cell] as number, policy);
  const isShort = (cell: number): boolean =>
    (highest[cell] as number) - (lowest[cell] as number) < required(cell);

  /** Whether the other table has a lower or higher value of the cell than those before. */
  function isWider(cell: number): boolean {
    const value = (values[cell] as number) + other.change(cell);
    return value < (lowest[cell] as number) || value > (highest[cell] as number);
  }

  /** Notes how far each cell of the other table is from the true one. */
  function record(): void {
    let isNew = false;
    for (const cell of other.changed()) {
      const value = (values[cell] as number) + other.change(cell);
      if (value < (lowest[cell] as number)) {
        [lowest[cell], lowestIn[cell], isNew] = [value, proofs.length, true];
      } else if (value > (highest[cell] as number)) {
        [highest[cell], highestIn[cell], isNew] = [value, proofs.length, true];
      }
    }
    if (isNew) proofs.push(other.proof());
  }

  /** Moves the cell as far as needed without hiding more. Returns what the next step would cost. */
  function push(cell: number, sign: 1 | -1, effort: number, skipped: number): Price | null {
    const high = upperBound(marks[cell] as number, policy);
    const isFar = (): boolean => {
      const value = (values[cell] as number) + other.change(cell);
      const range =
        Math.max(value, highest[cell] as number) - Math.min(value, lowest[cell] as number);
      return range >= required(cell) || (sign > 0 ? value >= high : value === 0);
    };
    let price: Price | null = null;
    while (!isFar()) {
      const found = search(cell, sign, effort, skipped);
      if (found === null) price = NO_WAY;
      else if (found.cost > 0) price = priceOf(found);
      if (found === null || price !== null) break;
      do other.apply(found.step);
      while (!isFar() && other.cost(found.step, cell, sign, Infinity) === 0);
    }
    record();
    return price;
  }

  function priceOf({ step, cost }: Found): Price {
    return { cost, cells: other.conflicts(step).map((conflict) => conflict.cell) };
  }

  /** The same from the true table, and then from tables in which a total of the cell is low or high. */
  function pushFrom(cell: number, sign: 1 | -1): Price | null {
    const totals = totalsOf(layout, cell).map((total) => (sign > 0 ? highestIn : lowestIn)[total]);
    const starts = [...totals, -1].map((start) => proofs[start as number]);
    let price: Price | null = null;
    for (const { effort, skipped } of TRIES) {
      if (effort > 1 && price !== NO_WAY && price?.cells.some(isDear) !== true) break;
      if (skipped > 0 && price !== NO_WAY) break;
      const isThorough = effort === 0 || price === NO_WAY || price?.cells.some(isDear) === true;
      for (const start of isThorough ? starts : starts.slice(-FEW_STARTS)) {
        other.reset();
        if (start !== undefined) other.load(start);
        const next = push(cell, sign, effort, skipped);
        if (next === null) return null;
        if (start === undefined) price = next;
      }
    }
    return price === NO_WAY ? alone(cell, sign) : price;
  }

  /** The price of one person more or less in the true table, or in the lowest or highest that is known. */
  function alone(cell: number, sign: 1 | -1): Price {
    for (const start of [(sign > 0 ? highestIn : lowestIn)[cell] as number, -1]) {
      other.reset();
      const proof = proofs[start];
      if (proof !== undefined) other.load(proof);
      const found = search.alone(cell, sign);
      if (found !== null && found.cost > 0) return priceOf(found);
    }
    return NO_WAY;
  }

  /** Moves to the cell the persons who have just been moved to the one before it, which is often possible and quick. */
  function carry(before: number, cell: number): void {
    const step = search.transfer(before, cell);
    while (step !== null && isShort(cell) && other.cost(step, cell, 1, Infinity) === 0) {
      other.apply(step);
      const value = (values[cell] as number) + other.change(cell);
      if (value - (lowest[cell] as number) >= required(cell)) record();
    }
  }

  /** The table that protected the cell in an earlier release, and what is new and would exclude it; the cheapest one. */
  function kept(cell: number): KeptPrice {
    let best: KeptPrice = NO_WAY;
    for (const proof of known) {
      other.load(proof);
      if (!isWider(cell)) continue;
      const cells = other.excluded();
      if (cells.some((each) => fixed[each] === 1)) continue;
      const cost = cells.reduce((sum, each) => sum + (weights[each] as number), 0);
      if (cost < best.cost) best = { cost, cells, proof };
    }
    return best;
  }

  /** Changes the loaded table, which protects the cell, until no new total excludes it. Returns whether that is possible. */
  function mend(cell: number): boolean {
    for (let round = 0; round < MENDED; round += 1) {
      const [worst] = other
        .excluded()
        .toSorted((one, two) => (weights[two] as number) - (weights[one] as number));
      if (worst === undefined) break;
      const found = search(worst, other.change(worst) > 0 ? -1 : 1, MEND_EFFORT, 0);
      if (found === null || found.cost > 0) return false;
      other.apply(found.step);
    }
    return other.excluded().length === 0 && isWider(cell);
  }

  function hide(cells: readonly number[]): void {
    for (const cell of cells) marks[cell] = layout.reserved[cell] === 1 ? MARK.free : MARK.hidden;
    queue.push(...cells);
  }

  /** Large totals first, since they decide what is hidden. Then leaves, whose tables often serve small totals as well. */
  const rank = (cell: number): number => {
    const size = sizes[cell] as number;
    return size > SMALL_TOTAL ? -size : size;
  };
  const queue = [...marks.keys()]
    .filter((cell) => required(cell) > 0)
    .map((cell) => ({ cell, rank: rank(cell), order: search.order(cell) }))
    .toSorted((one, two) => (one.rank === two.rank ? one.order - two.order : one.rank - two.rank))
    .map(({ cell }) => cell);
  for (const proof of known) {
    other.load(proof);
    if (other.excluded().length === 0) record();
  }
  let before = queue[0] ?? 0;
  // Cells that are hidden on the way are appended.
  for (const cell of queue) {
    carry(before, cell);
    before = cell;
    while (isShort(cell)) {
      const up = pushFrom(cell, 1);
      const down = isShort(cell) ? pushFrom(cell, -1) : null;
      if (!isShort(cell)) break;
      const cheaper = (up?.cost ?? Infinity) < (down?.cost ?? Infinity) ? up : down;
      const isCheap = cheaper !== null && cheaper !== NO_WAY && !cheaper.cells.some(isDear);
      const { cost, cells, proof } = isCheap ? (NO_WAY as KeptPrice) : kept(cell);
      if (proof !== undefined && cost <= (cheaper?.cost ?? Infinity)) {
        other.load(proof);
        if (!mend(cell)) {
          hide(cells);
          other.load(proof);
        }
        record();
      } else if (cheaper !== null && cheaper.cells.length > 0) hide(cheaper.cells);
      else break;
    }
  }
  // What is reserved is no number that a reader has.
  for (const [cell, isReserved] of layout.reserved.entries())
    if (isReserved === 1) marks[cell] = MARK.free;
  // Those that a cell still needs.
  const used = new Set<number>();
  for (const cell of queue) used.add(lowestIn[cell] as number).add(highestIn[cell] as number);
  return proofs.filter((_, index) => used.has(index));
}

/** The smallest totals of the cell in its first table. */
function totalsOf({ tables, members, sizes }: Layout, cell: number): number[] {
  const { containing, starts, leavesOf } = tables[
    31 - Math.clz32((members[cell] as number) & -(members[cell] as number))
  ] as TableLayout;
  const leaf = leavesOf(cell)[0] ?? 0;
  return [...containing.subarray(starts[leaf], starts[leaf + 1])]
    .filter((total) => (sizes[total] as number) > (sizes[cell] as number))
    .toSorted((one, two) => (sizes[one] as number) - (sizes[two] as number))
    .slice(0, TOTALS);
}
