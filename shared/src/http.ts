/** What the few HTTP routes take and give, besides pages and files. */
import * as z from 'zod/mini';
import { InviteToken, ResumeToken } from './ids.ts';
import { Alias, Intake, Staff } from './models.ts';

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

/** A name as it is read: no invisible character, none that turns a line around, no tower of accents (rule R3). */
const legible = z.regex(/^(?!.*\p{M}{3})\P{C}+$/u);

/** `POST /api/staff/join`: uses an invite up and signs in (rule S1). */
export const JoinRequest = z.strictObject({ invite: InviteToken, alias: Alias.check(legible) });
export type JoinRequest = z.infer<typeof JoinRequest>;
/** `GET /api/staff/me` and `POST /api/staff/join`: who is signed in. */
export const SignedIn = z.strictObject({ staff: Staff });
export type SignedIn = z.infer<typeof SignedIn>;
