/** Feedback after conversations. */
import * as z from 'zod/mini';
import type { FeedbackStore } from '../../domain/live-store/feedback.ts';
import * as replies from '../replies.ts';
import { certain } from '../replies.ts';
import type { Calls } from './calls.ts';

export function feedbackStore({ redis, root, done, keys }: Calls): FeedbackStore {
  return {
    giveFeedback: (seeker, { feeling, heard, comment, ...given }) =>
      done(redis().feedbackGive(root, { seeker, feeling, heard, comment, ...given })),
    async releaseFeedback(batchId, months) {
      return certain(await redis().feedbackRelease(root, { batchId, months }), replies.Ids);
    },
    async feedbackBatch(batchId) {
      const json = await redis().hGet(keys.feedbackBatches, batchId);
      return json === null ? null : z.parse(replies.Counts, JSON.parse(json));
    },
    async dropFeedbackBatch(batchId) {
      await redis().hDel(keys.feedbackBatches, batchId);
    },
    async comments() {
      const found = certain(await redis().commentsReleased(root, {}), replies.Comments);
      // Sorted by random id, so that the order of arrival cannot be seen.
      return found.toSorted().map((comment) => comment.slice(comment.indexOf(' ') + 1));
    },
  };
}
