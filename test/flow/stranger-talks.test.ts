/** A client that is written from the AsyncAPI document alone, in conversations with the client of the pages. */
import { expect, test } from 'vitest';
import {
  type Content,
  type EpochKeys,
  conversationKeys,
  documented,
  keyPair,
  open,
  seal,
  tagOf,
  visitKeys,
} from '../helpers/documented-crypto.ts';
import { type PlainClient, plainClient } from '../helpers/plain-client.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { openStaffTab, startShift } from '../helpers/staff-tab.ts';
import { answers } from '../helpers/stage.ts';
import { type VolunteerTab, openSeekerTab, quickClock } from '../helpers/tabs.ts';

const protocol = documented['x-protocol'].version;

interface Posted {
  readonly message: {
    readonly seq: number;
    readonly from: string;
    readonly counter: number;
    readonly keyEpoch: object;
    readonly ciphertext: string;
  };
}
interface Conversation {
  readonly id: string;
  readonly encapsulation: string;
  readonly confirmations: { readonly volunteer: string };
  readonly previous?: { readonly conversationId: string; readonly alias: string };
  readonly keyEpoch: { readonly number: number; readonly visit: string };
  readonly lastSeq: number;
  readonly visit: {
    readonly confirmations: { readonly volunteer: string };
    readonly forLeader: {
      readonly encapsulation: string;
      readonly sealedSecret: string;
      readonly after: number;
      readonly sent: Readonly<Record<string, number>>;
    };
  };
}

/** The stranger's own seat in a conversation. */
function seated(client: PlainClient, keys: EpochKeys, seat: string, sent = 0) {
  const of = { conversationId: keys.conversationId };
  let counter = sent;
  return {
    of,
    async write(text: string, type = 0) {
      counter += 1;
      const ciphertext = seal(keys, seat, counter, text, type);
      const message = { ...of, counter, keyEpoch: keys.epoch, ciphertext };
      return client.command('message:send', message);
    },
    /** The next message of another seat, which must have this number and counter. */
    async read(seq: number, counts: number): Promise<Content & { readonly from: string }> {
      const { message } = (await client.event('message:posted')) as Posted;
      expect(message).toMatchObject({ seq, counter: counts, keyEpoch: keys.epoch });
      await client.command('message:received', { ...of, seq });
      return { from: message.from, ...open(keys, message.from, counts, message.ciphertext) };
    },
  };
}

async function onDuty(service: TestService, alias: string) {
  const member = await openStaffTab(service, service.origin(1), quickClock, { alias });
  await startShift(member.tab);
  await service.tick();
  return member;
}

const idOf = ({ view }: VolunteerTab) => {
  const id = view.page === 'work' ? view.talks[0]?.conversationId : undefined;
  if (id === undefined) throw new Error('there is no conversation');
  return id;
};
const textsOf = (talk: { readonly lines: readonly { readonly text: string }[] } | undefined) =>
  talk?.lines.map(({ text }) => text);

