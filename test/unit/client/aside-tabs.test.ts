/** Asides on a page whose service does not follow the rules, or has other keys (rules V4, E3). */
import { createTicketKeys } from '@terskel/client/e2ee/agreement';
import { asideEpoch, joinAside, makeAside } from '@terskel/client/e2ee/aside';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm } from '@terskel/client/e2ee/seat-keys';
import { tabStorage } from '@terskel/client/storage';
import { staffEvents } from '@terskel/shared/events';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import type { Aside, Conversation, Staff } from '@terskel/shared/models';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { volunteerAt } from './sessions.ts';
import { settled } from './settled.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId } from './values.ts';

const here = { presence: { connected: true }, received: 0, sent: 0 };
const asideOf = (more: Pick<Aside, 'id' | 'of' | 'seat' | 'encapsulation' | 'confirmations'>) => ({
  ...{ kind: 'aside', startedAt: 0, startedForMs: 0, lastSeq: 0, ...more },
  seats: { volunteer: { ...here, alias: 'Kari' }, leader: { ...here, alias: 'Nora' } },
});

/** A service that sends this state of a staff member's session. */
async function serving(state: object) {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const snapshot = sample(staffEvents['session:snapshot']);
  const session = snapshot['session'] as { staff: Staff; conversations: Conversation[] };
  const plain = { offer: null, conversations: [], asides: [], calls: [], stuck: [], ended: [] };
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, availability: { state: 'ready' }, ...plain, ...state },
    });
  const named = (name: string) => service.commands.filter(([each]) => each === name);
  return { service, session, named };
}

const callOf = (of: string) => ({
  ...{ conversationId: of, alias: 'Kari', language: 'no', kind: 'help', forMs: 0 },
  ...{ by: 'Nora', mine: true },
});

test('[V4, E3] a leader’s tab with other keys than the aside’s shows and sends nothing, and takes the call again', async () => {
  const [id, of] = [conversationId(), conversationId()];
  const made = await makeAside((await createTicketKeys()).publicKey, id);
  const aside = asideOf({
    ...{ id, of, seat: 'leader', encapsulation: made.encapsulation },
    confirmations: { volunteer: made.confirmation },
  });
  const { service, session, named } = await serving({ calls: [callOf(of)], asides: [aside] });
  const call = { kind: 'help', forMs: 0, by: 'Nora', escalated: false };
  service.answer = (name) => ({ ok: true, ...(name === 'call:take' && { call }) });
  const storage = tabStorage('volunteer', area(new Map()));
  const own = await createTicketKeys();
  storage.set(`visit.${of}`, own);
  const { page, view } = volunteerAt(service.origin, session.staff, storage);
  await vi.waitUntil(() => view()?.asides[0]?.keys === 'differ');
  await vi.waitUntil(() => named('call:take').length > 0);
  // Without `asideId`: this tab does not have its keys.
  const taken = ['call:take', { conversationId: of, publicKey: own.publicKey }];
  for (const each of named('call:take')) expect(each).toEqual(taken);
  page.send(id, 'Hei');
  expect(view()?.asides[0]?.lines).toEqual([]);
  expect([...named('conversation:confirm'), ...named('message:send')]).toEqual([]);
  expect(storage.get(`talk.${id}`)).toBeNull();
});

test('[V4, E3] such a tab takes the call again until the service accepts it', async () => {
  const [id, of] = [conversationId(), conversationId()];
  const made = await makeAside((await createTicketKeys()).publicKey, id);
  const aside = asideOf({
    ...{ id, of, seat: 'leader', encapsulation: made.encapsulation },
    confirmations: { volunteer: made.confirmation },
  });
  const { service, session, named } = await serving({ calls: [callOf(of)] });
  const call = { kind: 'help', forMs: 0, by: 'Nora', escalated: false };
  service.answer = (name) => ({ ok: true, ...(name === 'call:take' && { call }) });
  const { view } = volunteerAt(service.origin, session.staff);
  await vi.waitUntil(() => named('call:take').length === 1);
  await settled(() => service.commands.length);
  const { answer } = service;
  service.answer = (name, payload) => {
    if (name !== 'call:take') return answer(name, payload);
    service.answer = answer;
    return { ok: false, code: 'unavailable' };
  };
  (await service.socket()).emit('aside:opened', { aside });
  await vi.waitUntil(() => view()?.asides[0]?.keys === 'differ');
  await vi.waitUntil(() => named('call:take').length === 3);
  expect(view()?.note?.kind).not.toBe('refused');
});

