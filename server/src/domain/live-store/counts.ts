/** What was counted for statistics, until the ledger has it (rules T1, T2). */
import type { CountBatch } from '../ledger.ts';

/** The batches that wait for the ledger. */
export interface WaitingBatches {
  /** Oldest first. */
  readonly batches: readonly CountBatch[];
  /** How many others cannot be read (rule F9). They stay until a node can read them. */
  readonly unreadable: number;
}

export interface CountStore {
  /**
   * Counts, once in each minute, the volunteers on duty and those who are busy. `open`: whether the service is open by the
   * plan.
   */
  countDuty(now: number, open: boolean): Promise<void>;
  /**
   * Once in each hour, moves the counts since the last time into a batch. `hour`: the present one, since the epoch.
   * `nextBatch`: a fresh id, for the batch after it.
   */
  releaseCounts(hour: number, nextBatch: string, now: number): Promise<void>;
  countBatches(): Promise<WaitingBatches>;
  /** Deletes a batch that the ledger has on disk. */
  dropCountBatch(id: string): Promise<void>;
  /** What is counted and not yet applied by the ledger: `tickets 493520 matched` → number. */
  counts(): Promise<Readonly<Record<string, number>>>;
}