test('[contract, V4, E5] a stranger leads: takes a call, is let in, reads, writes and leaves', async () => {
  await using service = await startService({ nodes: 2 });
  await using kari = await onDuty(service, 'Kari');
  const volunteer = kari.tab;
  const seeker = openSeekerTab(() => service.origin(0));
  using _ = { [Symbol.dispose]: () => seeker.controller.dispose() };
  seeker.controller.actions.start(answers);
  await seeker.until('waiting');
  volunteer.controller.actions.take();
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed');
  seeker.controller.actions.send('before the visit');
  await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);

  const profile = { alias: 'Nora', roles: ['leader' as const], trained: true, capacity: 1 };
  const staffId = await service.book.addStaff('operator', {
    ...profile,
    ...{ languages: ['no'], topics: [] },
  });
  const session = await service.book.openSession(staffId, null);
  using leader = await plainClient(service.origin(0), 'staff', { protocol, session });
  await leader.event('session:snapshot');
  expect(await leader.command('shift:start')).toMatchObject({ ok: true });
  volunteer.controller.actions.raiseCall(idOf(volunteer), 'help');
  const { calls } = (await leader.event('calls:changed')) as {
    readonly calls: readonly { readonly conversationId: string; readonly alias: string }[];
  };
  expect(calls).toMatchObject([{ alias: 'Kari', kind: 'help', by: null, mine: false }]);
  const conversationId = calls[0]?.conversationId ?? '';
  const key = await keyPair();
  const taking = { conversationId, publicKey: key.publicKey };
  expect(await leader.command('call:take', taking)).toMatchObject({ ok: true });
  await volunteer.until('work', ({ talks }) => talks[0]?.call?.by === 'Nora');
  volunteer.controller.actions.letIn(idOf(volunteer));

  const { conversation } = (await leader.event('visit:began')) as {
    readonly conversation: Conversation;
  };
  const { forLeader, confirmations } = conversation.visit;
  const keys = await visitKeys(key, conversationId, conversation.keyEpoch, forLeader);
  expect(tagOf(keys, 'volunteer')).toBe(confirmations.volunteer);
  const confirming = { visit: conversation.keyEpoch.visit, confirmation: tagOf(keys, 'leader') };
  expect(await leader.command('visit:confirm', { conversationId, ...confirming })).toEqual({
    ok: true,
  });
  const seat = seated(leader, keys, 'leader', forLeader.sent['leader']);
  expect(await seat.write('I am here.')).toMatchObject({ ok: true, seq: forLeader.after + 1 });
  for (const page of [
    (await seeker.until('conversation', ({ talk }) => talk.lines.length === 2)).talk,
    (await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 2)).talks[0],
  ]) {
    expect(page).toMatchObject({ leader: 'Nora', tampered: false });
    expect(page?.lines.at(-1)).toMatchObject({ from: 'leader', text: 'I am here.' });
  }
  seeker.controller.actions.send('to all of you');
  const { sent } = forLeader;
  expect(await seat.read(3, (sent['seeker'] ?? 0) + 1)).toMatchObject({
    ...{ from: 'seeker', type: 0, text: 'to all of you' },
  });
  // Another connection of the same session gets all of it again, and goes on.
  using back = await plainClient(service.origin(1), 'staff', { protocol, session });
  const snapshot = (await back.event('session:snapshot')) as {
    readonly session: { readonly conversations: readonly Conversation[] };
  };
  const [shown] = snapshot.session.conversations;
  expect(shown?.visit.forLeader).toEqual(forLeader);
  const again = seated(back, keys, 'leader', 1);
  volunteer.controller.actions.send(idOf(volunteer), 'welcome');
  expect(await again.read(4, (sent['volunteer'] ?? 0) + 1)).toMatchObject({
    ...{ from: 'volunteer', text: 'welcome' },
  });
  expect(await again.write('I can stay.')).toMatchObject({ ok: true, seq: 5 });
  // Nothing from before the visit, for one who asks for it.
  const log = await back.command('conversation:resync', { conversationId, after: 0 });
  expect(log).toMatchObject({ messages: [{ seq: 2 }, { seq: 3 }, { seq: 4 }, { seq: 5 }] });

  const { visit } = conversation.keyEpoch;
  expect(await back.command('visit:close', { conversationId, visit })).toEqual({ ok: true });
  expect(await back.event('visit:ended')).toEqual({ conversationId });
  await seeker.until('conversation', ({ talk }) => talk.leader === null);
  await volunteer.until('work', ({ talks }) => talks[0]?.leader === null);
  seeker.controller.actions.send('between us');
  await volunteer.until('work', ({ talks }) => textsOf(talks[0])?.at(-1) === 'between us');
  expect(await again.write('still there?')).toEqual({ ok: false, code: 'not_found' });
  expect(back.left).not.toContain('message:posted');
});

