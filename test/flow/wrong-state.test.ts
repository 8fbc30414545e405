/** Valid payloads in the wrong state. Every state needs an answer for every command, or this file does not compile. */
import type { SeekerCommands, StaffCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { goReady, open, talk } from '../helpers/fixtures.ts';
import type { SeekerPeer, StaffPeer } from '../helpers/peer.ts';
import { COMMANDS, sample } from '../helpers/samples.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** 'may': allowed in this state, and tested elsewhere. 'same': acknowledged, and changes nothing. */
type Answer = ErrorCode | 'may' | 'same';
interface State<Commands> {
  readonly state: string;
  readonly arrange: (service: TestService) => Promise<Actor>;
  readonly answers: Readonly<Record<keyof Commands, Answer>>;
}
interface Actor {
  readonly peer: SeekerPeer | StaffPeer;
  readonly ids?: object;
}

const noConversation = {
  'message:send': 'not_found',
  'message:received': 'not_found',
  'typing:set': 'not_found',
  'conversation:resync': 'not_found',
  'conversation:rebuild': 'not_found',
  'conversation:end': 'not_found',
} as const;
const inConversation = {
  'message:send': 'may',
  // No message has been sent yet.
  'message:received': 'wrong_state',
  'typing:set': 'same',
  'conversation:resync': 'same',
  'conversation:rebuild': 'same',
  'conversation:end': 'may',
} as const;
const noTicket = { 'ticket:cancel': 'wrong_state', 'ticket:keep': 'wrong_state' } as const;
const stranger = {
  ...noConversation,
  'conversation:confirm': 'not_found',
  'conversation:requeue': 'not_found',
  'conversation:stay': 'not_found',
  'transfer:answer': 'not_found',
} as const;

const SEEKER: readonly State<SeekerCommands>[] = [
  {
    state: 'a new session, while nobody is on duty',
    arrange: async (service) => ({ peer: await service.seeker() }),
    answers: { ...stranger, ...noTicket, 'ticket:open': 'intake_closed' },
  },
  {
    state: 'waiting',
    async arrange(service) {
      await (await service.volunteer()).send('shift:start', {});
      const peer = await service.seeker();
      await open(peer);
      return { peer };
    },
    answers: { ...stranger, 'ticket:open': 'same', 'ticket:cancel': 'may', 'ticket:keep': 'may' },
  },
  {
    state: 'talking',
    async arrange(service) {
      const { seeker, of } = await talk(service, 0, 1);
      return { peer: seeker, ids: of };
    },
    answers: {
      ...{ ...inConversation, ...noTicket, 'ticket:open': 'wrong_state' },
      ...{ 'conversation:confirm': 'may', 'conversation:requeue': 'wrong_state' },
      // No transfer is pending, and the sample is a *no*.
      ...{ 'conversation:stay': 'may', 'transfer:answer': 'same' },
    },
  },
  {
    state: 'after the end',
    async arrange(service) {
      const { seeker, volunteer, of } = await talk(service, 0, 1);
      await volunteer.send('conversation:end', of);
      return { peer: seeker, ids: of };
    },
    answers: { ...stranger, ...noTicket, 'ticket:open': 'wrong_state' },
  },
];

/** Only leaders may. */
const noLeader = {
  'call:take': 'forbidden',
  'call:return': 'forbidden',
  'visit:confirm': 'forbidden',
  'conversation:takeover': 'forbidden',
  'conversation:release': 'forbidden',
  'conversation:confirm': 'forbidden',
} as const;
const noTalk = {
  ...noConversation,
  ...noLeader,
  'call:raise': 'not_found',
  'call:withdraw': 'not_found',
  'aside:reserve': 'not_found',
  'aside:open': 'not_found',
  'visit:open': 'not_found',
  'visit:close': 'not_found',
  'conversation:extend': 'not_found',
  'conversation:mark': 'not_found',
  'conversation:keys': 'not_found',
  'transfer:ask': 'not_found',
  'transfer:cancel': 'not_found',
  'duty:list': 'same',
} as const;
const noOffer = { 'offer:accept': 'offer_gone', 'offer:decline': 'offer_gone' } as const;
const STAFF: readonly State<StaffCommands>[] = [
  {
    state: 'off duty',
    arrange: async (service) => ({ peer: await service.volunteer() }),
    answers: {
      ...{ ...noTalk, ...noOffer, 'shift:start': 'may', 'shift:end': 'same' },
      ...{ 'availability:set': 'wrong_state', 'offer:take': 'wrong_state' },
    },
  },
  {
    state: 'on duty, with the offer of another volunteer',
    async arrange(service) {
      const other = await service.volunteer({ node: 1 });
      await goReady(other);
      await open(await service.seeker());
      const { offer } = await other.next('offer:made');
      const peer = await service.volunteer();
      await goReady(peer);
      return { peer, ids: { offerId: offer.id, conversationId: offer.conversationId } };
    },
    answers: {
      ...{ ...noTalk, ...noOffer, 'shift:start': 'same', 'shift:end': 'may' },
      ...{ 'availability:set': 'same', 'offer:take': 'queue_empty' },
    },
  },
  {
    state: 'talking',
    async arrange(service) {
      const { volunteer, of } = await talk(service, 0, 1);
      await open(await service.seeker());
      return { peer: volunteer, ids: of };
    },
    answers: {
      ...{
        ...inConversation,
        ...noOffer,
        'conversation:extend': 'may',
        'conversation:mark': 'may',
        'conversation:keys': 'may',
        // The keys are not agreed yet.
        'transfer:ask': 'wrong_state',
        'transfer:cancel': 'same',
        'duty:list': 'same',
        ...noLeader,
        'call:raise': 'may',
        'call:withdraw': 'same',
        // Nobody has taken a call.
        'aside:reserve': 'wrong_state',
        'aside:open': 'wrong_state',
        'visit:open': 'wrong_state',
        'visit:close': 'same',
        'shift:start': 'same',
        'shift:end': 'wrong_state',
      },
      ...{ 'availability:set': 'same', 'offer:take': 'at_capacity' },
    },
  },
  {
    state: 'after the end',
    async arrange(service) {
      const { seeker, volunteer, of } = await talk(service, 0, 1);
      await seeker.send('conversation:end', { ...of, reason: 'seeker' });
      await volunteer.next('availability:changed');
      return { peer: volunteer, ids: of };
    },
    answers: {
      ...{ ...noTalk, ...noOffer, 'shift:start': 'same', 'shift:end': 'may' },
      ...{ 'availability:set': 'may', 'offer:take': 'queue_empty' },
    },
  },
];

/** Sends every command except 'may'. Returns the answers, and the store's contents before and after. */
async function tried<C>(side: string, { arrange, answers }: State<C>) {
  await using service = await startService({ nodes: 2 });
  const { peer, ids = {} } = await arrange(service);
  const wanted = Object.entries<Answer>(answers).filter(([, answer]) => answer !== 'may');
  await service.settled(peer);
  const before = await service.dump();
  const got = [];
  for (const [name] of wanted) {
    const command = COMMANDS.find((row) => row.side === side && row.name === name);
    const payload = { ...sample(command?.payload ?? z.never()) };
    for (const [field, id] of Object.entries(ids)) if (field in payload) payload[field] = id;
    const answer = await peer.raw(name, payload);
    got.push([name, answer.ok ? 'same' : answer.code]);
  }
  await service.settled(peer);
  return { got, wanted, before, after: await service.dump() };
}

test.each(SEEKER)(
  '[R3] a seeker, $state: a command that is not allowed is refused by its code',
  async (row) => {
    const { got, wanted, before, after } = await tried('seeker', row);
    expect(got).toEqual(wanted);
    expect(after).toEqual(before);
  },
);

test.each(STAFF)(
  '[R3] a volunteer, $state: a command that is not allowed is refused by its code',
  async (row) => {
    const { got, wanted, before, after } = await tried('staff', row);
    expect(got).toEqual(wanted);
    expect(after).toEqual(before);
  },
);
