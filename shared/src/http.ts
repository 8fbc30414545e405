/** What the few HTTP routes take and give, besides pages and files. */
import * as z from 'zod/mini';
import { ResumeToken } from './ids.ts';
import { Intake, Staff } from './models.ts';

/** `GET /api/intake`, cacheable for a few seconds: what the landing page shows without a connection (rule I4). */
export const IntakeAnswer = Intake;

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
