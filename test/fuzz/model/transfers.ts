/** Transfers: asked, answered, offered, and what ends them (rule C11). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore } from '@terskel/server/domain/live-store';
import * as st from './state.ts';
import type { State, TalkRecord, TransferRecord, Volunteer } from './state.ts';
import type { Rules } from './model.ts';
import { dropOffer, newOffer } from './offers.ts';
import { tellStuck } from './stuck-view.ts';

const done = { ok: true } as const;
type Outcome = 'refused' | 'declined' | 'gone';

export function tellOf(
  state: State,
  talk: TalkRecord,
  seat: 'seeker' | 'volunteer',
  outcome?: Outcome,
) {
  const shown = { conversationId: talk.id, transfer: st.transferShown(talk) };
  const payload = outcome === undefined ? shown : { ...shown, outcome };
  st.tellSeat(state, talk, seat, 'transfer:changed', payload);
}
function become(state: State, talk: TalkRecord, to: TransferRecord['state']): void {
  if (talk.transfer) talk.transfer.state = to;
  for (const seat of ['volunteer', 'seeker'] as const) tellOf(state, talk, seat);
}

/** Removes the transfer and withdraws its offer. */
export function dropTransfer(state: State, talk: TalkRecord, now: number): void {
  const offer = talk.transfer?.offer;
  talk.transfer = null;
  if (!offer) return;
  dropOffer(state, offer);
  const payload = { offerId: offer.id, reason: 'withdrawn' };
  st.tell(state, offer.volunteer, 'offer:expired', payload);
  st.hasten(state, `rematch ${talk.ticket.language}`, now + 1);
}
export function endTransfer(state: State, talk: TalkRecord, now: number): void {
  const wasTakeover = st.isTakeover(talk);
  dropTransfer(state, talk, now);
  talk.marks.changes += 1;
  if (wasTakeover) tellStuck(state, now);
}
function fail(state: State, talk: TalkRecord, outcome: Outcome, now: number): void {
  endTransfer(state, talk, now);
  tellOf(state, talk, 'volunteer', outcome);
  tellOf(state, talk, 'seeker');
}

type Waiting = TalkRecord & { readonly transfer: TransferRecord };
const isWaiting = (talk: TalkRecord): talk is Waiting => talk.transfer?.state === 'waiting';
/** Oldest first. */
function waiting(state: State): Waiting[] {
  return [...state.talks.values()]
    .filter(isWaiting)
    .toSorted((a, b) =>
      a.transfer.answeredAt === b.transfer.answeredAt
        ? a.id < b.id
          ? -1
          : 1
        : a.transfer.answeredAt - b.transfer.answeredAt,
    );
}

export const transfersWait = (state: State): boolean => waiting(state).length > 0;

/** Nobody waits for a person who is gone. */
export function endTransfersTo(state: State, staff: string, now: number): void {
  for (const talk of waiting(state))
    if (talk.transfer.colleague === staff) fail(state, talk, 'gone', now);
}

/** The offer was declined or missed. */
export function searchOn(state: State, talk: TalkRecord, staff: string, now: number): void {
  const { transfer } = talk;
  if (!transfer) return;
  transfer.offer = null;
  transfer.declined.set(staff, now);
  if (transfer.kind === 'colleague') {
    fail(state, talk, 'declined', now);
    return;
  }
  state.deadlines.set(`rematch ${talk.ticket.language}`, now + TIMES.declineHoldMs);
  become(state, talk, 'waiting');
}

function mayTake(
  { transfer, volunteer, ticket }: Waiting,
  { id }: Volunteer,
  now: number,
): boolean {
  const declinedAt = transfer.declined.get(id);
  const isHeld = declinedAt !== undefined && now - declinedAt < TIMES.declineHoldMs;
  const wasLeft = id === ticket.another?.volunteer && transfer.kind !== 'colleague';
  return id !== volunteer.id && !wasLeft && !isHeld;
}
function suits({ transfer, ticket }: Waiting, { id, profile }: Volunteer): boolean {
  if (transfer.kind === 'any') return profile.languages.includes(ticket.language);
  return transfer.kind === 'leader' ? profile.roles.includes('leader') : transfer.colleague === id;
}

/** Not wrapping up, without an offer, and able to take one more. */
function isFree(state: State, v: Volunteer): boolean {
  return v.state !== 'wrapping_up' && v.offer === null && st.isOpenTo(state, v);
}

/** A takeover is the leader's own choice, as *Take next* is. */
function couldBegin(state: State, talk: Waiting, v: Volunteer): boolean {
  if (!st.isTakeover(talk)) return isFree(state, v);
  const hasRoom = st.heldBy(state, v).length < v.profile.capacity;
  return v.state !== 'wrapping_up' && v.offer === null && v.connection !== '' && hasRoom;
}

function takerOf(state: State, talk: Waiting, now: number): Volunteer | undefined {
  const { kind } = talk.transfer;
  return st
    .onDuty(state)
    .filter((v) => couldBegin(state, talk, v) && (kind !== 'any' || v.state === 'ready'))
    .filter((v) => suits(talk, v) && mayTake(talk, v, now))
    .toSorted((a, b) =>
      a.idleSince === b.idleSince ? (a.id < b.id ? -1 : 1) : a.idleSince - b.idleSince,
    )[0];
}

