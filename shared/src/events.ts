/**
 * Every event: a past fact, sent to the sessions it concerns. A lost event is repaired by the next `session:snapshot`
 * or by a resync.
 */
import * as z from 'zod/mini';
import { ConversationId, OfferId, ResumeToken, TicketId } from './ids.ts';
import {
  Aside,
  Availability,
  Call,
  CallShown,
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
  Roster,
  Seat,
  Seq,
  Silence,
  Staff,
  StuckShown,
  Ticket,
  TicketEnd,
  Transfer,
  TransferOutcome,
  VolunteerEnd,
  VolunteerKeys,
} from './models.ts';

const nothing = z.strictObject({});
const ofConversation = { conversationId: ConversationId };
const ofSeat = { ...ofConversation, seat: Seat };

/** The end of a conversation as its seeker gets it, also on a late return (rule A6). */
const endedConversation = {
  ...ofConversation,
  reason: ConversationEnd,
  /** The conversation was marked as danger: the page shows emergency numbers first (rule C17). */
  danger: z.boolean(),
  lastMessage: z.optional(LastMessage),
};

/** No ticket: a new session, or one whose data has been deleted. */
const Idle = z.strictObject({ kind: z.literal('idle') });
const Waiting = z.strictObject({ kind: z.literal('ticket'), ticket: Ticket });
const TicketOver = z.strictObject({ kind: z.literal('ticket_ended'), reason: TicketEnd });
const Talking = z.strictObject({ kind: z.literal('conversation'), conversation: Conversation });
const TalkOver = z.strictObject({ kind: z.literal('conversation_ended'), ...endedConversation });
/** The states of a seeker's session that do not contain a ticket. */
export const SeekerStatesWithoutTicket = [Idle, TicketOver, Talking, TalkOver] as const;
/** The state of a seeker's session. */
export const SeekerState = z.discriminatedUnion('kind', [
  Idle,
  Waiting,
  TicketOver,
  Talking,
  TalkOver,
]);
export type SeekerState = z.infer<typeof SeekerState>;

const shared = {
  /** Another connection has taken this session over. This one is closed and must not reconnect by itself. */
  'session:replaced': nothing,
  /**
   * This node stops. The client opens a new connection to another node, at a random moment within `moveWithinMs`, once
   * all its pending commands are answered. Nothing is lost, and the page need not show anything (rule F2).
   */
  'server:stopping': z.strictObject({ moveWithinMs: z.int().check(z.nonnegative()) }),
  /** Another seat's next message. A client's own messages are only acknowledged (rule C2). */
  'message:posted': z.strictObject({ ...ofConversation, message: Message }),
  /** This other seat has shown all messages up to `seq`. */
  'message:received': z.strictObject({ ...ofSeat, seq: Seq }),
  /**
   * This other seat is writing, or has stopped. The client discards this after a while without a new event (rule C6).
   */
  'typing:changed': z.strictObject({ ...ofSeat, typing: z.boolean() }),
  /**
   * Restores this session if the live store is lost. The client sends the newest one with every handshake (rule F3).
   */
  'resume:issued': z.strictObject({ resumeTicket: ResumeTicket }),
  /**
   * The seats have handed in their copies, or one has handed in a higher counter since. The log is complete again, up
   * to `lastSeq` (rule F3).
   */
  'conversation:rebuilt': z.strictObject({
    ...ofConversation,
    lastSeq: z.int().check(z.nonnegative()),
  }),
  /** Somebody has joined or left, or has confirmed the keys of a visit (rules C13, E5). */
  'seats:changed': z.strictObject({ ...ofConversation, ...Roster.shape }),
  /** This other seat connected or disconnected (rule C5). */
  'presence:changed': z.strictObject({ ...ofSeat, presence: Presence }),
  /** The seeker's silence has reached a stage; null: the seeker has confirmed to be there (rule C9). */
  'conversation:silent': z.strictObject({ ...ofConversation, silence: z.nullable(Silence) }),
  /** The volunteer has extended the planned duration; to the others (rule C8). */
  'conversation:extended': z.strictObject({
    ...ofConversation,
    plannedMs: z.int().check(z.nonnegative()),
  }),
  /** The volunteer has marked the conversation as danger, or removed the mark; to the others (rule C17). */
  'conversation:marked': z.strictObject({ ...ofConversation, danger: z.boolean() }),
  /**
   * The pending transfer has changed. Null: there is none any more. `outcome`: why it failed, to the volunteer only (rule
   * C11).
   */
  'transfer:changed': z.strictObject({
    ...ofConversation,
    transfer: z.nullable(Transfer),
    outcome: z.optional(TransferOutcome),
  }),
};

