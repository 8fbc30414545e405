/** What the live store is said to hold, as plain records: no lanes, no indexes, no Redis. */
import { TIMES } from '@terskel/shared/limits';
import { refused, type Refused } from '@terskel/server/domain/ports';
import type { OpenTicket, SessionRow, TicketRow } from '@terskel/server/domain/live-store';
import type {
  Availability,
  Conversation,
  Language,
  Message,
  Offer,
  Presence,
  Side,
  Staff,
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
  /** The address prefix that it is counted by; null: by none (rule R6). */
  readonly prefix: string | null;
  readonly differed: number;
  /** How many times the session has gone back in line. */
  readonly turn: number;
  /** Whom the seeker has asked to leave, and when (rule C12). */
  readonly another: { readonly volunteer: string; readonly at: number } | null;
  /** Staff id → when. */
  readonly declined: Map<string, number>;
  offer: OfferRecord | null;
  keepBy: number | null;
}
export interface OfferRecord {
  readonly id: Offer['id'];
  readonly conversationId: Offer['conversationId'];
  readonly ticket: TicketRecord;
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
  /** What wrapping up ends in, and when. */
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
  /** A number whose message nobody had any more after a loss holds null. */
  readonly log: (Message | null)[];
  readonly received: { seeker: number; volunteer: number };
  /** Since when each side is away. */
  readonly away: { seeker: number | null; volunteer: number | null };
  /** The life of the store that the log was last whole in, or is being made whole in, from number `base` on. */
  epoch: string;
  base: number;
  /** In which life each side handed in what it had. */
  readonly handedIn: { seeker: string; volunteer: string };
  plannedMs: number;
  /** What the seeker was told of silence, of the one since when, until when; none of it counts from before `from`. */
  readonly silence: {
    stage: '' | 'nudge' | 'warning';
    since: number | null;
    until: number;
    from: number;
  };
  /** What the volunteer said of it (rules C9, C16, C17), and how often that has changed. */
  readonly marks: { danger: boolean; held: boolean; keys: VolunteerKeys; changes: number };
}
/** One life of the store (rule F3). */
interface Epoch {
  readonly id: string;
  /** Another server goes on as the store, which no node has looked at yet. */
  isOver: boolean;
  readonly bornAt: number;
  readonly lostAt: number;
  holdUntil: number | null;
}
/** One event as a step of the store tells it. */
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
  readonly tombstones: Map<string, SessionRow>;
  /** '<kind> <id>' → when. */
  readonly deadlines: Map<string, number>;
  readonly nodes: Map<string, number>;
  /** Of each language, changes in its line. */
  readonly versions: Map<Language, number>;
  readonly matches: Map<Language, number[]>;
  epoch: Epoch | null;
  aloneSince: number | null;
  lastScore: number;
  /** Told since it was last emptied. */
  told: Told[];
  /** Sessions and conversations that have ended or cannot come back any more, in this life of the store or before. */
  readonly ended: Set<string>;
  /** What the run was about. */
  readonly counted: { talks: number; messages: number; losses: number; silences: number };
}

export function emptyState(): State {
  return {
    ...{ sessions: new Map(), volunteers: new Map(), talks: new Map(), tombstones: new Map() },
    ...{ deadlines: new Map(), nodes: new Map(), versions: new Map(), matches: new Map() },
    ...{ epoch: null, aloneSince: null, lastScore: 0, told: [] },
    ended: new Set(),
    counted: { talks: 0, messages: 0, losses: 0, silences: 0 },
  };
}

export function tell(s: State, to: Session | Volunteer, event: string, payload: object): void {
  const receiver = `${'profile' in to ? 'staff' : 'seeker'} ${to.id}`;
  if (to.node !== '') s.told.push({ node: to.node, receiver, event, payload });
}

