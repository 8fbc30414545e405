/** Rule C11 in a seeker's tab: the answer, and the step from one conversation to the next. */
import { createTicketKeys, decapsulate, encapsulate } from '@terskel/client/e2ee/agreement';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm, firstEpoch, secretOf } from '@terskel/client/e2ee/seat-keys';
import { newVisit } from '@terskel/client/e2ee/visit';
import { fresh } from '@terskel/client/session/agreement';
import { linesOf } from '@terskel/client/session/talk/history';
import type { TransferAnswer } from '@terskel/client/state/model';
import { tabStorage } from '@terskel/client/storage';
import { seekerEvents } from '@terskel/shared/events';
import type { TransferId } from '@terskel/shared/ids';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { Conversation, Message, Seat, Transfer } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area } from '../../helpers/tabs.ts';
import { seekerAt, talk } from './sessions.ts';
import { startSocketService } from './socket-service.ts';
import { conversationId as newConversationId } from './values.ts';

const TRANSFER: Transfer = {
  id: newConversationId() as string as TransferId,
  ...{ reason: 'end_of_shift', state: 'asked', to: { kind: 'colleague', alias: 'Ola' } },
};
const SAID = [
  ['volunteer', 'Hei'],
  ['seeker', 'hei du'],
] as const satisfies readonly (readonly [Seat, string])[];

/** Both seats, connected. */
const seatsOf = (alias: string, received: number, sent: number) => ({
  seeker: { presence: { connected: true }, received, sent },
  volunteer: { alias, presence: { connected: true }, received, sent },
});

/** A seeker in a conversation with Kari, who has asked whether Ola may take over. */
async function asked() {
  const service = await startSocketService();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const [first, second] = [newConversationId(), newConversationId()];
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, first);
  const channel = openChannel({ conversationId: first, secret });
  const log: Message[] = [];
  for (const [index, [from, text]] of SAID.entries()) {
    const sealed = { from, counter: 1, keyEpoch: FIRST_EPOCH };
    const ciphertext = await channel.seal(from, FIRST_EPOCH, 1, newTextId(), text);
    log.push({ seq: index + 1, ...sealed, ciphertext, acceptedAt: 1_000 + index });
  }
  const confirmations = {
    volunteer: await confirm(firstEpoch(first, secret), 'volunteer'),
    seeker: await confirm(firstEpoch(first, secret), 'seeker'),
  };
  const base = {
    ...talk(first, confirmations.volunteer),
    ...{ volunteerKeys: 'held', previous: undefined, transfer: TRANSFER, silence: null },
    ...{ keyEpoch: FIRST_EPOCH, visit: null },
  };
  const kari = { ...base, confirmations, lastSeq: 2, seats: seatsOf('Kari', 2, 1) };
  const world = { conversation: kari as object, log, next: [] as Message[] };
  service.answer = (name, payload) => {
    const { counter, keyEpoch, ciphertext, after = 0 } = payload as Message & { after?: number };
    const isSecond = (payload as { conversationId?: string }).conversationId === second;
    const messages = isSecond ? world.next : world.log;
    if (name === 'conversation:resync')
      return { ok: true, messages: messages.filter(({ seq }) => seq > after), more: false };
    if (name !== 'message:send') return { ok: true };
    const before = messages.find((one) => one.from === 'seeker' && one.counter === counter);
    const seq = before?.seq ?? messages.length + 1;
    if (before === undefined)
      messages.push({ seq, from: 'seeker', counter, keyEpoch, ciphertext, acceptedAt: 2_000 });
    return { ok: true, seq, acceptedAt: 2_000 };
  };
  const snapshot = sample(seekerEvents['session:snapshot']);
  service.greet = (socket) => {
    const session = { kind: 'conversation', conversation: world.conversation };
    socket.emit('session:snapshot', { ...snapshot, resumeToken: 'A'.repeat(43), session });
  };
  const storage = tabStorage('seeker', area(new Map()));
  storage.set('session', { resumeToken: 'A'.repeat(43), answers: null });
  storage.set('conversation', kari as unknown as Conversation);
  storage.set(`talk.${first}`, fresh(secret));
  const open = () => seekerAt(service.origin, storage);
  const answers = () =>
    service.commands.filter(([name]) => name === 'transfer:answer').map(([, payload]) => payload);
  const held = { conversationId: first, secret };
  return { service, world, first, second, storage, open, answers, snapshot, held };
}

