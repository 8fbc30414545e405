/** A command that was executed, but whose answer is lost with the connection, and which is sent again meanwhile. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { confirm, firstEpoch } from '@terskel/client/e2ee/seat-keys';
import { fresh } from '@terskel/client/session/agreement';
import { tabStorage } from '@terskel/client/storage';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { Conversation, Offer, Staff } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { seekerAt, talk, volunteerAt } from './sessions.ts';
import { settled } from './settled.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId as newConversationId } from './values.ts';

/** After an equal amount of key work, keys that were being generated are ready. */
async function keysAreMade(): Promise<void> {
  const { publicKey } = await createTicketKeys();
  const id = newConversationId();
  const { secret } = await encapsulate(publicKey, id);
  await confirm(firstEpoch(id, secret), 'volunteer');
  await settled(() => 0);
}

/** A seeker whose volunteer has lost the keys, and who requeued without receiving the answer. */
async function wentBack() {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const [first, second] = [newConversationId(), newConversationId()];
  const snapshot = sample(seekerEvents['session:snapshot']);
  const greet = (socket: Socket, session: object) =>
    socket.emit('session:snapshot', { ...snapshot, session });
  const conversation = { ...talk(first, 'A'.repeat(43)), volunteerKeys: 'lost' };
  service.greet = (socket) => greet(socket, { kind: 'conversation', conversation });
  service.answer = (name) => (name === 'conversation:requeue' ? undefined : { ok: true });
  const storage = tabStorage('seeker', area(new Map()));
  const seeker = seekerAt(service.origin, storage);
  await vi.waitUntil(() => seeker.keys() === 'missing');
  const asked = () => service.commands.find(([name]) => name === 'conversation:requeue')?.[1];
  seeker.page.requeue();
  await vi.waitUntil(() => asked() !== undefined);
  const { publicKey } = asked() as { publicKey: string };
  // Executed: the next snapshot shows the place in the queue, once the test lets it through.
  const held = Promise.withResolvers<void>();
  service.greet = (socket) => {
    void held.promise.then(() => {
      const ticket = { id: first, state: 'waiting', place: 1, wait: null, keepWithinMs: null };
      greet(socket, { kind: 'ticket', ticket });
    });
  };
  return {
    ...{ service, storage, seeker },
    /**
     * The snapshot with the place arrives, then a volunteer accepts this seeker with the key that the service was
     * given.
     */
    matched: async (keys: () => unknown): Promise<void> => {
      held.resolve();
      await vi.waitUntil(() => keys() === 'waiting');
      const { encapsulation, secret: theirs } = await encapsulate(publicKey, second);
      const tag = await confirm(firstEpoch(second, theirs), 'volunteer');
      const next = { ...talk(second, tag), encapsulation };
      (await service.socket()).emit('conversation:started', { conversation: next });
      await vi.waitUntil(() => !['waiting', 'agreeing'].includes(String(keys())));
    },
  };
}

test('[E1, E3] *back in line*, pressed again while disconnected, keeps the key that the service has', async () => {
  const { service, seeker, storage, matched } = await wentBack();
  (await service.socket()).conn.close();
  await vi.waitUntil(() => {
    const view = seeker.shown.at(-1);
    return view?.page === 'conversation' && view.link === 'reconnecting';
  });
  seeker.page.requeue();
  await keysAreMade();
  await matched(seeker.keys);
  expect(seeker.keys()).toBe('agreed');
  expect(storage.get('ticket')).toBeNull();
});

test('[E1, E3] *back in line*, pressed again after a reload, keeps the key that the service has', async () => {
  const { service, seeker, storage, matched } = await wentBack();
  seeker.page.close();
  const reloaded = seekerAt(service.origin, storage);
  reloaded.page.requeue();
  await keysAreMade();
  await matched(reloaded.keys);
  expect(reloaded.keys()).toBe('agreed');
});