export const seekerEvents = {
  ...shared,
  /**
   * The complete state: sent first on every connection, and whenever the server cannot know which events were missed.
   */
  'session:snapshot': z.strictObject({
    /** Proves this session on the next connection. */
    resumeToken: ResumeToken,
    intake: Intake,
    session: SeekerState,
  }),
  /** The state of intake has changed (rule I4). */
  'intake:changed': z.strictObject({ intake: Intake }),
  /** The place in line or the state has changed, or the page must ask "still waiting?" (rules Q5, Q7). */
  'ticket:updated': z.strictObject({ ticket: Ticket }),
  /** The ticket has ended, and this session with it. The next ticket needs a new session (rule Q2). */
  'ticket:ended': z.strictObject({ ticketId: TicketId, reason: TicketEnd }),
  /**
   * A volunteer has accepted. The tab derives the keys from the encapsulation. After a transfer it comes during a
   * conversation, which has no other end for the seeker (rules O2, E1, C11).
   */
  'conversation:started': z.strictObject({ conversation: Conversation }),
  /**
   * The volunteer's tab has lost the keys, or has them again. `returned`, `released`: the seeker's tab requeues now (rules
   * C16, V7).
   */
  'keys:changed': z.strictObject({ ...ofConversation, volunteerKeys: VolunteerKeys }),
  /** The conversation has ended, and this session with it (rules C10, A6). */
  'conversation:ended': z.strictObject(endedConversation),
};

/** The part of the snapshot about the staff member. */
export const StaffState = z.strictObject({
  staff: Staff,
  availability: Availability,
  offer: z.nullable(Offer),
  conversations: z.array(Conversation),
  asides: z.array(Aside),
  /**
   * For a leader on duty: the calls of all others, oldest first. For a leader off duty: those that are escalated and not
   * taken. Empty for everybody else.
   */
  calls: z.array(CallShown),
  /** For a leader on duty: the conversations of all others that are stuck (rule V7), oldest first. */
  stuck: z.array(StuckShown),
  /** Conversations that leaders have taken over or released in the last minutes, perhaps while this person was away. */
  ended: z.array(z.strictObject({ ...ofConversation, reason: z.enum(['taken_over', 'released']) })),
});
export type StaffState = z.infer<typeof StaffState>;

export const staffEvents = {
  ...shared,
  /**
   * The complete state: sent first on every connection, and whenever the server cannot know which events were missed.
   */
  'session:snapshot': z.strictObject({ overview: Overview, session: StaffState }),
  /** New counts of waiting seekers and of staff. */
  'queue:changed': z.strictObject({ overview: Overview }),
  /** This volunteer's new state on duty, if no acknowledgement has reported it (rules O1, O3, O6). */
  'availability:changed': z.strictObject({ availability: Availability }),
  /** A ticket is reserved for this volunteer, who is ready. The answer must come within `expiresInMs` (rule O2). */
  'offer:made': z.strictObject({ offer: Offer }),
  /**
   * `expired`: the volunteer did not answer in time; `withdrawn`: the seeker left, or the transfer is no longer pending
   * (rules O2, C11).
   */
  'offer:expired': z.strictObject({ offerId: OfferId, reason: z.enum(['expired', 'withdrawn']) }),
  /** A leader has taken this volunteer's call, or handed it back, or nobody has answered it in time (rule V4). */
  'call:changed': z.strictObject({ ...ofConversation, call: Call }),
  /** To leaders: all calls of others that this leader may see, as in a snapshot. */
  'calls:changed': z.strictObject({ calls: z.array(CallShown) }),
  /** To leaders on duty: all conversations of others that are stuck, as in a snapshot (rule V7). */
  'stuck:changed': z.strictObject({ stuck: z.array(StuckShown) }),
  /** The volunteer's tab has opened an aside with the leader (rule V4). Both get it. */
  'aside:opened': z.strictObject({ aside: Aside }),
  /** The aside is over. If the call is still taken, the volunteer's tab opens another one. */
  'aside:ended': z.strictObject(ofConversation),
  /** The volunteer has let this leader in (rule E5). */
  'visit:began': z.strictObject({ conversation: Conversation }),
  /** This leader is no longer in the conversation, which continues. */
  'visit:ended': z.strictObject(ofConversation),
  /**
   * The seeker's tab, or in an aside the leader's, holds the same keys. Messages may be shown and sent from now on (rule
   * E3).
   */
  'conversation:confirmed': z.strictObject({ ...ofConversation, confirmation: Confirmation }),
  /** The conversation has ended, and wrap-up begins (rules C10, O6). */
  'conversation:ended': z.strictObject({ ...ofConversation, reason: VolunteerEnd }),
};

export type SeekerEvents = typeof seekerEvents;
export type StaffEvents = typeof staffEvents;
export type EventPayload<E extends z.core.$ZodType> = z.infer<E>;