type World = Awaited<ReturnType<typeof asked>>;
type Seeker = ReturnType<World['open']>;

const shownTalk = ({ shown }: Seeker) => {
  const view = shown.at(-1);
  return view?.page === 'conversation' ? view.talk : null;
};
const isReady = (seeker: Seeker) =>
  vi.waitUntil(() => shownTalk(seeker)?.lines.length === 2 && shownTalk(seeker)?.caughtUp);

const isWithOla = (seeker: Seeker) =>
  vi.waitUntil(() => {
    const { alias, keys } = shownTalk(seeker) ?? {};
    return alias === 'Ola' && keys === 'agreed';
  });

/** Ola accepts with the key that the seeker's tab has sent. Returns what Ola's tab reads. */
async function accepted({ world, second, first, answers, service }: World) {
  const asked = answers().at(-1) as { publicKey: string; transferId: string };
  const { publicKey } = asked;
  const { encapsulation, secret } = await encapsulate(publicKey, second);
  const conversation = {
    ...world.conversation,
    ...{ id: second, seats: seatsOf('Ola', 0, 0), encapsulation, transfer: null, lastSeq: 0 },
    confirmations: { volunteer: await confirm(firstEpoch(second, secret), 'volunteer') },
    previous: {
      conversationId: first,
      alias: 'Kari',
      transferId: asked.transferId,
      takeover: false,
    },
  };
  world.conversation = conversation;
  const channel = openChannel({ conversationId: second, secret });
  return {
    conversation,
    start: async () =>
      (await service.socket()).emit('conversation:started', { conversation: world.conversation }),
    read: async () => {
      const contents = await Promise.all(
        world.next.map(({ counter, keyEpoch, ciphertext }) =>
          channel.open('seeker', keyEpoch, counter, ciphertext),
        ),
      );
      return contents.map((content) =>
        content?.isHistory === true ? linesOf(content.text) : content?.text,
      );
    },
  };
}

const HISTORY = [
  { from: 'volunteer', alias: 'Kari', text: 'Hei', at: 1_000 },
  { from: 'seeker', alias: null, text: 'hei du', at: 1_001 },
];
const stored = (storage: World['storage']) =>
  storage.slots().filter((slot) => /^(?:talk|before|said|transfer|ticket)/.test(slot));

async function answered(answer: TransferAnswer) {
  const it = await asked();
  const seeker = it.open();
  await isReady(seeker);
  expect(await seeker.page.answerTransfer(answer)).toBe(true);
  return { ...it, seeker };
}

test('[C11, E4] yes with what was said: it comes first, once, and nothing of the former conversation stays', async () => {
  const it = await answered('history');
  expect(it.answers()).toMatchObject([{ yes: true, history: true, transferId: TRANSFER.id }]);
  expect(shownTalk(it.seeker)?.transfer?.state).toBe('waiting');
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(it.seeker);
  it.seeker.page.send('takk');
  await vi.waitUntil(() => it.world.next.length === 2);
  expect(await ola.read()).toEqual([HISTORY, 'takk']);
  const { alias, former, before, sharesBefore, lines } = shownTalk(it.seeker) ?? {};
  expect([alias, former?.alias, sharesBefore]).toEqual(['Ola', 'Kari', true]);
  expect(before?.map(({ text }) => text)).toEqual(['Hei', 'hei du']);
  expect(lines?.map(({ text }) => text)).toEqual(['takk']);
  expect(stored(it.storage)).toEqual([`talk.${it.second}`, `before.${it.second}`]);
});

