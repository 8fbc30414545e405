/** The result types of benchmark rows. */

/** The ratio of our cost to a reference, run by run. */
export interface Figure {
  readonly kind: 'figure';
  readonly figure: string;
  readonly reference: string;
  readonly atMost: number;
  readonly stretch: number;
  /** Our values and those of the reference, in run order; both in `unit`. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly unit: string;
}

/** A number with a fixed limit; the median of several runs counts. */
export interface Limit {
  readonly kind: 'limit';
  readonly what: string;
  readonly values: readonly number[];
  readonly atMost: number;
  readonly unit: string;
}

/** How a cost grows with a size. */
export interface Growth {
  readonly kind: 'growth';
  readonly what: string;
  readonly size: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly cost: number }[];
}

/** A number without a limit, to compare the others with. */
export interface Aside {
  readonly kind: 'aside';
  readonly what: string;
  readonly values: readonly number[];
  readonly unit: string;
}

export type Result = Figure | Limit | Growth | Aside;

export interface Options {
  /** Runs of each variant; the variants alternate. */
  readonly runs: number;
  /** Smaller crowds and shorter runs, only to check that everything works. */
  readonly quick: boolean;
}
export type Row = (options: Options) => Promise<Result[]>;
