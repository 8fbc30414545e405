/**
 * Description of what is published: tables of counts with their dimensions and totals. A cell is named by its figure and
 * its place in each dimension. Cells of the same name are the same cell, so tables that share a total are linked by it.
 */

/** Level of the group of all leaves, which every dimension has. Such a dimension is left out of the name of a cell. */
export const ALL = 'all';

/** A named union of leaves: a week, a quarter, a subtotal. Groups may overlap, as weeks and months do. */
export interface Group {
  readonly level: string;
  /** Unique in its dimension. */
  readonly label: string;
  /** Indices into the leaves of the dimension, ascending. */
  readonly members: readonly number[];
}

export interface Dimension {
  readonly name: string;
  /** Level of the leaves: `day`, `topic`. */
  readonly leafLevel: string;
  /** The finest values. Neighbours should be alike, such as successive days: they are used first to protect each other. */
  readonly leaves: readonly string[];
  readonly groups: readonly Group[];
}

/** One level for each dimension of a table: `['month', 'topic']`. */
export type Levels = readonly string[];

export interface Table {
  readonly figure: string;
  readonly dimensions: readonly Dimension[];
  /** What is published. A cell at other levels is unknown to readers. */
  readonly shown: readonly Levels[];
  /** What is not published and yet protected, if it is small: a part of a week, the increase since a release. */
  readonly guarded?: readonly Levels[];
  /** Parts of totals that will be published later: proofs keep them where they can, so that the totals can be shown then. */
  readonly reserved?: readonly Levels[];
  /** Counts of all combinations of leaves; the last dimension varies fastest. */
  readonly counts: ArrayLike<number>;
  /**
   * 1 for the leaves of which everybody knows that they are zero, such as hours when the service is closed. They belong
   * to no cell, and a cell of such leaves alone does not exist.
   */
  readonly closed?: ArrayLike<number>;
  /** Whether a cell is only guarded this time, instead of published. */
  readonly isWithheld?: (key: CellKey) => boolean;
}

/** `figure|dimension=label|…`, in the order of the names of the dimensions. */
export type CellKey = string;

/** A dimension from its leaves and groups; adds the group of all leaves. */
export function dimension(
  name: string,
  leafLevel: string,
  leaves: readonly string[],
  groups: readonly Group[] = [],
): Dimension {
  const all = { level: ALL, label: '', members: leaves.map((_, index) => index) };
  return { name, leafLevel, leaves, groups: [...groups, all] };
}
