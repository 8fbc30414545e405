/** What the routes under `/api` have in common, and what pages send before they load the rest of the contract. */
import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';
import { ResumeToken } from './ids.ts';
import { Staff } from './models.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  ...{ unauthorized: 401, forbidden: 403, not_found: 404, wrong_state: 409 },
  ...{ rate_limited: 429, unavailable: 503 },
};
/** The status of an answer that is a refusal. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

/**
 * `POST /api/leave`, sent as a beacon. `exit` ends ticket and conversation at once; `closing` says that the tab
 * goes away, perhaps to reload: the place is kept a little longer (rules Q6, U3).
 */
export const LeaveRequest = z.strictObject({
  resumeToken: ResumeToken,
  how: z.enum(['exit', 'closing']),
});
export type LeaveRequest = z.infer<typeof LeaveRequest>;

/** Who is signed in: what joining, signing in and `GET /api/staff/me` answer. */
export const SignedIn = z.strictObject({ staff: Staff });
export type SignedIn = z.infer<typeof SignedIn>;
