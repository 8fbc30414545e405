/** Offers of tickets and of transfers: both reserve a volunteer (rules O2, C11). */
import { TIMES } from '@terskel/shared/limits';
import * as st from './state.ts';
import type { OfferRecord, State, Volunteer } from './state.ts';

/** Reserves the volunteer for what is offered. */
export function newOffer(
  state: State,
  of: Pick<OfferRecord, 'ticket' | 'from' | 'volunteer'>,
  [id, conversationId]: readonly [string, string],
  now: number,
): OfferRecord {
  const offer = {
    ...{
      ...of,
      id: id as OfferRecord['id'],
      conversationId: conversationId as OfferRecord['conversationId'],
    },
    expiresAt: now + TIMES.offerMs,
  };
  Object.assign(of.volunteer, { offer });
  state.deadlines.set(`offer ${id}`, offer.expiresAt);
  return offer;
}

export function dropOffer(state: State, { id, ticket, volunteer }: OfferRecord): void {
  Object.assign(ticket, { offer: null });
  Object.assign(volunteer, { offer: null });
  state.deadlines.delete(`offer ${id}`);
}

/** *Take next*, and a takeover, end a wrap-up. */
export function endWrapUp(state: State, v: Volunteer, now: number): void {
  if (v.state !== 'wrapping_up') return;
  v.state = v.after;
  state.deadlines.delete(`wrap-up ${v.id}`);
  st.tell(state, v, 'availability:changed', { availability: st.availability(v, now) });
}
