/** Resume tickets, and what a store that was lost gets back from them (rule F3). */
import type { StaffId } from '@terskel/shared/ids';
import type { Message } from '@terskel/shared/models';
import type { SeekerId, SeatHolder, SeekerRecord, StaffRecord, Done } from './rows.ts';

export interface RestoreStore {
  /** The contents of a resume ticket; null if there is nothing to restore. */
  seekerRecord(seeker: SeekerId): Promise<SeekerRecord | null>;
  staffRecord(staff: StaffId): Promise<StaffRecord | null>;
  /** `wrong_state`: the ticket is of the current store epoch, or too old. `unavailable`: no epoch yet (rule F3). */
  restoreSeeker(seeker: SeekerId, record: SeekerRecord, issuedAt: number, now: number): Done;
  restoreStaff(staff: StaffId, record: StaffRecord, issuedAt: number, now: number): Done;
  /**
   * Adds one seat's copies of messages that the log lacks. `last`: no more follow; `sent`: the highest counter that this
   * seat knows to be used (rule C14).
   */
  rebuild(
    holder: SeatHolder,
    messages: readonly Message[],
    part: { readonly last: boolean; readonly sent: number },
    now: number,
  ): Done;
  /** The deadline of a rebuild: completes it without the seats that have no connection (rule C15). */
  completeRebuild(conversationId: string, now: number): Done;
}
