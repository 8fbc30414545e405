/** What the rules of the model have in common: events, deadlines, and who is where. */
import { TIMES } from '@terskel/shared/limits';
import { refused, type Refused } from '@terskel/server/domain/ports';
import type { Aside, Language, Seat, VolunteerEnd } from '@terskel/shared/models';
import type {
  AsideRecord,
  Exchange,
  Session,
  State,
  TalkRecord,
  TicketRecord,
  Volunteer,
} from './records.ts';

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
export function releaseStaleConnection(
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
/** Leaders with a connection, on duty or not. */
export const connectedLeaders = (state: State) =>
  [...state.volunteers.values()].filter(
    ({ connection, profile }) => connection !== '' && profile.roles.includes('leader'),
  );
export const isTakeover = ({ transfer }: Pick<TalkRecord, 'transfer'>) =>
  transfer?.reason === 'takeover';
/** What the volunteer's page is told later (rule V7). */
export function noteEnd(
  state: State,
  { id, volunteer }: TalkRecord,
  reason: Extract<VolunteerEnd, 'taken_over' | 'released'>,
): void {
  const before = state.ends.get(volunteer.id) ?? [];
  state.ends.set(volunteer.id, [...before, { conversationId: id, reason }]);
}
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
