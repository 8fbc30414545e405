/** The expected contents of the live store as plain records, without lanes, indexes or Redis. */
import type { OpenTicket, SessionRow, TicketRow } from '@terskel/server/domain/live-store';
import type {
  Aside,
  Availability,
  CallKind,
  Conversation,
  KeyEpoch,
  Language,
  Message,
  Offer,
  Seat,
  Staff,
  Transfer,
  TransferTo,
  VolunteerKeys,
} from '@terskel/shared/models';

export interface Session {
  readonly id: string;
  ticket: TicketRecord | null;
  talk: TalkRecord | null;
  node: string;
  connection: string;
  lostAt: number | null;
  closingAt: number | null;
}
export interface TicketRecord extends OpenTicket {
  readonly id: TicketRow['id'];
  readonly session: Session;
  readonly score: number;
  readonly openedAt: number;
  /** The address prefix that it counts for; null: none (rule R6). */
  readonly prefix: string | null;
  readonly differed: number;
  /** How many times the session has gone back into the queue. */
  readonly turn: number;
  /** The volunteer whom the seeker asked to leave, and when (rule C12). */
  readonly another: { readonly volunteer: string; readonly at: number } | null;
  /** Staff id → time of declining. */
  readonly declined: Map<string, number>;
  offer: OfferRecord | null;
  keepBy: number | null;
}
/** A pending transfer (rule C11). */
export interface TransferRecord {
  readonly id: Transfer['id'];
  readonly reason: Transfer['reason'];
  readonly kind: TransferTo['kind'];
  /** The colleague's id and alias; '' unless there is one. */
  readonly colleague: string;
  readonly alias: string;
  state: Transfer['state'];
  /** The seeker's answer. */
  key: string;
  history: boolean;
  answeredAt: number;
  offer: OfferRecord | null;
  /** Staff id → time of declining or missing it. */
  readonly declined: Map<string, number>;
}
export interface OfferRecord {
  readonly id: Offer['id'];
  readonly conversationId: Offer['conversationId'];
  /** Of a transfer: that of its conversation. */
  readonly ticket: TicketRecord;
  /** The conversation that is offered, if it is a transfer. */
  readonly from: TalkRecord | null;
  readonly volunteer: Volunteer;
  readonly expiresAt: number;
}
export interface Volunteer {
  readonly id: string;
  profile: Pick<Staff, 'alias' | 'languages' | 'topics' | 'capacity' | 'roles'>;
  node: string;
  connection: string;
  lostAt: number | null;
  state: Availability['state'];
  /** The state after wrapping up, and when that begins. */
  after: Availability['state'];
  wrapUntil: number;
  missed: boolean;
  misses: number;
  idleSince: number;
  offer: OfferRecord | null;
}
export interface TalkRecord {
  readonly id: Conversation['id'];
  readonly offerId: string;
  readonly session: Session;
  readonly volunteer: Volunteer;
  readonly ticket: TicketRecord;
  readonly alias: string;
  readonly encapsulation: string;
  readonly confirmation: string;
  readonly startedAt: number;
  /** Minutes that count as the volunteer's time in it. */
  busy: number;
  seekerConfirmation: string;
  /** A sequence number whose message no client had any more after a loss holds null. */
  readonly log: (Message | null)[];
  /** The seats that are taken, in order. */
  seats: readonly Seat[];
  /** The leader who visits it, and with which keys the next message is sealed (rule E5). */
  leader: Volunteer | null;
  keyEpoch: KeyEpoch;
  visit: Conversation['visit'];
  readonly received: Record<Seat, number>;
  /** The highest counter of each seat. */
  readonly sent: Record<Seat, number>;
  /** Since when each seat is away. */
  readonly away: Record<Seat, number | null>;
  /** The store epoch in which the log was last complete, or is being rebuilt from number `base` on. */
  epoch: string;
  base: number;
  /** The store epoch in which the log is complete; '' while it is not. */
  whole: string;
  /** A rebuild has not waited for all seats, so messages of which only others had copies may be lost (rule C15). */
  isPartial: boolean;
  /** The store epoch in which each seat handed in its copies. */
  readonly handedIn: Record<Seat, string>;
  plannedMs: number;
  /**
   * The silence stage shown to the seeker, for a silence since `since`, until `until`; time before `from` does not
   * count.
   */
  readonly silence: {
    stage: '' | 'nudge' | 'warning';
    since: number | null;
    until: number;
    from: number;
  };
  /** What the volunteer set for it (rules C9, C16, C17), and how often that has changed. */
  readonly marks: {
    danger: boolean;
    held: boolean;
    keys: VolunteerKeys;
    keysAt: number | null;
    changes: number;
  };
  /** Since when leaders on duty see it as stuck (rule V7); null: it is not. */
  stuckSince: number | null;
  transfer: TransferRecord | null;
  readonly previous: Conversation['previous'];
  /** What the seeker agreed to send of the conversations before it; null: unknown. */
  readonly history: { readonly agreed: boolean; readonly said: readonly Message[] } | null;
  /** The volunteer calls the leaders, since `at`; `by` has taken the call, or nobody since `openAt` (rule V4). */
  call: {
    kind: CallKind;
    readonly at: number;
    openAt: number;
    escalated: boolean;
    by: { readonly id: string; readonly alias: string; readonly key: string } | null;
  } | null;
  /** The id that is reserved for its aside, which may be open; '' if there is none. */
  aside: string;
}
/** What conversations of every kind have. */
export type Exchange = Pick<
  TalkRecord,
  'id' | 'log' | 'seats' | 'keyEpoch' | 'visit' | 'received' | 'sent' | 'away' | 'epoch' | 'whole'
