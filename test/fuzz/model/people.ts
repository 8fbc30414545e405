/** Connections and duty (rules Q6, C5, O1, O3, O6, O7, F1). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type {
  ConnectionAddress,
  Held,
  LiveStore,
  SessionRow,
} from '@terskel/server/domain/live-store';
import type { Staff } from '@terskel/shared/models';
import * as st from './state.ts';
import type { Session, State, Volunteer } from './state.ts';
import type { Rules } from './model.ts';
import { asideShown, setAsideAway } from './asides.ts';
import { callAgain, callsFor, isLeading, returnCalls } from './calls.ts';
import { beginLead, loseLead } from './leading.ts';
import { noteNotStuck } from './stuck.ts';
import { stuckFor } from './stuck-view.ts';
import { setAway } from './talk.ts';
import { endTransfersTo } from './transfers.ts';

const done = { ok: true } as const;
const nobody: ConnectionAddress = { node: '', connection: '' };

/** Whether the connection may become the person's current one; notifies the connection it replaces. */
function takeOver(
  state: State,
  who: Session | Volunteer,
  at: ConnectionAddress,
  anew: boolean,
): boolean {
  if (who.connection === '' || who.connection === at.connection) return true;
  if (anew) st.tell(state, who, 'session:replaced', { connection: who.connection });
  return anew;
}

const isCurrent = <Who extends ConnectionAddress>(
  who: Who | undefined,
  { node, connection }: ConnectionAddress,
): who is Who => who?.node === node && who.connection === connection;

function noteAlone(state: State, now: number): void {
  state.aloneSince = st.onDuty(state).length === 1 ? (state.aloneSince ?? now) : null;
}

function leaveDuty(state: State, volunteer: Volunteer, now: number): void {
  const wasLeading = isLeading(state, volunteer.id);
  Object.assign(volunteer, { state: 'off', missed: false, misses: 0 });
  if (wasLeading) loseLead(state, volunteer.id, now);
  for (const kind of ['wrap-up', 'duty']) state.deadlines.delete(`${kind} ${volunteer.id}`);
  endTransfersTo(state, volunteer.id, now);
  noteAlone(state, now);
  if (volunteer.connection === '') state.volunteers.delete(volunteer.id);
}

function endLead(state: State, volunteer: Volunteer, now: number): void {
  const wasLeading = isLeading(state, volunteer.id);
  volunteer.profile = { ...volunteer.profile, roles: [] };
  if (wasLeading) loseLead(state, volunteer.id, now);
}

function sessionRow(state: State, id: string, now: number): SessionRow {
  const session = state.sessions.get(id);
  if (session?.ticket) return { kind: 'ticket', ticket: st.ticketRow(state, session.ticket, now) };
  if (session?.talk) {
    return { kind: 'conversation', conversation: st.talkShown(state, session.talk, 'seeker', now) };
  }
  return state.tombstones.get(id) ?? { kind: 'idle' };
}

function seat(state: State, id: string, at: ConnectionAddress, anew: boolean, now: number) {
  const session = state.sessions.get(id);
  if (session === undefined || at === nobody) return sessionRow(state, id, now);
  if (!takeOver(state, session, at, anew)) return null;
  if (session.connection !== at.connection) {
    session.closingAt = null;
    state.deadlines.delete(`place ${id}`);
  }
  st.hold(state, session, at.node);
  Object.assign(session, { ...at, lostAt: null });
  if (session.talk) {
    if (st.takeStock(state, session.talk, now)) callAgain(state, session.talk, now);
    state.deadlines.delete(`seat ${session.talk.id}`);
    setAway(state, [session.talk], 'seeker', null, now);
  }
  return sessionRow(state, id, now);
}

