/**
 * Every command: its bucket and its cost (rule R1), its payload, and the fields of its acknowledgement besides `ok`.
 * `access.ts` states who may send it. A refused command gets a `Refusal` and has changed nothing.
 */
import type * as z from 'zod/mini';
import type { conversationCommands } from './commands/every-seat.ts';
import type { seekerCommands } from './commands/seeker.ts';
import type { staffCommands } from './commands/staff.ts';
import type { Refusal } from './errors.ts';

export { seekerCommands } from './commands/seeker.ts';
export { staffCommands } from './commands/staff.ts';

export type ConversationCommands = typeof conversationCommands;
export type SeekerCommands = typeof seekerCommands;
export type StaffCommands = typeof staffCommands;

export type PayloadOf<C extends { payload: z.core.$ZodType }> = z.infer<C['payload']>;
export type AckOf<C extends { ack: z.core.$ZodType }> = z.infer<C['ack']>;
/** The answer to a command. */
export type Reply<C extends { ack: z.core.$ZodType }> = AckOf<C> | Refusal;
