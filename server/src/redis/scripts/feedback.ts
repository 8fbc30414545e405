/** Seekers' feedback after conversations. */
import { COMMENT_BATCHES_MAX, TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';

const { feedbackKeptMs } = TIMES;

export const feedbackScripts = {
  commentsReleased: named('comments-released', {}),
  feedbackGive: named(
    'feedback-give',
    {
      seeker: 'string',
      proof: 'string',
      feeling: 'number?',
      heard: 'number?',
      comment: 'string?',
      commentId: 'string',
      batchId: 'string',
    },
    { atLeast: TELLABLE_FROM, feedbackKeptMs, batchesMax: COMMENT_BATCHES_MAX },
  ),
};