test('[E3] *accept*, pressed again while disconnected, keeps the keys that the seeker has', async () => {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const ticket = await createTicketKeys();
  const id = newConversationId();
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = snapshot['session'] as {
    staff: Staff;
    offer: Offer;
    conversations: Conversation[];
  };
  const offer = { ...session.offer, conversationId: id, publicKey: ticket.publicKey };
  const greet = (socket: Socket, more: object) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, availability: { state: 'ready' }, ...more },
    });
  service.greet = (socket) => greet(socket, { offer, conversations: [] });
  service.answer = (name) => (name === 'offer:accept' ? undefined : { ok: true });
  const { page, view } = volunteerAt(service.origin, session.staff);
  await vi.waitUntil(() => (view()?.offer ?? null) !== null);
  void page.accept();
  const accepted = () => service.commands.find(([name]) => name === 'offer:accept')?.[1];
  await vi.waitUntil(() => accepted() !== undefined);
  const { encapsulation, confirmation } = accepted() as Record<string, string>;
  // Executed: the next snapshot shows the conversation, once the test lets it through.
  const conversation = {
    ...session.conversations[0],
    ...{ id, seat: 'volunteer', encapsulation, lastSeq: 0, rebuild: undefined },
  } as Conversation;
  const secret = await decapsulate(ticket, conversation.encapsulation, id);
  const seeker = await confirm(firstEpoch(id, secret), 'seeker');
  const confirmations = { volunteer: confirmation, seeker };
  const held = Promise.withResolvers<void>();
  service.greet = (socket) => {
    void held.promise.then(() =>
      greet(socket, { offer: null, conversations: [{ ...conversation, confirmations }] }),
    );
  };
  (await service.socket()).conn.close();
  await vi.waitUntil(() => view()?.link === 'reconnecting' && view()?.offer?.accepting === false);
  await page.accept();
  held.resolve();
  await vi.waitUntil(() => (view()?.talks[0]?.keys ?? 'agreeing') !== 'agreeing');
  expect(view()?.talks.map(({ keys }) => keys)).toEqual(['agreed']);
});

test('[E5] *let in*, pressed twice, opens one visit', async () => {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const id = newConversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, id);
  const epoch = firstEpoch(id, secret);
  const tags = [await confirm(epoch, 'volunteer'), await confirm(epoch, 'seeker')] as const;
  const { publicKey: leaderKey } = await createTicketKeys();
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = snapshot['session'] as { staff: Staff };
  const conversation = {
    ...{ ...talk(id, tags[0]), seat: 'volunteer', volunteerKeys: 'held' },
    ...{ keyEpoch: FIRST_EPOCH, visit: null, previous: undefined },
    confirmations: { volunteer: tags[0], seeker: tags[1] },
    call: { kind: 'help', forMs: 0, by: 'Nora', escalated: false, leaderKey },
  };
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: {
        ...session,
        offer: null,
        conversations: [conversation],
        calls: [],
        stuck: [],
        ended: [],
      },
    });
  const storage = tabStorage('volunteer', area(new Map()));
  storage.set(`talk.${id}`, fresh(secret));
  const volunteer = volunteerAt(service.origin, session.staff, storage);
  await vi.waitUntil(() => volunteer.view()?.talks[0]?.keys === 'agreed');
  await Promise.all([volunteer.page.letIn(id), volunteer.page.letIn(id)]);
  expect(service.commands.filter(([name]) => name === 'visit:open')).toHaveLength(1);
});

test('[E1, E3] a reload while an offer is being accepted sends the same keys again, and keeps them', async () => {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const id = newConversationId();
  const { publicKey } = await createTicketKeys();
  const snapshot = sample(staffEvents['session:snapshot']);
  const { staff, ...session } = snapshot['session'] as { staff: Staff; offer: Offer };
  const nothing = { conversations: [], asides: [], calls: [], stuck: [], ended: [] };
  const offer = { ...session.offer, conversationId: id, publicKey, transfer: undefined };
  const state = { ...nothing, offer, availability: { state: 'ready' } };
  service.greet = (socket) =>
    socket.emit('session:snapshot', { ...snapshot, session: { ...session, staff, ...state } });
  service.answer = (name) => (name === 'offer:accept' ? undefined : { ok: true });
  const storage = tabStorage('volunteer', area(new Map()));
  const accepts = () => service.commands.filter(([name]) => name === 'offer:accept');
  const first = volunteerAt(service.origin, staff, storage);
  await vi.waitUntil(() => first.view()?.offer !== null && first.view()?.link === 'online');
  void first.page.accept();
  await vi.waitUntil(() => accepts().length > 0);
  const secret = storage.get(`talk.${id}`)?.secret;
  first.page.close();
  const second = volunteerAt(service.origin, staff, storage);
  await vi.waitUntil(() => second.view()?.offer !== null && second.view()?.link === 'online');
  // The snapshot has deleted what belongs to no conversation.
  expect(storage.get(`talk.${id}`)?.secret).toBe(secret);
  const before = accepts().length;
  void second.page.accept();
  await vi.waitUntil(() => accepts().length > before);
  const [one, ...others] = accepts().map(([, payload]) => payload);
  for (const other of others) expect(other).toEqual(one);
  expect(storage.get(`talk.${id}`)?.secret).toBe(secret);
});
