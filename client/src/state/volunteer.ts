/** A volunteer's work page, event by event. Pure. The talks are in talk.ts. */
import type { OfferId } from '@terskel/shared/ids';
import type { Availability, Offer, Overview, Staff } from '@terskel/shared/models';
import type { Link, ShownAvailability, ShownOffer, VolunteerNote, VolunteerView } from './model.ts';
import { type TalkState, talkView } from './talk.ts';

type Work = Extract<VolunteerView, { page: 'work' }>;
export type VolunteerState = Omit<Work, 'talks'>;

export type VolunteerEvent =
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'staff'; readonly staff: Staff }
  | { readonly type: 'overview'; readonly overview: Overview }
  | { readonly type: 'availability'; readonly availability: Availability; readonly at: number }
  | { readonly type: 'offered'; readonly offer: Offer; readonly at: number }
  | { readonly type: 'accepting'; readonly offerId: OfferId; readonly accepting: boolean }
  /** That offer, or any if null, is no longer open. */
  | { readonly type: 'offer_gone'; readonly offerId: OfferId | null }
  | { readonly type: 'noted'; readonly note: VolunteerNote | null };

/** Nothing is known yet but who signed in. */
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
    offer: null,
    note: null,
  };
}

export function volunteer(state: VolunteerState, event: VolunteerEvent): VolunteerState {
  switch (event.type) {
    case 'link':
      return { ...state, link: event.link };
    case 'staff':
      return { ...state, staff: event.staff };
    case 'overview':
      return { ...state, overview: event.overview };
    case 'availability': {
      const now = availability(event.availability, event.at);
      // Whoever goes off duty has given back what was offered.
      const offer = now.state === 'off' ? null : state.offer;
      return { ...state, availability: now, offer };
    }
    case 'offered':
      return { ...state, offer: offered(state.offer, event.offer, event.at) };
    case 'accepting': {
      const { offer } = state;
      if (offer?.offer.id !== event.offerId) return state;
      return { ...state, offer: { ...offer, accepting: event.accepting } };
    }
    case 'offer_gone': {
      const gone = event.offerId === null || state.offer?.offer.id === event.offerId;
      return gone ? { ...state, offer: null } : state;
    }
    case 'noted':
      return { ...state, note: event.note };
  }
}

function availability(told: Availability, at: number): ShownAvailability {
  if (told.state !== 'wrapping_up') return told;
  return { state: 'wrapping_up', until: at + told.leftMs };
}

/** The same offer told again keeps what was pressed. */
function offered(before: ShownOffer | null, offer: Offer, at: number): ShownOffer {
  const accepting = before?.offer.id === offer.id && before.accepting;
  return { offer, expiresAt: at + offer.expiresInMs, accepting };
}

export function volunteerView(
  state: VolunteerState,
  talks: Iterable<TalkState>,
): Extract<VolunteerView, { page: 'work' }> {
  const oldestFirst = [...talks].toSorted((a, b) => a.startedAt - b.startedAt);
  return { ...state, talks: oldestFirst.map(talkView) };
}
