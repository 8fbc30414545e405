/** A seeker's pages after *Start*, as a reducer over events. Pure. The talk itself is in talk.ts. */
import { TIMES } from '@terskel/shared/limits';
import type { IntakeState, Ticket } from '@terskel/shared/models';
import type { Link, SeekerView } from './model.ts';
import type { TalkState } from './talk.ts';
import { talkView } from './talk-view.ts';

type Page<Name extends SeekerView['page']> = Extract<SeekerView, { page: Name }>;
export type Ended = Page<'ended'>['end'];

/** The `landing` page has its own state until a ticket is opened. */
export type SeekerState =
  | { readonly page: 'landing' }
  | Page<'waiting'>
  | { readonly page: 'conversation'; readonly link: Link }
  | Page<'ended'>;

export type SeekerEvent =
  | { readonly type: 'link'; readonly link: Link }
  /** `cameBack`: the ticket was resumed after a reload or a lost network. */
  | {
      readonly type: 'ticket';
      readonly ticket: Ticket;
      readonly at: number;
      readonly cameBack: boolean;
      readonly intake: IntakeState | null;
      /** How the seeker was returned to the queue, if this ticket comes from that. */
      readonly givenBackBy?: string | null;
    }
  | { readonly type: 'intake'; readonly intake: IntakeState }
  | { readonly type: 'talking'; readonly link: Link }
  | { readonly type: 'ended'; readonly end: Ended };

/** State of a tab that resumes a session: the queue page without a known place, or the conversation. */
export function returning(to: 'waiting' | 'conversation'): SeekerState {
  if (to === 'conversation') return { page: to, link: 'connecting' };
  return {
    page: to,
    link: 'connecting',
    offered: false,
    place: null,
    wait: null,
    keepBy: null,
    intake: null,
    cameBack: true,
    givenBackBy: null,
  };
}

export function seeker(state: SeekerState, event: SeekerEvent): SeekerState {
  switch (event.type) {
    case 'link':
      return 'link' in state ? { ...state, link: event.link } : state;
    case 'ticket': {
      const before = state.page === 'waiting' ? state.givenBackBy : null;
      const { intake, givenBackBy = before } = event;
      return { ...ticket(state, event.ticket, event.at, event.cameBack), intake, givenBackBy };
    }
    case 'intake':
      return state.page === 'waiting' ? { ...state, intake: event.intake } : state;
    case 'talking':
      return { page: 'conversation', link: event.link };
    case 'ended':
      return { page: 'ended', end: event.end };
  }
}

/** An offered ticket has no place in the queue; the last known one stays. */
function ticket(
  state: SeekerState,
  current: Ticket,
  at: number,
  cameBack: boolean,
): Omit<Page<'waiting'>, 'intake' | 'givenBackBy'> {
  const before = state.page === 'waiting' ? state : null;
  if (current.state === 'offered') {
    return {
      page: 'waiting',
      link: 'online',
      offered: true,
      place: before?.place ?? null,
      wait: before?.wait ?? null,
      keepBy: null,
      cameBack: cameBack || (before?.cameBack ?? false),
    };
  }
  const { place, wait, keepWithinMs } = current;
  const moved = before?.place !== null && before?.place !== place;
  return {
    page: 'waiting',
    link: 'online',
    offered: false,
    place,
    wait,
    keepBy: keepWithinMs === null ? null : at + keepWithinMs,
    cameBack: cameBack || (!moved && (before?.cameBack ?? false)),
  };
}

type VolunteerLost = Page<'conversation'>['volunteerLost'];

/** What the seeker sees about a disconnected volunteer, and when that changes next (rule C5). */
export function volunteerLost(
  { others }: TalkState,
  now: number,
): { readonly lost: VolunteerLost; readonly nextAt: number | null } {
  const other = others.volunteer?.presence;
  if (other?.connected !== false) return { lost: 'no', nextAt: null };
  const wordsAt = other.lostAt + TIMES.volunteerLostWordsMs;
  const choiceAt = other.lostAt + TIMES.volunteerLostChoiceMs;
  if (now < wordsAt) return { lost: 'no', nextAt: wordsAt };
  if (now < choiceAt) return { lost: 'words', nextAt: choiceAt };
  return { lost: 'choice', nextAt: null };
}

/** The page after *Start*; null while it is still the landing page or the talk is not known yet. */
export function seekerView(
  state: SeekerState,
  talk: TalkState | null,
  now: number,
): Exclude<SeekerView, { page: 'landing' }> | null {
  if (state.page === 'landing') return null;
  if (state.page !== 'conversation') return state;
  if (talk === null) return null;
  return { ...state, talk: talkView(talk), volunteerLost: volunteerLost(talk, now).lost };
}
