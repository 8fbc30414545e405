/**
 * Branded ids. Each is random, never derived from a person, and new for each object (rule A5).
 * On the wire an id is base64url without padding: 128 bits are 22 characters, 256 bits are 43.
 */
import * as z from 'zod/mini';

// Each id gets its own schema object: with a brand alone, all would be the same object at run time.
const id128 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const secret256 = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** Names one place in line. It is new each time a place is taken. */
export const TicketId = id128().brand<'TicketId'>();
/** Names one reservation of one ticket for one volunteer. */
export const OfferId = id128().brand<'OfferId'>();
/** Names a conversation. Only those who have a seat in it know it, and it grants no access by itself (rule C1). */
export const ConversationId = id128().brand<'ConversationId'>();
/** Names one question of a volunteer whether a seeker wants to be transferred. */
export const TransferId = id128().brand<'TransferId'>();
/** Names a leader's visit to a conversation. Made by the volunteer's tab; the visit's keys are derived with it (rule E5). */
export const VisitId = id128().brand<'VisitId'>();
/** Names a staff member. It stays the same over sign-ins. */
export const StaffId = id128().brand<'StaffId'>();
/** Secret of a tab that proves its ticket or conversation. The live store keeps only its SHA-256. */
export const ResumeToken = secret256().brand<'ResumeToken'>();
/** Secret of a staff session, sent in a cookie or in the handshake. The ledger keeps only its SHA-256. */
export const StaffToken = secret256().brand<'StaffToken'>();
/** SHA-256 of a secret. It names what the secret gives access to, without giving access. */
export const Digest = secret256();
/** One-time secret that lets a new staff member join. The ledger keeps only its SHA-256. */
export const InviteToken = secret256().brand<'InviteToken'>();

export type TicketId = z.infer<typeof TicketId>;
export type OfferId = z.infer<typeof OfferId>;
export type ConversationId = z.infer<typeof ConversationId>;
export type TransferId = z.infer<typeof TransferId>;
export type VisitId = z.infer<typeof VisitId>;
export type StaffId = z.infer<typeof StaffId>;
export type ResumeToken = z.infer<typeof ResumeToken>;
export type StaffToken = z.infer<typeof StaffToken>;
export type InviteToken = z.infer<typeof InviteToken>;
