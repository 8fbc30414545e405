/** Conversations that their volunteer cannot continue (rule V7). */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Done } from './rows.ts';

export interface StuckStore {
  /** Tells the leaders on duty, if the volunteer has been without a connection for long enough. */
  noteStuck(conversationId: string, now: number): Done;
  /** `transferId`: a fresh id. */
  takeOver(conversationId: ConversationId, leader: StaffId, transferId: string, now: number): Done;
  release(conversationId: ConversationId, leader: StaffId, now: number): Done;
}
