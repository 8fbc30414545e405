/** Floods from one address prefix are limited, and a bystander with another prefix is served meanwhile. */
import { once } from 'node:events';
import { randomIds } from '@terskel/server/clock';
import { BUCKETS, FRAME_CUT_BYTES, HANDSHAKES_OF_PREFIX } from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { from, startElsewhere, type Elsewhere } from '../helpers/elsewhere.ts';
import {
  acceptNext,
  goReady,
  message,
  open,
  refusal,
  wish,
  type Talk,
} from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { invited } from '../helpers/staff-browser.ts';
import { until } from '../helpers/until.ts';

let elsewhere: Elsewhere;
/** A seeker and a volunteer who are in a conversation during all floods. */
let talk: Pick<Talk, 'seeker' | 'volunteer' | 'conversation'>;
beforeAll(async () => {
  elsewhere = await startElsewhere();
  const { service } = elsewhere;
  await service.set({ queueLimit: 10_000 });
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  const seeker = await elsewhere.seeker('203.0.113.1');
  await open(seeker);
  await acceptNext(volunteer);
  const { conversation } = await seeker.next('conversation:started');
  talk = { seeker, volunteer, conversation };
});
afterAll(async () => {
  talk.seeker.socket.disconnect();
  await elsewhere.service[Symbol.asyncDispose]();
});
let prefixes = 0;
/** How many messages each side of `talk` has sent. */
let sent = 0;
beforeEach(() => {
  prefixes += 1;
});
/** An address with the prefix of this test's flood. */
const there = () => `100.65.${prefixes}.1`;

/** Expects that a message arrives each way, and that a new seeker gets a ticket. */
async function expectServed(): Promise<void> {
  const { seeker, volunteer, conversation } = talk;
  sent += 1;
  await seeker.send('message:send', message(conversation, sent));
  await volunteer.next('message:posted');
  await volunteer.send('message:send', message(conversation, sent));
  await seeker.next('message:posted');
  const newcomer = await elsewhere.seeker(`203.0.${prefixes}.1`);
  expect(await newcomer.raw('ticket:open', wish())).toMatchObject({ ok: true });
  newcomer.socket.disconnect();
}

