/** The expected contents of the live store as plain records, without lanes, indexes or Redis. */
import { TIMES } from '@terskel/shared/limits';
import { refused, type Refused } from '@terskel/server/domain/ports';
import type { OpenTicket, SessionRow, TicketRow } from '@terskel/server/domain/live-store';
import type {
  Aside,
  Availability,
  CallKind,
  Conversation,
  Language,
  KeyEpoch,
  Message,
  Offer,
  Presence,
  Roster,
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
  readonly marks: { danger: boolean; held: boolean; keys: VolunteerKeys; changes: number };
  transfer: TransferRecord | null;
  readonly previous: Conversation['previous'];
  /** What the seeker agreed to send of the conversations before it; null: unknown. */
  readonly history: { readonly agreed: boolean; readonly said: readonly Message[] } | null;
  /** The volunteer calls the leaders, since `at`; `by` has taken the call (rule V4). */
  call: {
    kind: CallKind;
    readonly at: number;
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
  epoch: Epoch | null;
  aloneSince: number | null;
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
    ...{ epoch: null, aloneSince: null, lastScore: 0, told: [] },
    ended: new Set(),
    asides: new Map(),
    broughtBack: new Set(),
    counted: { talks: 0, messages: 0, losses: 0, silences: 0, transfers: 0, asides: 0 },
  };
}

const keyOf = (who: Session | Volunteer) => `${'profile' in who ? 'staff' : 'seeker'} ${who.id}`;

export function tell(state: State, to: Session | Volunteer, event: string, payload: object): void {
  if (to.node !== '') state.told.push({ node: to.node, receiver: keyOf(to), event, payload });
}

/**
 * Gives the session another node. A node that holds connections but is unknown to the store counts as without a
 * heartbeat so far (rule F1).
 */
export function hold(state: State, who: Session | Volunteer, node: string): void {
  if (!state.nodes.has(node)) state.nodes.set(node, 0);
  const { node: before } = who;
  if (before !== '' && before !== node)
    state.left.set(before, (state.left.get(before) ?? new Set()).add(keyOf(who)));
  state.left.get(node)?.delete(keyOf(who));
}
/** The page of the session may not know its present state. */
export function tellOutdated(state: State, who: Session | Volunteer | undefined): void {
  if (who && who.connection !== '') tell(state, who, 'session:outdated', {});
}
/** A connection that is not current has ended: the page of its successor may not know its last changes. */
export function leftBehind(
  state: State,
  what: string,
  who: Session | Volunteer | undefined,
  node: string,
): Refused {
  state.left.get(node)?.delete(what);
  tellOutdated(state, who);
  return refused('wrong_state');
}
/** Every node is told that it has ended, so that no resume ticket restores it (rule F3). */
export function tellOver(state: State, what: string): void {
  state.told.push({ node: '*', receiver: 'over', event: what, payload: null });
}
/** The same value for each seat. */
export const bySeat = <T>(value: T): Record<Seat, T> => ({
  ...{ seeker: value, volunteer: value, leader: value },
});
/** Who has a seat. */
export function participantOf(talk: Exchange, seat: Seat): Session | Volunteer | null {
  if (seat === 'leader') return talk.leader;
  return seat === 'seeker' ? talk.session : talk.volunteer;
}
/** Sends to one seat of a conversation, unless it is away. */
export function tellSeat(
  state: State,
  talk: Exchange,
  seat: Seat,
  event: string,
  payload: object,
): void {
  const participant = participantOf(talk, seat);
  if (talk.away[seat] === null && participant) tell(state, participant, event, payload);
}
/** Sends to all other seats. */
export function tellOthers(
  state: State,
  talk: Exchange,
  seat: Seat,
  event: string,
  payload: object,
): void {
  for (const each of talk.seats) if (each !== seat) tellSeat(state, talk, each, event, payload);
}

