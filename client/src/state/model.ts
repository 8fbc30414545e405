/**
 * What the pages show, as plain data: views are pure functions of these, controllers make them.
 * Times named `…At` are this device's own clock (ms since the epoch), so that a wrong clock does no harm.
 */
import type { ErrorCode } from '@terskel/shared/errors';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import type {
  Age,
  ConversationEnd,
  Feeling,
  Intake,
  IntakeState,
  Language,
  Offer,
  Overview,
  Side,
  Staff,
  TicketEnd,
  Topic,
  VolunteerKeys,
  WaitRange,
} from '@terskel/shared/models';
import type { EntryView } from './entry.ts';

/**
 * How the page is linked to the service (rule U6). `replaced`: the session is open in another tab;
 * `outdated`: the page must be reloaded; `unavailable`: the service answers but its store is away;
 * `restarting`: the server said that it stops, and no other is there yet;
 * `refused`: the server won't have us (signed out, or too many tries).
 */
export type Link =
  | 'connecting'
  | 'online'
  | 'reconnecting'
  | 'offline'
  | 'unavailable'
  | 'restarting'
  | 'replaced'
  | 'outdated'
  | 'refused';

/** One message as shown (rule C3). */
export interface Line {
  readonly messageId: MessageId;
  readonly from: Side;
  readonly text: string;
  /** By this device's clock; null until the server has accepted it. */
  readonly acceptedAt: number | null;
  /** For the other side's messages always `delivered`. */
  readonly delivery: 'sending' | 'sent' | 'delivered' | 'failed';
}

/** One conversation as one side sees it. */
export interface Talk {
  readonly conversationId: ConversationId;
  readonly side: Side;
  readonly alias: string;
  readonly language: Language;
  readonly topic: Topic | null;
  /** Only the volunteer's side knows it. */
  readonly age: Age | null;
  /** The seeker chose "I am in danger now" before. */
  readonly urgent: boolean;
  /** That, or marked so by the volunteer (rule C17). */
  readonly danger: boolean;
  /** The volunteer holds it open: silence does not end it. The seeker's page is not told. */
  readonly held: boolean;
  /** Whether the volunteer's tab can read it (rule C16). */
  readonly volunteerKeys: VolunteerKeys;
  readonly startedAt: number;
  readonly plannedMs: number;
  /** Nothing is shown or sent before `agreed` (rule E3). */
  readonly keys: 'agreeing' | 'agreed' | 'differ' | 'missing';
  readonly lines: readonly Line[];
  /** True once a message was withheld, repeated, moved or altered on its way (rule E2). */
  readonly tampered: boolean;
  /** All that was said before this tab came, as before a reload, is in `lines`: what comes now is new. */
  readonly caughtUp: boolean;
  readonly other:
    | { readonly connected: true }
    | { readonly connected: false; readonly lostAt: number };
  readonly otherIsTyping: boolean;
  /** The seeker has not answered for a while: asked, or told until when that may last (rule C9). */
  readonly silence: {
    readonly stage: 'nudge' | 'warning';
    /** Null: silence does not end it. */
    readonly closesAt: number | null;
  } | null;
  /** The seeker's one right to another volunteer (rule C12). */
  readonly mayAskAnother: boolean;
}

/** What a seeker may say before starting; all of it can be skipped. */
export interface Answers {
  readonly language: Language;
  readonly topic: Topic | null;
  readonly feeling: Feeling | null;
  readonly age: Age | null;
  readonly urgent: boolean;
}

/** What of it changes the screens after *Start*: lines for the young first, the number for danger always large. */
export interface Told {
  readonly young: boolean;
  readonly urgent: boolean;
}

export type SeekerView =
  /** `intake` null: it could not be learned, so it counts as closed (rule I1). */
  | {
      readonly page: 'landing';
      readonly intake: Intake | null;
      readonly starting: boolean;
      /** A proof of work is being made: it takes a moment longer. */
      readonly proving?: boolean;
      readonly refusal: { readonly code: ErrorCode; readonly retryAt: number | null } | null;
    }
  | {
      readonly page: 'waiting';
      readonly link: Link;
      /** A volunteer is being asked just now. */
      readonly offered: boolean;
      readonly place: number | null;
      readonly wait: WaitRange;
      /** Set while "still waiting?" is asked: until when (rule Q7). */
      readonly keepBy: number | null;
      /** Whether anybody answers just now; null while that is not known (rule I4). */
      readonly intake: IntakeState | null;
      /** This tab came back to its place after a reload or a lost network. */
      readonly cameBack: boolean;
      /** The name of the volunteer whose tab lost the keys, and who gave this seeker the place back (rule C16). */
      readonly givenBackBy: string | null;
    }
  | {
      readonly page: 'conversation';
      readonly link: Link;
      readonly talk: Talk;
      /** A lost volunteer: first words, then a choice (rule C5). */
      readonly volunteerLost: 'no' | 'words' | 'choice';
    }
  | {
      readonly page: 'ended';
      readonly end:
        | { readonly of: 'ticket'; readonly reason: TicketEnd }
        | {
            readonly of: 'conversation';
            readonly reason: ConversationEnd;
            /** It was marked as danger: emergency numbers come first (rule C17). */
            readonly danger: boolean;
            /** Last words of the volunteer, read on a late return (rule C5). */
            readonly lastWords: string | null;
            /** The closing message tells of messages by the volunteer that never came (rule E2). */
            readonly cutShort: boolean;
            /** The service has said that it is over: until then nobody knows that it is deleted. */
            readonly deleted: boolean;
            readonly alias: string;
            /** What this tab still holds of it, and nothing else does. */
            readonly lines: readonly Line[];
          };
    };

