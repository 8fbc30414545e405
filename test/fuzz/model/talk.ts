/** Conversations (rules C1–C5, C10, A6, O5). */
import { sameEpoch } from '@terskel/shared/key-epochs';
import { RESYNC_PAGE, TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore, SeatHolder } from '@terskel/server/domain/live-store';
import type { LastMessage, Message, Seat, VolunteerEnd } from '@terskel/shared/models';
import { SEATS } from '../../helpers/seats.ts';
import * as st from './state.ts';
import type { Exchange, State, TalkRecord, TicketRecord, Volunteer } from './state.ts';
import type { Rules } from './model.ts';
import { dropOffer } from './offers.ts';
import { confirmAside, endAside } from './asides.ts';
import { tellLeaders } from './calls.ts';
import { tellStuck } from './stuck-view.ts';
import { setMark } from './marks.ts';
import { countEnd } from './counts.ts';
import { bury, enter, matched } from './queue.ts';
import { countAnew, countOn, meetSilence, tellSilence } from './silence.ts';
import { dropTransfer } from './transfers.ts';

const done = { ok: true } as const;
const MAX_DIFFERED = 3;

/** The conversation, if it is theirs (rule C1). */
function seatOf(
  state: State,
  { conversationId, seat, participant }: SeatHolder,
): TalkRecord | undefined {
  const talk = state.talks.get(conversationId);
  return talk && st.participantOf(talk, seat)?.id === participant ? talk : undefined;
}

/** The same of any kind of conversation. */
function heldIn(state: State, holder: SeatHolder): Exchange | undefined {
  const { conversationId, seat, participant } = holder;
  const aside = state.asides.get(conversationId);
  const isTheirs = aside && st.participantOf(aside, seat)?.id === participant;
  return isTheirs ? aside : seatOf(state, holder);
}

/** One seat of these conversations connected or disconnected; the others are notified (rule C5). */
export function setAway(
  state: State,
  talks: readonly TalkRecord[],
  seat: Seat,
  lostAt: number | null,
  now: number,
): void {
  for (const talk of talks) {
    const before = talk.away[seat];
    const changes = lostAt !== null || before !== null;
    talk.away[seat] = lostAt;
    const payload = { conversationId: talk.id, seat, presence: st.presence(lostAt, now) };
    if (changes) st.tellOthers(state, talk, seat, 'presence:changed', payload);
    if (changes && lostAt === null) comeBack(state, talk, seat, before, now);
  }
}

/** Time during which a seat was away is not silence (rule C9). */
function comeBack(
  state: State,
  talk: TalkRecord,
  seat: Seat,
  lostAt: number | null,
  now: number,
): void {
  // Nobody waits for a leader.
  if (!isWhole(state, talk) || lostAt === null || seat === 'leader') return;
  countOn(state, talk, lostAt, now);
  if (talk.silence.stage !== '')
    for (const to of SEATS) if (to !== seat) tellSilence(state, talk, to, now);
}

function end(
  state: State,
  talk: TalkRecord,
  reason: VolunteerEnd,
  now: number,
  more: { lastMessage?: LastMessage | undefined; wraps?: boolean; goesOn?: boolean } = {},
): void {
  const { lastMessage, wraps = true, goesOn = false } = more;
  const { id, session } = talk;
  countEnd(state, talk, goesOn ? 'returned' : reason, now);
  st.tellOver(state, `conversation ${id}`);
  if (!goesOn) st.tellOver(state, `seeker ${session.id}`);
  const ended = { conversationId: id, reason };
  const shown = lastMessage === undefined ? ended : { ...ended, lastMessage };
  const toSeeker = { ...shown, danger: st.isDanger(talk) };
  st.tell(state, session, 'conversation:ended', toSeeker);
  bury(state, session, reason === 'exit' ? null : { kind: 'conversation_ended', ...toSeeker }, now);
  state.ended.add(id);
  remove(state, talk, reason, now, wraps);
}

/** Removes the conversation, and frees its volunteer. */
function remove(
  state: State,
  talk: TalkRecord,
  reason: VolunteerEnd,
  now: number,
  wraps: boolean,
): void {
  const { id, volunteer: v } = talk;
  state.talks.delete(id);
  for (const kind of ['seat', 'lost', 'silence', 'rebuild', 'stuck', 'escalate'])
    state.deadlines.delete(`${kind} ${id}`);
  if (reason === 'transferred' || reason === 'taken_over')
    st.tellSeat(state, talk, 'leader', 'visit:ended', { conversationId: id });
  else st.tellSeat(state, talk, 'leader', 'conversation:ended', { conversationId: id, reason });
  endAside(state, talk);
  dropTransfer(state, talk, now);
  free(state, v, id, reason, now, wraps);
  if (talk.stuckSince !== null) tellStuck(state, now);
  if (talk.call !== null) tellLeaders(state, now, talk.call.escalated);
}

