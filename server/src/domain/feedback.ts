/**
 * A seeker's feedback after a conversation (rule T6). It cannot be linked to the conversation: the live store uses up
 * the right to answer in one step, and holds comments and counts back until there are enough of them. Counts are
 * handed to the ledger only at the full hour, so that its file does not reveal when a conversation ended. Each is counted
 * exactly once, even if a node dies in between.
 */
import { TIMES } from '@terskel/shared/limits';
import type { SeekerId } from './live-store.ts';
import type { Domain, Jobs, Outcome } from './ports.ts';

interface Answer {
  readonly feeling?: number | undefined;
  readonly heard?: number | undefined;
  readonly comment?: string | undefined;
}

const HOUR_MS = 3_600_000;

/** Months such as `2026-11` (UTC); feedback is dated no more precisely. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** Every month between two times, also one that is shorter than the time between them. */
export function monthsFrom(first: number, last: number): string[] {
  const months = new Set([monthOf(last)]);
  for (let at = first; at < last; at += 24 * HOUR_MS) months.add(monthOf(at));
  return [...months];
}

export function giveFeedback(
  domain: Domain,
  seeker: SeekerId,
  answer: Answer,
  proof: string,
): Promise<Outcome<object>> {
  return domain.store.giveFeedback(seeker, {
    ...answer,
    ...{ proof, month: monthOf(domain.clock.now()) },
    ...{ commentId: domain.ids.id(), batchId: domain.ids.id() },
  });
}

/**
 * Returns a function to be called often. In each new hour it puts the counts of months with enough answers into a
 * batch, and adds a job for each batch that waits (`countBatch`). The first call only looks for batches that wait, so
 * that a start reveals no more than a full hour. If the live store is unreachable, counts wait for the next hour.
 */
export function hourlyRelease(domain: Domain, jobs: Jobs): () => Promise<void> {
  const hour = () => Math.floor(domain.clock.now() / HOUR_MS);
  let last: number | null = null;
  return async () => {
    const now = domain.clock.now();
    if (hour() === last) return;
    // Includes the month of the oldest feedback that may still wait.
    const months = last === null ? [] : monthsFrom(now - TIMES.feedbackKeptMs, now);
    last = hour();
    for (const batch of await domain.store.releaseFeedback(domain.ids.id(), months))
      jobs.add('feedback-batch', batch);
  };
}

/**
 * Adds a batch of counts to the ledger, once, however often it is called and wherever an earlier call has stopped: the
 * ledger applies a batch once by its id, and has it on disk before the live store deletes it.
 */
export async function countBatch(domain: Domain, batch: string): Promise<void> {
  const counts = await domain.store.feedbackBatch(batch);
  if (counts === null) return;
  await domain.ledger.count(batch, counts);
  await domain.store.dropFeedbackBatch(batch);
}
