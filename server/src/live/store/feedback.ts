/** Feedback after conversations. */
import { COMMENT_BATCHES_MAX, TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import * as z from 'zod/mini';
import type { FeedbackStore } from '../../domain/live-store/feedback.ts';
import * as replies from '../replies.ts';
import { certain } from '../replies.ts';
import type { Calls } from './calls.ts';

export function feedbackStore({ redis, root, done, keys }: Calls): FeedbackStore {
  return {
    giveFeedback: (seeker, { feeling = '', heard = '', comment = '', ...given }) =>
      done(
        redis().feedbackGive(root, [
          ...[seeker, given.proof, given.month, feeling, heard, comment],
          ...[given.commentId, given.batchId, TELLABLE_FROM, TIMES.feedbackKeptMs],
          COMMENT_BATCHES_MAX,
        ]),
      ),
    async releaseFeedback(batchId, months) {
      const args = [batchId, TELLABLE_FROM, TIMES.feedbackKeptMs, ...months];
      return certain(await redis().feedbackRelease(root, args), replies.Ids);
    },
    async feedbackBatch(batchId) {
      const json = await redis().hGet(keys.feedbackBatches, batchId);
      return json === null ? null : z.parse(replies.Counts, JSON.parse(json));
    },
    async dropFeedbackBatch(batchId) {
      await redis().hDel(keys.feedbackBatches, batchId);
    },
    async comments() {
      const found = certain(await redis().commentsReleased(root, []), replies.Comments);
      // Sorted by random id, so that the order of arrival cannot be seen.
      return found.toSorted().map((comment) => comment.slice(comment.indexOf(' ') + 1));
    },
  };
}