/** How long offers are still held back. */
export const heldBackMs = (state: State, now: number) =>
  Math.max(0, (state.epoch?.holdUntil ?? 0) - now);
export function holdOffers(state: State, until: number): void {
  if (state.epoch) state.epoch.holdUntil = until;
  state.deadlines.set('match all', until);
}
/**
 * In a new store epoch the log may lack its latest messages: the seats hand in their copies. Returns whether it is new.
 */
export function takeStock(state: State, talk: TalkRecord, now: number): boolean {
  if (state.epoch === null || talk.epoch === state.epoch.id) return false;
  const { log, base } = talk;
  const known = isWhole(talk) ? log.length : Math.min(base, log.length);
  Object.assign(talk, { epoch: state.epoch.id, base: known, whole: '' });
  state.deadlines.set(`rebuild ${talk.id}`, now + TIMES.rebuildWaitMs);
  Object.assign(talk.handedIn, bySeat(''));
  return true;
}
export const isWhole = ({ whole, epoch }: Exchange) => whole === epoch;
/** This seat has not handed in its copies in this store epoch. */
export const owes = ({ handedIn, epoch }: TalkRecord, seat: Seat) => handedIn[seat] !== epoch;

export function isDue(state: State, deadline: string, now: number): boolean {
  return (state.deadlines.get(deadline) ?? Number.POSITIVE_INFINITY) <= now;
}
/** Sets a deadline, unless it is already due sooner. */
export function hasten(state: State, deadline: string, at: number): void {
  state.deadlines.set(deadline, Math.min(at, state.deadlines.get(deadline) ?? at));
}

const all = <T>(items: Iterable<T | null>) => [...items].filter((item) => item !== null);
export const tickets = (state: State) =>
  all([...state.sessions.values()].map(({ ticket }) => ticket));
/** Equal scores, possible after a restore, are ordered by id. */
export const inLine = (a: TicketRecord, b: TicketRecord) =>
  a.score === b.score ? (a.id < b.id ? -1 : 1) : a.score - b.score;
/** Waiting tickets of a language, the next one first (rule Q3). */
export const waitingIn = (state: State, language: Language) =>
  tickets(state)
    .filter((ticket) => ticket.language === language && ticket.offer === null)
    .toSorted(inLine);
/** Oldest first. */
export const heldBy = (state: State, volunteer: Volunteer) =>
  [...state.talks.values()]
    .filter((talk) => talk.volunteer === volunteer)
    .toSorted((a, b) =>
      a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt - b.startedAt,
    );
/** All conversations and asides in which a staff member has a seat, oldest first. */
export const seated = (state: State, staff: Volunteer): (TalkRecord | AsideRecord)[] =>
  [...state.talks.values(), ...state.asides.values()]
    .filter(({ volunteer, leader }) => volunteer === staff || leader === staff)
    .toSorted((a, b) =>
      a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt - b.startedAt,
    );
export const isAside = (talk: TalkRecord | AsideRecord): talk is AsideRecord => 'of' in talk;
export const asideSeatOf = ({ leader }: AsideRecord, staff: Volunteer): Aside['seat'] =>
  leader === staff ? 'leader' : 'volunteer';
export const seatOf = ({ leader }: TalkRecord, staff: Volunteer): Seat =>
  leader === staff ? 'leader' : 'volunteer';
/** For a volunteer unknown to the store: the one in a restored conversation, or an empty record. */
export function volunteerOf(state: State, id: string): Volunteer {
  const talks = [...state.talks.values()].map((talk) => talk.volunteer);
  return (
    state.volunteers.get(id) ??
    talks.find((volunteer) => volunteer.id === id) ?? {
      ...{
        id,
        profile: { alias: '', languages: [], topics: [], capacity: 0, roles: [] },
        node: '',
      },
      ...{ connection: '', lostAt: null, state: 'off', after: 'off', wrapUntil: 0 },
      ...{ missed: false, misses: 0, idleSince: 0, offer: null },
    }
  );
}
export const onDuty = (s: State) =>
  [...s.volunteers.values()].filter(({ state }) => state !== 'off');