function free(
  state: State,
  v: Volunteer,
  id: string,
  reason: VolunteerEnd,
  now: number,
  wraps: boolean,
): void {
  if (!state.volunteers.has(v.id)) return;
  if (wraps && v.state !== 'off') {
    if (v.state !== 'wrapping_up') v.after = v.state;
    Object.assign(v, { state: 'wrapping_up', wrapUntil: now + TIMES.wrapUpMs });
    state.deadlines.set(`wrap-up ${v.id}`, v.wrapUntil);
  }
  st.tell(state, v, 'availability:changed', { availability: st.availability(v, now) });
  st.tell(state, v, 'conversation:ended', { conversationId: id, reason });
}

/** The seeker goes on elsewhere. Until a later resume ticket is there, an earlier one may bring this back (rule C11). */
export function leaveBehind(state: State, talk: TalkRecord, now: number, wraps: boolean): void {
  countEnd(state, talk, 'moved', now);
  remove(state, talk, 'transferred', now, wraps);
}

type Mine =
  | 'acceptOffer'
  | 'sendMessage'
  | 'receiveMessages'
  | 'setTyping'
  | 'messagesAfter'
  | 'confirmKeys'
  | 'stay'
  | 'extend'
  | 'mark'
  | 'meetSilence'
  | 'endConversation'
  | 'requeue'
  | 'loseConversation';

/** What a conversation leaves behind in the seeker's tab, and whether the seeker agreed to send it. */
function historyOf({ transfer, log, history, previous }: TalkRecord): TalkRecord['history'] {
  if (history === null && previous !== undefined) return null;
  const said = log.filter((message) => message !== null);
  return { agreed: transfer?.history === true, said: [...(history?.said ?? []), ...said] };
}

/** Complete in the current store epoch. */
const isWhole = (state: State, talk: Exchange) =>
  st.isWhole(talk) && talk.epoch === state.epoch?.id;

