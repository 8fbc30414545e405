/** Feedback after conversations. */
import type { SeekerId, GivenFeedback, Done } from './rows.ts';

export interface FeedbackStore {
  /** Stores feedback, once per conversation while its tombstone exists; a retry of the same answer succeeds. */
  giveFeedback(seeker: SeekerId, given: GivenFeedback): Done;
  /** Released comments, in random order (rule T6). */
  comments(): Promise<readonly string[]>;
}
