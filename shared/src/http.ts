/** What the routes under `/api` share, and the bodies that pages send before they load the rest of the contract. */
import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';
import { ResumeToken } from './ids.ts';
import { COMMENT_MAX_CHARS } from './limits.ts';
import { Feeling, Staff } from './models.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  ...{ unauthorized: 401, forbidden: 403, not_found: 404, wrong_state: 409 },
  ...{ rate_limited: 429, unavailable: 503 },
};
/** The HTTP status of a refusal. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

/**
 * `POST /api/leave`, sent as a beacon. `exit` ends ticket and conversation at once and leaves no tombstone. `end` ends
 * them as well, for a page that stays open and could not send a command. `closing` reports that the tab closes or
 * reloads: the place is kept for a short time (rules Q6, U3).
 */
export const LeaveRequest = z.strictObject({
  resumeToken: ResumeToken,
  how: z.enum(['exit', 'end', 'closing']),
});
export type LeaveRequest = z.infer<typeof LeaveRequest>;

/**
 * `POST /api/feedback`: feedback after a conversation (rule T6). Each field is optional, but at least one is required.
 * The same feedback again gets the same answer. Different feedback is refused with `wrong_state`, and late feedback
 * with `not_found`.
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

/** The staff member who is signed in: the answer to joining, to signing in and to `GET /api/staff/me`. */
export const SignedIn = z.strictObject({ staff: Staff });
export type SignedIn = z.infer<typeof SignedIn>;
