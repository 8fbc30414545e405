/** Handlers of the commands that every seat of a conversation has. */
import type { ConversationCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import {
  messagesAfter,
  rebuildLog,
  receiveMessages,
  sendMessage,
  setTyping,
} from '../../domain/conversations.ts';
import type { SeatHolder } from '../../domain/live-store.ts';
import type { Domain } from '../../domain/ports.ts';
import type { HandlerTable } from '../dispatch.ts';
import type { Connection } from '../role.ts';

/** `holderOf`: the caller with their seat in the conversation that the command names. */
export function conversationHandlers<Caller>(
  domain: Domain,
  holderOf: (caller: Caller, conversationId: ConversationId) => SeatHolder,
): HandlerTable<ConversationCommands, Caller> {
  return {
    'message:send': (caller, { conversationId, ...message }) =>
      sendMessage(domain, holderOf(caller, conversationId), message),
    'message:received': (caller, { conversationId, seq }) =>
      receiveMessages(domain, holderOf(caller, conversationId), seq),
    'typing:set': (caller, { conversationId, typing }) =>
      setTyping(domain, holderOf(caller, conversationId), typing),
    'conversation:rebuild': (caller, { conversationId, messages, ...part }) =>
      rebuildLog(domain, holderOf(caller, conversationId), messages, part),
    'conversation:resync': (caller, { conversationId, after }) =>
      messagesAfter(domain, holderOf(caller, conversationId), after),
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
