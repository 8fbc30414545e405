/**
 * What the pages show, as plain data. Controllers create it; views are pure functions of it. Times named `…At` use this
 * device's clock (ms since the epoch), so that a wrong clock does no harm.
 */
import type { ErrorCode } from '@terskel/shared/errors';
import type { ConversationId } from '@terskel/shared/ids';
import type {
  Age,
  ConversationEnd,
  Feeling,
  Intake,
  IntakeState,
  Language,
  Seat,
  TicketEnd,
  Topic,
  Transfer,
  VolunteerKeys,
  WaitRange,
} from '@terskel/shared/models';

/**
 * The page's connection to the service (rule U6).
 * - `replaced`: the session is open in another tab.
 * - `outdated`: the page must be reloaded.
 * - `unavailable`: the service answers, but its store is not available.
 * - `restarting`: the server announced that it stops, and no other one is available yet.
 * - `refused`: the server rejects this session (signed out, or too many attempts).
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
  /** Names the line, also after a reload and in a duplicate of the tab. */
  readonly key: string;
  readonly from: Seat;
  readonly text: string;
  /** The leader's alias, if a leader wrote it and it is known. */
  readonly alias: string | null;
  /** By this device's clock; null until the server has accepted it. */
  readonly acceptedAt: number | null;
  /** Always `delivered` for messages of others. */
  readonly delivery: 'sending' | 'sent' | 'delivered' | 'failed';
}

/** A line of a conversation that was transferred (rule C11). */
export interface SaidBefore {
  readonly from: Seat;
  /** The alias of the volunteer or the leader who wrote it; null if the seeker did, or if it is not known. */
  readonly alias: string | null;
  readonly text: string;
  readonly at: number;
}

/** A seeker's answer to the question about a transfer: yes with what was said, yes without it, or no (rule C11). */
export type TransferAnswer = 'history' | 'without' | 'no';

/** Whether a participant is connected; if not, since when. */
export type ShownPresence =
  | { readonly connected: true }
  | { readonly connected: false; readonly lostAt: number };

/** One conversation as one seat sees it. */
export interface Talk {
  readonly conversationId: ConversationId;
  readonly seat: Seat;
  /** The volunteer's. */
  readonly alias: string;
  /** The alias of the leader who visits the conversation; null without a visit (rule E5). */
  readonly leader: string | null;
  /** During a visit: the third participant (the leader, or on the leader's page the volunteer) is not connected. */
  readonly thirdIsAway: boolean;
  readonly language: Language;
  readonly topic: Topic | null;
  /** Known to the volunteer only. */
  readonly age: Age | null;
  /** The seeker chose "I am in danger now" before *Start*. */
  readonly urgent: boolean;
  /** True if `urgent`, or if the volunteer marked it (rule C17). */
  readonly danger: boolean;
  /** The volunteer holds it open, so silence does not end it. Not sent to the seeker's page. */
  readonly held: boolean;
  /** Whether the volunteer's tab can read it (rule C16). */
  readonly volunteerKeys: VolunteerKeys;
  readonly startedAt: number;
  readonly plannedMs: number;
  /** Nothing is shown or sent before `agreed` (rule E3). */
  readonly keys: 'agreeing' | 'agreed' | 'differ' | 'missing';
  readonly lines: readonly Line[];
  /** True once a message was withheld, repeated, reordered or altered in transit (rule E2). */
  readonly tampered: boolean;
  /** `lines` holds all messages from before this tab connected or reloaded; later ones are new. */
  readonly caughtUp: boolean;
  /** The seeker for the volunteer, and the volunteer for the seeker. */
  readonly other: ShownPresence;
  readonly otherIsTyping: boolean;
  /** Set while the seeker has not answered for a while: a question, then a warning with a deadline (rule C9). */
  readonly silence: {
    readonly stage: 'nudge' | 'warning';
    /** Null if silence does not end the conversation. */
    readonly closesAt: number | null;
  } | null;
  /** Whether the seeker may still ask for another volunteer, which is possible once (rule C12). */
  readonly mayAskAnother: boolean;
  /** A transfer that is pending; null without one (rule C11). */
  readonly transfer: Transfer | null;
  /** The conversation that was transferred to this one; null without a transfer. */
  readonly former: {
    readonly conversationId: ConversationId;
    readonly alias: string;
    /** That volunteer was gone, and a leader took over without a question (rule V7). */
    readonly takeover: boolean;
  } | null;
  /** What was said before the transfer; by this device's clock. */
  readonly before: readonly SaidBefore[];
  /**
   * Whether the seeker's tab sends `before` to this volunteer. Null: not known yet, or this is the volunteer's page.
   */
  readonly sharesBefore: boolean | null;
}

