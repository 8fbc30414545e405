/** Events that overtake the answer to the command which caused them, as the contract says they may. */
import { confirm, createTicketKeys, decapsulate } from '@terskel/client/e2ee/agreement';
import { VolunteerSession } from '@terskel/client/session/volunteer';
import type { VolunteerView } from '@terskel/client/state/model';
import { tabStorage } from '@terskel/client/storage';
import { staffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Offer, Staff } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import { onTestFinished, expect, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area, quickClock } from '../../helpers/tabs.ts';
import { conversationId as newConversationId } from './values.ts';
import { startSocketService } from './socket-service.ts';

/** A volunteer's page with an offer, whose *accept* is answered by `accepted` in the words of the service. */
async function offered(accepted: (socket: Socket, id: ConversationId, tag: string) => void) {
  const service = await startSocketService();
  const ticket = await createTicketKeys();
  const { publicKey } = ticket;
  const id = newConversationId();
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = snapshot['session'] as { staff: Staff; offer: Offer };
  const offer = { ...session.offer, conversationId: id, publicKey, language: 'no' };
  const availability = { state: 'ready' };
  service.greet = (socket) => {
    socket.on('offer:accept', (payload, acknowledge: (answer: object) => void) => {
      void (async () => {
        const { encapsulation, confirmation } = payload as Record<string, string>;
        const conversation = {
          ...(sample(staffEvents['session:snapshot'])['session'] as { conversations: object[] })
            .conversations[0],
          ...{ id, encapsulation, confirmations: { volunteer: confirmation }, lastSeq: 0 },
        } as Conversation;
        const keys = await decapsulate(ticket, conversation.encapsulation, id);
        const tag = await confirm(keys, 'seeker');
        accepted(socket, id, tag);
        acknowledge({ ok: true, conversation });
      })();
    });
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, availability, offer, conversations: [] },
    });
  };
  service.answer = () => undefined;
  let view: Extract<VolunteerView, { page: 'work' }> | null = null;
  const page = new VolunteerSession({
    staff: session.staff,
    ...{ clock: quickClock, origin: service.origin, signedOut: () => {} },
    storage: tabStorage('volunteer', area(new Map())),
    network: { online: () => true, watch: () => () => {} },
    show: (next) => {
      view = next as typeof view;
    },
  });
  onTestFinished(async () => {
    page.close();
    await service[Symbol.asyncDispose]();
  });
  await vi.waitUntil(() => view?.offer !== null && view !== null);
  void page.accept();
  return { view: () => view };
}

test('[E3] a seeker who agrees before the volunteer’s own answer is there is heard', async () => {
  const { view } = await offered((socket, conversationId, confirmation) =>
    socket.emit('conversation:confirmed', { conversationId, confirmation }),
  );
  await vi.waitUntil(() => view()?.talks[0]?.keys === 'agreed');
  expect(view()?.talks).toHaveLength(1);
});

test('[C10] a conversation that ends before the answer to *accept* does not begin', async () => {
  const { view } = await offered((socket, conversationId) =>
    socket.emit('conversation:ended', { conversationId, reason: 'exit' }),
  );
  await vi.waitUntil(() => view()?.note !== null && view() !== null);
  expect(view()).toMatchObject({ talks: [], note: { kind: 'conversation_ended', reason: 'exit' } });
});
