/**
 * A seeker's feedback after a conversation (rule T6). It cannot be linked to the conversation: the live store uses up
 * the right to answer in one step, and holds comments and counts back until there are enough of them.
 */
import type { SeekerId } from './live-store.ts';
import type { Domain, Outcome } from './ports.ts';

interface Answer {
  readonly feeling?: number | undefined;
  readonly heard?: number | undefined;
  readonly comment?: string | undefined;
}

export function giveFeedback(
  domain: Domain,
  seeker: SeekerId,
  answer: Answer,
  proof: string,
): Promise<Outcome<object>> {
  const ids = { commentId: domain.ids.id(), batchId: domain.ids.id() };
  return domain.store.giveFeedback(seeker, { ...answer, proof, ...ids });
}
