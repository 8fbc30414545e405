/** What the routes under `/api` have in common, and what pages send before they load the rest of the contract. */
import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';
import { ResumeToken } from './ids.ts';
import { COMMENT_MAX_CHARS } from './limits.ts';
import { Feeling, Staff } from './models.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  ...{ unauthorized: 401, forbidden: 403, not_found: 404, wrong_state: 409 },
  ...{ rate_limited: 429, unavailable: 503 },
};
/** The status of an answer that is a refusal. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

/**
 * `POST /api/leave`, sent as a beacon. `exit` ends ticket and conversation at once, and leaves nothing; `end` as well, by
 * a page that stays and could not say so otherwise; `closing` says that the tab goes away, perhaps to reload: the place
 * is kept a little longer (rules Q6, U3).
 */
export const LeaveRequest = z.strictObject({
  resumeToken: ResumeToken,
  how: z.enum(['exit', 'end', 'closing']),
});
export type LeaveRequest = z.infer<typeof LeaveRequest>;

/**
 * `POST /api/feedback`: how it was, after a conversation (rule T6). Each answer is optional, but there is one. The same
 * again is answered alike; another is refused with `wrong_state`, and one that comes too late with `not_found`.
 */
export const FeedbackRequest = z
  .strictObject({
    resumeToken: ResumeToken,
    /** "How are you now?" */
    feeling: z.optional(Feeling),
    /** "Were you heard?", 1 (not at all) to 5 (very much). */
    heard: z.optional(Feeling),
    comment: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(COMMENT_MAX_CHARS))),
  })
  .check(z.refine(({ feeling, heard, comment }) => (feeling ?? heard ?? comment) !== undefined));
export type FeedbackRequest = z.infer<typeof FeedbackRequest>;

/** Who is signed in: what joining, signing in and `GET /api/staff/me` answer. */
export const SignedIn = z.strictObject({ staff: Staff });
export type SignedIn = z.infer<typeof SignedIn>;
