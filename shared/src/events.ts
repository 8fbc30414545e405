/** Every event: a past fact, told to whom it concerns. A lost one is repaired by the next `session:snapshot` or by a resync. */
import * as z from 'zod/mini';
import { ConversationId, OfferId, ResumeToken, TicketId } from './ids.ts';
import {
  Availability,
  Confirmation,
  Conversation,
  ConversationEnd,
  Intake,
  LastMessage,
  Message,
  Offer,
  Overview,
  Presence,
  ResumeTicket,
  Seq,
  Silence,
  Staff,
  Ticket,
  TicketEnd,
  VolunteerKeys,
} from './models.ts';

const nothing = z.strictObject({});
const ofConversation = { conversationId: ConversationId };

/** The end of a conversation, as its seeker is told, also on a late return (rule A6). */
const endedConversation = {
  ...ofConversation,
  reason: ConversationEnd,
  /** It was marked as danger: the page puts emergency numbers first (rule C17). */
  danger: z.boolean(),
  lastMessage: z.optional(LastMessage),
};

/** Where a seeker's session stands. */
export const SeekerState = z.discriminatedUnion('kind', [
  /** No ticket: a new session, or one whose traces are gone. */
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('ticket'), ticket: Ticket }),
  z.strictObject({ kind: z.literal('ticket_ended'), reason: TicketEnd }),
  z.strictObject({ kind: z.literal('conversation'), conversation: Conversation }),
  z.strictObject({ kind: z.literal('conversation_ended'), ...endedConversation }),
]);
export type SeekerState = z.infer<typeof SeekerState>;

const shared = {
  /** This session was opened elsewhere; this connection is over and must not come back by itself. */
  'session:replaced': nothing,
  /**
   * This node stops: go to another one by a new connection, at a moment between now and then taken at random, once
   * what is under way has been answered. Nothing is lost, and nobody need be told (rule F2).
   */
  'server:stopping': z.strictObject({ moveWithinMs: z.int().check(z.nonnegative()) }),
  /** The other side's next message. One's own are answered by their acknowledgement alone (rule C2). */
  'message:posted': z.strictObject({ ...ofConversation, message: Message }),
  /** The other side has shown everything up to `seq`. */
  'message:received': z.strictObject({ ...ofConversation, seq: Seq }),
  /** The other side writes, or stopped. Forget it after a while without another (rule C6). */
  'typing:changed': z.strictObject({ ...ofConversation, typing: z.boolean() }),
  /** What lets this session be rebuilt if the live store is lost; hand the newest in on every connection (rule F3). */
  'resume:issued': z.strictObject({ resumeTicket: ResumeTicket }),
  /** Both sides have handed in what they had: the log is whole again, and goes up to `lastSeq` (rule F3). */
  'conversation:rebuilt': z.strictObject({
    ...ofConversation,
    lastSeq: z.int().check(z.nonnegative()),
  }),
  /** The other side came or went (rule C5). */
  'presence:changed': z.strictObject({ ...ofConversation, presence: Presence }),
  /** The seeker is silent, longer by now; null: said to be there (rule C9). */
  'conversation:silent': z.strictObject({ ...ofConversation, silence: z.nullable(Silence) }),
};

export const seekerEvents = {
  ...shared,
  /** First on every connection, and whenever the server cannot know what was missed: the whole truth. */
  'session:snapshot': z.strictObject({
    /** Proves this session on the next connection. */
    resumeToken: ResumeToken,
    intake: Intake,
    session: SeekerState,
  }),
  /** Whether new tickets are accepted has changed (rule I4). */
  'intake:changed': z.strictObject({ intake: Intake }),
  /** Place in line, state, or the question "still waiting?" (rules Q5, Q7). */
  'ticket:updated': z.strictObject({ ticket: Ticket }),
  /** The place in line is gone; so is this session: the next ticket needs a new one (rule Q2). */
  'ticket:ended': z.strictObject({ ticketId: TicketId, reason: TicketEnd }),
  /** A volunteer accepted; the encapsulation lets the tab derive the keys (rules O2, E1). */
  'conversation:started': z.strictObject({ conversation: Conversation }),
  /** The volunteer has made the plan longer (rule C8). */
  'conversation:extended': z.strictObject({
    ...ofConversation,
    plannedMs: z.int().check(z.nonnegative()),
  }),
  /** Marked as danger by the volunteer, or no longer (rule C17). */
  'conversation:marked': z.strictObject({ ...ofConversation, danger: z.boolean() }),
  /** The volunteer's tab has lost the keys, or has them again; `returned`: go back to the line now (rule C16). */
  'keys:changed': z.strictObject({ ...ofConversation, volunteerKeys: VolunteerKeys }),
  /** It is over, by whomever; so is this session (rules C10, A6). */
  'conversation:ended': z.strictObject(endedConversation),
};

/** A volunteer's part of the snapshot. */
export const StaffState = z.strictObject({
  staff: Staff,
  availability: Availability,
  offer: z.nullable(Offer),
  conversations: z.array(Conversation),
});
export type StaffState = z.infer<typeof StaffState>;

export const staffEvents = {
  ...shared,
  /** First on every connection, and whenever the server cannot know what was missed: the whole truth. */
  'session:snapshot': z.strictObject({ overview: Overview, session: StaffState }),
  /** Counts only (rule V1). */
  'queue:changed': z.strictObject({ overview: Overview }),
  /** How this volunteer stands on duty now, when no acknowledgement said it (rules O1, O3, O6). */
  'availability:changed': z.strictObject({ availability: Availability }),
  /** A seeker is reserved for this volunteer, who is ready; answer within `expiresInMs` (rule O2). */
  'offer:made': z.strictObject({ offer: Offer }),
  /** `expired`: nobody answered in time; `withdrawn`: the seeker left (rule O2). */
  'offer:expired': z.strictObject({ offerId: OfferId, reason: z.enum(['expired', 'withdrawn']) }),
  /** The seeker's tab holds the same keys: messages may be shown and sent (rule E3). */
  'conversation:confirmed': z.strictObject({ ...ofConversation, confirmation: Confirmation }),
  /** It is over, by whomever; wrapping up begins (rules C10, O6). */
  'conversation:ended': z.strictObject({ ...ofConversation, reason: ConversationEnd }),
};

export type SeekerEvents = typeof seekerEvents;
export type StaffEvents = typeof staffEvents;
export type EventPayload<E extends z.core.$ZodType> = z.infer<E>;
