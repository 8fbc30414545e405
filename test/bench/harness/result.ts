/** What a row answers. */

/** A figure of the table: the ratio to its reference, run by run. */
export interface Figure {
  readonly kind: 'figure';
  readonly figure: string;
  readonly reference: string;
  readonly atMost: number;
  readonly stretch: number;
  /** Of ours and of the reference, in turn; both in `unit`. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly unit: string;
}

/** A number that must not exceed a fixed limit; of several runs the median counts. */
export interface Limit {
  readonly kind: 'limit';
  readonly what: string;
  readonly values: readonly number[];
  readonly atMost: number;
  readonly unit: string;
}

/** How a cost grows with the size of something. */
export interface Growth {
  readonly kind: 'growth';
  readonly what: string;
  readonly size: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly cost: number }[];
}

/** A number that no limit is set for, to judge the others by. */
export interface Aside {
  readonly kind: 'aside';
  readonly what: string;
  readonly values: readonly number[];
  readonly unit: string;
}

export type Result = Figure | Limit | Growth | Aside;

export interface Options {
  /** Of each variant, in turn. */
  readonly runs: number;
  /** Smaller crowds and shorter runs, to see that everything works. */
  readonly quick: boolean;
}
export type Row = (options: Options) => Promise<Result[]>;
