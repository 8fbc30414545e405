/** Volunteers' calls to the leaders on duty (rule V4). */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Call, CallKind } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type { Done } from './rows.ts';

export interface LeaderCallStore {
  raiseCall(
    conversationId: ConversationId,
    volunteer: StaffId,
    kind: CallKind,
    now: number,
  ): Promise<Outcome<{ call: Call }>>;
  withdrawCall(conversationId: ConversationId, volunteer: StaffId, now: number): Done;
  /** `keptAside`: the aside that goes on, if it is the call's. */
  takeCall(
    conversationId: ConversationId,
    leader: StaffId,
    publicKey: string,
    now: number,
    keptAside?: ConversationId,
  ): Promise<Outcome<{ call: Call }>>;
  returnCall(conversationId: ConversationId, leader: StaffId, now: number): Done;
  /** The call was not taken in time: all connected leaders see it. */
  escalateCall(conversationId: string, now: number): Done;
}