/** A node that the store does not know, and that holds somebody, counts as not having beaten yet (rule F1). */
export function hold(s: State, node: string): void {
  if (!s.nodes.has(node)) s.nodes.set(node, 0);
}
/** A connection that another one took over from has ended: what it did last, the other's page may not know. */
export function tellOutdated(s: State, who: Session | Volunteer | undefined): Refused {
  if (who && who.connection !== '') tell(s, who, 'session:outdated', {});
  return refused('wrong_state');
}
/** Every node hears that it is over, so that no resume ticket brings it back (rule F3). */
export function tellOver(s: State, what: string): void {
  s.told.push({ node: '*', receiver: 'over', event: what, payload: null });
}
/** To one side of a talk, unless it is away. */
export function tellSide(
  s: State,
  talk: TalkRecord,
  side: Side,
  event: string,
  payload: object,
): void {
  if (talk.away[side] !== null) return;
  tell(s, side === 'seeker' ? talk.session : talk.volunteer, event, payload);
}

/** For how long offers are still held back. */
export const heldBackMs = (s: State, now: number) => Math.max(0, (s.epoch?.holdUntil ?? 0) - now);
export function holdOffers(s: State, until: number): void {
  if (s.epoch) s.epoch.holdUntil = until;
  s.deadlines.set('match all', until);
}
/** In a new life of the store the log may lack what came last: both sides hand in what they have. */
export function takeStock(s: State, talk: TalkRecord): void {
  if (s.epoch === null || talk.epoch === s.epoch.id) return;
  Object.assign(talk, { epoch: s.epoch.id, base: talk.log.length });
  Object.assign(talk.handedIn, { seeker: '', volunteer: '' });
}
export const isWhole = ({ handedIn, epoch }: TalkRecord) =>
  handedIn.seeker === epoch && handedIn.volunteer === epoch;

export function isDue(s: State, deadline: string, now: number): boolean {
  return (s.deadlines.get(deadline) ?? Number.POSITIVE_INFINITY) <= now;
}
/** Unless it is due sooner already. */
export function hasten(s: State, deadline: string, at: number): void {
  s.deadlines.set(deadline, Math.min(at, s.deadlines.get(deadline) ?? at));
}

const all = <T>(items: Iterable<T | null>) => [...items].filter((item) => item !== null);
export const tickets = (s: State) => all([...s.sessions.values()].map(({ ticket }) => ticket));
/** Two of the same moment, one of which was brought back from a lost store, stand in the order of their ids. */
export const inLine = (a: TicketRecord, b: TicketRecord) =>
  a.score === b.score ? (a.id < b.id ? -1 : 1) : a.score - b.score;
/** Who waits in a language, the next one first (rule Q3). */
export const waitingIn = (s: State, language: Language) =>
  tickets(s)
    .filter((ticket) => ticket.language === language && ticket.offer === null)
    .toSorted(inLine);
/** The oldest first. */
export const heldBy = (s: State, volunteer: Volunteer) =>
  [...s.talks.values()]
    .filter((talk) => talk.volunteer === volunteer)
    .toSorted((a, b) =>
      a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt - b.startedAt,
    );