test('[contract, C11] a stranger as a seeker goes on with a colleague: new keys, and what was said before', async () => {
  await using service = await startService({ nodes: 2 });
  await using kari = await onDuty(service, 'Kari');
  await using eva = await onDuty(service, 'Eva');
  using client = await plainClient(service.origin(0), 'seeker', { protocol });
  await client.event('session:snapshot');
  /** Derives the keys of the conversation that begins, compares the volunteer's tag, and answers with the own one. */
  async function begin(key: Awaited<ReturnType<typeof keyPair>>) {
    const { conversation } = (await client.event('conversation:started')) as {
      readonly conversation: Conversation;
    };
    const { id, encapsulation, confirmations } = conversation;
    const keys = await conversationKeys(key, id, encapsulation);
    expect(tagOf(keys, 'volunteer')).toBe(confirmations.volunteer);
    const own = { conversationId: id, confirmation: tagOf(keys, 'seeker') };
    expect(await client.command('conversation:confirm', own)).toEqual({ ok: true });
    return { conversation, keys, ...seated(client, keys, 'seeker') };
  }

  const first = await keyPair();
  const wish = { publicKey: first.publicKey, language: 'no', urgent: false };
  expect(await client.command('ticket:open', wish)).toMatchObject({ ok: true });
  kari.tab.controller.actions.take();
  const former = await begin(first);
  const sent = await former.write('said to Kari');
  await kari.tab.until('work', ({ talks }) => textsOf(talks[0])?.[0] === 'said to Kari');
  kari.tab.controller.actions.send(idOf(kari.tab), 'said by Kari');
  expect(await former.read(2, 1)).toMatchObject({ from: 'volunteer', text: 'said by Kari' });

  eva.tab.controller.actions.ready();
  kari.tab.controller.actions.askTransfer(idOf(kari.tab), 'experience', { kind: 'any' });
  const { transfer } = (await client.event('transfer:changed')) as {
    readonly transfer: { readonly id: string };
  };
  expect(transfer).toMatchObject({ state: 'asked', reason: 'experience' });
  const second = await keyPair();
  const yes = { transferId: transfer.id, yes: true, history: true, publicKey: second.publicKey };
  expect(await client.command('transfer:answer', { ...former.of, ...yes })).toEqual({ ok: true });
  await eva.tab.until('work', ({ offer }) => offer?.offer.transfer?.from === 'Kari');
  eva.tab.controller.actions.accept();

  const next = await begin(second);
  expect(next.conversation.previous).toEqual({
    ...{ ...former.of, alias: 'Kari', takeover: false },
    transferId: transfer.id,
  });
  expect(next.keys.secret.equals(former.keys.secret)).toBe(false);
  const at = Number(sent['acceptedAt']);
  const said = [
    { from: 'seeker', alias: null, text: 'said to Kari' },
    { from: 'volunteer', alias: 'Kari', text: 'said by Kari' },
  ];
  const history = JSON.stringify(said.map((line) => ({ ...line, at })));
  const HISTORY = 1;
  expect(await next.write(history, HISTORY)).toMatchObject({ ok: true, seq: 1 });
  expect(await next.write('said to Eva')).toMatchObject({ ok: true, seq: 2 });
  const { talks } = await eva.tab.until('work', ({ talks }) => talks[0]?.lines.length === 1);
  expect(talks).toMatchObject([
    { tampered: false, lines: [{ from: 'seeker', text: 'said to Eva' }], before: said },
  ]);
  eva.tab.controller.actions.send(idOf(eva.tab), 'said by Eva');
  expect(await next.read(3, 1)).toMatchObject({ from: 'volunteer', text: 'said by Eva' });
  await kari.tab.until('work', ({ ended }) => ended[0]?.reason === 'transferred');
  expect(await former.write('too late')).toEqual({ ok: false, code: 'not_found' });
  expect(client.left).not.toContain('conversation:ended');
});