> & {
  readonly session: Session | null;
  readonly volunteer: Volunteer;
  readonly leader: Volunteer | null;
};
/** A line between a volunteer and the leader who has taken the call (rule V4). */
export interface AsideRecord extends Exchange {
  readonly session: null;
  readonly leader: Volunteer;
  /** The conversation of the call. */
  readonly of: TalkRecord['id'];
  readonly aliases: Readonly<Record<Aside['seat'], string>>;
  readonly startedAt: number;
  readonly encapsulation: string;
  readonly confirmations: { readonly volunteer: string; leader?: string };
}
/** One store epoch (rule F3). */
interface Epoch {
  readonly id: string;
  /** Another server has taken over as the store, and no node has noticed yet. */
  isOver: boolean;
  readonly bornAt: number;
  readonly lostAt: number;
  holdUntil: number | null;
}
/** One event that a store operation publishes. */
export interface Told {
  readonly node: string;
  readonly receiver: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface State {
  readonly sessions: Map<string, Session>;
  readonly volunteers: Map<string, Volunteer>;
  readonly talks: Map<string, TalkRecord>;
  readonly asides: Map<string, AsideRecord>;
  readonly tombstones: Map<string, SessionRow>;
  /** '<kind> <id>' → time. */
  readonly deadlines: Map<string, number>;
  readonly nodes: Map<string, number>;
  /** '<kind> <id>' of the sessions that moved away from a node and were not released there, by node (rule F1). */
  readonly left: Map<string, Set<string>>;
  /** Number of queue changes, by language. */
  readonly versions: Map<Language, number>;
  readonly matches: Map<Language, number[]>;
  /** Cells of statistics, as the live store holds them (rule T1). */
  readonly counts: Map<string, number>;
  readonly said: Map<string, number>;
  /** The minute of the last count of volunteers, and their minutes. */
  readonly counting: Map<string, number>;
  epoch: Epoch | null;
  aloneSince: number | null;
  /** Conversations that leaders have ended for their volunteers, by volunteer (rule V7). */
  readonly ends: Map<
    string,
    { conversationId: Conversation['id']; reason: 'taken_over' | 'released' }[]
  >;
  lastScore: number;
  /** Events since it was last emptied. */
  told: Told[];
  /** Sessions and conversations that have ended or can no longer be restored, in this store epoch or before. */
  readonly ended: Set<string>;
  /** Conversations that a resume ticket has brought back. After a failover it may be one that has just ended. */
  readonly broughtBack: Set<string>;
  /** Totals of the run. */
  readonly counted: {
    talks: number;
    messages: number;
    losses: number;
    silences: number;
    transfers: number;
    /** Messages in asides. */
    asides: number;
  };
}

export function emptyState(): State {
  return {
    ...{ sessions: new Map(), volunteers: new Map(), talks: new Map(), tombstones: new Map() },
    ...{
      deadlines: new Map(),
      nodes: new Map(),
      left: new Map(),
      versions: new Map(),
      matches: new Map(),
    },
    ...{ epoch: null, aloneSince: null, lastScore: 0, told: [], ends: new Map() },
    ...{ counts: new Map(), said: new Map(), counting: new Map() },
    ended: new Set(),
    asides: new Map(),
    broughtBack: new Set(),
    counted: { talks: 0, messages: 0, losses: 0, silences: 0, transfers: 0, asides: 0 },
  };
}
