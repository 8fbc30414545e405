/** Handlers of a staff member's commands. The table is exhaustive: a command without a handler does not compile. */
import type { PayloadOf, Reply, StaffCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import {
  endConversation,
  extend,
  mark,
  messagesAfter,
  rebuildLog,
  sendMessage,
} from '../domain/conversations.ts';
import { endShift, setAvailability, startShift } from '../domain/duty.ts';
import type { Seat } from '../domain/live-store.ts';
import { acceptOffer, declineOffer, takeOffer } from '../domain/offers.ts';
import type { Domain } from '../domain/ports.ts';

type Table = {
  readonly [N in keyof StaffCommands]: (
    payload: PayloadOf<StaffCommands[N]>,
  ) => Promise<Reply<StaffCommands[N]>>;
};

/**
 * `standing` runs work that changes or returns state. `changed` is called when a conversation differs from the resume
 * ticket.
 */
export function staffHandlers(
  domain: Domain,
  staff: Staff,
  standing: <T>(ask: () => Promise<T>) => Promise<T>,
  changed: () => void,
): Table {
  const seat = (conversationId: ConversationId): Seat => ({
    conversationId,
    side: 'volunteer',
    participant: staff.id,
  });
  return {
    'shift:start': () => standing(() => startShift(domain, staff)),
    'shift:end': () => standing(() => endShift(domain, staff)),
    'availability:set': ({ state }) => standing(() => setAvailability(domain, staff, state)),
    'offer:take': () => standing(() => takeOffer(domain, staff)),
    async 'offer:accept'(answer) {
      const got = await standing(() => acceptOffer(domain, staff, answer));
      if (got.ok) changed();
      return got;
    },
    'offer:decline': ({ offerId, reason }) =>
      standing(() => declineOffer(domain, staff, offerId, reason)),
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
    async 'conversation:extend'({ conversationId, plannedMs }) {
      const got = await standing(() => extend(domain, staff.id, conversationId, plannedMs));
      if (got.ok) changed();
      return got;
    },
    async 'conversation:mark'(asked) {
      const got = await standing(() => mark(domain, staff, asked));
      if (got.ok) changed();
      return got;
    },
    async 'conversation:keys'({ conversationId, keys }) {
      const got = await standing(() => domain.store.setKeys(conversationId, staff.id, keys));
      if (got.ok) changed();
      return got;
    },
    'conversation:end': ({ conversationId, lastMessage }) =>
      standing(() => endConversation(domain, seat(conversationId), 'volunteer', lastMessage)),
  };
}
