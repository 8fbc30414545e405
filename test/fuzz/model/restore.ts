/** What tabs restore after the live store was lost (rule F3). */
import { TIMES } from '@terskel/shared/limits';
import { refused } from '@terskel/server/domain/ports';
import type { LiveStore, SeekerId } from '@terskel/server/domain/live-store';
import type { KeyEpoch } from '@terskel/shared/models';
import { SEATS } from '../../helpers/seats.ts';
import * as st from './state.ts';
import type { Session, State, TalkRecord, TicketRecord } from './state.ts';
import type { Rules } from './model.ts';
import { restoreCall } from './calls.ts';
import { noteNotStuck, restoreStuck } from './stuck.ts';
import { tellStuck } from './stuck-view.ts';
import { enter, leaveLine } from './queue.ts';
import { countOn, tellSilence } from './silence.ts';
import { leaveBehind } from './talk.ts';
import { dropTransfer, transferIn } from './transfers.ts';

type Fields = Readonly<Record<string, string>>;
const done = { ok: true } as const;
/** The rate limit of the seeker and the volunteer together, plus a margin: a log cannot be longer. */
const PER_MS = 120 / 60_000;
const AHEAD = 1_000;

const moment = (text: string | undefined) =>
  text === undefined || text === '' ? null : Number(text);
const absent = (id: string, now: number): Session => ({
  ...{ id, ticket: null, talk: null, node: '', connection: '', lostAt: now, closingAt: null },
});

/** A ticket from its record, for a session that has not reconnected yet. */
function ticketOf(id: string, record: Fields, session: Session): TicketRecord {
  const { publicKey, language, topic, feeling, age, urgent, score, openedAt, differed, turn } =
    record;
  const { another, anotherAt } = record;
  const declined = Object.entries(record)
    .filter(([name]) => name.startsWith('declined '))
    .map(([name, at]): [string, number] => [name.slice('declined '.length), Number(at)]);
  return {
    ...{ id: id as TicketRecord['id'], session, publicKey: publicKey ?? '' },
    ...{ language: language as TicketRecord['language'], urgent: urgent === '1' },
    topic: topic === '' ? undefined : (topic as TicketRecord['topic']),
    feeling: moment(feeling) ?? undefined,
    age: age === '' ? undefined : (age as TicketRecord['age']),
    ...{ score: Number(score), openedAt: Number(openedAt), differed: Number(differed ?? '') },
    turn: Number(turn ?? ''),
    prefix: null,
    another:
      another !== undefined && another !== ''
        ? { volunteer: another, at: Number(anotherAt) }
        : null,
    ...{ declined: new Map(declined), offer: null, keepBy: null },
  };
}

const SEATS_EVER = ['seeker', 'volunteer', 'leader'] as const;
const epochOf = ({ keyEpoch = '' }: Fields) => JSON.parse(keyEpoch) as KeyEpoch;
const marksOf = ({
  marked,
  held,
  volunteerKeys = '',
  volunteerKeysAt,
  marks,
}: Fields): TalkRecord['marks'] => ({
  ...{ danger: marked === '1', held: held === '1', changes: Number(marks ?? '') },
  keysAt: moment(volunteerKeysAt),
  keys: volunteerKeys === '' ? 'held' : (volunteerKeys as TalkRecord['marks']['keys']),
});

/** Leaves out messages whose counters cannot be right, and makes room for those that are lost (rule C14). */
function complete({ log, sent }: TalkRecord, furthest: number): void {
  const known = {
    ...{ seeker: { highest: 0, free: 0 }, volunteer: { highest: 0, free: 0 } },
    leader: { highest: 0, free: 0 },
  };
  for (const [index, message] of log.entries()) {
    const its = message && known[message.from];
    const counter = message?.counter ?? 0;
    if (its && counter > its.highest && counter <= its.highest + its.free + 1) {
      Object.assign(its, { highest: counter, free: 0 });
    } else {
      log[index] = null;
      for (const seat of SEATS_EVER) known[seat].free += 1;
    }
  }
  const room = Math.max(0, furthest - log.length);
  let missing = 0;
  for (const seat of SEATS_EVER) {
    const { highest, free } = known[seat];
    sent[seat] = Math.min(Math.max(sent[seat], highest), highest + free + room);
    missing = Math.max(missing, sent[seat] - highest - free);
  }
  addPlaces(log, missing);
}
function addPlaces(log: TalkRecord['log'], count: number): void {
  for (let added = 0; added < count; added += 1) log.push(null);
}

