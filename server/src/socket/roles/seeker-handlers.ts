/** Handlers of a seeker's commands. The table is exhaustive: a command without a handler does not compile. */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import type { Ticket } from '@terskel/shared/models';
import { confirmKeys, endConversation, stay } from '../../domain/conversations.ts';
import type { SeatHolder } from '../../domain/live-store.ts';
import { type Outcome, refused } from '../../domain/ports.ts';
import { cancelTicket, keepTicket, openTicket, requeue } from '../../domain/tickets.ts';
import type { HandlerTable } from '../dispatch.ts';
import { noteTicket } from '../emit.ts';
import type { Gateway } from '../role.ts';
import { conversationHandlers, renewing } from './conversation-handlers.ts';
import type { SeekerConnection } from './seeker.ts';

const holderOf = ({ data }: SeekerConnection, conversationId: ConversationId): SeatHolder => ({
  conversationId,
  seat: 'seeker',
  participant: data.seeker,
});

/** Runs a request whose answer shows the seeker's ticket. */
async function showing(from: SeekerConnection, ask: () => Promise<Outcome<{ ticket: Ticket }>>) {
  const got = await from.inOrder(ask);
  if (!got.ok) return got;
  noteTicket(from, got.ticket);
  from.renewResume();
  return got;
}

export function seekerHandlers({
  domain,
  connectionLimits,
}: Gateway): HandlerTable<SeekerCommands, SeekerConnection> {
  return {
    ...conversationHandlers(domain, holderOf),
    async 'ticket:open'(from, request) {
      const { socket, spent, at, data } = from;
      // Too old to open a ticket (rule R6): the page retries on a new connection.
      if (connectionLimits.isStale(socket.conn)) {
        socket.disconnect(true);
        return refused('unavailable');
      }
      const visitor = {
        ...{ seeker: data.seeker, spent },
        prefix: connectionLimits.prefixOf(socket.conn),
      };
      return showing(from, () => openTicket(domain, visitor, at, request));
    },
    'ticket:cancel': (from) => from.inOrder(() => cancelTicket(domain, from.data.seeker)),
    'ticket:keep': (from) => showing(from, () => keepTicket(domain, from.data.seeker)),
    'conversation:confirm': ({ data }, { conversationId, confirmation }) =>
      confirmKeys(domain, data.seeker, conversationId, confirmation),
    'conversation:stay': (from, { conversationId }) =>
      renewing(from, () => stay(domain, from.data.seeker, conversationId)),
    'conversation:end': (from, { conversationId, reason }) =>
      from.inOrder(() => endConversation(domain, holderOf(from, conversationId), reason)),
    'conversation:requeue': (from, request) =>
      showing(from, () => requeue(domain, from.data.seeker, request)),
  };
}
