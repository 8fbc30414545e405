/** The daily release of statistics, as the domain sees it (rules T2–T4). `src/statistics/` computes it. */
import type { Shown } from '@terskel/shared/statistics';
import type { Figures } from './ledger.ts';

/** What has been shown of complete days and periods. */
export interface Published {
  /** Local days, `2026-11-30`, both included. */
  readonly first: string;
  readonly last: string;
  readonly timeZone: string;
  readonly cells: Readonly<Record<string, Shown>>;
}

/** By part: for each proof, pairs of the number of a leaf in `leaves`, and its change. */
export type Proofs = Readonly<
  Record<
    'tickets' | 'offers',
    { readonly leaves: readonly string[]; readonly changes: readonly (readonly number[])[] }
  >
>;

/** What has been shown, and what is needed to show more. */
export interface Released extends Published {
  /** Names this release. */
  readonly id: string;
  readonly proofs: Proofs;
}

/** Moves hours of released days to their days and weekdays; the numbers are to be added. */
export interface Fold {
  readonly days: Readonly<Record<string, number>>;
  readonly weekHours: Readonly<Record<string, number>>;
  /** Names in `Figures.hours`. */
  readonly hours: readonly string[];
  /** The first hour that is not released. */
  readonly openFrom: number;
}

/** What a release is computed from. Plain data, for another thread. */
export interface ReleaseInput {
  readonly figures: Figures;
  readonly before: Released | null;
  /** Local days that are complete, the last one first released now; and their hours when the service is open. */
  readonly days: readonly { readonly day: string; readonly openHours: readonly number[] }[];
  readonly timeZone: string;
  /** Languages that are offered. The counts of all others are known to be zero. */
  readonly languages: readonly string[];
}

/** A kind of cells that could not be shown this time. They are tried again with every release. */
export type Held = 'days' | 'hours' | 'waits' | 'weeks' | 'all' | 'offers';

export interface ReleaseResult {
  readonly published: Published;
  readonly proofs: Proofs;
  readonly fold: Fold;
  readonly held: readonly Held[];
}

/** Computes a release without blocking the event loop. Rejects if it is stopped. */
export type ComputeRelease = (input: ReleaseInput) => Promise<ReleaseResult>;