/** Of one whom the store does not know, what a talk that was brought back says. */
export function volunteerOf(s: State, id: string): Volunteer {
  const talks = [...s.talks.values()].map((talk) => talk.volunteer);
  return (
    s.volunteers.get(id) ??
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
export const leaders = (s: State) =>
  onDuty(s).filter(({ profile }) => profile.roles.includes('leader'));
export const isDanger = ({ ticket, marks }: TalkRecord) => ticket.urgent || marks.danger;
export const mayClose = (talk: TalkRecord) => !isDanger(talk) && !talk.marks.held;
/** Ready, and could take one more (rules O1, O8): an offer may be pending. */
export function hasRoom(s: State, v: Volunteer): boolean {
  const held = heldBy(s, v);
  return (
    v.state === 'ready' &&
    v.connection !== '' &&
    held.length < v.profile.capacity &&
    !held.some(isDanger)
  );
}
/** Not gone, on a long break, nor paused for missed offers, unless they hold somebody (rule I2). */
export function answers(s: State, v: Volunteer, now: number): boolean {
  if (v.lostAt !== null && now - v.lostAt >= TIMES.volunteerGoneMs) return false;
  if (v.state !== 'paused' || v.offer !== null || heldBy(s, v).length > 0) return true;
  return !v.missed && now - v.idleSince < TIMES.breakMs;
}
export const isReady = (s: State, v: Volunteer) => v.offer === null && hasRoom(s, v);

export function ticketRow(s: State, ticket: TicketRecord, now: number): TicketRow {
  const { id, language, keepBy } = ticket;
  if (ticket.offer !== null) return { id, state: 'offered', language };
  const place = waitingIn(s, language).indexOf(ticket) + 1;
  const keepWithinMs = keepBy === null ? null : Math.max(0, keepBy - now);
  return { id, state: 'waiting', language, place, keepWithinMs };
}

export function offerShown(offer: OfferRecord, now: number): Offer {
  const { publicKey, language, topic, feeling, age, urgent, openedAt } = offer.ticket;
  return {
    ...{ id: offer.id, conversationId: offer.conversationId, publicKey, language, urgent },
    ...{ waitedMs: Math.max(0, now - openedAt), expiresInMs: Math.max(0, offer.expiresAt - now) },
    ...(topic === undefined ? {} : { topic }),
    ...(feeling === undefined ? {} : { feeling }),
    ...(age === undefined ? {} : { age }),
  };
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

/** When the volunteer wrote first after the seeker's last word, but not before what counts. */
export function unansweredSince({ log, silence }: TalkRecord): number | null {
  const lastWord = log.findLastIndex((message) => message?.from === 'seeker');
  const first = log.slice(lastWord + 1).find((message) => message !== null);
  return first ? Math.max(first.acceptedAt, silence.from) : null;
}
export function silentSince(s: State, talk: TalkRecord): number | null {
  const { seeker, volunteer } = talk.away;
  const isHere = seeker === null && volunteer === null;
  const isKnown = isWhole(talk) && talk.epoch === s.epoch?.id;
  return isHere && isKnown ? unansweredSince(talk) : null;
}
export const stageOf = ({ silence }: TalkRecord, since: number | null) =>
  since !== null && silence.since === since ? silence.stage : '';

export function silenceShown(s: State, talk: TalkRecord, now: number): Conversation['silence'] {
  const stage = stageOf(talk, silentSince(s, talk));
  if (stage === '') return null;
  const closesInMs = mayClose(talk) ? Math.max(0, talk.silence.until - now) : null;
  return { stage, closesInMs, afterSeq: talk.log.length };
}

export function talkShown(s: State, talk: TalkRecord, side: Side, now: number): Conversation {
  const { id, alias, ticket, encapsulation, confirmation, seekerConfirmation, startedAt } = talk;
  return {
    ...{ id, side, alias, language: ticket.language, urgent: ticket.urgent, encapsulation },
    ...{ danger: isDanger(talk), held: side === 'volunteer' && talk.marks.held },
    volunteerKeys: talk.marks.keys,
    ...(ticket.topic === undefined ? {} : { topic: ticket.topic }),
    ...(ticket.age === undefined || side === 'seeker' ? {} : { age: ticket.age }),
    confirmations: {
      volunteer: confirmation,
      ...(seekerConfirmation === '' ? {} : { seeker: seekerConfirmation }),
    },
    ...{ startedAt, startedForMs: Math.max(0, now - startedAt), plannedMs: talk.plannedMs },
    silence: silenceShown(s, talk, now),
    mayAskAnother: side === 'seeker' && ticket.another === null,
    ...{ lastSeq: talk.log.length, received: { ...talk.received } },
    other: presence(talk.away[side === 'seeker' ? 'volunteer' : 'seeker'], now),
    ...(isWhole(talk)
      ? {}
      : { rebuild: { after: talk.base, owed: talk.handedIn[side] !== talk.epoch } }),
  };
}
