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
  d: Domain,
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
    'shift:start': () => standing(() => startShift(d, staff)),
    'shift:end': () => standing(() => endShift(d, staff)),
    'availability:set': ({ state }) => standing(() => setAvailability(d, staff, state)),
    'offer:take': () => standing(() => takeOffer(d, staff)),
    async 'offer:accept'(answer) {
      const got = await standing(() => acceptOffer(d, staff, answer));
      if (got.ok) changed();
      return got;
    },
    'offer:decline': ({ offerId, reason }) =>
      standing(() => declineOffer(d, staff, offerId, reason)),
    'message:send': ({ conversationId, ...message }) =>
      sendMessage(d, seat(conversationId), message),
    'message:received': ({ conversationId, seq }) =>
      d.store.receiveMessages(seat(conversationId), seq),
    'typing:set': ({ conversationId, typing }) => d.store.setTyping(seat(conversationId), typing),
    'conversation:rebuild': ({ conversationId, messages, last }) =>
      rebuildLog(d, seat(conversationId), messages, last),
    'conversation:resync': ({ conversationId, after }) =>
      messagesAfter(d, seat(conversationId), after),
    async 'conversation:extend'({ conversationId, plannedMs }) {
      const got = await standing(() => extend(d, staff.id, conversationId, plannedMs));
      if (got.ok) changed();
      return got;
    },
    async 'conversation:mark'(asked) {
      const got = await standing(() => mark(d, staff, asked));
      if (got.ok) changed();
      return got;
    },
    async 'conversation:keys'({ conversationId, keys }) {
      const got = await standing(() => d.store.setKeys(conversationId, staff.id, keys));
      if (got.ok) changed();
      return got;
    },
    'conversation:end': ({ conversationId, lastMessage }) =>
      standing(() => endConversation(d, seat(conversationId), 'volunteer', lastMessage)),
  };
}
