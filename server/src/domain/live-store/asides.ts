/** Asides: lines between a volunteer and the leader who has taken the call (rule V4). */
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { Outcome } from '../ports.ts';
import type { Done, OpenAside } from './rows.ts';

export interface AsideStore {
  /** `asideId`: a fresh id. */
  reserveAside(
    conversationId: ConversationId,
    volunteer: StaffId,
    asideId: string,
  ): Promise<Outcome<{ asideId: ConversationId }>>;
  openAside(volunteer: StaffId, aside: OpenAside, now: number): Done;
}
