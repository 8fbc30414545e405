/**
 * How a conversation was, by its seeker (rule T6). Nothing ties the answer to it: the live store takes the right to
 * answer up in one step, holds comments and counts back until there are enough of them, and gives the counts out to
 * be counted in the ledger. A node that dies in between takes a few of them with it: they are counted at most once.
 */
import type { SeekerId } from './live-store.ts';
import type { Domain, Outcome } from './ports.ts';

interface Answer {
  readonly feeling?: number | undefined;
  readonly heard?: number | undefined;
  readonly comment?: string | undefined;
}

/** No closer than the month. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

export async function giveFeedback(
  d: Domain,
  seeker: SeekerId,
  answer: Answer,
  proof: string,
): Promise<Outcome<object>> {
  // Without its ledger the service holds them back a while longer.
  const mayCount = await d.ledger.ready().catch(() => false);
  const given = await d.store.giveFeedback(seeker, {
    ...answer,
    ...{ proof, mayCount, month: monthOf(d.clock.now()) },
    ...{ commentId: d.ids.id(), batchId: d.ids.id() },
  });
  if (!given.ok) return given;
  if (Object.keys(given.counts).length > 0) await d.ledger.count(given.counts);
  return { ok: true };
}
