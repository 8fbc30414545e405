/** Arbitrary input from sessions without a ticket gets an error code and does not change the live store (rule R3). */
import { FRAME_MAX_BYTES } from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { message, talk } from '../helpers/fixtures.ts';
import { COMMANDS, sample } from '../helpers/samples.ts';
import { startService, type TestService } from '../helpers/service.ts';

const SEED = 20_260_115;

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

const connect = (side: string, node: number) =>
  side === 'seeker' ? service.seeker(node) : service.volunteer({ node });
const command = fc.constantFrom(...COMMANDS);
const anything = fc.jsonValue({ maxDepth: 4 });
/** Field names of the contract, and names with a meaning in JavaScript. */
const field = fc.constantFrom(
  ...new Set(COMMANDS.flatMap(({ payload }) => Object.keys(sample(payload)))),
  ...['__proto__', 'constructor', 'prototype', 'toString', 'length', 'ok'],
);
const almost = fc.tuple(command, fc.dictionary(field, anything, { maxKeys: 3 }));

test('[R3] any JSON as the payload of any command', async () => {
  await fc.assert(
    fc.asyncProperty(command, anything, fc.nat(1), async ({ side, name, payload }, value, node) => {
      const peer = await connect(side, node);
      const before = await service.dump();
      const answer = await peer.raw(name, value);
      const fits = z.safeParse(payload, value).success;
      expect([name, answer.ok]).toEqual([name, fits && answer.ok]);
      expect(fits ? before : await service.dump()).toEqual(before);
    }),
    { seed: SEED, numRuns: 80 },
  );
});

test('[R3] a valid payload with a few fields changed', async () => {
  await fc.assert(
    fc.asyncProperty(almost, fc.nat(1), async ([{ side, name, payload }, changes], node) => {
      const changed = Object.assign(Object.create(null) as object, sample(payload), changes);
      fc.pre(!z.safeParse(payload, JSON.parse(JSON.stringify(changed))).success);
      const peer = await connect(side, node);
      const before = await service.dump();
      expect([name, await peer.raw(name, changed)]).toMatchObject([name, { ok: false }]);
      expect(await service.dump()).toEqual(before);
    }),
    { seed: SEED, numRuns: 80 },
  );
});

test('[R3] any unknown name, with any number of arguments', async () => {
  const reserved = ['connect', 'connect_error', 'disconnect', 'disconnecting'];
  const name = fc.string({ maxLength: 40 }).filter((text) => {
    const known = COMMANDS.some((row) => row.name === text);
    return !known && ![...reserved, 'newListener', 'removeListener'].includes(text);
  });
  const before = await service.dump();
  await fc.assert(
    fc.asyncProperty(name, fc.array(anything, { maxLength: 3 }), async (text, args) => {
      const peer = await service.seeker();
      expect(await peer.raw(text, ...args)).toEqual({ ok: false, code: 'unknown_command' });
    }),
    { seed: SEED, numRuns: 100 },
  );
  expect(await service.dump()).toEqual(before);
});

test('[R3] malformed packets end at most their own connection', async () => {
  const { seeker, volunteer, conversation } = await talk(service, 0, 1);
  const before = await service.dump();
  const frame = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.constantFrom(
      '42/seeker,[',
      '42/seeker,7["ticket:open"',
      '42["x"]',
      '451-/seeker,["a"]',
      '9',
    ),
    fc.constantFrom('42/seeker,0["disconnect",{}]', '40/staff,{}', '42/seeker,0[null,{}]', ''),
    fc.constantFrom(
      '42/seeker,0[{"toString":1},{}]',
      '43/seeker,0[]',
      '1',
      '40/none,',
      '42/seeker,-1[]',
    ),
    anything.map((value) => `42/seeker,1${JSON.stringify([value])}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
      const url = `${service.origin(0).replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
      const socket = new WebSocket(url);
      const heard = (word: string) =>
        new Promise<void>((resolve) => {
          socket.addEventListener(
            'message',
            ({ data }) => void (String(data).startsWith(word) && resolve()),
          );
          socket.addEventListener('close', () => resolve());
        });
      await heard('0');
      const snapshot = heard('42/seeker,');
      socket.send(`40/seeker,{"protocol":${PROTOCOL_VERSION}}`);
      await snapshot;
      const answered = heard('43/seeker,99');
      for (const text of frames) socket.send(text.slice(0, FRAME_MAX_BYTES));
      socket.send('42/seeker,99["no:command",{}]');
      await answered;
      socket.close();
    }),
    { seed: SEED, numRuns: 60 },
  );
  await service.settled(seeker, volunteer);
  expect(await service.dump()).toEqual(before);
  await seeker.send('message:send', message(conversation));
  await volunteer.next('message:posted');
});
