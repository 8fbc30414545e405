/** The live store on Redis: one typed wrapper per script. `keys.ts` lists the keys and their lifetimes. */
import type { TicketId } from '@terskel/shared/ids';
import { LANGUAGES, TOPICS } from '@terskel/shared/choices';
import {
  COMMENT_BATCHES_MAX,
  LIVE_RETRY_MS,
  URGENT_OF_PREFIX_WHEN_FULL,
  RESYNC_PAGE,
  TELLABLE_FROM,
  TIMES,
} from '@terskel/shared/limits';
import type { Message, Staff } from '@terskel/shared/models';
import type { ConnectionAddress, LiveStore, Seat, SeekerId } from '../domain/live-store.ts';
import type { Outcome } from '../domain/ports.ts';
import * as z from 'zod/mini';
import { batch } from './batch.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from '../redis/client.ts';
import * as replies from './replies.ts';
import { outcome, certain } from './replies.ts';
import type { ScriptReply } from '../redis/scripts.ts';

const TOPIC_LANES = [...TOPICS, 'none'].join(',');
const nobody: ConnectionAddress = { node: '', connection: '' };

/** No data about an address prefix is kept longer (rule A2). */
const HOUR_MS = 3_600_000;

/** Maximum number of messages in one script call; they block Redis for less than a millisecond. */
const MESSAGES_AT_ONCE = 32;

/** A message's JSON without the opening brace: the script prepends the sequence number. */
function tailOf({ from, messageId, ciphertext, acceptedAt }: Omit<Message, 'seq'>): string {
  return JSON.stringify({ from, messageId, ciphertext, acceptedAt }).slice(1);
}

/**
 * `onOver` is called with each session or conversation that a call to this store ended: 'seeker <id>' or 'conversation
 * <id>'.
 */