export const talk = (state: State): Pick<Rules<LiveStore>, Mine> => ({
  acceptOffer(staff, offerId, encapsulation, confirmation, now) {
    const v = state.volunteers.get(staff);
    const before = [...state.talks.values()].find(
      (t) => t.offerId === offerId && t.volunteer === v,
    );
    if (before) return { ok: true, conversation: st.talkShown(state, before, 'volunteer', now) };
    const offer = v?.offer;
    if (!v || offer?.id !== offerId || offer.expiresAt <= now) return refused('offer_gone');
    if (st.heldBy(state, v).length >= v.profile.capacity) return refused('at_capacity');
    const { conversationId: id, from } = offer;
    const { session } = offer.ticket;
    const ticket = from ? { ...from.ticket, turn: from.ticket.turn + 1 } : offer.ticket;
    const epoch = state.epoch?.id ?? '';
    const made: TalkRecord = {
      ...{ id, offerId, session, volunteer: v, ticket, alias: v.profile.alias, encapsulation },
      ...{ confirmation, startedAt: now, busy: 0, seekerConfirmation: '', log: [] },
      ...{ seats: SEATS, received: st.bySeat(0), sent: st.bySeat(0) },
      ...{ epoch, base: 0, whole: epoch, isPartial: false },
      away: { ...st.bySeat(null), seeker: session.lostAt, volunteer: v.lostAt },
      handedIn: st.bySeat(epoch),
      plannedMs: from
        ? Math.max(0, from.startedAt + from.plannedMs - now)
        : TIMES.plannedConversationMs,
      silence: { stage: '', since: null, until: 0, from: 0 },
      marks: {
        ...{ danger: from?.marks.danger ?? false, held: false, keys: 'held' },
        ...{ keysAt: null, changes: 0 },
      },
      ...{ transfer: null, stuckSince: null },
      previous: from
        ? {
            ...{ conversationId: from.id, alias: from.alias, takeover: st.isTakeover(from) },
            transferId: from.transfer?.id as never,
          }
        : undefined,
      history: from ? historyOf(from) : null,
      ...{ call: null, aside: '' },
      ...{ leader: null, keyEpoch: { number: 0 }, visit: null },
    };
    if (from) {
      dropOffer(state, offer);
      const isTakeover = st.isTakeover(from);
      if (isTakeover) st.noteEnd(state, from, 'taken_over');
      from.transfer = null;
      countEnd(state, from, 'moved', now);
      remove(state, from, isTakeover ? 'taken_over' : 'transferred', now, true);
      state.counted.transfers += 1;
    } else matched(state, offer, now);
    state.talks.set(id, made);
    state.counted.talks += 1;
    session.talk = made;
    Object.assign(v, { missed: false, misses: 0 });
    state.deadlines.set(`silence ${id}`, now + TIMES.silenceNudgeMs);
    if (v.lostAt !== null) state.deadlines.set(`stuck ${id}`, now + 1);
    if (session.connection === '' && !from)
      state.deadlines.set(`seat ${id}`, now + TIMES.seatHeldMs);
    if (session.connection === '' || v.connection === '') {
      state.deadlines.set(`lost ${id}`, now + TIMES.seekerLostMs);
    }
    const lately = [now, ...(state.matches.get(ticket.language) ?? [])];
    if (!from) state.matches.set(ticket.language, lately.slice(0, 20));
    const conversation = st.talkShown(state, made, 'seeker', now);
    st.tell(state, session, 'conversation:started', { conversation });
    return { ok: true, conversation: st.talkShown(state, made, 'volunteer', now) };
  },
  sendMessage(holder, { counter, keyEpoch, ciphertext }, now) {
    const t = heldIn(state, holder);
    if (!t) return refused('not_found');
    if (!isWhole(state, t)) return refused('unavailable', 1_000);
    const { seat: from } = holder;
    const before = t.log.find((each) => each?.from === from && each.counter === counter);
    if (before?.ciphertext === ciphertext) {
      return { ok: true, seq: before.seq, acceptedAt: before.acceptedAt };
    }
    const expected = t.sent[from] + 1;
    if (counter !== expected) return { ok: false, code: 'wrong_counter', expected };
    if (!sameEpoch(keyEpoch, t.keyEpoch)) return refused('wrong_epoch');
    const seq = t.log.length + 1;
    const message = { seq, from, counter, keyEpoch, ciphertext, acceptedAt: now };
    t.log.push(message);
    t.sent[from] = counter;
    state.counted[state.asides.has(t.id) ? 'asides' : 'messages'] += 1;
    st.tellOthers(state, t, from, 'message:posted', { conversationId: t.id, message });
    return { ok: true, seq, acceptedAt: now };
  },
  receiveMessages(holder, seq) {
    const t = heldIn(state, holder);
    if (!t) return refused('not_found');
    if (seq > t.log.length) return refused('wrong_state');
    const { seat } = holder;
    if (seq > t.received[seat]) {
      t.received[seat] = seq;
      st.tellOthers(state, t, seat, 'message:received', { conversationId: t.id, seat, seq });
    }
    return done;
  },
  setTyping(holder, typing) {
    const t = heldIn(state, holder);
    if (!t) return refused('not_found');
    const { seat } = holder;
    st.tellOthers(state, t, seat, 'typing:changed', { conversationId: t.id, seat, typing });
    return done;
  },
  messagesAfter(holder, after) {
    const t = heldIn(state, holder);
    if (!t) return refused('not_found');
    if (!isWhole(state, t)) return refused('unavailable', 1_000);
    let read = Math.max(after, holder.seat === 'leader' ? (t.visit?.forLeader?.after ?? 0) : 0);
    let messages: Message[] = [];
    for (; messages.length === 0 && read < t.log.length; read += RESYNC_PAGE) {
      messages = t.log.slice(read, read + RESYNC_PAGE).filter((message) => message !== null);
    }
    return { ok: true, messages, more: t.log.length > read };
  },
  confirmKeys(conversationId, participant, confirmation) {
    const asAside = confirmAside(state, conversationId, participant, confirmation);
    if (asAside) return asAside;
    const t = seatOf(state, { conversationId, seat: 'seeker', participant });
    if (!t) return refused('not_found');
    if (!['', confirmation].includes(t.seekerConfirmation)) return refused('wrong_state');
    t.seekerConfirmation = confirmation;
    st.tellSeat(state, t, 'volunteer', 'conversation:confirmed', { conversationId, confirmation });
    return done;
  },
  stay(conversationId, participant, now) {
    const t = seatOf(state, { conversationId, seat: 'seeker', participant });
    if (!t) return refused('not_found');
    const { stage } = t.silence;
    countAnew(state, t, now);
    const payload = { conversationId, silence: null };
    if (stage !== '') st.tellSeat(state, t, 'volunteer', 'conversation:silent', payload);
    return done;
  },
  extend(conversationId, participant, shownMs, now) {
    const t = seatOf(state, { conversationId, seat: 'volunteer', participant });
    if (!t) return refused('not_found');
    if (t.plannedMs <= shownMs) {
      t.plannedMs = Math.max(t.plannedMs, now - t.startedAt) + TIMES.extensionMs;
      const { plannedMs } = t;
      st.tellOthers(state, t, 'volunteer', 'conversation:extended', { conversationId, plannedMs });
    }
    return { ok: true, plannedMs: t.plannedMs };
  },
  mark(conversationId, participant, mark, on, now) {
    const t = seatOf(state, { conversationId, seat: 'volunteer', participant });
    if (!t) return refused('not_found');
    setMark(state, t, mark, on, now);
    return { ok: true, danger: st.isDanger(t), held: t.marks.held };
  },
  meetSilence: (id, now) => meetSilence(state, id, now, end),
  endConversation(holder, reason, lastMessage, now) {
    const t = seatOf(state, holder);
    if (!t) return refused('not_found');
    const lostAt = t.away.seeker;
    const isLost = holder.seat === 'volunteer' && lostAt !== null;
    const leftMs = isLost ? TIMES.seekerLostMs - (now - lostAt) : 0;
    if (leftMs > 0) return refused('wrong_state', leftMs);
    const ended = isLost ? 'seeker_lost' : reason;
    end(state, t, ended, now, { lastMessage });
    return { ok: true, ended };
  },
  requeue(conversationId, participant, reason, ticketId, publicKey, now) {
    const t = seatOf(state, { conversationId, seat: 'seeker', participant });
    if (!t) return refused('not_found');
    const { session, volunteer } = t;
    if (reason === 'volunteer_lost') {
      if (t.away.volunteer === null) return refused('wrong_state');
      const left = TIMES.volunteerLostChoiceMs - (now - t.away.volunteer);
      if (left > 0) return refused('wrong_state', left);
    }
    if (reason === 'keys_lost' && t.marks.keys === 'held') return refused('wrong_state');
    const differed = t.ticket.differed + (reason === 'keys_differ' ? 1 : 0);
    if (differed > MAX_DIFFERED) return refused('wrong_state');
    if (reason === 'another' && t.ticket.another !== null) return refused('wrong_state');
    const another = reason === 'another' ? { volunteer: volunteer.id, at: now } : t.ticket.another;
    const declined = new Map(reason === 'keys_differ' ? [[volunteer.id, now]] : []);
    if (another !== null) declined.set(another.volunteer, another.at);
    // Only the volunteer is told of the end: the session goes back into the queue.
    const { node } = session;
    const hadEnded = state.ended.has(session.id);
    session.node = '';
    const isReleased = t.marks.keys === 'released';
    if (isReleased) st.noteEnd(state, t, 'released');
    const wraps = reason !== 'keys_lost' && !isReleased;
    end(state, t, isReleased ? 'released' : reason, now, { goesOn: true, wraps });
    session.node = node;
    state.tombstones.delete(session.id);
    state.deadlines.delete(`tombstone ${session.id}`);
    state.sessions.set(session.id, session);
    if (!hadEnded) state.ended.delete(session.id);
    session.closingAt = null;
    const ticket: TicketRecord = {
      ...{ ...t.ticket, id: ticketId as TicketRecord['id'], publicKey, differed },
      turn: t.ticket.turn + 1,
      prefix: null,
      urgent: st.isDanger(t),
      score: t.marks.danger && !t.ticket.urgent ? t.ticket.score - 2 ** 50 : t.ticket.score,
      ...{ another, declined, offer: null, keepBy: null },
    };
    enter(state, ticket, now);
    if (session.connection === '')
      state.deadlines.set(`place ${session.id}`, now + TIMES.placeKeptMs);
    return { ok: true, ticket: st.ticketRow(state, ticket, now) };
  },
  loseConversation(id, kind, now) {
    if (!st.isDue(state, `${kind} ${id}`, now)) return refused('wrong_state');
    state.deadlines.delete(`${kind} ${id}`);
    const t = state.talks.get(id);
    const seekerLostAt = t?.away.seeker ?? null;
    if (!t || seekerLostAt === null) return refused('wrong_state');
    const volunteerLostAt = t.away.volunteer;
    const ends = [seekerLostAt + TIMES.seekerGoneMs];
    if (volunteerLostAt !== null) {
      ends.push(Math.max(seekerLostAt, volunteerLostAt) + TIMES.seekerLostMs);
    }
    const at = Math.min(...ends);
    if (kind === 'lost' && at > now) {
      state.deadlines.set(`lost ${id}`, at);
      return { ok: true, ended: null };
    }
    end(state, t, 'seeker_lost', now, { wraps: kind === 'lost' });
    return { ok: true, ended: 'seeker_lost' };
  },
});
