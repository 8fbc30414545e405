/** Handlers of the commands that both sides of a conversation have. */
import type { ConversationCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import {
  messagesAfter,
  rebuildLog,
  receiveMessages,
  sendMessage,
  setTyping,
} from '../../domain/conversations.ts';
import type { Seat } from '../../domain/live-store.ts';
import type { Domain } from '../../domain/ports.ts';
import type { HandlerTable } from '../dispatch.ts';
import type { Connection } from '../role.ts';

/** `seatOf`: the caller's seat in the conversation that the command names. */
export function conversationHandlers<Caller>(
  domain: Domain,
  seatOf: (caller: Caller, conversationId: ConversationId) => Seat,
): HandlerTable<ConversationCommands, Caller> {
  return {
    'message:send': (caller, { conversationId, ...message }) =>
      sendMessage(domain, seatOf(caller, conversationId), message),
    'message:received': (caller, { conversationId, seq }) =>
      receiveMessages(domain, seatOf(caller, conversationId), seq),
    'typing:set': (caller, { conversationId, typing }) =>
      setTyping(domain, seatOf(caller, conversationId), typing),
    'conversation:rebuild': (caller, { conversationId, messages, ...part }) =>
      rebuildLog(domain, seatOf(caller, conversationId), messages, part),
    'conversation:resync': (caller, { conversationId, after }) =>
      messagesAfter(domain, seatOf(caller, conversationId), after),
  };
}

/** Runs a request in order. If it succeeds, the tab's resume ticket is renewed, since it lacks the change (rule F3). */
export async function renewing<T extends { readonly ok: boolean }>(
  caller: Pick<Connection<unknown>, 'inOrder' | 'renewResume'>,
  ask: () => Promise<T>,
): Promise<T> {
  const got = await caller.inOrder(ask);
  if (got.ok) caller.renewResume();
  return got;
}
