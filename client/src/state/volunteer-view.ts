/** What the volunteer's page shows, and what can be done there. Views are pure functions of it. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { ConversationId } from '@terskel/shared/ids';
import type {
  Call,
  CallKind,
  CallShown,
  Colleague,
  VolunteerEnd,
  Feeling,
  Offer,
  Overview,
  Staff,
  StuckShown,
  TransferOutcome,
  TransferReason,
  TransferTo,
} from '@terskel/shared/models';
import type { ShownAside } from './aside.ts';
import type { EntryView } from './entry.ts';
import type { Link, Talk } from './model.ts';

/** An offer as shown to the volunteer. */
export interface ShownOffer {
  readonly offer: Offer;
  readonly expiresAt: number;
  /** The volunteer pressed *accept* or *take next*; the keys are being created. */
  readonly accepting: boolean;
}

export type ShownAvailability =
  | { readonly state: 'off' }
  | { readonly state: 'ready' }
  | { readonly state: 'paused'; readonly missed: boolean }
  | { readonly state: 'wrapping_up'; readonly until: number };

/**
 * This leader is no longer in the conversation of the volunteer `alias` (rule E5). `over`: the conversation has ended.
 * `no_key`: this tab cannot read it. `unsent`: something that the leader wrote was not sent.
 */
interface VisitNote {
  readonly kind: 'visit';
  readonly why: 'left' | 'over' | 'no_key';
  readonly alias: string;
  readonly unsent: boolean;
}

/** A notice shown once: the last refusal, a lost offer, or the end of a conversation. */
export type VolunteerNote =
  | {
      readonly kind:
        | 'offer_expired'
        | 'offer_withdrawn'
        | 'offer_unusable'
        | 'queue_empty'
        /** A leader has ended a conversation of this volunteer's, of which the page knows nothing else (rule V7). */
        | 'taken_over'
        | 'released';
    }
  /** This leader does not take over after all: the volunteer can continue, or the conversation is over. */
  | { readonly kind: 'takeover'; readonly alias: string }
  | VisitNote
  /** An offer that was a transfer is no longer open. */
  | { readonly kind: 'transfer_expired' | 'transfer_withdrawn' }
  | {
      readonly kind: 'transfer';
      readonly conversationId: ConversationId;
      readonly outcome: TransferOutcome;
      /** The alias of the colleague who was asked for; null if the transfer was to any volunteer or to a leader. */
      readonly alias: string | null;
      readonly number: number;
    }
  | {
      readonly kind: 'conversation_ended';
      readonly conversationId: ConversationId;
      /** Null: it ended while this tab was disconnected, and the reason is no longer known. */
      readonly reason: VolunteerEnd | null;
      readonly number: number;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** The volunteer's own call to the leaders on duty (rule V4). `since`: ms since the epoch, by this device's clock. */
export type OwnCall = Omit<Call, 'forMs'> & { readonly since: number };
/** A call of another volunteer, on a leader's page. */
export type OthersCall = Omit<CallShown, 'forMs'> & { readonly since: number };

/** A conversation that another volunteer cannot continue, on a leader's page (rule V7). */
export type StuckTalk = Omit<StuckShown, 'forMs'> & { readonly since: number };

/** A conversation on the volunteer's page. */
export interface WorkTalk extends Talk {
  /** The number by which the page names it for as long as it is shown. */
  readonly number: number;
  /** From the seeker's answers; null if it was skipped or this tab does not know it. */
  readonly feeling: Feeling | null;
  /** Null if no leader is called. */
  readonly call: OwnCall | null;
}

/** A conversation that others ended. It stays on the page until it is dismissed (rule C18). `reason` null: unknown. */
export interface EndedTalk extends WorkTalk {
  readonly reason: VolunteerEnd | null;
}

/** The sign-in screens or the work page. The account view is separate: see account.ts. */
export type VolunteerView =
  | EntryView
  | {
      readonly page: 'work';
      readonly link: Link;
      readonly staff: Staff;
      readonly availability: ShownAvailability;
      readonly overview: Overview;
      /** When the overview was received. */
      readonly overviewAt: number;
      readonly offer: ShownOffer | null;
      readonly talks: readonly WorkTalk[];
      readonly ended: readonly EndedTalk[];
      /** For a leader on duty: the calls of all others. For a leader off duty: the escalated ones. */
      readonly calls: readonly OthersCall[];
      /** For a leader on duty. */
      readonly stuck: readonly StuckTalk[];
      /** Lines to the other side of a call, also those that have ended and are not dismissed yet (rule V4). */
      readonly asides: readonly ShownAside[];
      readonly note: VolunteerNote | null;
    };

export interface VolunteerActions {
  signOut(): void;
  startShift(): void;
  endShift(): void;
  ready(): void;
  pause(): void;
  take(): void;
  accept(): void;
  decline(): void;
  /** This and the next two also serve asides (rule V4). */
  send(conversationId: ConversationId, text: string): void;
  retry(conversationId: ConversationId, key: string): void;
  typing(conversationId: ConversationId): void;
  /** Extends the planned duration (rule C8). */
  extend(conversationId: ConversationId): void;
  /** Sets or clears a mark: danger, or held open (rules C9, C17). */
  mark(conversationId: ConversationId, mark: 'danger' | 'held', on: boolean): void;
  /** Calls the leaders on duty, or raises a call for help to danger (rule V4). */
  raiseCall(conversationId: ConversationId, kind: CallKind): void;
  withdrawCall(conversationId: ConversationId): void;
  /** A leader takes another volunteer's call, on duty from then on, or hands it back. */
  takeCall(conversationId: ConversationId): void;
  returnCall(conversationId: ConversationId): void;
  /** A leader takes over a conversation that its volunteer cannot continue, or gives its seeker back to the queue. */
  takeOverTalk(conversationId: ConversationId): void;
  releaseTalk(conversationId: ConversationId): void;
  /** Removes an aside that has ended from the page. */
  putAsideAway(asideId: ConversationId): void;
  /** Lets in the leader who has taken the call (rule E5). */
  letIn(conversationId: ConversationId): void;
  /** Ends the visit, as the volunteer or the leader. */
  closeVisit(conversationId: ConversationId): void;
  /** Returns the seeker to the original place in the queue because this tab has no keys (rule C16). */
  giveBack(conversationId: ConversationId): void;
  /** The colleagues on duty; null if they could not be fetched. */
  colleagues(): Promise<readonly Colleague[] | null>;
  /** Asks the seeker whether another volunteer may take over (rule C11). */
  askTransfer(conversationId: ConversationId, reason: TransferReason, to: TransferTo): void;
  /** Withdraws the question to the seeker, or stops the search for a volunteer. */
  cancelTransfer(conversationId: ConversationId): void;
  /** Ends the conversation, with the text in the message box as the closing message, if there is any. */
  end(conversationId: ConversationId, lastWords: string | null): void;
  /** Removes an ended conversation from the page. */
  putAway(conversationId: ConversationId): void;
  takeOver(): void;
  dismissNote(): void;
}
