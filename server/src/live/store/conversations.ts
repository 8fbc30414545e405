/** Conversations: messages, keys, marks, ends. */
import { RESYNC_PAGE, TIMES } from '@terskel/shared/limits';
import type { ConversationStore } from '../../domain/live-store/conversations.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import { type Calls, tailOf } from './calls.ts';

export function conversationStore({
  redis,
  root,
  ending,
  done,
  endOf,
  ticket,
  messages,
  seatOf,
}: Calls): ConversationStore {
  return {
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
      done(redis().conversationStay(root, [conversationId, seeker, now, TIMES.silenceNudgeMs])),
    async extend(conversationId, staff, shownMs, now) {
      const args = [conversationId, staff, shownMs, now, TIMES.extensionMs];
      const got = outcome(await redis().conversationExtend(root, args), replies.Plan);
      return got.ok ? { ok: true, plannedMs: got.value.plannedMs } : got;
    },
    async mark(conversationId, staff, mark, on, now) {
      const field = mark === 'danger' ? 'marked' : mark;
      const args = [conversationId, staff, field, on ? '1' : '', now, TIMES.silenceNudgeMs];
      const got = outcome(await redis().conversationMark(root, args), replies.Marks);
      return got.ok ? { ok: true, ...got.value } : got;
    },
    setKeys: (conversationId, staff, held) =>
      done(redis().conversationKeys(root, [conversationId, staff, held])),
    endConversation: (seat, reason, lastMessage, now) =>
      endOf(
        ending(
          redis().conversationEnd(root, [
            ...[...seatOf(seat), reason, lastMessage ? JSON.stringify(lastMessage) : '', now],
            ...[TIMES.seekerLostMs, TIMES.wrapUpMs, TIMES.tombstoneMs],
          ]),
        ),
      ),
    requeue: (conversationId, seeker, reason, ticketId, publicKey, now) =>
      ticket(
        ending(
          redis().conversationRequeue(root, [
            ...[conversationId, seeker, reason, ticketId, publicKey, now],
            ...[TIMES.volunteerLostChoiceMs, TIMES.stillWaitingAskMs, TIMES.placeKeptMs],
            ...[TIMES.wrapUpMs, TIMES.tombstoneMs, TIMES.liveKeyMs],
          ]),
        ),
      ),
    loseConversation: (id, kind, now) =>
      endOf(
        ending(
          redis().conversationLose(root, [
            ...[id, kind, now, TIMES.seekerLostMs, TIMES.seekerGoneMs],
            ...[TIMES.wrapUpMs, TIMES.tombstoneMs],
          ]),
        ),
      ),
    meetSilence: (id, now) =>
      endOf(
        ending(
          redis().conversationSilence(root, [
            ...[id, now, TIMES.silenceNudgeMs, TIMES.silenceWarningMs, TIMES.silenceCloseMs],
            ...[TIMES.wrapUpMs, TIMES.tombstoneMs],
          ]),
        ),
      ),
  };
}
