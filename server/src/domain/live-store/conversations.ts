/** Conversations: messages, keys, marks, ends. */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { ConversationEnd, LastMessage, Message, ReportedKeys } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type { SeekerId, TicketRow, SeatHolder, RequeueReason, Gone, Done } from './rows.ts';

export interface ConversationStore {
  sendMessage(
    holder: SeatHolder,
    message: Pick<Message, 'counter' | 'keyEpoch' | 'ciphertext'>,
    now: number,
  ): Promise<Outcome<{ seq: number; acceptedAt: number }>>;
  receiveMessages(holder: SeatHolder, seq: number): Done;
  setTyping(holder: SeatHolder, typing: boolean): Done;
  messagesAfter(
    holder: SeatHolder,
    after: number,
  ): Promise<Outcome<{ messages: Message[]; more: boolean }>>;
  /** `participant`: the seeker, or the leader in an aside (rule V4). */
  confirmKeys(
    conversationId: ConversationId,
    participant: SeekerId | StaffId,
    confirmation: string,
  ): Done;
  /** The seeker confirms being present (rule C9). */
  stay(conversationId: ConversationId, seeker: SeekerId, now: number): Done;
  /** Extends the plan unless it is already longer than `shownMs`; returns it (rule C8). */
  extend(
    conversationId: ConversationId,
    staff: StaffId,
    shownMs: number,
    now: number,
  ): Promise<Outcome<{ plannedMs: number }>>;
  /** Sets or clears the mark for danger or for being held open (rules C9, C17). */
  mark(
    conversationId: ConversationId,
    staff: StaffId,
    mark: 'danger' | 'held',
    on: boolean,
    now: number,
  ): Promise<Outcome<{ danger: boolean; held: boolean }>>;
  /** Records whether the volunteer's tab has the keys (rule C16). */
  setKeys(conversationId: ConversationId, staff: StaffId, keys: ReportedKeys, now: number): Done;
  endConversation(
    holder: SeatHolder,
    reason: ConversationEnd,
    lastMessage: LastMessage | undefined,
    now: number,
  ): Gone;
  requeue(
    conversationId: ConversationId,
    seeker: SeekerId,
    reason: RequeueReason,
    ticketId: string,
    publicKey: string,
    now: number,
  ): Promise<Outcome<{ ticket: TicketRow }>>;
  loseConversation(conversationId: string, kind: 'seat' | 'lost', now: number): Gone;
  meetSilence(conversationId: string, now: number): Gone;
}
