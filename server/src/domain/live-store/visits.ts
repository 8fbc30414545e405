/** A leader's visit to a conversation (rule E5). */
import type { ConversationId, StaffId, VisitId } from '@terskel/shared/ids';
import type { OpenVisit, Done } from './rows.ts';

export interface VisitStore {
  openVisit(volunteer: StaffId, visit: OpenVisit, now: number): Done;
  confirmVisit(
    conversationId: ConversationId,
    leader: StaffId,
    proof: { readonly visit: VisitId; readonly confirmation: string },
    now: number,
  ): Done;
  closeVisit(conversationId: ConversationId, by: StaffId, visit: VisitId, now: number): Done;
}