function sit(state: State, staff: Staff, at: ConnectionAddress, anew: boolean, now: number) {
  const { id, alias, languages, topics, capacity, roles } = staff;
  const profile = { alias, languages, topics, capacity, roles };
  let v = state.volunteers.get(id);
  if (at !== nobody) {
    if (v && !takeOver(state, v, at, anew)) return null;
    v ??= st.volunteerOf(state, id);
    state.volunteers.set(id, v);
    const wasLeading = isLeading(state, id);
    st.hold(state, v, at.node);
    Object.assign(v, { profile, ...at, lostAt: null });
    if (isLeading(state, id) && !wasLeading) beginLead(state, id, now);
    if (!isLeading(state, id) && wasLeading) loseLead(state, id, now);
    state.deadlines.delete(`duty ${id}`);
    for (const talk of st.seated(state, v)) {
      if (st.isAside(talk)) {
        setAsideAway(state, talk, v, null, now);
        continue;
      }
      const its = st.seatOf(talk, v);
      if (st.takeStock(state, talk, now)) callAgain(state, talk, now);
      // A volunteer who was away gets a snapshot.
      const told: ['seeker'] | undefined = talk.away[its] === null ? undefined : ['seeker'];
      if (talk.seats.includes(its)) setAway(state, [talk], its, null, now);
      if (its === 'volunteer' && talk.marks.keys !== 'lost') noteNotStuck(state, talk, now, told);
    }
  }
  const who = v ?? st.volunteerOf(state, id);
  const all = st.seated(state, who);
  return {
    availability: st.availability(v, now),
    offer: v?.offer ? st.offerShown(v.offer, now) : null,
    conversations: all.flatMap((talk) =>
      st.isAside(talk) ? [] : [st.talkShown(state, talk, st.seatOf(talk, who), now)],
    ),
    asides: all.flatMap((talk) =>
      st.isAside(talk) ? [asideShown(talk, st.asideSeatOf(talk, who), now)] : [],
    ),
    calls: callsFor(state, id, now),
    stuck: stuckFor(state, id, now),
    ended: state.ends.get(id) ?? [],
  };
}

type Mine =
  | `${'connect' | 'confirm' | 'disconnect'}${'Seeker' | 'Staff'}`
  | 'seeker'
  | 'knows'
  | 'staff'
  | 'startShift'
  | 'endShift'
  | 'endLead'
  | 'setAvailability'
  | 'endWrapUp'
  | 'expireDuty'
  | 'keepDuty'
  | 'noteOver'
  | 'heldBy';