export function liveStore(
  client: RedisClient,
  keys: Keys,
  onOver: (what: string) => void = () => {},
): LiveStore {
  const { root } = keys;
  const t = TIMES;
  const messages = batch(MESSAGES_AT_ONCE, async (sent: readonly (readonly string[])[]) =>
    replies.lines(await client.messageSend(root, [t.liveKeyMs, ...sent.flat()])),
  );
  /** Sends the pending messages first, so that other commands of the same turn of the event loop run after them. */
  const redis = () => {
    messages.flush();
    return client;
  };

  async function ending(reply: Promise<ScriptReply>): Promise<ScriptReply> {
    const answer = await reply;
    const [, , ...over] = answer;
    for (const what of over) onOver(what);
    return answer;
  }
  async function done(reply: Promise<ScriptReply>): Promise<Outcome<object>> {
    const got = outcome(await reply, replies.Nothing);
    return got.ok ? { ok: true } : got;
  }
  async function markDisconnected(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.ConversationGone);
    return got.ok ? { ok: true as const, ended: got.value.ended } : got;
  }
  async function ticket(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.TicketRow);
    return got.ok ? { ok: true as const, ticket: got.value } : got;
  }
  async function availability(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.Availability);
    return got.ok ? { ok: true as const, availability: got.value } : got;
  }
  async function upsertStaffConnection(
    staff: Staff,
    at: ConnectionAddress,
    anew: boolean,
    now: number,
  ) {
    const { languages, topics, alias, capacity, roles } = staff;
    const profile = [alias, languages.join(','), topics.join(','), capacity];
    const leads = roles.includes('leader') ? '1' : '';
    const args = [staff.id, at.node, at.connection, ...profile, now, leads, anew ? '1' : ''];
    return redis().staffConnect(root, args);
  }
  const session = (seeker: SeekerId, at: ConnectionAddress, anew: boolean, now: number) =>
    redis().seekerConnect(root, [seeker, at.node, at.connection, now, anew ? '1' : '']);
  const seatOf = (seat: Seat) => [seat.conversationId, seat.side, seat.participant];

  return {
    async connectSeeker(seeker, at, now) {
      return certain(await session(seeker, at, true, now), replies.SessionRow);
    },
    async confirmSeeker(seeker, at, now) {
      const got = outcome(await session(seeker, at, false, now), replies.SessionRow);
      return got.ok ? got.value : null;
    },
    async knows(seeker) {
      return (await redis().exists([keys.seeker(seeker), keys.tombstone(seeker)])) > 0;
    },
    async seeker(seeker, now) {
      return certain(await session(seeker, nobody, false, now), replies.SessionRow);
    },
    disconnectSeeker: (seeker, connection, now) =>
      done(
        redis().seekerDisconnect(root, [
          seeker,
          connection,
          now,
          t.placeKeptMs,
          t.closingTabMs,
          t.seekerLostMs,
        ]),
      ),
    seekerClosing: (seeker, now) =>
      done(redis().seekerClosing(root, [seeker, now, t.closingTabMs])),
    noteOver: (seeker, now) => done(ending(redis().sessionOver(root, [seeker, now, t.resumeMs]))),
    openTicket: (seeker, at, id, open, queueLimit, leaderNeeded, now, limits) =>
      ticket(
        redis().ticketOpen(root, [
          ...[seeker, at.node, at.connection, id, open.publicKey, open.language],
          ...[open.topic ?? '', open.feeling ?? '', open.age ?? '', open.urgent ? '1' : ''],
          ...[now, now + t.stillWaitingAskMs, t.liveKeyMs, queueLimit, leaderNeeded ? '1' : ''],
          ...[limits?.prefix ?? '', limits?.livePerPrefix ?? 0, limits?.urgentLimit ?? 0],
          ...[URGENT_OF_PREFIX_WHEN_FULL, LIVE_RETRY_MS, HOUR_MS, t.breakMs, t.volunteerGoneMs],
        ]),
      ),
    liveTickets: (prefix) => redis().sCard(keys.liveOf(prefix)),
    keepTicket: (seeker, now) =>
      ticket(redis().ticketKeep(root, [seeker, now, t.stillWaitingAskMs, t.liveKeyMs])),
    endTicket: (seeker, reason, now) =>
      done(ending(redis().ticketEnd(root, [seeker, reason, now, t.tombstoneMs]))),

    async connectStaff(staff, at, now) {
      return certain(await upsertStaffConnection(staff, at, true, now), replies.StaffRow);
    },
    async confirmStaff(staff, at, now) {
      const got = outcome(await upsertStaffConnection(staff, at, false, now), replies.StaffRow);
      return got.ok ? got.value : null;
    },
    async staff(staff, now) {
      return certain(await upsertStaffConnection(staff, nobody, false, now), replies.StaffRow);
    },
    disconnectStaff: (staff, connection, now) =>
      done(
        redis().staffDisconnect(root, [staff, connection, now, t.volunteerGoneMs, t.seekerLostMs]),
      ),
    startShift: (staff, now) => availability(redis().shiftStart(root, [staff, now])),
    endShift: (staff, now) => availability(redis().shiftEnd(root, [staff, now])),
    endLead: (staff, connection = '') => done(redis().leadEnd(root, [staff, connection])),
    setAvailability: (staff, state, now) =>
      availability(redis().availabilitySet(root, [staff, state, now])),

    async takeOffer(staff, offerId, conversationId, now) {
      const args = [staff, offerId, conversationId, now, t.offerMs, t.declineHoldMs, t.liveKeyMs];
      const got = outcome(await redis().offerTake(root, args), replies.Offer);
      return got.ok ? { ok: true, offer: got.value } : got;
    },
    matchOffer: (language, offerId, conversationId, now) =>
      done(
        redis().offerMatch(root, [
          ...[language, offerId, conversationId, now],
          ...[t.offerMs, t.declineHoldMs, t.liveKeyMs],
        ]),
      ),
    async acceptOffer(staff, offerId, encapsulation, confirmation, now) {
      const got = outcome(
        await redis().offerAccept(root, [
          ...[offerId, staff, encapsulation, confirmation, now],
          ...[t.plannedConversationMs, t.seatHeldMs, t.seekerLostMs],
          ...[t.silenceNudgeMs, t.liveKeyMs],
        ]),
        replies.Conversation,
      );
      return got.ok ? { ok: true, conversation: got.value } : got;
    },
    async returnOffer(offerId, staff, now) {
      const args = [offerId, staff ?? '', now, t.stillWaitingAskMs, t.declineHoldMs];
      const got = outcome(await redis().offerReturn(root, args), replies.ReturnedOffer);
      if (!got.ok) return got;
      const { language, seeker, publicKey } = got.value;
      return { ok: true, language, seeker: seeker as SeekerId, publicKey };
    },

    async sendMessage(seat, { messageId, ciphertext }, now) {
      const tail = tailOf({ from: seat.side, messageId, ciphertext, acceptedAt: now });
      return replies.accepted(await messages.add([...seatOf(seat), messageId, tail]), now);
    },
    receiveMessages: (seat, seq) => done(redis().messageReceived(root, [...seatOf(seat), seq])),
    setTyping: (seat, typing) => done(redis().typingSet(root, [...seatOf(seat), String(typing)])),
    async messagesAfter(seat, after) {
      const got = outcome(
        await redis().conversationLog(root, [...seatOf(seat), after, RESYNC_PAGE]),
        replies.Log,
      );
      return got.ok ? { ok: true, ...got.value } : got;
    },
    confirmKeys: (conversationId, seeker, confirmation) =>
      done(redis().conversationConfirm(root, [conversationId, seeker, confirmation])),
    stay: (conversationId, seeker, now) =>
      done(redis().conversationStay(root, [conversationId, seeker, now, t.silenceNudgeMs])),
    async extend(conversationId, staff, shownMs, now) {
      const args = [conversationId, staff, shownMs, now, t.extensionMs];
      const got = outcome(await redis().conversationExtend(root, args), replies.Plan);
      return got.ok ? { ok: true, plannedMs: got.value.plannedMs } : got;
    },
    async mark(conversationId, staff, mark, on, now) {
      const field = mark === 'danger' ? 'marked' : mark;
      const args = [conversationId, staff, field, on ? '1' : '', now, t.silenceNudgeMs];
      const got = outcome(await redis().conversationMark(root, args), replies.Marks);
      return got.ok ? { ok: true, ...got.value } : got;
    },
    setKeys: (conversationId, staff, held) =>
      done(redis().conversationKeys(root, [conversationId, staff, held])),
    endConversation: (seat, reason, lastMessage, now) =>
      markDisconnected(
        ending(
          redis().conversationEnd(root, [
            ...[...seatOf(seat), reason, lastMessage ? JSON.stringify(lastMessage) : '', now],
            ...[t.seekerLostMs, t.wrapUpMs, t.tombstoneMs],
          ]),
        ),
      ),
    requeue: (conversationId, seeker, reason, ticketId, publicKey, now) =>
      ticket(
        ending(
          redis().conversationRequeue(root, [
            ...[conversationId, seeker, reason, ticketId, publicKey, now],
            ...[t.volunteerLostChoiceMs, t.stillWaitingAskMs, t.placeKeptMs],
            ...[t.wrapUpMs, t.tombstoneMs, t.liveKeyMs],
          ]),
        ),
      ),

    giveFeedback: (seeker, { feeling = '', heard = '', comment = '', ...given }) =>
      done(
        redis().feedbackGive(root, [
          ...[seeker, given.proof, given.month, feeling, heard, comment],
          ...[given.commentId, given.batchId, TELLABLE_FROM, t.feedbackKeptMs],
          COMMENT_BATCHES_MAX,
        ]),
      ),
    async releaseFeedback(batchId, months) {
      const args = [batchId, TELLABLE_FROM, t.feedbackKeptMs, ...months];
      return certain(await redis().feedbackRelease(root, args), replies.Ids);
    },
    async feedbackBatch(batchId) {
      const json = await redis().hGet(keys.feedbackBatches, batchId);
      return json === null ? null : z.parse(replies.Counts, JSON.parse(json));
    },
    async dropFeedbackBatch(batchId) {
      await redis().hDel(keys.feedbackBatches, batchId);
    },
    async comments() {
      const found = certain(await redis().commentsReleased(root, []), replies.Comments);
      // Sorted by random id, so that the order of arrival cannot be seen.
      return found.toSorted().map((comment) => comment.slice(comment.indexOf(' ') + 1));
    },

    async seekerRecord(seeker) {
      const got = outcome(await redis().seekerRecord(root, [seeker]), replies.SeekerRecord);
      return got.ok ? got.value : null;
    },
    async staffRecord(staff) {
      const got = outcome(await redis().staffRecord(root, [staff]), replies.StaffRecord);
      return got.ok ? got.value : null;
    },
    restoreSeeker: (seeker, { epoch, kind, id, record }, issuedAt, now) =>
      done(
        redis().seekerRestore(root, [
          ...[seeker, kind, id, JSON.stringify(record), epoch, issuedAt, now],
          ...[t.resumeMs, t.restoreHoldMs, t.stillWaitingAskMs, t.placeKeptMs],
          ...[t.seekerLostMs, t.liveKeyMs],
        ]),
      ),
    restoreStaff: (staff, { epoch, conversations }, issuedAt, now) =>
      done(
        redis().staffRestore(root, [
          ...[staff, JSON.stringify(conversations), epoch, issuedAt, now],
          ...[t.resumeMs, t.restoreHoldMs, t.seekerLostMs, t.liveKeyMs],
        ]),
      ),
    rebuild: (seat, messages, last, now) =>
      done(
        redis().conversationRebuild(root, [
          ...[...seatOf(seat), last ? '1' : '', now, t.liveKeyMs],
          ...messages.flatMap(({ seq, ...message }) => [seq, message.messageId, tailOf(message)]),
        ]),
      ),

    async due(now, atMost) {
      const range = { BY: 'SCORE' as const, LIMIT: { offset: 0, count: atMost } };
      const members = await redis().zRangeWithScores(keys.deadlines, '-inf', now, range);
      return members.map(({ value, score: dueAt }) => {
        const [kind = '', id = ''] = value.split(' ');
        return { kind, id, dueAt };
      });
    },
    async askWaiting(id, now) {
      const args = [id, now, t.stillWaitingAnswerMs, t.stillWaitingAskMs, t.tombstoneMs];
      const got = outcome(await ending(redis().ticketAsk(root, args)), replies.TicketGone);
      return got.ok ? { ok: true, ended: got.value.ended } : got;
    },
    expirePlace: (seeker, now) =>
      done(ending(redis().placeExpire(root, [seeker, now, t.tombstoneMs]))),
    endWrapUp: (staff, now) => done(redis().wrapUpEnd(root, [staff, now])),
    keepDuty: async (staff, now) =>
      certain(await redis().dutyKeep(root, [staff, now, t.volunteerGoneMs]), replies.Duty),
    expireDuty: (staff, now) => done(redis().dutyExpire(root, [staff, now, t.volunteerGoneMs])),
    loseConversation: (id, kind, now) =>
      markDisconnected(
        ending(
          redis().conversationLose(root, [
            ...[id, kind, now, t.seekerLostMs, t.seekerGoneMs],
            ...[t.wrapUpMs, t.tombstoneMs],
          ]),
        ),
      ),
    meetSilence: (id, now) =>
      markDisconnected(
        ending(
          redis().conversationSilence(root, [
            ...[id, now, t.silenceNudgeMs, t.silenceWarningMs, t.silenceCloseMs],
            ...[t.wrapUpMs, t.tombstoneMs],
          ]),
        ),
      ),
    expireTombstone: (seeker, now) => done(redis().tombstoneExpire(root, [seeker, now, ''])),
    dropTombstone: (seeker, now) => done(redis().tombstoneExpire(root, [seeker, now, '1'])),
    async clearDeadline({ kind, id }) {
      await redis().zRem(keys.deadlines, `${kind} ${id}`);
    },

    async overview(now) {
      return certain(
        await redis().overview(root, [
          now,
          LANGUAGES.join(','),
          TOPIC_LANES,
          t.breakMs,
          t.volunteerGoneMs,
        ]),
        replies.OverviewRow,
      );
    },
    async line(language, now) {
      const [members, asked] = await Promise.all([
        redis().zRange(keys.lane(language), 0, -1),
        redis().hGetAll(keys.asked),
      ]);
      return members.map((member) => {
        const [id, seeker] = member.split(' ') as [TicketId, SeekerId];
        const keepBy = asked[id];
        return {
          id,
          seeker,
          keepWithinMs: keepBy === undefined ? null : Math.max(0, Number(keepBy) - now),
        };
      });
    },
    async beat(node, freshEpoch, now, beatAt) {
      const args = [node, freshEpoch, now, beatAt ?? '', t.restoreHoldMs];
      return certain(await redis().nodeBeat(root, args), replies.Beat);
    },
    async beats() {
      const members = await redis().zRangeWithScores(keys.nodes, 0, -1);
      return new Map(members.map(({ value, score }) => [value, score]));
    },
    async onDuty() {
      const ids = await redis().sMembers(keys.duty);
      return new Set(ids.map((id) => `staff ${id}`));
    },
    async heldBy(node, beat) {
      const got = outcome(await redis().nodeHeld(root, [node, beat ?? '']), replies.Held);
      return got.ok ? got.value : null;
    },
    forgetNode: (node) => done(redis().nodeForget(root, [node])),
    async ready() {
      return (await redis().ping()) === 'PONG';
    },
  };
}
