/** Feedback after conversations. */
import type { FeedbackStore } from '../../domain/live-store/feedback.ts';
import * as replies from '../replies.ts';
import { certain } from '../replies.ts';
import type { Calls } from './calls.ts';

export function feedbackStore({ redis, root, done }: Calls): FeedbackStore {
  return {
    giveFeedback: (seeker, { feeling, heard, comment, ...given }) =>
      done(redis().feedbackGive(root, { seeker, feeling, heard, comment, ...given })),
    async comments() {
      const found = certain(await redis().commentsReleased(root, {}), replies.Comments);
      // Sorted by random id, so that the order of arrival cannot be seen.
      return found.toSorted().map((comment) => comment.slice(comment.indexOf(' ') + 1));
    },
  };
}