export const people = (s: State): Pick<Rules<LiveStore>, Mine> => ({
  connectSeeker: (id, at, now) => seat(s, id, at, true, now) as SessionRow,
  confirmSeeker: (id, at, now) => seat(s, id, at, false, now),
  knows: (id) => s.sessions.has(id) || s.tombstones.has(id),
  seeker: (id, now) => seat(s, id, nobody, false, now) as SessionRow,
  disconnectSeeker(id, at, now) {
    const session = s.sessions.get(id);
    if (!isCurrent(session, at))
      return st.releaseStaleConnection(s, `seeker ${id}`, session, at.node);
    const { closingAt, talk } = session;
    Object.assign(session, { ...nobody, lostAt: now });
    if (talk) {
      st.hasten(s, `lost ${talk.id}`, now + TIMES.seekerLostMs);
      setAway(s, [talk], 'seeker', now, now);
    } else {
      const closing = closingAt !== null && now - closingAt < TIMES.closingTabMs;
      s.deadlines.set(`place ${id}`, now + (closing ? TIMES.closingTabMs : TIMES.placeKeptMs));
    }
    return done;
  },
  connectStaff: (staff, at, now) => sit(s, staff, at, true, now) as never,
  confirmStaff: (staff, at, now) => sit(s, staff, at, false, now),
  staff: (staff, now) => sit(s, staff, nobody, false, now) as never,
  disconnectStaff(id, at, now) {
    const v = s.volunteers.get(id);
    if (!isCurrent(v, at)) return st.releaseStaleConnection(s, `staff ${id}`, v, at.node);
    Object.assign(v, { ...nobody, lostAt: now });
    if (v.state === 'off') s.volunteers.delete(id);
    else s.deadlines.set(`duty ${id}`, now + TIMES.volunteerGoneMs);
    for (const talk of st.seated(s, v)) {
      if (st.isAside(talk)) {
        setAsideAway(s, talk, v, now, now);
        continue;
      }
      st.hasten(s, `lost ${talk.id}`, now + TIMES.seekerLostMs);
      const its = st.seatOf(talk, v);
      setAway(s, [talk], its, now, now);
      if (its === 'volunteer')
        s.deadlines.set(`stuck ${talk.id}`, now + TIMES.volunteerLostWordsMs);
    }
    return done;
  },
  startShift(id, now) {
    const v = s.volunteers.get(id);
    if (!v) return refused('wrong_state');
    if (v.state === 'off') {
      Object.assign(v, { state: 'paused', missed: false, misses: 0, idleSince: now });
      noteAlone(s, now);
      if (isLeading(s, id)) beginLead(s, id, now);
    }
    return { ok: true, availability: st.availability(v, now) };
  },
  endShift(id, now) {
    const v = s.volunteers.get(id);
    if (v && v.state !== 'off') {
      if (v.offer !== null || st.heldBy(s, v).length > 0) return refused('wrong_state');
      leaveDuty(s, v, now);
    }
    return { ok: true, availability: { state: 'off' } };
  },
  endLead(id, connection = '', now) {
    const v = s.volunteers.get(id);
    if (v && (v.connection === '' || ['', v.connection].includes(connection))) endLead(s, v, now);
    return done;
  },
  setAvailability(id, state, now) {
    const v = s.volunteers.get(id);
    if (!v || v.state === 'off') return refused('wrong_state');
    if (v.state !== state) v.idleSince = now;
    Object.assign(v, { state, missed: false, misses: 0 });
    s.deadlines.delete(`wrap-up ${id}`);
    return { ok: true, availability: st.availability(v, now) };
  },
  endWrapUp(id, now) {
    if (!st.isDue(s, `wrap-up ${id}`, now)) return refused('wrong_state');
    s.deadlines.delete(`wrap-up ${id}`);
    const v = s.volunteers.get(id);
    if (v?.state !== 'wrapping_up') return refused('wrong_state');
    Object.assign(v, { state: v.after, idleSince: now });
    st.tell(s, v, 'availability:changed', { availability: st.availability(v, now) });
    return done;
  },
  expireDuty(id, now) {
    if (!st.isDue(s, `duty ${id}`, now)) return refused('wrong_state');
    const v = s.volunteers.get(id);
    if (!v || v.connection !== '') {
      s.deadlines.delete(`duty ${id}`);
      return refused('wrong_state');
    }
    if (v.offer === null && st.heldBy(s, v).length === 0) leaveDuty(s, v, now);
    else {
      endLead(s, v, now);
      endTransfersTo(s, id, now);
      s.deadlines.set(`duty ${id}`, now + TIMES.volunteerGoneMs);
    }
    return done;
  },
  keepDuty(id, now) {
    const v = s.volunteers.get(id);
    if (s.deadlines.has(`duty ${id}`)) {
      s.deadlines.set(`duty ${id}`, now + TIMES.volunteerGoneMs);
      // A leader who has been away long comes to nobody (rule V4).
      const lostAt = v?.lostAt ?? null;
      if (lostAt !== null && now - lostAt >= TIMES.volunteerGoneMs) returnCalls(s, id, now);
    }
    return { onDuty: (v?.state ?? 'off') !== 'off' };
  },
  noteOver(id, now) {
    const isTooLate = s.epoch !== null && now - s.epoch.bornAt > TIMES.resumeMs;
    if (s.sessions.has(id) || s.tombstones.has(id) || isTooLate) return refused('wrong_state');
    s.ended.add(id);
    st.tellOver(s, `knows\nseeker ${id}`);
    return done;
  },
  heldBy(node, beat) {
    if (beat !== null && s.nodes.get(node) !== beat) return null;
    const here = ({ connection, ...who }: Session | Volunteer) =>
      who.node === node && connection !== '';
    const held = (kind: 'seeker' | 'staff', whom: Iterable<Session | Volunteer>) =>
      [...whom].filter(here).map(({ id, connection }) => ({ kind, id, connection }));
    const left = [...(s.left.get(node) ?? [])].flatMap((what) => {
      const [kind, id = ''] = what.split(' ');
      return kind === 'staff' || s.sessions.has(id) ? [{ kind, id, connection: '' }] : [];
    });
    return [
      ...[...held('seeker', s.sessions.values()), ...held('staff', s.volunteers.values())],
      ...left,
    ] as readonly Held[];
  },
});
