/** Handing a conversation to another volunteer (rule C11). */
import * as z from 'zod/mini';
import { StaffId, TransferId } from '../ids.ts';
import { Alias } from './values.ts';

/** Why a volunteer asks the seeker about a transfer (rule C11). */
export const TransferReason = z.enum(['end_of_shift', 'language', 'experience', 'leader']);
export type TransferReason = z.infer<typeof TransferReason>;
/** Why a transfer is pending. `takeover`: the volunteer is gone, and a leader takes over without a question (rule V7). */
export const PendingReason = z.enum([...TransferReason.options, 'takeover']);
export type PendingReason = z.infer<typeof PendingReason>;
const ToAny = z.strictObject({ kind: z.literal('any') });
const ToLeader = z.strictObject({ kind: z.literal('leader') });
const colleague = { kind: z.literal('colleague') };
/**
 * To whom a volunteer asks for a transfer: the next available volunteer, a leader on duty, or a certain colleague. The
 * service replaces `alias` by the colleague's own.
 */
export const TransferTo = z.discriminatedUnion('kind', [
  ToAny,
  ToLeader,
  z.strictObject({ ...colleague, staffId: StaffId, alias: Alias }),
]);
export type TransferTo = z.infer<typeof TransferTo>;
/**
 * A pending transfer. `asked`: the seeker has not answered; `waiting`: the seeker has agreed, and nobody has been found
 * yet; `offered`: it is being offered to somebody. The conversation continues unchanged meanwhile (rule C11).
 *
 * The seeker's answer is not in resume tickets. After a loss of the live store (rule F3) the state is `asked` again, with
 * the same id: a tab that has agreed to this transfer sends the same answer again, and asks nobody.
 *
 * With the reason `takeover`, the seeker's tab says yes without the history by itself, and asks nobody (rule V7).
 */
export const Transfer = z.strictObject({
  id: TransferId,
  reason: PendingReason,
  /** A colleague's alias is there, which the seeker reads before the answer, but not the id of a person. */
  to: z.discriminatedUnion('kind', [
    ToAny,
    ToLeader,
    z.strictObject({ ...colleague, alias: Alias }),
  ]),
  state: z.enum(['asked', 'waiting', 'offered']),
});
export type Transfer = z.infer<typeof Transfer>;
/**
 * Why a transfer failed: the seeker said no (`refused`), the colleague declined or did not answer (`declined`), or is no
 * longer on duty (`gone`) (rule C11).
 */
export const TransferOutcome = z.enum(['refused', 'declined', 'gone']);
export type TransferOutcome = z.infer<typeof TransferOutcome>;
/** A connected colleague on duty. `free`: could be offered a transfer now (rules C11, O1, O6, O8). */
export const Colleague = z.strictObject({
  id: StaffId,
  alias: Alias,
  leads: z.boolean(),
  free: z.boolean(),
});
export type Colleague = z.infer<typeof Colleague>;
