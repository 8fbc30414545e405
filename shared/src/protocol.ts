/** The version of the contract, the handshakes, and the Socket.IO maps derived from commands and events. */
import * as z from 'zod/mini';
import type { PayloadOf, Reply, SeekerCommands, StaffCommands } from './commands.ts';
import { ErrorCode } from './errors.ts';
import type { SeekerEvents, StaffEvents } from './events.ts';
import { ResumeToken, StaffToken } from './ids.ts';
import { ResumeTicket } from './models.ts';

/** Raised whenever a schema changes. The keys of a conversation are bound to it as well (rule E1). */
export const PROTOCOL_VERSION = 9;
/** SHA-256 of all wire schemas. A test fails if they no longer match it, and says what to do. */
export const PROTOCOL_HASH = '80088b548eab01e6c4e91a141d73077d6e61f0d1fa0c42929b7a1958eb562591';

/** `auth` of a connection to `/seeker`. Without a resume token, a new session begins. */
export const SeekerHandshake = z.strictObject({
  protocol: z.literal(PROTOCOL_VERSION),
  resumeToken: z.optional(ResumeToken),
  /** Used only if the live store no longer knows the session (rule F3). */
  resumeTicket: z.optional(ResumeTicket),
});
/** `auth` of a connection to `/staff`. A browser sends its session in the cookie; automated clients send it here. */
export const StaffHandshake = z.strictObject({
  protocol: z.literal(PROTOCOL_VERSION),
  session: z.optional(StaffToken),
  /** As a seeker's. It is sent with the volunteer's state on duty, which the tab knows best. */
  resumeTicket: z.optional(ResumeTicket),
  duty: z.optional(z.enum(['ready', 'paused'])),
});
export type SeekerHandshake = z.infer<typeof SeekerHandshake>;
export type StaffHandshake = z.infer<typeof StaffHandshake>;

/** `data` of Socket.IO's `connect_error` when a handshake is refused. */
export const HandshakeRefusal = z.strictObject({
  code: ErrorCode,
  retryAfterMs: z.optional(z.int().check(z.nonnegative())),
});
export type HandshakeRefusal = z.infer<typeof HandshakeRefusal>;

type ClientToServer<
  Commands extends Record<string, { payload: z.core.$ZodType; ack: z.core.$ZodType }>,
> = {
  [N in keyof Commands]: (
    payload: PayloadOf<Commands[N]>,
    acknowledge: (reply: Reply<Commands[N]>) => void,
  ) => void;
};
type ServerToClient<Events extends Record<string, z.core.$ZodType>> = {
  [N in keyof Events]: (payload: z.infer<Events[N]>) => void;
};

export type SeekerToServer = ClientToServer<SeekerCommands>;
export type StaffToServer = ClientToServer<StaffCommands>;
export type ServerToSeeker = ServerToClient<SeekerEvents>;
export type ServerToStaff = ServerToClient<StaffEvents>;