export const leaders = (state: State) =>
  onDuty(state).filter(({ profile }) => profile.roles.includes('leader'));
export const isDanger = ({ ticket, marks }: TalkRecord) => ticket.urgent || marks.danger;
export const mayClose = (talk: TalkRecord) => !isDanger(talk) && !talk.marks.held;
/** Ready and able to take one more (rules O1, O8); an offer may be pending. */
export function hasRoom(state: State, volunteer: Volunteer): boolean {
  return volunteer.state === 'ready' && isOpenTo(state, volunteer);
}
/** Connected and able to take one more, whatever the availability. */
export function isOpenTo(state: State, volunteer: Volunteer): boolean {
  const held = heldBy(state, volunteer);
  return (
    volunteer.connection !== '' && held.length < volunteer.profile.capacity && !held.some(isDanger)
  );
}
/** Not gone, on a long break, or paused for missed offers, unless they hold a conversation or an offer (rule I2). */
export function answers(state: State, volunteer: Volunteer, now: number): boolean {
  if (volunteer.lostAt !== null && now - volunteer.lostAt >= TIMES.volunteerGoneMs) return false;
  if (
    volunteer.state !== 'paused' ||
    volunteer.offer !== null ||
    heldBy(state, volunteer).length > 0
  )
    return true;
  return !volunteer.missed && now - volunteer.idleSince < TIMES.breakMs;
}
export const isReady = (state: State, volunteer: Volunteer) =>
  volunteer.offer === null && hasRoom(state, volunteer);

export function ticketRow(state: State, ticket: TicketRecord, now: number): TicketRow {
  const { id, language, keepBy } = ticket;
  if (ticket.offer !== null) return { id, state: 'offered', language };
  const place = waitingIn(state, language).indexOf(ticket) + 1;
  const keepWithinMs = keepBy === null ? null : Math.max(0, keepBy - now);
  return { id, state: 'waiting', language, place, keepWithinMs };
}

export function offerShown({ from, ...offer }: OfferRecord, now: number): Offer {
  const { publicKey, language, topic, feeling, age, urgent, openedAt } = offer.ticket;
  const transfer = from?.transfer;
  const since = transfer?.answeredAt ?? openedAt;
  return {
    ...{ id: offer.id, conversationId: offer.conversationId, language },
    publicKey: transfer?.key ?? publicKey,
    urgent: from === null ? urgent : isDanger(from),
    ...{ waitedMs: Math.max(0, now - since), expiresInMs: Math.max(0, offer.expiresAt - now) },
    ...(topic === undefined ? {} : { topic }),
    ...(feeling === undefined ? {} : { feeling }),
    ...(age === undefined ? {} : { age }),
    ...(from === null || !transfer
      ? {}
      : {
          transfer: { reason: transfer.reason, from: from.alias, history: transfer.history },
        }),
  };
}

export function transferShown({ transfer }: TalkRecord): Conversation['transfer'] {
  if (transfer === null) return null;
  const { id, reason, kind, alias, state } = transfer;
  return { id, reason, to: kind === 'colleague' ? { kind, alias } : { kind }, state };
}

export function availability(v: Volunteer | undefined, now: number): Availability {
  if (v === undefined || v.state === 'off') return { state: 'off' };
  if (v.state === 'paused') return { state: 'paused', missed: v.missed };
  if (v.state === 'ready') return { state: 'ready' };
  return { state: 'wrapping_up', leftMs: Math.max(0, v.wrapUntil - now) };
}

export function presence(lostAt: number | null, now: number): Presence {
  return lostAt === null
    ? { connected: true }
    : { connected: false, lostForMs: Math.max(0, now - lostAt) };
}