test('[C11] yes without it: nothing of it is sent, and the seeker still sees it, also after a reload', async () => {
  const it = await answered('without');
  expect(it.answers()).toMatchObject([{ yes: true, history: false }]);
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(it.seeker);
  it.seeker.page.send('hei Ola');
  await vi.waitUntil(() => it.world.next.length === 1);
  expect(await ola.read()).toEqual(['hei Ola']);
  it.seeker.page.close();
  const again = it.open();
  await vi.waitUntil(() => shownTalk(again)?.before.length === 2);
  expect(shownTalk(again)?.sharesBefore).toBe(false);
});

test('[C11] a second press of another yes does not send what was said, also if somebody accepts meanwhile', async () => {
  const it = await answered('without');
  // The service does not answer that press in time, or refuses it.
  const { answer } = it.service;
  it.service.answer = (name, payload) =>
    name === 'transfer:answer' ? undefined : answer(name, payload);
  const pressed = it.seeker.page.answerTransfer('history');
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(it.seeker);
  it.seeker.page.send('hei Ola');
  await vi.waitUntil(() => it.world.next.length > 0);
  expect(await ola.read()).toEqual(['hei Ola']);
  expect(await pressed).toBe(true);
});

test('[C11] no has no consequence, before and after a yes', async () => {
  const it = await answered('no');
  expect(it.answers()).toEqual([{ conversationId: it.first, transferId: TRANSFER.id, yes: false }]);
  expect(shownTalk(it.seeker)).toMatchObject({ transfer: null, alias: 'Kari' });
  const other = await answered('history');
  expect(await other.seeker.page.answerTransfer('no')).toBe(true);
  expect(other.answers()).toMatchObject([{ yes: true }, { yes: false }]);
  await vi.waitUntil(() => shownTalk(other.seeker)?.transfer === null);
});

test('[C11, V7] a yes that is pressed as a leader takes over answers nothing, and sends nothing of what was said', async () => {
  const it = await asked();
  const seeker = it.open();
  await isReady(seeker);
  const takeover = { ...TRANSFER, id: newConversationId() as string as TransferId };
  const transfer = { ...takeover, reason: 'takeover' };
  it.world.conversation = { ...it.world.conversation, transfer };
  const socket = await it.service.socket();
  socket.emit('transfer:changed', { conversationId: it.first, transfer });
  await vi.waitUntil(() => it.answers().length === 1);
  expect(await seeker.page.answerTransfer('history')).toBe(true);
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(seeker);
  seeker.page.send('hei Ola');
  await vi.waitUntil(() => it.world.next.length === 1);
  expect(await ola.read()).toEqual(['hei Ola']);
  expect(it.answers()).toMatchObject([{ yes: true, history: false, transferId: takeover.id }]);
});

test('[C11, E4] a reload after yes keeps the key and what was said', async () => {
  const it = await answered('history');
  await vi.waitUntil(() => it.storage.get(`said.${it.first}`) !== null);
  it.seeker.page.close();
  const ola = await accepted(it);
  const again = it.open();
  await isWithOla(again);
  again.page.send('takk');
  await vi.waitUntil(() => it.world.next.length === 2);
  expect(await ola.read()).toEqual([HISTORY, 'takk']);
});

test('[C11] a reload in the new conversation, before it was confirmed, sends what was said once', async () => {
  const it = await answered('history');
  const ola = await accepted(it);
  const answer = it.service.answer;
  it.service.answer = (name, payload) =>
    name === 'conversation:confirm' ? undefined : answer(name, payload);
  await ola.start();
  await vi.waitUntil(() => it.service.commands.some(([name]) => name === 'conversation:confirm'));
  it.seeker.page.close();
  it.service.answer = answer;
  const again = it.open();
  await isWithOla(again);
  again.page.send('takk');
  await vi.waitUntil(() => it.world.next.length === 2);
  expect(await ola.read()).toEqual([HISTORY, 'takk']);
  await vi.waitUntil(() => shownTalk(again)?.before.length === 2);
});