type Ids = readonly [string, string];

export function offerTransfer(
  state: State,
  talk: Waiting,
  volunteer: Volunteer,
  ids: Ids,
  now: number,
) {
  const offer = newOffer(state, { ticket: talk.ticket, from: talk, volunteer }, ids, now);
  talk.transfer.offer = offer;
  become(state, talk, 'offered');
  return offer;
}

/** Offers the oldest transfer for which there is somebody. */
export function matchTransfer(state: State, ids: Ids, now: number): boolean {
  for (const talk of waiting(state)) {
    const taker = takerOf(state, talk, now);
    if (taker) {
      const offer = offerTransfer(state, talk, taker, ids, now);
      st.tell(state, taker, 'offer:made', { offer: st.offerShown(offer, now) });
      return true;
    }
    const { kind, colleague } = talk.transfer;
    const isThere = st.onDuty(state).some(({ id }) => id === colleague);
    if (kind === 'colleague' && !isThere) fail(state, talk, 'gone', now);
  }
  return false;
}

/** The oldest one that the volunteer can take. */
export const transferFor = (state: State, volunteer: Volunteer, now: number) =>
  waiting(state).find((talk) => suits(talk, volunteer) && mayTake(talk, volunteer, now));

/** What a resume ticket says of it: not the answer, which the seeker's tab gives again. */
export function transferIn(record: Readonly<Record<string, string>>): TransferRecord | null {
  const { transferId: id = '', transferReason, transferTo } = record;
  if (id === '') return null;
  return {
    ...{ id: id as TransferRecord['id'], reason: transferReason as TransferRecord['reason'] },
    ...{ kind: transferTo as TransferRecord['kind'], colleague: record['transferStaff'] ?? '' },
    alias: record['transferAlias'] ?? '',
    ...{ state: 'asked', key: '', history: false, answeredAt: 0, offer: null },
    declined: new Map(),
  };
}

type Mine = 'askTransfer' | 'answerTransfer' | 'cancelTransfer' | 'colleagues';

export const transfers = (s: State): Pick<Rules<LiveStore>, Mine> => ({
  askTransfer(conversationId, staff, id, reason, to) {
    const talk = s.talks.get(conversationId);
    if (talk?.volunteer.id !== staff) return refused('not_found');
    const colleague = to.kind === 'colleague' ? to.staffId : '';
    const { transfer } = talk;
    if (transfer) {
      const isSame =
        transfer.reason === reason && transfer.kind === to.kind && transfer.colleague === colleague;
      const shown = st.transferShown(talk);
      return isSame && shown ? { ok: true, transfer: shown } : refused('wrong_state');
    }
    if (talk.seekerConfirmation === '' || talk.marks.keys !== 'held') return refused('wrong_state');
    const other = st.onDuty(s).find((v) => v.id === colleague);
    if (to.kind === 'colleague' && (!other || colleague === staff)) return refused('wrong_state');
    talk.transfer = transferIn({
      ...{ transferId: id, transferReason: reason, transferTo: to.kind },
      ...{ transferStaff: colleague, transferAlias: other?.profile.alias ?? '' },
    });
    talk.marks.changes += 1;
    tellOf(s, talk, 'seeker');
    return { ok: true, transfer: st.transferShown(talk) as never };
  },
  answerTransfer(conversationId, seeker, id, agreement, now) {
    const talk = s.talks.get(conversationId);
    if (talk?.session.id !== seeker) return refused('not_found');
    const { transfer } = talk;
    if (transfer?.id !== id) return agreement === null ? done : refused('wrong_state');
    if (agreement === null) {
      endTransfer(s, talk, now);
      tellOf(s, talk, 'volunteer', 'refused');
      return done;
    }
    const { publicKey: key, history } = agreement;
    if (transfer.state !== 'asked') {
      const isSame = transfer.key === key && transfer.history === history;
      return isSame ? done : refused('wrong_state');
    }
    Object.assign(transfer, { key, history, answeredAt: now, state: 'waiting' });
    tellOf(s, talk, 'volunteer');
    return done;
  },
  cancelTransfer(conversationId, staff, now) {
    const talk = s.talks.get(conversationId);
    if (talk?.volunteer.id !== staff) return refused('not_found');
    if (talk.transfer === null) return done;
    if (st.isTakeover(talk)) return refused('wrong_state');
    endTransfer(s, talk, now);
    tellOf(s, talk, 'seeker');
    return done;
  },
  colleagues: (staff) =>
    st
      .onDuty(s)
      .filter(({ id, connection }) => id !== staff && connection !== '')
      .map((v) => {
        const { alias, roles } = v.profile;
        const leads = roles.includes('leader');
        return { id: v.id as never, alias, leads, free: isFree(s, v) };
      })
      .toSorted((a, b) =>
        a.alias === b.alias ? (a.id < b.id ? -1 : 1) : a.alias < b.alias ? -1 : 1,
      ),
});
