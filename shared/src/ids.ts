/**
 * Branded ids. Each is random, never derived from a person, and new for each thing it names (rule A5).
 * On the wire an id is base64url without padding: 128 bits are 22 characters, 256 bits are 43.
 */
import * as z from 'zod/mini';

// A schema of its own for each: a brand alone would leave them one and the same at run time.
const id128 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const secret256 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** A place in line; new each time one is taken. */
export const TicketId = id128().brand<'TicketId'>();
/** One reservation of one ticket for one volunteer. */
export const OfferId = id128().brand<'OfferId'>();
/** Known to its two sides alone, and opens nothing by itself (rule C1). */
export const ConversationId = id128().brand<'ConversationId'>();
/** Made by the sender's client; sending it again is the same message (rule C3). */
export const MessageId = id128().brand<'MessageId'>();
/** Someone of the staff; stays the same over sign-ins. */
export const StaffId = id128().brand<'StaffId'>();
/** Secret of a tab that proves its ticket or conversation. The live store knows only its SHA-256. */
export const ResumeToken = secret256().brand<'ResumeToken'>();
/** Secret of a staff sign-in, carried in a cookie or in the handshake. The ledger knows only its SHA-256. */
export const StaffToken = secret256().brand<'StaffToken'>();
/** SHA-256 of a secret, which names what it opens without opening it. */
export const Digest = secret256();
/** One-time secret that lets a new staff member join. The ledger knows only its SHA-256. */
export const InviteToken = secret256().brand<'InviteToken'>();

export type TicketId = z.infer<typeof TicketId>;
export type OfferId = z.infer<typeof OfferId>;
export type ConversationId = z.infer<typeof ConversationId>;
export type MessageId = z.infer<typeof MessageId>;
export type StaffId = z.infer<typeof StaffId>;
export type ResumeToken = z.infer<typeof ResumeToken>;
export type StaffToken = z.infer<typeof StaffToken>;
export type InviteToken = z.infer<typeof InviteToken>;