/** What the log of messages shows of a talk. */
export type LoggedTalk = Pick<
  Talk,
  'conversationId' | 'seat' | 'lines' | 'before' | 'former' | 'otherIsTyping' | 'caughtUp'
>;

/** The seeker's answers before *Start*; each can be skipped. */
export interface Answers {
  readonly language: Language;
  readonly topic: Topic | null;
  readonly feeling: Feeling | null;
  readonly age: Age | null;
  readonly urgent: boolean;
}

/** The answers that affect the screens after *Start*: lines for young people first, emergency number always large. */
export interface EarlyAnswers {
  readonly young: boolean;
  readonly urgent: boolean;
}

export type SeekerView =
  /** `intake` null: it could not be loaded, so it counts as closed (rule I1). */
  | {
      readonly page: 'landing';
      readonly intake: Intake | null;
      readonly starting: boolean;
      /** A proof of work is being computed, so starting takes longer. */
      readonly proving?: boolean;
      readonly refusal: { readonly code: ErrorCode; readonly retryAt: number | null } | null;
    }
  | {
      readonly page: 'waiting';
      readonly link: Link;
      /** The ticket is being offered to a volunteer now. */
      readonly offered: boolean;
      readonly place: number | null;
      readonly wait: WaitRange;
      /** Deadline of the question "still waiting?"; null if it is not asked (rule Q7). */
      readonly keepBy: number | null;
      /** Whether volunteers are answering now; null if unknown (rule I4). */
      readonly intake: IntakeState | null;
      /** This tab resumed its ticket after a reload or a lost network. */
      readonly cameBack: boolean;
      /**
       * The volunteer who could not go on, and from whom the seeker was returned to the queue without being asked (rules C16,
       * V7). Null: that did not happen.
       */
      readonly givenBackBy: string | null;
    }
  | {
      readonly page: 'conversation';
      readonly link: Link;
      readonly talk: Talk;
      /** The volunteer is disconnected: first a notice, then a choice (rule C5). */
      readonly volunteerLost: 'no' | 'words' | 'choice';
    }
  | {
      readonly page: 'ended';
      readonly end:
        | { readonly of: 'ticket'; readonly reason: TicketEnd }
        | {
            readonly of: 'conversation';
            readonly reason: ConversationEnd;
            /** The conversation was marked as danger: emergency numbers come first (rule C17). */
            readonly danger: boolean;
            /** The volunteer's closing message, shown to a seeker who returns late (rule C5). */
            readonly lastWords: string | null;
            /** The closing message counts messages by the volunteer that never arrived (rule E2). */
            readonly cutShort: boolean;
            /** The service has confirmed the end; before that, deletion is not certain. */
            readonly deleted: boolean;
            readonly alias: string;
            /** Messages that exist in this tab only, also from before a transfer. */
            readonly lines: readonly Said[];
          };
    };

/** A text and its sender. */
export interface Said {
  readonly from: Seat;
  readonly text: string;
  /** The alias of a leader, or of the writer of a line from before a transfer; null if it is not known or not needed. */
  readonly alias: string | null;
}
/** The seeker's feedback after a conversation (rule T6). */
export interface Feedback {
  readonly feeling?: Feeling;
  readonly heard?: Feeling;
  readonly comment?: string;
}
/** Result of sending feedback. `late`: the service no longer accepts it. */
export type Heard = 'heard' | 'late' | 'failed';

export interface SeekerActions {
  start(answers: Answers): void;
  /** Gives up the place in the queue. */
  cancel(): void;
  /** "Yes, I am still waiting." */
  keep(): void;
  send(text: string): void;
  retry(key: string): void;
  typing(): void;
  end(): void;
  /** "I am still here": restarts the measurement of silence (rule C9). */
  stay(): void;
  /** Leaves a lost volunteer, or differing keys, for the original place in the queue. */
  requeue(): void;
  /** Asks for another volunteer, likewise; possible once (rule C12). */
  another(): void;
  /** Answers the question about a transfer. Returns false if that failed and can be tried again (rule C11). */
  answerTransfer(answer: TransferAnswer): Promise<boolean>;
  /** Takes the session over from the other tab (`replaced`). */
  takeOver(): void;
  /** Sends feedback; never throws. */
  answer(feedback: Feedback): Promise<Heard>;
  /** From `ended` back to the landing page. */
  again(): void;
  /** *Leave this page*: ends by beacon and clears the tab's storage; then the page is replaced (rule U3). */
  leave(): void;
}