test('[C11] a duplicated tab with the answer to an earlier transfer sends nothing by it', async () => {
  const it = await answered('history');
  await vi.waitUntil(() => it.storage.get(`said.${it.first}`) !== null);
  const copy = tabStorage('seeker', area(new Map()));
  for (const slot of it.storage.slots()) copy.set(slot, it.storage.get(slot) as never);
  // That transfer is over. The seeker answers another one without what was said, in the first tab.
  const socket = await it.service.socket();
  const tell = (transfer: Transfer | null) =>
    socket.emit('transfer:changed', { conversationId: it.first, transfer });
  tell(null);
  await vi.waitUntil(() => it.storage.get('transfer') === null);
  const id = newConversationId() as string as TransferId;
  tell({ ...TRANSFER, id });
  await vi.waitUntil(() => shownTalk(it.seeker)?.transfer?.id === id);
  expect(await it.seeker.page.answerTransfer('without')).toBe(true);
  await accepted(it);
  it.seeker.page.close();
  const duplicate = seekerAt(it.service.origin, copy);
  await isWithOla(duplicate);
  duplicate.page.send('takk');
  await vi.waitUntil(() => it.world.next.length > 0);
  expect(it.world.next).toHaveLength(1);
  expect(shownTalk(duplicate)?.sharesBefore).toBe(false);
});

test('[C11, C14] a duplicate that has not seen the history in the log does not send it twice', async () => {
  const it = await answered('history');
  await vi.waitUntil(() => it.storage.get(`said.${it.first}`) !== null);
  const copy = tabStorage('seeker', area(new Map()));
  for (const slot of it.storage.slots()) copy.set(slot, it.storage.get(slot) as never);
  const ola = await accepted(it);
  await ola.start();
  await vi.waitUntil(() => it.world.next.length === 1);
  it.seeker.page.close();
  const seats = seatsOf('Ola', 0, 0);
  it.world.conversation = {
    ...ola.conversation,
    ...{ lastSeq: 1, seats: { ...seats, seeker: { ...seats.seeker, sent: 1 } } },
  };
  const duplicate = seekerAt(it.service.origin, copy);
  await isWithOla(duplicate);
  duplicate.page.send('takk');
  await vi.waitUntil(() => it.world.next.length === 2);
  expect(await ola.read()).toEqual([HISTORY, 'takk']);
  expect(shownTalk(duplicate)?.tampered).toBe(false);
});

test('[C11, C3] a text that Kari did not get is shown as not sent, and reaches Ola only by a press', async () => {
  const it = await answered('without');
  const answer = it.service.answer;
  it.service.answer = (name, payload) =>
    name === 'message:send' && (payload as { conversationId: string }).conversationId === it.first
      ? { ok: false, code: 'unavailable' }
      : answer(name, payload);
  it.seeker.page.send('bare til Kari');
  await vi.waitUntil(() => it.service.commands.some(([name]) => name === 'message:send'));
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(it.seeker);
  const line = () => shownTalk(it.seeker)?.lines.find(({ text }) => text === 'bare til Kari');
  await vi.waitUntil(() => line()?.delivery === 'failed');
  it.seeker.page.send('hei Ola');
  await vi.waitUntil(() => it.world.next.length === 1);
  expect(await ola.read()).toEqual(['hei Ola']);
  it.seeker.page.retry(line()?.key ?? '');
  await vi.waitUntil(() => it.world.next.length === 2);
  expect(await ola.read()).toEqual(['hei Ola', 'bare til Kari']);
});

