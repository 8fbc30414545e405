/** Transfers of conversations to other volunteers (rule C11). */
import type { ConversationId, StaffId, TransferId } from '@terskel/shared/ids';
import type { Colleague, Transfer, TransferReason, TransferTo } from '@terskel/shared/models';
import type { Outcome } from '../ports.ts';
import type { Done, SeekerId } from './rows.ts';

/** What a seeker agrees to: a fresh key for the next conversation, and whether its tab will send what was said before. */
export interface Agreement {
  readonly publicKey: string;
  readonly history: boolean;
}

export interface TransferStore {
  /** Asks the seeker, as `transferId`; returns the pending transfer instead if it is the same. */
  askTransfer(
    conversationId: ConversationId,
    staff: StaffId,
    transferId: string,
    reason: TransferReason,
    to: TransferTo,
  ): Promise<Outcome<{ transfer: Transfer }>>;
  /** The seeker's answer; null: no. */
  answerTransfer(
    conversationId: ConversationId,
    seeker: SeekerId,
    transferId: TransferId,
    agreement: Agreement | null,
    now: number,
  ): Done;
  cancelTransfer(conversationId: ConversationId, staff: StaffId, now: number): Done;
  /** Connected colleagues on duty, by alias, without `staff`. */
  colleagues(staff: StaffId): Promise<readonly Colleague[]>;
}
