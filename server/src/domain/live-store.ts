/**
 * The live store as the domain sees it. Each method is one atomic, guarded transition. It returns its result or an
 * error code; a refusal changes nothing (rule Q2). `now` is in ms since the epoch.
 */
import type { AsideStore } from './live-store/asides.ts';
import type { ConversationStore } from './live-store/conversations.ts';
import type { CountStore } from './live-store/counts.ts';
import type { FeedbackStore } from './live-store/feedback.ts';
import type { LeaderCallStore } from './live-store/leader-calls.ts';
import type { NodeStore } from './live-store/nodes.ts';
import type { OfferStore } from './live-store/offers.ts';
import type { QueueStore } from './live-store/queue.ts';
import type { RestoreStore } from './live-store/restore.ts';
import type { SessionStore } from './live-store/sessions.ts';
import type { StaffStore } from './live-store/staff.ts';
import type { StuckStore } from './live-store/stuck.ts';
import type { TransferStore } from './live-store/transfers.ts';
import type { VisitStore } from './live-store/visits.ts';

export type { Agreement } from './live-store/transfers.ts';
export type {
  Beat,
  ConnectionAddress,
  Deadline,
  Fact,
  GivenFeedback,
  Held,
  OpenAside,
  OpenTicket,
  OpenVisit,
  OverviewRow,
  RequeueReason,
  SeatHolder,
  SeekerId,
  SeekerRecord,
  SessionRow,
  StaffRecord,
  StaffRow,
  TicketRow,
} from './live-store/rows.ts';

export interface LiveStore
  extends
    SessionStore,
    QueueStore,
    StaffStore,
    OfferStore,
    ConversationStore,
    TransferStore,
    LeaderCallStore,
    StuckStore,
    VisitStore,
    AsideStore,
    FeedbackStore,
    CountStore,
    RestoreStore,
    NodeStore {}