test('[C11, F3] an answer that was lost is given again, with the same key; one that arrived is not', async () => {
  const it = await asked();
  const { answer } = it.service;
  it.service.answer = (name, payload) =>
    name === 'transfer:answer' ? undefined : answer(name, payload);
  const seeker = it.open();
  await isReady(seeker);
  void seeker.page.answerTransfer('history');
  await vi.waitUntil(() => it.answers().length === 1);
  it.service.answer = answer;
  (await it.service.socket()).conn.close();
  await vi.waitUntil(() => it.answers().length === 2);
  expect(it.answers()[1]).toEqual(it.answers()[0]);
  await vi.waitUntil(() => shownTalk(seeker)?.transfer?.state === 'waiting');
  // Also after a reload, and not if the service has it.
  it.world.conversation = { ...it.world.conversation, transfer: { ...TRANSFER, state: 'waiting' } };
  seeker.page.close();
  const again = it.open();
  await isReady(again);
  expect(it.answers()).toHaveLength(2);
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(again);
});

test('[C11] late events of the former conversation change nothing', async () => {
  const it = await answered('history');
  const ola = await accepted(it);
  await ola.start();
  await isWithOla(it.seeker);
  const socket: Socket = await it.service.socket();
  const conversationId = it.first;
  socket.emit('transfer:changed', { conversationId, transfer: TRANSFER });
  const presence = { connected: false, lostForMs: 0 };
  socket.emit('presence:changed', { conversationId, seat: 'volunteer', presence });
  socket.emit('conversation:ended', { conversationId, reason: 'seeker_lost', danger: false });
  socket.emit('typing:changed', { conversationId: it.second, seat: 'volunteer', typing: true });
  await vi.waitUntil(() => shownTalk(it.seeker)?.otherIsTyping === true);
  expect(shownTalk(it.seeker)).toMatchObject({ transfer: null, other: { connected: true } });
});

test('[C11, C12] a transfer that is over leaves nothing in the tab, and another volunteer gets nothing of it', async () => {
  const it = await answered('history');
  await vi.waitUntil(() => it.storage.get(`said.${it.first}`) !== null);
  const { publicKey } = it.answers()[0] as { publicKey: string };
  const socket = await it.service.socket();
  socket.emit('transfer:changed', { conversationId: it.first, transfer: null });
  await vi.waitUntil(() => it.storage.get('transfer') === null);
  expect(it.storage.get(`said.${it.first}`)).toBeNull();
  // The same key pair serves what follows: the service may have executed either.
  const ticket = { id: it.first, state: 'waiting', place: 1, wait: null, keepWithinMs: null };
  const { answer } = it.service;
  it.service.answer = (name, payload) =>
    name === 'conversation:requeue' ? { ok: true, ticket } : answer(name, payload);
  socket.emit('keys:changed', { conversationId: it.first, volunteerKeys: 'returned' });
  await vi.waitUntil(() => it.seeker.keys() === 'waiting');
  const requeue = it.service.commands.find(([name]) => name === 'conversation:requeue')?.[1];
  expect(requeue).toMatchObject({ publicKey });
  expect(stored(it.storage)).toEqual(['ticket']);
});

test('[C11, E4] what was said is not stored after the seeker has left, also if it was being sealed', async () => {
  const it = await answered('history');
  const slot = `said.${it.first}` as const;
  await vi.waitUntil(() => it.storage.get(slot) !== null);
  const secret = it.storage.get(`talk.${it.first}`)?.secret ?? '';
  const channel = openChannel({ conversationId: it.first, secret });
  const ciphertext = await channel.seal('volunteer', FIRST_EPOCH, 2, newTextId(), 'ett til');
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  const held = Promise.withResolvers<void>();
  let asked = 0;
  const spy = vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...args) => {
    asked += 1;
    await held.promise;
    return encrypt(...args);
  });
  onTestFinished(() => spy.mockRestore());
  const socket = await it.service.socket();
  const message = { seq: 3, from: 'volunteer', counter: 2, keyEpoch: FIRST_EPOCH };
  const posted = { ...message, ciphertext, acceptedAt: 1_002 };
  socket.emit('message:posted', { conversationId: it.first, message: posted });
  await vi.waitUntil(() => asked > 0);
  const ticket = { id: it.first, state: 'waiting', place: 1, wait: null, keepWithinMs: null };
  const { answer } = it.service;
  it.service.answer = (name, payload) =>
    name === 'conversation:requeue' ? { ok: true, ticket } : answer(name, payload);
  socket.emit('keys:changed', { conversationId: it.first, volunteerKeys: 'returned' });
  await vi.waitUntil(() => it.seeker.keys() === 'waiting');
  held.resolve();
  await Promise.all(spy.mock.results.map(({ value }) => value as Promise<unknown>));
  await new Promise(setImmediate);
  expect(it.storage.get(slot)).toBeNull();
});

