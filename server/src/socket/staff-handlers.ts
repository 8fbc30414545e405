/** What each of a staff member's commands does. The table is exhaustive: a command without a row does not compile. */
import type { PayloadOf, Reply, StaffCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { endConversation, messagesAfter, sendMessage } from '../domain/conversations.ts';
import { endShift, setAvailability, startShift } from '../domain/duty.ts';
import type { Seat } from '../domain/live-store.ts';
import { acceptOffer, declineOffer, takeOffer } from '../domain/offers.ts';
import type { Domain } from '../domain/ports.ts';

type Handlers = {
  [N in keyof StaffCommands]: (
    payload: PayloadOf<StaffCommands[N]>,
  ) => Promise<Reply<StaffCommands[N]>>;
};

export function staffHandlers(d: Domain, staff: Staff): Handlers {
  const seat = (conversationId: ConversationId): Seat => ({
    conversationId,
    side: 'volunteer',
    participant: staff.id,
  });
  return {
    'shift:start': () => startShift(d, staff),
    'shift:end': () => endShift(d, staff),
    'availability:set': ({ state }) => setAvailability(d, staff, state),
    'offer:take': () => takeOffer(d, staff),
    'offer:accept': (answer) => acceptOffer(d, staff, answer),
    'offer:decline': ({ offerId }) => declineOffer(d, staff, offerId),
    'message:send': ({ conversationId, ...message }) =>
      sendMessage(d, seat(conversationId), message),
    'message:received': ({ conversationId, seq }) =>
      d.store.receiveMessages(seat(conversationId), seq),
    'typing:set': ({ conversationId, typing }) => d.store.setTyping(seat(conversationId), typing),
    'conversation:resync': ({ conversationId, after }) =>
      messagesAfter(d, seat(conversationId), after),
    'conversation:end': ({ conversationId, lastMessage }) =>
      endConversation(d, seat(conversationId), 'volunteer', lastMessage),
  };
}