export function restore(
  state: State,
): Pick<
  Rules<LiveStore>,
  'seekerRecord' | 'staffRecord' | 'restoreSeeker' | 'restoreStaff' | 'rebuild' | 'completeRebuild'
> {
  /** Null: the resume ticket may be used. */
  function refusal(ofEpoch: string, issuedAt: number, now: number) {
    const { epoch } = state;
    if (epoch === null) return refused('unavailable');
    const tooLate = now - epoch.bornAt > TIMES.resumeMs;
    const tooOld = issuedAt < epoch.lostAt - TIMES.resumeMs;
    if (epoch.id === ofEpoch || tooLate || tooOld) return refused('wrong_state');
    if (epoch.holdUntil === null) st.holdOffers(state, epoch.bornAt + TIMES.restoreHoldMs);
    return null;
  }
  const isKnown = (id: string) => state.sessions.has(id) || state.tombstones.has(id);

  function restoreTalk(id: string, record: Fields, now: number): void {
    const seeker = record['seeker'] ?? '';
    const known = state.talks.get(id);
    if (known) {
      const outdate = () => {
        for (const who of [known.session, state.volunteers.get(known.volunteer.id)])
          st.tellOutdated(state, who);
      };
      const planned = Number(record['plannedMs']);
      const from = moment(record['silentFrom']) ?? 0;
      if (planned > known.plannedMs) outdate();
      if (from > known.silence.from) outdate();
      const keyEpoch = epochOf(record);
      if (known.leader === null && keyEpoch.number > known.keyEpoch.number) {
        known.keyEpoch = keyEpoch;
        outdate();
      }
      const changes = Number(record['marks'] ?? '');
      // Told in this order: another volunteer loses the offer, then both pages are outdated.
      const isNewer = changes > known.marks.changes;
      const transfer = transferIn(record);
      const { keys, keysAt, ...others } = marksOf(record);
      if (isNewer) Object.assign(known.marks, others);
      if (isNewer && transfer?.id !== known.transfer?.id) {
        const wasTakeover = st.isTakeover(known);
        dropTransfer(state, known, now);
        known.transfer = transfer;
        if (wasTakeover) tellStuck(state, now);
      }
      if (isNewer) {
        if (keys !== known.marks.keys) {
          Object.assign(known.marks, { keys, keysAt });
          noteNotStuck(state, known, now);
          restoreStuck(state, known, now);
        }
        restoreCall(state, known, record, now);
        outdate();
      }
      for (const seat of SEATS_EVER) {
        const sent = Number(record[`${seat}Sent`] ?? '');
        const isComplete = st.isWhole(known) && known.epoch === state.epoch?.id;
        if (!isComplete) known.sent[seat] = Math.max(known.sent[seat], sent);
      }
      known.plannedMs = Math.max(known.plannedMs, planned);
      known.silence.from = Math.max(known.silence.from, from);
    }
    if (known || state.tombstones.has(seeker)) return;
    const standing = state.sessions.get(seeker);
    const session = standing ?? absent(seeker, now);
    const restored = ticketOf('', record, session);
    if (standing) {
      // The later stage of a session wins.
      const { ticket, talk } = standing;
      const turn = (ticket ?? talk?.ticket)?.turn ?? restored.turn;
      if (turn > restored.turn || (ticket === null && turn === restored.turn)) return;
      if (ticket) leaveLine(state, ticket);
      else if (talk) leaveBehind(state, talk, now, false);
      standing.ticket = null;
    }
    const volunteer = st.volunteerOf(state, record['volunteer'] ?? '');
    const talk: TalkRecord = {
      ...{ id: id as TalkRecord['id'], offerId: record['offer'] ?? '', session },
      volunteer,
      ticket: restored,
      ...{ alias: record['volunteerAlias'] ?? '', encapsulation: record['encapsulation'] ?? '' },
      confirmation: record['volunteerConfirmation'] ?? '',
      seekerConfirmation: record['seekerConfirmation'] ?? '',
      ...{ startedAt: Number(record['startedAt']), busy: 0, log: [], epoch: '', base: 0 },
      ...{ whole: '', isPartial: false },
      seats: SEATS,
      received: {
        ...st.bySeat(0),
        seeker: moment(record['seekerReceived']) ?? 0,
        volunteer: moment(record['volunteerReceived']) ?? 0,
      },
      sent: {
        ...st.bySeat(0),
        ...{ seeker: Number(record['seekerSent']), volunteer: Number(record['volunteerSent']) },
        leader: Number(record['leaderSent'] ?? ''),
      },
      away: {
        ...st.bySeat(null),
        seeker: session.lostAt,
        volunteer: state.volunteers.get(volunteer.id)?.lostAt ?? now,
      },
      handedIn: st.bySeat(''),
      plannedMs: Number(record['plannedMs']),
      silence: {
        stage: (record['silence'] ?? '') as TalkRecord['silence']['stage'],
        since: moment(record['silentSince']),
        until: moment(record['silentUntil']) ?? 0,
        from: moment(record['silentFrom']) ?? 0,
      },
      marks: marksOf(record),
      transfer: transferIn(record),
      history: null,
      previous:
        (record['previous'] ?? '') === ''
          ? undefined
          : {
              ...{
                conversationId: record['previous'] as never,
                alias: record['previousAlias'] ?? '',
              },
              transferId: record['previousTransfer'] as never,
              takeover: record['previousTakeover'] === '1',
            },
      ...{ call: null, aside: '', stuckSince: null },
      ...{ leader: null, keyEpoch: epochOf(record), visit: null },
    };
    session.talk = talk;
    state.sessions.set(seeker, session);
    state.talks.set(id, talk);
    state.broughtBack.add(id);
    st.takeStock(state, talk, now);
    restoreCall(state, talk, record, now);
    restoreStuck(state, talk, now);
    // A seat that reconnected before the other does not know of the conversation yet.
    for (const who of [session, state.volunteers.get(volunteer.id)]) st.tellOutdated(state, who);
    state.deadlines.set(`lost ${id}`, now + TIMES.seekerLostMs);
    state.deadlines.set(`silence ${id}`, now);
  }

  function takePlace(seeker: string, id: string, record: Fields, now: number): void {
    const session = absent(seeker, now);
    const ticket = ticketOf(id, record, session);
    state.sessions.set(seeker, session);
    state.lastScore = Math.max(state.lastScore, ticket.score);
    enter(state, ticket, now);
    state.deadlines.set(`place ${seeker}`, now + TIMES.placeKeptMs);
  }
  const furthestOf = ({ startedAt }: TalkRecord, now: number) =>
    Math.floor(AHEAD + Math.max(0, now - startedAt) * PER_MS);
  function tellRebuilt(talk: TalkRecord): void {
    const payload = { conversationId: talk.id, lastSeq: talk.log.length };
    for (const to of talk.seats) st.tellSeat(state, talk, to, 'conversation:rebuilt', payload);
  }
  function finish(talk: TalkRecord, now: number): void {
    complete(talk, furthestOf(talk, now));
    talk.whole = talk.epoch;
    for (const seat of talk.seats)
      talk.received[seat] = Math.min(talk.received[seat], talk.log.length);
    state.deadlines.delete(`rebuild ${talk.id}`);
    tellRebuilt(talk);
    countOn(state, talk, state.epoch?.lostAt ?? 0, now);
    if (talk.silence.stage === '') return;
    for (const to of SEATS) tellSilence(state, talk, to, now);
  }

  return {
    // The contents of the record belong to the store alone.
    seekerRecord(seeker) {
      const { ticket, talk } = state.sessions.get(seeker) ?? {};
      const id = ticket?.id ?? talk?.id;
      if (state.epoch === null || id === undefined) return null;
      return { epoch: state.epoch.id, kind: ticket ? 'ticket' : 'conversation', id, record: {} };
    },
    staffRecord(staff) {
      if (state.epoch === null) return null;
      const conversations = st
        .heldBy(state, st.volunteerOf(state, staff))
        .map(({ id }) => ({ id, record: {} }));
      return { epoch: state.epoch.id, conversations };
    },
    restoreSeeker(seeker: SeekerId, { epoch, kind, id, record }, issuedAt, now) {
      const no = refusal(epoch, issuedAt, now);
      // Too old, so it counts as ended: it may have been restored and ended before.
      if (no?.code === 'wrong_state' && epoch !== state.epoch?.id && !isKnown(seeker))
        state.ended.add(seeker);
      if (no) return no;
      const standing = state.sessions.get(seeker);
      const talk = standing?.talk ?? null;
      if (isKnown(seeker) && talk === null) return done;
      if (kind === 'conversation') restoreTalk(id, record, now);
      else if (talk !== null) {
        const turn = Number(record['turn'] ?? '');
        if (standing?.connection !== '' || turn <= talk.ticket.turn) return done;
        leaveBehind(state, talk, now, false);
        takePlace(seeker, id, record, now);
      } else takePlace(seeker, id, record, now);
      return done;
    },
    restoreStaff(staff, { epoch, conversations }, issuedAt, now) {
      const no = refusal(epoch, issuedAt, now);
      if (no) return no;
      for (const { id, record } of conversations) {
        if (record['volunteer'] === staff) restoreTalk(id, record, now);
      }
      return done;
    },
    rebuild({ conversationId, seat, participant }, messages, { last, sent }, now) {
      const talk = state.talks.get(conversationId);
      if (!talk || st.participantOf(talk, seat)?.id !== participant) return refused('not_found');
      if (talk.epoch !== state.epoch?.id) return done;
      const { log } = talk;
      const copies = talk.handedIn[seat] === talk.epoch ? [] : messages;
      const furthest = furthestOf(talk, now);
      if ([sent, ...copies.map(({ seq }) => seq)].some((each) => each > furthest)) {
        return refused('wrong_state');
      }
      const wasWhole = st.isWhole(talk);
      if (!wasWhole) {
        for (const message of copies) {
          while (log.length < message.seq) log.push(null);
          if (message.seq > talk.base) log[message.seq - 1] ??= message;
        }
        talk.sent[seat] = Math.max(talk.sent[seat], sent);
      }
      if (last) talk.handedIn[seat] = talk.epoch;
      if (wasWhole) {
        const more = Math.min(sent - talk.sent[seat], furthest - log.length);
        if (more <= 0) return done;
        talk.sent[seat] += more;
        addPlaces(log, more);
        tellRebuilt(talk);
      } else if (!talk.seats.some((each) => st.owes(talk, each))) finish(talk, now);
      return done;
    },
    completeRebuild(id, now) {
      if (!st.isDue(state, `rebuild ${id}`, now)) return refused('wrong_state');
      state.deadlines.delete(`rebuild ${id}`);
      const talk = state.talks.get(id);
      if (!talk || talk.epoch !== state.epoch?.id || st.isWhole(talk))
        return refused('wrong_state');
      const isHere = talk.seats.some((seat) => talk.away[seat] === null);
      const owing = talk.seats.filter((seat) => st.owes(talk, seat));
      const until = owing.map((seat) => (talk.away[seat] ?? now) + TIMES.rebuildWaitMs);
      const at = Math.max(now, ...until);
      if (isHere && at <= now) {
        talk.isPartial = true;
        finish(talk, now);
      } else
        state.deadlines.set(`rebuild ${id}`, isHere ? at : Math.max(at, now + TIMES.rebuildWaitMs));
      return done;
    },
  };
}