/** The volunteer's first message after the seeker's last one, but not before `silence.from`. */
export function unansweredSince({ log, silence }: TalkRecord): number | null {
  const lastWord = log.findLastIndex((message) => message?.from === 'seeker');
  const first = log.slice(lastWord + 1).find((message) => message !== null);
  return first ? Math.max(first.acceptedAt, silence.from) : null;
}
export function silentSince(state: State, talk: TalkRecord): number | null {
  const { seeker, volunteer } = talk.away;
  const isHere = seeker === null && volunteer === null;
  const isKnown = isWhole(talk) && talk.epoch === state.epoch?.id;
  return isHere && isKnown ? unansweredSince(talk) : null;
}
export const stageOf = ({ silence }: TalkRecord, since: number | null) =>
  since !== null && silence.since === since ? silence.stage : '';

export function silenceShown(state: State, talk: TalkRecord, now: number): Conversation['silence'] {
  const stage = stageOf(talk, silentSince(state, talk));
  if (stage === '') return null;
  const closesInMs = mayClose(talk) ? Math.max(0, talk.silence.until - now) : null;
  return { stage, closesInMs, afterSeq: talk.log.length };
}

export const callShown = ({ call }: TalkRecord, now: number): Conversation['call'] =>
  call && {
    ...{ kind: call.kind, forMs: Math.max(0, now - call.at), by: call.by?.alias ?? null },
    ...(call.by && { leaderKey: call.by.key }),
  };

/** Who is in a conversation, and its keys. */
export function rosterShown(talk: TalkRecord, seat: Seat, now: number): Roster {
  const { alias, leader, keyEpoch, visit } = talk;
  const aliases: Partial<Record<Seat, string | undefined>> = {
    ...{ volunteer: alias, leader: leader?.profile.alias },
  };
  const { forLeader: _, ...forAll } = visit ?? { confirmations: { volunteer: '' } };
  return {
    keyEpoch,
    visit: visit && seat !== 'leader' ? forAll : visit,
    seats: Object.fromEntries(
      talk.seats.map((each) => [
        each,
        {
          ...(aliases[each] === undefined ? {} : { alias: aliases[each] }),
          presence: presence(talk.away[each], now),
          ...{ received: talk.received[each], sent: talk.sent[each] },
        },
      ]),
    ),
  };
}

export function talkShown(state: State, talk: TalkRecord, seat: Seat, now: number): Conversation {
  const { id, ticket, encapsulation, confirmation, seekerConfirmation, startedAt } = talk;
  return {
    ...{
      id,
      kind: 'support',
      seat,
      language: ticket.language,
      urgent: ticket.urgent,
      encapsulation,
    },
    ...{ danger: isDanger(talk), held: seat === 'volunteer' && talk.marks.held },
    call: seat === 'volunteer' ? callShown(talk, now) : null,
    volunteerKeys: talk.marks.keys,
    ...(ticket.topic === undefined ? {} : { topic: ticket.topic }),
    ...(ticket.age === undefined || seat !== 'volunteer' ? {} : { age: ticket.age }),
    confirmations: {
      volunteer: confirmation,
      ...(seekerConfirmation === '' ? {} : { seeker: seekerConfirmation }),
    },
    ...{ startedAt, startedForMs: Math.max(0, now - startedAt), plannedMs: talk.plannedMs },
    silence: seat === 'leader' ? null : silenceShown(state, talk, now),
    mayAskAnother: seat === 'seeker' && ticket.another === null,
    transfer: seat === 'leader' ? null : transferShown(talk),
    ...(talk.previous === undefined || seat === 'leader' ? {} : { previous: talk.previous }),
    lastSeq: talk.log.length,
    ...rosterShown(talk, seat, now),
    ...(isWhole(talk) ? {} : { rebuild: { after: talk.base, owed: owes(talk, seat) } }),
    ...(isWhole(talk) && owes(talk, seat) ? { rebuiltAfter: talk.base } : {}),
  };
}
