/** Feedback after conversations. */
import type { SeekerId, GivenFeedback, Done } from './rows.ts';

export interface FeedbackStore {
  /** Stores feedback, once per conversation while its tombstone exists; a retry of the same answer succeeds. */
  giveFeedback(seeker: SeekerId, given: GivenFeedback): Done;
  /**
   * Moves the counts of those of these months that have enough answers into a new batch with this id. Returns the ids
   * of all batches that wait for the ledger.
   */
  releaseFeedback(batch: string, months: readonly string[]): Promise<readonly string[]>;
  /** The counts in a batch; null if it does not wait, or no longer. */
  feedbackBatch(batch: string): Promise<Readonly<Record<string, number>> | null>;
  /** Deletes a batch that the ledger has on disk. */
  dropFeedbackBatch(batch: string): Promise<void>;
  /** Released comments, in random order (rule T6). */
  comments(): Promise<readonly string[]>;
}