test('[V4, E3] a volunteer’s tab sends nothing in an aside whose leader’s tag is wrong, or is not there yet', async () => {
  const [id, of] = [conversationId(), conversationId()];
  const leaderKeys = await createTicketKeys();
  const made = await makeAside(leaderKeys.publicKey, id);
  const aside = asideOf({
    ...{ id, of, seat: 'volunteer', encapsulation: made.encapsulation },
    confirmations: { volunteer: made.confirmation },
  });
  const { service, session, named } = await serving({ asides: [aside] });
  const storage = tabStorage('volunteer', area(new Map()));
  const kept = { outbox: [], written: [], accepted: 0, heard: {} };
  storage.set(`talk.${id}`, { secret: made.secret, ...kept });
  const { page, view } = volunteerAt(service.origin, session.staff, storage);
  await vi.waitUntil(() => view()?.asides[0] !== undefined);
  const secret = await joinAside(leaderKeys, made.encapsulation, id);
  const channel = openChannel({ conversationId: id, secret, seats: ASIDE_SEATS });
  const ciphertext = await channel.seal('leader', FIRST_EPOCH, 1, newTextId(), 'Hei');
  const message = { seq: 1, from: 'leader', counter: 1, keyEpoch: FIRST_EPOCH, ciphertext };
  const socket = await service.socket();
  socket.emit('message:posted', { conversationId: id, message: { ...message, acceptedAt: 0 } });
  page.send(id, 'too early');
  const tag = await confirm(asideEpoch(id, secret), 'volunteer');
  socket.emit('conversation:confirmed', { conversationId: id, confirmation: tag });
  await vi.waitUntil(() => view()?.asides[0]?.keys === 'differ');
  expect(view()?.asides[0]?.lines).toEqual([]);
  page.send(id, 'to nobody');
  expect(named('message:send')).toEqual([]);
});

test('[V4] while the service refuses, asides of two calls are tried again only when something has changed', async () => {
  const { publicKey: leaderKey } = await createTicketKeys();
  const call = { kind: 'help', forMs: 0, by: 'Nora', escalated: false, leaderKey };
  const { conversations: samples } = sample(staffEvents['session:snapshot'])['session'] as {
    conversations: readonly [Conversation];
  };
  const [one] = samples;
  const talk = () => ({
    ...{ ...one, id: conversationId(), seat: 'volunteer', call },
    ...{ lastSeq: 0, rebuild: undefined },
  });
  const conversations = [talk(), talk()];
  const { service, session, named } = await serving({ conversations });
  let news = 1;
  service.answer = (name, payload) => {
    if (name !== 'aside:reserve') return { ok: true };
    const { conversationId: of } = payload as { conversationId: string };
    // It arrives while both are being opened.
    if (news-- > 0)
      void service.socket().then((socket) => {
        socket.emit('call:changed', { conversationId: of, call });
      });
    return { ok: false, code: 'wrong_state' };
  };
  const { view } = volunteerAt(service.origin, session.staff);
  await vi.waitUntil(() => view()?.talks.length === 2);
  await vi.waitUntil(() => named('aside:reserve').length >= 2);
  await settled(() => service.commands.length);
  expect(named('aside:reserve').length).toBeLessThanOrEqual(4);
});

test('[V4, E5] a service cannot name a visit or another roster in an aside', async () => {
  const [id, of] = [conversationId(), conversationId()];
  const leaderKeys = await createTicketKeys();
  const made = await makeAside(leaderKeys.publicKey, id);
  const secret = await joinAside(leaderKeys, made.encapsulation, id);
  const leader = await confirm(asideEpoch(id, secret), 'leader');
  const aside = asideOf({
    ...{ id, of, seat: 'volunteer', encapsulation: made.encapsulation },
    confirmations: { volunteer: made.confirmation, leader },
  });
  const { service, session, named } = await serving({ asides: [aside] });
  service.answer = (name) =>
    name === 'message:send' ? { ok: true, seq: 1, acceptedAt: 0 } : { ok: true };
  const storage = tabStorage('volunteer', area(new Map()));
  const kept = { outbox: [], written: [], accepted: 0, heard: {} };
  storage.set(`talk.${id}`, { secret: made.secret, ...kept });
  const { page, view } = volunteerAt(service.origin, session.staff, storage);
  await vi.waitUntil(() => view()?.asides[0]?.keys === 'agreed');
  const socket = await service.socket();
  socket.emit('seats:changed', {
    conversationId: id,
    seats: { ...aside.seats, seeker: here },
    keyEpoch: { number: 1, visit: 'v'.repeat(22) },
    ...{ visit: { confirmations: { volunteer: made.confirmation } }, lastSeq: 0 },
  });
  socket.emit('presence:changed', {
    ...{ conversationId: id, seat: 'leader' },
    presence: { connected: false, lostForMs: 0 },
  });
  await vi.waitUntil(() => view()?.asides[0]?.other.connected === false);
  page.send(id, 'Hei');
  await vi.waitUntil(() => named('message:send').length > 0);
  expect(named('message:send')).toMatchObject([['message:send', { keyEpoch: FIRST_EPOCH }]]);
});