test('[C11, E3] the seeker’s tab and the new volunteer’s derive the same keys', async () => {
  const it = await answered('without');
  const keys = it.storage.get('ticket');
  const ola = await accepted(it);
  const mine = await decapsulate(keys as never, ola.conversation.encapsulation, it.second);
  expect(await confirm(firstEpoch(it.second, mine), 'volunteer')).toBe(
    ola.conversation.confirmations.volunteer,
  );
});

test('[C11, E5] what a leader wrote during a visit is said before with the leader’s alias', async () => {
  const it = await asked();
  const seeker = it.open();
  await isReady(seeker);
  const socket = await it.service.socket();
  const conversationId = it.first;
  const visit = newVisit(1);
  const own = await secretOf(it.held, visit);
  if (own === null) throw new Error('no keys');
  const leader = { alias: 'Nora', presence: { connected: true }, received: 0, sent: 0 };
  const seats = seatsOf('Kari', 2, 1);
  const confirmations = { volunteer: await confirm(own, 'volunteer') };
  const told = { conversationId, keyEpoch: visit, visit: { confirmations }, lastSeq: 2 };
  socket.emit('seats:changed', { ...told, seats: { ...seats, leader } });
  await vi.waitUntil(() => it.storage.get(`talk.${it.first}`)?.leaders !== undefined);
  const ciphertext = await openChannel(it.held).seal('leader', visit, 1, newTextId(), 'Hei begge');
  const sealed = { seq: 3, from: 'leader', counter: 1, keyEpoch: visit, ciphertext } as const;
  socket.emit('message:posted', { conversationId, message: { ...sealed, acceptedAt: 1_002 } });
  await vi.waitUntil(() => shownTalk(seeker)?.lines.length === 3);
  const after = { keyEpoch: { number: 2 }, visit: null, lastSeq: 3 };
  socket.emit('seats:changed', { conversationId, ...after, seats });
  expect(await seeker.page.answerTransfer('history')).toBe(true);
  const ola = await accepted(it);
  await ola.start();
  await vi.waitUntil(() => it.world.next.length === 1);
  const line = { from: 'leader', alias: 'Nora', text: 'Hei begge', at: 1_002 };
  expect(await ola.read()).toEqual([[...HISTORY, line]]);
  expect(it.world.next[0]?.keyEpoch).toEqual(FIRST_EPOCH);
});

test('[C3] a reload while a text was being sealed shows it and sends it', async () => {
  const it = await asked();
  const stored = it.storage.get(`talk.${it.first}`);
  if (stored === null) throw new Error('nothing is stored');
  const written = [{ key: newTextId(), text: 'nettopp skrevet', keyEpoch: FIRST_EPOCH }];
  it.storage.set(`talk.${it.first}`, { ...stored, written });
  const seeker = it.open();
  await vi.waitUntil(() => it.world.log.length === 3);
  await vi.waitUntil(() => shownTalk(seeker)?.lines.at(-1)?.delivery === 'sent');
  expect(shownTalk(seeker)?.lines.at(-1)?.text).toBe('nettopp skrevet');
});