/** A raw WebSocket with a session, which never answers. */
async function bare(): Promise<WebSocket> {
  const url = `${elsewhere.service.origin().replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { headers: from(there()) });
  socket.on('error', () => {});
  await once(socket, 'message');
  socket.send(`40/seeker,{"protocol":${PROTOCOL_VERSION}}`);
  await once(socket, 'message');
  return socket;
}
const closed = async (socket: WebSocket) => {
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
  return socket.readyState;
};

describe('[R3] one connection', () => {
  test.each([
    ['unknown commands', (number: number) => `42/seeker,${number}["no:such",{}]`],
    ['tickets', (number: number) => `42/seeker,${number}["ticket:open",{}]`],
    ['events without an acknowledgement', () => '42/seeker,["typing:set",{}]'],
    [
      'events with binary attachments',
      (number: number) => `42/seeker,${number}["message:send",{"a":[[[[]]]]}]`,
    ],
  ])('[R3] thousands of %s at once end that connection and no other', async (_what, frame) => {
    const socket = await bare();
    for (let number = 0; number < 5_000; number += 1) socket.send(frame(number));
    await expectServed();
    expect(await closed(socket)).toBe(WebSocket.CLOSED);
  });

  test.each([
    ['a text frame', 'x'.repeat(FRAME_CUT_BYTES + 1)],
    ['a binary frame', Buffer.alloc(FRAME_CUT_BYTES + 1)],
    ['one megabyte', 'x'.repeat(1_000_000)],
  ])('[R3] a frame that is too large to read ends the connection: %s', async (_what, frame) => {
    const sockets = await Promise.all(Array.from({ length: 10 }, bare));
    for (const socket of sockets) socket.send(frame);
    await expectServed();
    for (const socket of sockets) expect(await closed(socket)).toBe(WebSocket.CLOSED);
  });

  test.each([
    ['more than any command needs', '45999999-/seeker,1["message:send",{}]'],
    ['without an announcement', ''],
  ])('[R3] binary attachments end the connection: %s', async (_what, event) => {
    const socket = await bare();
    if (event !== '') socket.send(event);
    socket.send(Buffer.alloc(1_000));
    await expectServed();
    expect(await closed(socket)).toBe(WebSocket.CLOSED);
  });

  test('[R3] binary attachments count towards the size of an event', async () => {
    const socket = await bare();
    socket.send('4510-/seeker,7["message:send",{}]');
    for (let part = 0; part < 10; part += 1) socket.send(Buffer.alloc(FRAME_CUT_BYTES / 2));
    const answer = await new Promise<string>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (data.toString().startsWith('43/')) resolve(data.toString());
      });
    });
    expect(answer.trimEnd()).toBe('43/seeker,7[{"ok":false,"code":"too_large"}]');
    socket.close();
  });
});

describe('[R1] one prefix', () => {
  test('[R1] gets at most twenty tickets, however many thousands it asks for', async () => {
    const before = await waiting();
    const seekers = await Promise.all(Array.from({ length: 40 }, () => elsewhere.seeker(there())));
    const asks = seekers.flatMap((seeker) =>
      Array.from({ length: 50 }, () =>
        Promise.race([seeker.raw('ticket:open', wish()), gone(seeker)]),
      ),
    );
    const served = expectServed();
    await Promise.all(asks);
    await served;
    // The bystander's ticket is one more. A seeker who was disconnected by a limit keeps the ticket for now.
    await until(async () => (await waiting()) > before + 1);
    await elsewhere.service.settled(talk.seeker, talk.volunteer);
    expect(await waiting()).toBeLessThanOrEqual(before + 21);
    for (const { socket } of seekers) socket.disconnect();
  });

  test('[R5] gets no more of a thousand handshakes at once than its limit, and no other prefix waits', async () => {
    const handshakes = Array.from({ length: 1_000 }, () =>
      elsewhere.seeker(there()).then(
        (seeker) => seeker,
        () => null,
      ),
    );
    const served = expectServed();
    const came = (await Promise.all(handshakes)).filter((seeker) => seeker !== null);
    await served;
    expect(came.length).toBeLessThanOrEqual(Math.min(50, HANDSHAKES_OF_PREFIX.points));
    for (const { socket } of came) socket.disconnect();
  });
});

/** Resolves with null when the connection ends before an answer. */
async function gone({ socket }: SeekerPeer): Promise<null> {
  if (socket.connected) await new Promise((resolve) => socket.once('disconnect', resolve));
  return null;
}
async function waiting(): Promise<number> {
  const { service } = elsewhere;
  const overview = await service.nodes[0]?.domain.store.overview(service.clock.now());
  return overview?.waiting ?? 0;
}

describe('[R3] names and texts with a meaning for programs', () => {
  const NAMES = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__defineGetter__',
  ];

  test.each(NAMES)(
    '[R3] %s in query strings, headers, cookies and bodies has no effect',
    async (name) => {
      const ask: Elsewhere['fetch'] = (...how) => elsewhere.fetch(...how);
      const query = `?${name}=1&${name}[polluted]=1&${name}.polluted=1`;
      const headers = { 'x-polluted': name, cookie: `${name}=1; terskel-staff=${name}` };
      expect((await ask(there(), `/api/intake${query}`, { headers })).status).toBe(200);
      expect((await ask(there(), `/api/staff/me${query}`, { headers })).status).toBe(401);
      const socket = `/socket.io/${query}&EIO=4&transport=polling`;
      expect((await ask(there(), socket, { headers })).status).toBe(200);
      expect((await ask(there(), `${socket}&sid=${name}`, { headers })).status).toBe(503);
      expect((await ask(there(), `/socket.io/?EIO=4&transport=${name}`)).status).toBe(400);
      const body = `{"${name}":{"polluted":1},"resumeToken":"${randomIds.secret()}","how":"exit"}`;
      const json = { 'content-type': 'application/json' };
      expect(
        (await ask(there(), '/api/leave', { method: 'POST', headers: json, body })).status,
      ).toBe(400);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      await expectServed();
    },
  );

  const tricks = [
    '\u0000',
    '\u202E',
    '\u2066',
    '\u200B',
    '\uFEFF',
    '\uD800',
    '\uDC00',
    '\u001B[2J',
    'e\u0301\u0302\u0303',
    // Line and paragraph separators, which start a new line.
    '\u2028',
    '\u2029e\u0301\u0302\u0303',
    // Letters, symbols and marks that are invisible.
    '\u115F',
    '\u3164',
    '\uFFA0',
    '\u2800',
    '\u034F',
    '\u17B4',
    '\u{E0101}',
  ];
  let joiners = 0;
  const join = async (alias: string) =>
    elsewhere.fetch(`100.66.${(joiners += 1)}.1`, '/api/staff/join/options', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invite: await invited(elsewhere.service), alias }),
    });

  test('[R3] an alias with hidden, reordering or stacked characters is refused; real names are accepted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tricks),
        fc.integer({ min: 1, max: 3 }),
        async (trick, at) => {
          const alias = `${'Kari'.slice(0, at)}${trick}${'Kari'.slice(at)}`;
          expect([alias, (await join(alias)).status]).toEqual([alias, 400]);
        },
      ),
      { seed: 7, numRuns: 80 },
    );
    for (const alias of ['\u3164', '\u2800\u2800', '\uFE0F', '\u0301'])
      expect([alias, (await join(alias)).status]).toEqual([alias, 400]);
    for (const alias of [
      'Kari',
      'Kari \u2764\uFE0F',
      'Áilu Ođđa',
      'Ольга',
      'مريم',
      'Nguyễn',
      'Jean-Luc ’n’',
      'Kari\u0301',
    ]) {
      expect([alias, (await join(alias)).status]).toEqual([alias, 200]);
    }
  });

  test('[R3] such characters in the other fields are refused as an invalid payload', async () => {
    const seeker = await elsewhere.seeker(there());
    const fields = ['publicKey', 'language', 'topic', 'proof'];
    const points = BUCKETS.ticket[0].points;
    for (const trick of tricks.slice(0, points)) {
      const more = Object.fromEntries(fields.map((field) => [field, trick]));
      expect(await seeker.raw('ticket:open', wish(more))).toEqual(refusal('invalid_payload'));
    }
    seeker.socket.disconnect();
    await expectServed();
  });
});