/** Who said what. */
export interface Said {
  readonly from: Side;
  readonly text: string;
}
/** How it was, after a conversation (rule T6). */
export interface Feedback {
  readonly feeling?: Feeling;
  readonly heard?: Feeling;
  readonly comment?: string;
}
/** What came of saying so. `late`: there is nothing to answer any more. */
export type Heard = 'heard' | 'late' | 'failed';

export interface SeekerActions {
  start(answers: Answers): void;
  /** Gives the place in line up. */
  cancel(): void;
  /** "Yes, I am still waiting." */
  keep(): void;
  send(text: string): void;
  retry(messageId: MessageId): void;
  typing(): void;
  /** Ends the conversation. */
  end(): void;
  /** "I am still here": silence is counted anew (rule C9). */
  stay(): void;
  /** Leaves a lost volunteer, or differing keys, for the original place in line. */
  requeue(): void;
  /** The same, from one who is not the right one; once (rule C12). */
  another(): void;
  /** Takes the session over from the other tab (`replaced`). */
  takeOver(): void;
  /** Says how it was; never throws. */
  answer(feedback: Feedback): Promise<Heard>;
  /** From `ended` back to the landing page. */
  again(): void;
  /** *Leave this page*: ends by beacon, wipes the tab's storage; the page then replaces itself (rule U3). */
  leave(): void;
}

/** An offer as shown: what the volunteer decides on. */
export interface ShownOffer {
  readonly offer: Offer;
  readonly expiresAt: number;
  /** The volunteer pressed *accept* or *take next*; the keys are being made. */
  readonly accepting: boolean;
}

export type ShownAvailability =
  | { readonly state: 'off' }
  | { readonly state: 'ready' }
  | { readonly state: 'paused'; readonly missed: boolean }
  | { readonly state: 'wrapping_up'; readonly until: number };

/** Something the volunteer should be told once: the last refusal, a lost offer, the end of a conversation. */
export type VolunteerNote =
  | { readonly kind: 'offer_expired' | 'offer_withdrawn' | 'offer_unusable' | 'queue_empty' }
  | {
      readonly kind: 'conversation_ended';
      readonly conversationId: ConversationId;
      /** Null: it ended while this tab was away, and why is no longer known. */
      readonly reason: ConversationEnd | null;
      readonly number: number;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** A conversation on the volunteer's page. */
export interface WorkTalk extends Talk {
  /** The page calls it by this number for as long as it is shown. */
  readonly number: number;
  /** As told before the conversation; null if it was not told, or this tab does not know. */
  readonly feeling: Feeling | null;
}

/** One that others ended: it stays on the page until it is put away (rule C18). Null: why is not known. */
export interface EndedTalk extends WorkTalk {
  readonly reason: ConversationEnd | null;
}

/** The way in, or the work. The own account is apart: see account.ts. */
export type VolunteerView =
  | EntryView
  | {
      readonly page: 'work';
      readonly link: Link;
      readonly staff: Staff;
      readonly availability: ShownAvailability;
      readonly overview: Overview;
      /** When the overview was told. */
      readonly overviewAt: number;
      readonly offer: ShownOffer | null;
      readonly talks: readonly WorkTalk[];
      readonly ended: readonly EndedTalk[];
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
  send(conversationId: ConversationId, text: string): void;
  retry(conversationId: ConversationId, messageId: MessageId): void;
  typing(conversationId: ConversationId): void;
  /** Plans some more time (rule C8). */
  extend(conversationId: ConversationId): void;
  /** Marks it as danger, or holds it open, or takes that back (rules C9, C17). */
  mark(conversationId: ConversationId, mark: 'danger' | 'held', on: boolean): void;
  /** This tab has no keys: the seeker goes back to the original place in line (rule C16). */
  giveBack(conversationId: ConversationId): void;
  /** Closes, with last words if the box holds any. */
  end(conversationId: ConversationId, lastWords: string | null): void;
  /** Removes a conversation that is over from the page. */
  putAway(conversationId: ConversationId): void;
  takeOver(): void;
  dismissNote(): void;
}
