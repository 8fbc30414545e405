/** A leader's page and its keys for visits, against a service that a test simulates (rule E5). */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { newVisit, sealVisit } from '@terskel/client/e2ee/visit';
import { tabStorage } from '@terskel/client/storage';
import { staffEvents } from '@terskel/shared/events';
import type { Staff, VisitEpoch } from '@terskel/shared/models';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { talk, volunteerAt } from './sessions.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId } from './values.ts';

/** A leader on duty, who has taken a call. */
async function taken() {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const id = conversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, id);
  const snapshot = sample(staffEvents['session:snapshot']);
  const { staff, ...session } = snapshot['session'] as { staff: Staff };
  const call = { conversationId: id, alias: 'Kari', language: 'no', kind: 'help', forMs: 0 };
  const conversations: object[] = [];
  const nothing = { conversations, asides: [], stuck: [], ended: [] };
  const state = { offer: null, ...nothing, availability: { state: 'ready' } };
  const calls = [{ ...call, by: null, mine: false }];
  const leader: Staff = { ...staff, roles: ['leader'] };
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      ...snapshot,
      session: { ...session, staff: leader, ...state, calls },
    });
  const mine = { kind: 'help', forMs: 0, by: 'Nora', escalated: false };
  service.answer = (name) => ({ ok: true, ...(name === 'call:take' && { call: mine }) });
  const storage = tabStorage('volunteer', area(new Map()));
  const { page, view } = volunteerAt(service.origin, leader, storage);
  await vi.waitUntil(() => view()?.link === 'online');
  const socket = await service.socket();
  const sent = (name: string) =>
    service.commands.filter(([each]) => each === name).map(([, payload]) => payload);
  const keys = () => sent('call:take').map((each) => (each as { publicKey: string }).publicKey);
  void page.takeCall(id);
  await vi.waitUntil(() => keys().length === 1);
  socket.emit('calls:changed', { calls: [{ ...call, by: 'Nora', mine: true }] });
  await vi.waitUntil(() => view()?.calls[0]?.mine === true);

  /** The volunteer's tab lets the leader in, with the key that the service names. */
  async function letIn(keyEpoch: VisitEpoch, leaderKey: string) {
    const held = { conversationId: id, secret };
    const { confirmation, ...sealed } = await sealVisit(held, keyEpoch, leaderKey);
    const sentBefore = { seeker: 0, volunteer: 0, leader: 0 };
    const forLeader = { ...sealed, after: 0, sent: sentBefore };
    const visit = { confirmations: { volunteer: confirmation }, forLeader };
    const person = { presence: { connected: true }, received: 0, sent: 0 };
    const seats = {
      ...{ seeker: person, volunteer: { ...person, alias: 'Kari' } },
      leader: { ...person, alias: 'Nora' },
    };
    const told = { ...talk(id, confirmation), seat: 'leader', seats, keyEpoch, visit };
    return { conversation: { ...told, rebuiltAfter: undefined } };
  }
  /** The same, but sealed to the key of another tab. */
  async function letInElsewhere() {
    const began = await letIn(newVisit(1), (await createTicketKeys()).publicKey);
    conversations.push(began.conversation);
    socket.emit('visit:began', began);
  }
  const shown = () => view()?.talks[0]?.keys;
  const leave = () => socket.emit('visit:ended', { conversationId: id });
  return { service, id, storage, view, socket, sent, keys, letIn, letInElsewhere, shown, leave };
}

test('[E5] each visit has a fresh key of the leader’s tab: the tab has nothing from which an earlier one could be read', async () => {
  const it = await taken();
  const [first = ''] = it.keys();
  const began = await it.letIn(newVisit(1), first);
  it.socket.emit('visit:began', began);
  await vi.waitUntil(() => it.shown() === 'agreed');
  await vi.waitUntil(() => it.keys().length === 2);
  const [, second = ''] = it.keys();
  expect(second).not.toBe(first);
  expect(it.storage.get(`visit.${it.id}`)?.publicKey).toBe(second);
  it.leave();
  await vi.waitUntil(() => it.view()?.talks.length === 0);
  // The service replays the visit.
  it.socket.emit('visit:began', began);
  await vi.waitUntil(() => it.sent('visit:close').length === 1);
  expect(it.shown()).not.toBe('agreed');
  await vi.waitUntil(() => it.keys().length === 3);
  it.leave();
  await vi.waitUntil(() => it.view()?.talks.length === 0);
  it.socket.emit('visit:began', await it.letIn(newVisit(3), it.keys()[2] ?? ''));
  await vi.waitUntil(() => it.shown() === 'agreed');
  expect(it.view()?.note?.kind).not.toBe('refused');
});

test.each(['lost with its connection', 'refused for now'])(
  '[E3, E5] a leader’s tab whose keys differ from those of a visit leaves it, also if the command is %s at first',
  async (what) => {
    const it = await taken();
    const { answer } = it.service;
    it.service.answer = (name, payload) => {
      if (name !== 'visit:close') return answer(name, payload);
      it.service.answer = answer;
      if (what === 'refused for now') return { ok: false, code: 'rate_limited' };
      it.socket.disconnect(true);
      return undefined;
    };
    await it.letInElsewhere();
    await vi.waitUntil(() => it.sent('visit:close').length === 2);
    expect(it.shown()).toBe('differ');
  },
);
