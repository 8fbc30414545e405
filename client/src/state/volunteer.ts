/** A volunteer's work page as a reducer over events. Pure. The talks are in talk.ts. */
import type { ConversationId, OfferId } from '@terskel/shared/ids';
import type {
  Availability,
  Call,
  CallShown,
  VolunteerEnd,
  Feeling,
  Offer,
  Overview,
  Staff,
  StuckShown,
} from '@terskel/shared/models';
import { type ShownAside, asideBegan, overAside } from './aside.ts';
import type { Link } from './model.ts';
import type {
  EndedTalk,
  ShownAvailability,
  ShownOffer,
  VolunteerNote,
  VolunteerView,
  WorkTalk,
} from './volunteer-view.ts';
import type { TalkState } from './talk.ts';
import { aliasIn, talkView } from './talk-view.ts';
import { sorted } from '../lists.ts';

type Work = Extract<VolunteerView, { page: 'work' }>;
type About = Pick<WorkTalk, 'number' | 'feeling' | 'call'>;
/** `asides` has only those that have ended. */
export interface VolunteerState extends Omit<Work, 'talks'> {
  /** What the page knows of each conversation besides its talk. */
  readonly about: ReadonlyMap<ConversationId, About>;
}

/** Maximum number of ended conversations, and of ended asides, on the page; the oldest is removed first. */
const ENDED_MAX = 3;

export type VolunteerEvent =
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'staff'; readonly staff: Staff }
  | { readonly type: 'overview'; readonly overview: Overview; readonly at: number }
  | { readonly type: 'availability'; readonly availability: Availability; readonly at: number }
  | { readonly type: 'offered'; readonly offer: Offer; readonly at: number }
  | { readonly type: 'accepting'; readonly offerId: OfferId; readonly accepting: boolean }
  /** That offer is no longer open; null: any offer. */
  | { readonly type: 'offer_gone'; readonly offerId: OfferId | null }
  | { readonly type: 'began'; readonly id: ConversationId; readonly feeling: Feeling | null }
  | {
      readonly type: 'call';
      readonly id: ConversationId;
      readonly call: Call | null;
      readonly at: number;
    }
  | { readonly type: 'aside_began'; readonly of: ConversationId; readonly seat: ShownAside['seat'] }
  | { readonly type: 'aside_ended'; readonly aside: ShownAside }
  | { readonly type: 'aside_put_away'; readonly id: ConversationId }
  | { readonly type: 'calls'; readonly calls: readonly CallShown[]; readonly at: number }
  | { readonly type: 'stuck'; readonly stuck: readonly StuckShown[]; readonly at: number }
  | { readonly type: 'ended'; readonly talk: TalkState; readonly reason: VolunteerEnd | null }
  /** The reason why a conversation ended, received after the end itself. */
  | { readonly type: 'explained'; readonly id: ConversationId; readonly reason: VolunteerEnd }
  /** This leader is no longer in the conversation. Nothing of it stays on the page. `isOver`: it has ended. */
  | { readonly type: 'visit_ended'; readonly talk: TalkState; readonly isOver: boolean }
  | { readonly type: 'put_away'; readonly id: ConversationId }
  | { readonly type: 'noted'; readonly note: VolunteerNote | null };

/** Initial state: only the signed-in staff member is known. */
export function startWork(staff: Staff): VolunteerState {
  const overview: Overview = {
    intake: { state: 'closed', waiting: 0, wait: null, languages: [] },
    lanes: [],
    oldestWaitMs: null,
    onDuty: 0,
    leaders: 0,
    ready: 0,
    conversations: 0,
  };
  return {
    page: 'work',
    link: 'connecting',
    staff,
    availability: { state: 'off' },
    overview,
    overviewAt: 0,
    offer: null,
    ended: [],
    calls: [],
    stuck: [],
    asides: [],
    note: null,
    about: new Map(),
  };
}

