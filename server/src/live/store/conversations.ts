/** Conversations: messages, keys, marks, ends. */
import type { ConversationStore } from '../../domain/live-store/conversations.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import { type Calls, entryOf } from './calls.ts';

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
    async sendMessage(seat, { counter, ciphertext }, now) {
      const { conversationId, side, participant } = seat;
      const entry = entryOf({ from: side, counter, ciphertext, acceptedAt: now });
      const args = [conversationId, side, participant, String(counter), entry];
      const line = await messages.add(args);
      return replies.accepted(line, now);
    },
    receiveMessages: (seat, seq) => done(redis().messageReceived(root, { ...seatOf(seat), seq })),
    setTyping: (seat, typing) => done(redis().typingSet(root, { ...seatOf(seat), typing })),
    async messagesAfter(seat, after) {
      const reply = await redis().conversationLog(root, { ...seatOf(seat), after });
      const got = outcome(reply, replies.Log);
      return got.ok ? { ok: true, ...got.value } : got;
    },
    confirmKeys: (conversation, seeker, confirmation) =>
      done(redis().conversationConfirm(root, { conversation, seeker, confirmation })),
    stay: (conversation, seeker, now) =>
      done(redis().conversationStay(root, { conversation, seeker, now })),
    async extend(conversation, staff, shownMs, now) {
      const reply = await redis().conversationExtend(root, { conversation, staff, shownMs, now });
      const got = outcome(reply, replies.Plan);
      return got.ok ? { ok: true, plannedMs: got.value.plannedMs } : got;
    },
    async mark(conversation, staff, what, on, now) {
      const mark = what === 'danger' ? 'marked' : what;
      const reply = await redis().conversationMark(root, { conversation, staff, mark, on, now });
      const got = outcome(reply, replies.Marks);
      return got.ok ? { ok: true, ...got.value } : got;
    },
    setKeys: (conversation, staff, held) =>
      done(redis().conversationKeys(root, { conversation, staff, keys: held })),
    endConversation: (seat, reason, lastMessage, now) =>
      endOf(ending(redis().conversationEnd(root, { ...seatOf(seat), reason, lastMessage, now }))),
    requeue: (conversation, seeker, reason, newTicket, publicKey, now) => {
      const seat = { conversation, seeker };
      return ticket(
        ending(
          redis().conversationRequeue(root, { ...seat, reason, ticket: newTicket, publicKey, now }),
        ),
      );
    },
    loseConversation: (conversation, kind, now) =>
      endOf(ending(redis().conversationLose(root, { conversation, kind, now }))),
    meetSilence: (conversation, now) =>
      endOf(ending(redis().conversationSilence(root, { conversation, now }))),
  };
}
