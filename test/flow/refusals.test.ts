/** Every command of the tables, from a session that could send it, with a payload that is almost valid (rule R3). */
import {
  BUCKETS,
  CIPHERTEXT_MAX_BYTES,
  FRAME_CUT_BYTES,
  FRAME_MAX_BYTES,
  base64urlChars,
} from '@terskel/shared/limits';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { goReady, acceptNext, message, open, refusal, talk } from '../helpers/fixtures.ts';
import type { SeekerPeer, StaffPeer } from '../helpers/peer.ts';
import { COMMANDS, requiredFields, sample, type Command } from '../helpers/samples.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
  await service.set({ queueLimit: 1_000, languages: ['no', 'uk'] });
  await (await service.volunteer({ languages: ['uk'] })).send('shift:start', {});
});
afterAll(() => service[Symbol.asyncDispose]());

interface Actor {
  readonly peer: SeekerPeer | StaffPeer;
  /** Real ids, so that only one thing is wrong with a payload. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A new session in a state in which the command could have an effect. */
async function actor({ side, name }: Command): Promise<Actor> {
  if (name.startsWith('ticket:')) {
    const seeker = await service.seeker(1);
    await open(seeker, { language: 'uk' });
    return { peer: seeker, ids: {} };
  }
  if (side === 'seeker') {
    const { seeker, of } = await talk(service, 0, 1);
    return { peer: seeker, ids: of };
  }
  // A volunteer with one conversation and one pending offer.
  const volunteer = await service.volunteer({ node: 1, capacity: 2 });
  await goReady(volunteer);
  await open(await service.seeker(0));
  const { id: conversationId } = await acceptNext(volunteer);
  await open(await service.seeker(0));
  const { offer } = await volunteer.next('offer:made');
  return { peer: volunteer, ids: { conversationId, offerId: offer.id } };
}

const WRONG: readonly unknown[] = [
  ...[null, -1, 1.5, 'Æ', 'A'.repeat(9_000), []],
  ...[{ length: 22 }, { toString: 'A' }, Buffer.from('A')],
];
const ownProto = (name: string) => JSON.parse(`{"${name}":{"ok":true}}`) as object;

/** Lists of arguments that are not valid for the command, however close they are. */
function malformed({ payload }: Command, valid: Readonly<Record<string, unknown>>): unknown[][] {
  const without = (name: string) => [
    Object.fromEntries(Object.entries(valid).filter(([field]) => field !== name)),
  ];
  const withWrong = (name: string) =>
    WRONG.map((value) => [Object.assign({}, valid, { [name]: value })]).filter(
      ([changed]) => !z.safeParse(payload, changed).success,
    );
  const fields = Object.keys(valid);
  for (const name of fields) expect(withWrong(name).length).toBeGreaterThan(5);
  return [
    ...[[], [valid, valid], [[valid]], [valid, null], [JSON.stringify(valid)]],
    ...WRONG.filter((value) => !z.safeParse(payload, value).success).map((value) => [value]),
    ...requiredFields(payload).map(without),
    ...fields.flatMap(withWrong),
    ...['extra', '__proto__', 'constructor', 'prototype', 'hasOwnProperty', ''].map((name) => [
      Object.assign(ownProto(name), valid),
    ]),
    [{ ...valid, extra: Buffer.alloc(4) }],
  ];
}

test.each(COMMANDS)(
  '[R3] a malformed $side $name is refused as invalid_payload and changes nothing',
  async (command) => {
    const { name, bucket, cost } = command;
    const points = Math.min(...BUCKETS[bucket].map((window) => window.points));
    const attempts = malformed(command, sample(command.payload)).length;
    const each = Math.floor(points / cost) - (bucket === 'control' ? 3 : 1);
    for (let from = 0; from < attempts; from += each) {
      const { peer, ids } = await actor(command);
      const valid = { ...sample(command.payload) };
      for (const [field, id] of Object.entries(ids)) if (field in valid) valid[field] = id;
      const before = await service.dump();
      for (const args of malformed(command, valid).slice(from, from + each)) {
        expect([args, await peer.raw(name, ...args)]).toEqual([args, refusal('invalid_payload')]);
      }
      // Commands without an acknowledgement callback are ignored, even if valid.
      peer.socket.emit(name, valid);
      peer.socket.emit(name);
      await service.settled(peer);
      expect(await service.dump()).toEqual(before);
      expect(peer.socket.connected).toBe(true);
    }
  },
);

test.each(COMMANDS)(
  '[R3] $side $name over 16 KiB is refused as too_large and changes nothing',
  async (command) => {
    const { peer, ids } = await actor(command);
    const before = await service.dump();
    const valid = { ...sample(command.payload), ...ids };
    for (const extra of ['A'.repeat(FRAME_MAX_BYTES), '€'.repeat(FRAME_MAX_BYTES / 3)]) {
      expect(await peer.raw(command.name, { ...valid, extra })).toEqual(refusal('too_large'));
    }
    expect(await service.dump()).toEqual(before);
  },
);

test('[R3] the longest message fits; a frame over 64 KiB is not read and ends only its own connection', async () => {
  const { seeker, volunteer, conversation } = await talk(service, 0, 1);
  const longest = 'A'.repeat(base64urlChars(CIPHERTEXT_MAX_BYTES));
  await seeker.send('message:send', { ...message(conversation), ciphertext: longest });

  const before = await service.dump();
  const idle = await service.seeker(1);
  idle.socket.emit('ticket:open', { publicKey: 'A'.repeat(FRAME_CUT_BYTES) }, () => {});
  await idle.disconnected();
  expect(await service.dump()).toEqual(before);
  await volunteer.send('message:send', message(conversation));
  await seeker.next('message:posted');
});

test.each(['seeker', 'staff'] as const)('[R3] %s: an unknown command is refused', async (side) => {
  const peer = side === 'seeker' ? await service.seeker() : await service.volunteer();
  const own = new Set(COMMANDS.filter((row) => row.side === side).map(({ name }) => name));
  const foreign = COMMANDS.map(({ name }) => name).filter((name) => !own.has(name));
  const before = await service.dump();
  for (const name of [
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length'],
    ...['', ' ', 'Ticket:Open', 'message:send ', 'session:snapshot', 'ping', 7 as never],
    ...foreign,
  ]) {
    expect([name, await peer.raw(name, {})]).toEqual([name, refusal('unknown_command')]);
  }
  expect(await service.dump()).toEqual(before);
});
