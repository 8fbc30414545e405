/** What a reader sees of a cell, and what this tells about its value. */
import type { Layout } from './layout.ts';
import type { CellKey } from './tables.ts';

/** Text of a cell that is hidden because its count is small: 0 to 4. A zero looks like any other small count. */
export const SMALL = '<5';
/** Text of a cell that is hidden to protect others. It says nothing about the count, which may be small as well. */
export const HIDDEN = 'hidden';
/** The smallest count that is shown. */
const THRESHOLD = 5;

/** What is published of a cell. */
export type Shown = number | typeof SMALL | typeof HIDDEN;
export type Release = ReadonlyMap<CellKey, Shown>;

export interface Policy {
  /** Smaller counts are hidden; `THRESHOLD`, as `SMALL` says, except in tests. */
  readonly threshold: number;
  /** Least difference between the highest and the lowest possible value of a hidden cell. */
  readonly minimumRange: number;
  /** Whether a reader can tell `SMALL` from `HIDDEN`, and thus knows that a count is small. */
  readonly marksDiffer: boolean;
}

/** All values that `SMALL` stands for stay possible: together, all figures tell no more of a small count than this. */
export const POLICY: Policy = {
  threshold: THRESHOLD,
  minimumRange: THRESHOLD - 1,
  marksDiffer: true,
};

/** How a cell is marked. `guarded`: not published, but protected if it is small. `free`: no reader knows it, nor may infer it. */
export const MARK = { shown: 0, small: 1, hidden: 2, guarded: 3, free: 4 } as const;

/** The mark of each cell; `fixed` is 1 where an earlier release has shown the mark, which cannot be taken back. */
export interface Marks {
  readonly marks: Uint8Array;
  readonly fixed: Uint8Array;
}

/** Primary suppression: hides small counts, and what an earlier release hid. */
export function primaryMarks(layout: Layout, policy: Policy, earlier: Release): Marks {
  const { keys, values, listed, reserved } = layout;
  const fixed = new Uint8Array(keys.length);
  const marks = Uint8Array.from(keys, (key, cell) => {
    const before = earlier.get(key);
    if (before !== undefined) fixed[cell] = 1;
    if (before === SMALL) return MARK.small;
    if (before === HIDDEN) return MARK.hidden;
    if (before !== undefined) {
      if (before !== values[cell]) throw new RangeError(`${key} has changed since its release`);
      return MARK.shown;
    }
    if (reserved[cell] === 1) return MARK.shown;
    if (listed[cell] === 0) return MARK.guarded;
    return (values[cell] as number) < policy.threshold ? MARK.small : MARK.shown;
  });
  return { marks, fixed };
}

/** The highest value of a hidden cell that a reader cannot exclude by its mark alone. The lowest is always 0. */
export function upperBound(mark: number, policy: Policy): number {
  return mark === MARK.small && policy.marksDiffer ? policy.threshold - 1 : Infinity;
}

/** The range that the cell must have; 0 for cells that need no protection. */
export function requiredRange(mark: number, value: number, policy: Policy): number {
  if (mark === MARK.shown || mark === MARK.free) return 0;
  if (mark === MARK.guarded && value >= policy.threshold) return 0;
  return Math.min(policy.minimumRange, upperBound(mark, policy));
}

/** Of a count that needs no protection by other cells. */
export const countOrSmall = (count: number): Shown => (count < POLICY.threshold ? SMALL : count);

export function shownOf(mark: number, value: number): Shown {
  if (mark === MARK.shown) return value;
  return mark === MARK.small ? SMALL : HIDDEN;
}

/**
 * What it costs to hide each cell. Large totals matter most, so parts are hidden first. A small mark is worth no more than
 * a count of one. A reserved total can be protected by another proof later, so it costs less than one that is shown.
 */
export function weightsOf({ values, sizes, reserved }: Layout, marks: Uint8Array): Float64Array {
  return Float64Array.from(values, (value, cell) => {
    const size = sizes[cell] as number;
    const count = marks[cell] === MARK.shown ? Math.max(value, 1) : 1;
    return reserved[cell] === 1 ? count * size : count * size ** 2;
  });
}
