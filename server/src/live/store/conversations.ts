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
  holderOf,
}: Calls): ConversationStore {
  return {
    async sendMessage(holder, message, now) {
      const { conversationId, seat, participant } = holder;
      const { counter, keyEpoch } = message;
      const entry = entryOf({ ...message, from: seat, acceptedAt: now });
      const of = [conversationId, seat, participant] as const;
      const line = await messages.add([...of, String(counter), JSON.stringify(keyEpoch), entry]);
      return replies.accepted(line, now);
    },
    receiveMessages: (holder, seq) =>
      done(redis().messageReceived(root, { ...holderOf(holder), seq })),
    setTyping: (holder, typing) => done(redis().typingSet(root, { ...holderOf(holder), typing })),
    async messagesAfter(holder, after) {
      const reply = await redis().conversationLog(root, { ...holderOf(holder), after });
      const got = outcome(reply, replies.Log);
      return got.ok ? { ok: true, ...got.value } : got;
    },
    confirmKeys: (conversation, participant, confirmation) =>
      done(redis().conversationConfirm(root, { conversation, participant, confirmation })),
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
    setKeys: (conversation, staff, keys, now) =>
      done(redis().conversationKeys(root, { conversation, staff, keys, now })),
    endConversation: (holder, reason, lastMessage, now) =>
      endOf(
        ending(redis().conversationEnd(root, { ...holderOf(holder), reason, lastMessage, now })),
      ),
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
