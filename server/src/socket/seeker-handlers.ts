/** Handlers of a seeker's commands. The table is exhaustive: a command without a handler does not compile. */
import type { PayloadOf, Reply, SeekerCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import type { Ticket } from '@terskel/shared/models';
import {
  endConversation,
  messagesAfter,
  rebuildLog,
  sendMessage,
  stay,
} from '../domain/conversations.ts';
import type { Visitor } from '../domain/admission.ts';
import type { ConnectionAddress, Seat } from '../domain/live-store.ts';
import { refused, type Domain, type Outcome } from '../domain/ports.ts';
import { cancelTicket, keepTicket, openTicket, requeue } from '../domain/tickets.ts';

type Table = {
  readonly [N in keyof SeekerCommands]: (
    payload: PayloadOf<SeekerCommands[N]>,
  ) => Promise<Reply<SeekerCommands[N]>>;
};

/**
 * `standing` runs work that changes or returns state. `shown` is called with each ticket in an answer, `changed` when
 * the conversation differs from the resume ticket. `turnedAway` returns true if the connection is too old to open a
 * ticket (rule R6). It has then been closed, and the page retries on a new one.
 */
export function seekerHandlers(
  domain: Domain,
  visitor: Visitor,
  at: ConnectionAddress,
  standing: <T>(ask: () => Promise<T>) => Promise<T>,
  shown: (ticket: Ticket) => void,
  changed: () => void,
  turnedAway: () => boolean,
): Table {
  const { seeker } = visitor;
  async function showing(ask: () => Promise<Outcome<{ ticket: Ticket }>>) {
    const got = await standing(ask);
    if (got.ok) shown(got.ticket);
    return got;
  }
  const seat = (conversationId: ConversationId): Seat => ({
    conversationId,
    side: 'seeker',
    participant: seeker,
  });
  return {
    'ticket:open': async (request) =>
      turnedAway()
        ? refused('unavailable')
        : showing(() => openTicket(domain, visitor, at, request)),
    'ticket:cancel': () => standing(() => cancelTicket(domain, seeker)),
    'ticket:keep': () => showing(() => keepTicket(domain, seeker)),
    'message:send': ({ conversationId, ...message }) =>
      sendMessage(domain, seat(conversationId), message),
    'message:received': ({ conversationId, seq }) =>
      domain.store.receiveMessages(seat(conversationId), seq),
    'typing:set': ({ conversationId, typing }) =>
      domain.store.setTyping(seat(conversationId), typing),
    'conversation:rebuild': ({ conversationId, messages, last }) =>
      rebuildLog(domain, seat(conversationId), messages, last),
    'conversation:resync': ({ conversationId, after }) =>
      messagesAfter(domain, seat(conversationId), after),
    'conversation:confirm': ({ conversationId, confirmation }) =>
      domain.store.confirmKeys(conversationId, seeker, confirmation),
    async 'conversation:stay'({ conversationId }) {
      const got = await standing(() => stay(domain, seeker, conversationId));
      if (got.ok) changed();
      return got;
    },
    'conversation:end': ({ conversationId, reason }) =>
      standing(() => endConversation(domain, seat(conversationId), reason)),
    'conversation:requeue': (request) => showing(() => requeue(domain, seeker, request)),
  };
}
