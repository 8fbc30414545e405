/** Events that arrive before the answer to the command that caused them, as the contract allows. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { confirm, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { tabStorage } from '@terskel/client/storage';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Offer, Staff } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import { onTestFinished, expect, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { seekerAt, talk, volunteerAt } from './sessions.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId as newConversationId } from './values.ts';

/** A volunteer's page with an offer, whose *accept* is answered by `accepted`. */
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
          ...{ id, seat: 'volunteer', lastSeq: 0 },
          ...{ encapsulation, confirmations: { volunteer: confirmation } },
        } as Conversation;
        const secret = await decapsulate(ticket, conversation.encapsulation, id);
        const tag = await confirm(firstEpoch(id, secret), 'seeker');
        accepted(socket, id, tag);
        acknowledge({ ok: true, conversation });
      })();
    });
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, availability, offer, conversations: [], ended: [] },
    });
  };
  service.answer = () => undefined;
  const { page, view } = volunteerAt(service.origin, session.staff);
  onTestFinished(() => service[Symbol.asyncDispose]());
  await vi.waitUntil(() => (view()?.offer ?? null) !== null);
  void page.accept();
  return { view };
}

test('[E3] a seeker’s confirmation that arrives before the answer to *accept* is kept', async () => {
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

test('[C10] the reason of an end is shown, also when a snapshot first reported the end', async () => {
  const told: { socket: Socket; id: ConversationId }[] = [];
  const { view } = await offered((socket, id, confirmation) => {
    told.push({ socket, id });
    socket.emit('conversation:confirmed', { conversationId: id, confirmation });
  });
  await vi.waitUntil(() => view()?.talks[0]?.keys === 'agreed');
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = {
    ...(snapshot['session'] as object),
    offer: null,
    conversations: [],
    calls: [],
    stuck: [],
    ended: [],
  };
  for (const { socket } of told) socket.emit('session:snapshot', { ...snapshot, session });
  await vi.waitUntil(() => view()?.talks.length === 0);
  expect(view()).toMatchObject({ note: { kind: 'conversation_ended', reason: null } });
  for (const { socket, id } of told)
    socket.emit('conversation:ended', { conversationId: id, reason: 'exit' });
  await vi.waitUntil(() => {
    const note = view()?.note;
    return note?.kind === 'conversation_ended' && note.reason === 'exit';
  });
});

test('[C5, Q4] the next conversation, begun before the answer to *back in line*, goes on', async () => {
  await using service = await startSocketService();
  const [first, second] = [newConversationId(), newConversationId()];
  service.answer = (name) => (name === 'conversation:requeue' ? undefined : { ok: true });
  service.greet = (socket) => {
    socket.on('conversation:requeue', (payload, acknowledge: (answer: object) => void) => {
      void (async () => {
        const { publicKey } = payload as { publicKey: string };
        const { encapsulation, secret } = await encapsulate(publicKey, second);
        const tag = await confirm(firstEpoch(second, secret), 'volunteer');
        socket.emit('conversation:started', {
          conversation: { ...talk(second, tag), encapsulation },
        });
        acknowledge({ ok: true, ticket: { id: first, state: 'offered' } });
      })();
    });
    const session = { kind: 'conversation', conversation: talk(first, 'A'.repeat(43)) };
    const snapshot = sample(seekerEvents['session:snapshot']);
    socket.emit('session:snapshot', { ...snapshot, session });
  };
  const { page, shown, keys } = seekerAt(service.origin);
  await vi.waitUntil(() => keys() === 'missing');
  shown.length = 0;
  page.requeue();
  await vi.waitUntil(() => keys() === 'agreed');
  expect(shown.at(-1)).toMatchObject({ page: 'conversation', talk: { conversationId: second } });
  expect(shown.map(({ page: name }) => name)).not.toContain('waiting');
});

test('[Q7, E4] a conversation begun before the answer to *I am still waiting* goes on', async () => {
  await using service = await startSocketService();
  const id = newConversationId();
  const ticketKeys = await createTicketKeys();
  const { encapsulation, secret: theirs } = await encapsulate(ticketKeys.publicKey, id);
  const tag = await confirm(firstEpoch(id, theirs), 'volunteer');
  const ticket = { id, state: 'waiting', place: 1, wait: null, keepWithinMs: 60_000 };
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  service.answer = (name) => (name === 'ticket:keep' ? undefined : { ok: true });
  service.greet = (socket) => {
    socket.on('ticket:keep', (_, acknowledge: (answer: object) => void) => {
      socket.emit('conversation:started', { conversation: { ...talk(id, tag), encapsulation } });
      acknowledge({ ok: true, ticket: { ...ticket, keepWithinMs: null } });
      ask();
    });
    const snapshot = sample(seekerEvents['session:snapshot']);
    socket.emit('session:snapshot', { ...snapshot, session: { kind: 'ticket', ticket } });
  };
  const storage = tabStorage('seeker', area(new Map()));
  storage.set('ticket', ticketKeys);
  const { page, shown, keys } = seekerAt(service.origin, storage);
  await vi.waitUntil(() => shown.some((view) => view.page === 'waiting' && view.keepBy !== null));
  await Promise.all([page.keep(), asked]);
  await vi.waitUntil(() => keys() === 'agreed');
  expect(storage.get(`talk.${id}`)).not.toBeNull();
});
