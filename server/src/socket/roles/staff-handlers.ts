/** Handlers of a staff member's commands. The table is exhaustive: a command without a handler does not compile. */
import type { StaffCommands } from '@terskel/shared/commands';
import type { ConversationId } from '@terskel/shared/ids';
import { openAside, reserveAside } from '../../domain/asides.ts';
import { confirmKeys, endConversation, extend, mark, setKeys } from '../../domain/conversations.ts';
import { endShift, setAvailability, startShift } from '../../domain/duty.ts';
import { raiseCall, returnCall, takeCall, withdrawCall } from '../../domain/leader-calls.ts';
import type { SeatHolder } from '../../domain/live-store.ts';
import { release, takeOver } from '../../domain/stuck.ts';
import { acceptOffer, declineOffer, takeOffer } from '../../domain/offers.ts';
import type { Domain } from '../../domain/ports.ts';
import { askTransfer, cancelTransfer, listColleagues } from '../../domain/transfers.ts';
import { closeVisit, confirmVisit, openVisit } from '../../domain/visits.ts';
import type { HandlerTable } from '../dispatch.ts';
import { conversationHandlers, renewing } from './conversation-handlers.ts';
import type { StaffConnection } from './staff.ts';

const holderOf = ({ data }: StaffConnection, conversationId: ConversationId): SeatHolder => ({
  conversationId,
  seat: data.visits.get(conversationId) ?? 'volunteer',
  participant: data.staff.id,
});

export function staffHandlers(domain: Domain): HandlerTable<StaffCommands, StaffConnection> {
  return {
    ...conversationHandlers(domain, holderOf),
    'shift:start': (from) => from.inOrder(() => startShift(domain, from.data.staff)),
    'shift:end': (from) => from.inOrder(() => endShift(domain, from.data.staff)),
    'availability:set': (from, { state }) =>
      from.inOrder(() => setAvailability(domain, from.data.staff, state)),
    'offer:take': (from) => from.inOrder(() => takeOffer(domain, from.data.staff)),
    'offer:accept': (from, answer) =>
      renewing(from, () => acceptOffer(domain, from.data.staff, answer)),
    'offer:decline': (from, { offerId, reason }) =>
      from.inOrder(() => declineOffer(domain, from.data.staff, offerId, reason)),
    'conversation:extend': (from, { conversationId, plannedMs }) =>
      renewing(from, () => extend(domain, from.data.staff.id, conversationId, plannedMs)),
    'conversation:mark': (from, asked) =>
      renewing(from, () => mark(domain, from.data.staff, asked)),
    'conversation:keys': (from, { conversationId, keys }) =>
      renewing(from, () => setKeys(domain, from.data.staff.id, conversationId, keys)),
    'transfer:ask': (from, asked) =>
      renewing(from, () => askTransfer(domain, from.data.staff, asked)),
    'transfer:cancel': (from, { conversationId }) =>
      renewing(from, () => cancelTransfer(domain, from.data.staff, conversationId)),
    'duty:list': ({ data }) => listColleagues(domain, data.staff),
    'conversation:takeover': (from, { conversationId }) =>
      from.inOrder(() => takeOver(domain, from.data.staff.id, conversationId)),
    'conversation:release': (from, { conversationId }) =>
      from.inOrder(() => release(domain, from.data.staff.id, conversationId)),
    'call:raise': (from, { conversationId, kind }) =>
      renewing(from, () => raiseCall(domain, from.data.staff.id, conversationId, kind)),
    'call:withdraw': (from, { conversationId }) =>
      renewing(from, () => withdrawCall(domain, from.data.staff.id, conversationId)),
    'call:take': (from, taken) => from.inOrder(() => takeCall(domain, from.data.staff.id, taken)),
    'call:return': (from, { conversationId }) =>
      from.inOrder(() => returnCall(domain, from.data.staff.id, conversationId)),
    'aside:reserve': (from, { conversationId }) =>
      from.inOrder(() => reserveAside(domain, from.data.staff.id, conversationId)),
    'aside:open': (from, aside) => from.inOrder(() => openAside(domain, from.data.staff.id, aside)),
    async 'conversation:confirm'(from, { conversationId, confirmation }) {
      const { staff, visits } = from.data;
      const got = await from.inOrder(() =>
        confirmKeys(domain, staff.id, conversationId, confirmation),
      );
      // The aside was opened after the last snapshot.
      if (got.ok) visits.set(conversationId, 'leader');
      return got;
    },
    'visit:open': (from, visit) =>
      renewing(from, () => openVisit(domain, from.data.staff.id, visit)),
    async 'visit:confirm'(from, { conversationId, ...proof }) {
      const { staff, visits } = from.data;
      const got = await from.inOrder(() => confirmVisit(domain, staff.id, conversationId, proof));
      // The visit began after the last snapshot.
      if (got.ok) visits.set(conversationId, 'leader');
      return got;
    },
    'visit:close': (from, { conversationId, visit }) =>
      from.inOrder(() => closeVisit(domain, from.data.staff.id, conversationId, visit)),
    'conversation:end': (from, { conversationId, lastMessage }) =>
      from.inOrder(() =>
        endConversation(
          domain,
          { conversationId, seat: 'volunteer', participant: from.data.staff.id },
          'volunteer',
          lastMessage,
        ),
      ),
  };
}
