/**
 * A seeker's feedback after a conversation (rule T6). It cannot be linked to the conversation: the live store uses up
 * the right to answer in one step, and holds comments and counts back until there are enough of them. Counts are
 * written to the ledger only at the full hour, so that its file does not reveal when a conversation ended. If a node
 * dies between reading and writing them, they are lost: each is counted at most once.
 */
import { TIMES } from '@terskel/shared/limits';
import type { SeekerId } from './live-store.ts';
import type { Domain, Outcome } from './ports.ts';

interface Answer {
  readonly feeling?: number | undefined;
  readonly heard?: number | undefined;
  readonly comment?: string | undefined;
}

const HOUR_MS = 3_600_000;

/** Months such as `2026-11` (UTC); feedback is dated no more precisely. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

export function giveFeedback(
  d: Domain,
  seeker: SeekerId,
  answer: Answer,
  proof: string,
): Promise<Outcome<object>> {
  return d.store.giveFeedback(seeker, {
    ...answer,
    ...{ proof, month: monthOf(d.clock.now()) },
    ...{ commentId: d.ids.id(), batchId: d.ids.id() },
  });
}

/**
 * Returns a function to be called often: in each new hour it moves counts to the ledger. If the ledger is unreachable,
 * they wait for the next hour.
 */
export function hourlyRelease(d: Domain): () => Promise<void> {
  const hour = () => Math.floor(d.clock.now() / HOUR_MS);
  let last = hour();
  return async () => {
    if (hour() === last) return;
    last = hour();
    if (!(await d.ledger.ready())) return;
    const now = d.clock.now();
    // Includes the month of the oldest feedback that may still wait.
    const months = new Set([now, now - TIMES.feedbackKeptMs].map(monthOf));
    const counts = await d.store.releaseFeedback([...months]);
    if (Object.keys(counts).length > 0) await d.ledger.count(counts);
  };
}