export function volunteer(state: VolunteerState, event: VolunteerEvent): VolunteerState {
  switch (event.type) {
    case 'link':
      return { ...state, link: event.link };
    case 'staff':
      return { ...state, staff: event.staff };
    case 'overview':
      return { ...state, overview: event.overview, overviewAt: event.at };
    case 'availability': {
      const now = availability(event.availability, event.at);
      // Going off duty gives an open offer back.
      const offer = now.state === 'off' ? null : state.offer;
      const isOver = now.state === 'off' && state.availability.state !== 'off';
      const next: VolunteerState = { ...state, availability: now, offer };
      if (!isOver) return next;
      // No ended conversation and no ended aside stays on the page after the shift.
      const gone = state.ended.reduce((left, talk) => without(left, talk.conversationId), next);
      return { ...gone, asides: [] };
    }
    case 'offered':
      return { ...state, offer: offered(state.offer, event.offer, event.at) };
    case 'accepting': {
      const { offer } = state;
      if (offer?.offer.id !== event.offerId) return state;
      return { ...state, offer: { ...offer, accepting: event.accepting } };
    }
    case 'offer_gone': {
      const isGone = event.offerId === null || state.offer?.offer.id === event.offerId;
      return isGone ? { ...state, offer: null } : state;
    }
    case 'began': {
      const { id, feeling } = event;
      if (state.about.has(id)) return state;
      const number = freeNumber(state.about);
      // A leader who is let in again is no longer out of it.
      const note = state.note?.kind === 'visit' ? null : state.note;
      const about = new Map(state.about).set(id, { number, feeling, call: null });
      return { ...state, note, about };
    }
    case 'call': {
      const { id, call, at } = event;
      const known = state.about.get(id);
      if (known === undefined) return state;
      const shown = call && since(call, at);
      return { ...state, about: new Map(state.about).set(id, { ...known, call: shown }) };
    }
    case 'aside_began':
      return { ...state, asides: asideBegan(state.asides, event) };
    case 'aside_ended': {
      // It stays, unless the volunteer's conversation has left the page, or the shift has ended.
      const { of, seat } = event.aside;
      const isShown = seat === 'leader' || state.about.has(of);
      if (!isShown || state.availability.state === 'off') return state;
      return { ...state, asides: [...state.asides, overAside(event.aside)].slice(-ENDED_MAX) };
    }
    case 'aside_put_away': {
      const { id } = event;
      return { ...state, asides: state.asides.filter((aside) => aside.conversationId !== id) };
    }
    case 'calls':
      return { ...state, calls: event.calls.map((call) => since(call, event.at)) };
    case 'stuck':
      return { ...state, stuck: event.stuck.map((talk) => since(talk, event.at)) };
    case 'ended':
      return ended(state, event.talk, event.reason);
    case 'explained': {
      const { id, reason } = event;
      const { note } = state;
      const isNoted = note?.kind === 'conversation_ended' && note.conversationId === id;
      return {
        ...state,
        ended: state.ended.map((talk) =>
          talk.conversationId === id ? { ...talk, reason: talk.reason ?? reason } : talk,
        ),
        note: isNoted ? { ...note, reason: note.reason ?? reason } : note,
      };
    }
    case 'visit_ended':
      return { ...without(state, event.talk.conversation.id), note: visitNote(event) };
    case 'put_away':
      return without(state, event.id);
    case 'noted':
      return { ...state, note: event.note };
  }
}

/** The smallest number that no conversation on the page has. */
function freeNumber(about: VolunteerState['about']): number {
  const used = new Set([...about.values()].map(({ number }) => number));
  let number = 1;
  while (used.has(number)) number += 1;
  return number;
}

/** A conversation that the volunteer ended is removed; one that others ended stays on the page. */
function ended(
  state: VolunteerState,
  over: TalkState,
  reason: VolunteerEnd | null,
): VolunteerState {
  const talk = { ...workTalk(state, over), call: null, reason };
  const { conversationId, number } = talk;
  const note = { kind: 'conversation_ended', conversationId, reason, number } as const;
  if (reason === 'volunteer') return { ...without(state, conversationId), note };
  const oldest = state.ended.at(-ENDED_MAX);
  const room = oldest === undefined ? state : without(state, oldest.conversationId);
  // Messages still in the queue will never be sent.
  const lines = talk.lines.map((line) =>
    line.delivery === 'sending' ? ({ ...line, delivery: 'failed' } as const) : line,
  );
  return { ...room, note, ended: [...room.ended, { ...talk, lines, otherIsTyping: false }] };
}

function visitNote({
  talk: { conversation, keys, pending },
  isOver,
}: Extract<VolunteerEvent, { type: 'visit_ended' }>): VolunteerNote {
  const hasKey = keys === 'agreed' || keys === 'agreeing';
  return {
    kind: 'visit',
    why: isOver ? 'over' : hasKey ? 'left' : 'no_key',
    alias: aliasIn(conversation),
    unsent: pending.length > 0,
  };
}

function without(state: VolunteerState, id: ConversationId): VolunteerState {
  const about = new Map(state.about);
  about.delete(id);
  const { note } = state;
  const isNoted = note?.kind === 'conversation_ended' && note.conversationId === id;
  return {
    ...state,
    about,
    ended: state.ended.filter((talk: EndedTalk) => talk.conversationId !== id),
    asides: state.asides.filter(({ of, seat }) => of !== id || seat === 'leader'),
    note: isNoted ? null : note,
  };
}

function workTalk({ about }: VolunteerState, talk: TalkState): WorkTalk {
  const known = about.get(talk.conversation.id) ?? {
    ...{ number: freeNumber(about), feeling: null, call: null },
  };
  return { ...talkView(talk), ...known };
}

function since<Of extends { readonly forMs: number }>({ forMs, ...call }: Of, at: number) {
  return { ...call, since: at - forMs };
}

function availability(received: Availability, at: number): ShownAvailability {
  if (received.state !== 'wrapping_up') return received;
  return { state: 'wrapping_up', until: at + received.leftMs };
}

/** The same offer received again keeps `accepting`. */
function offered(before: ShownOffer | null, offer: Offer, at: number): ShownOffer {
  const accepting = before?.offer.id === offer.id && before.accepting;
  return { offer, expiresAt: at + offer.expiresInMs, accepting };
}

export function volunteerView(
  state: VolunteerState,
  talks: Iterable<TalkState>,
  asides: readonly ShownAside[],
): Extract<VolunteerView, { page: 'work' }> {
  const { about: _, ...shown } = state;
  const all = [...talks].map((talk) => workTalk(state, talk));
  return {
    ...shown,
    talks: sorted(all, (a, b) => a.number - b.number),
    asides: [...state.asides, ...asides],
  };
}
