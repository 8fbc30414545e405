/**
 * How a conversation was, by its seeker (rule T6). Nothing ties the answer to it: the live store takes the right to
 * answer up in one step, and holds comments and counts back until there are enough of them. Counts go to the ledger at
 * the full hour alone, so that its file does not tell when a conversation ended. A node that dies in between loses them:
 * each is counted at most once.
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

/** No closer than the month. */
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

/** Called often; releases counts when an hour begins. While the ledger is away they wait for the next hour. */
export function hourlyRelease(d: Domain): () => Promise<void> {
  const hour = () => Math.floor(d.clock.now() / HOUR_MS);
  let last = hour();
  return async () => {
    if (hour() === last) return;
    last = hour();
    if (!(await d.ledger.ready())) return;
    const now = d.clock.now();
    // What was answered just before the turn of a month as well.
    const months = new Set([now, now - TIMES.feedbackKeptMs].map(monthOf));
    const counts = await d.store.releaseFeedback([...months]);
    if (Object.keys(counts).length > 0) await d.ledger.count(counts);
  };
}
