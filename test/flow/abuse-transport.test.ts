/** Limits on what one transport may send and leave unread: above them it is closed, and others are served. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { CONNECTS_OF_TRANSPORT, FRAME_CUT_BYTES, RESYNC_MAX_BYTES } from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { digest } from '@terskel/server/digest';
import { keysOf } from '@terskel/server/live/keys';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ciphertext, message, messagesAfter, talk, wish, type Talk } from '../helpers/fixtures.ts';
import { rawSeeker, rawWebSocket } from '../helpers/raw-websocket.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

/** WebSocket close code: the client violated a policy of the server (RFC 6455, section 7.4.1). */
const POLICY_VIOLATION = 1008;

let service: TestService;
let bystanders: Talk;
beforeAll(async () => {
  // No heartbeat is missed in this time, so every transport that ends here ends because of a limit.
  service = await startService({ heartbeatMs: 120_000 });
  bystanders = await talk(service, 0, 0);
});
afterAll(() => service[Symbol.asyncDispose]());

/** How many messages each of the bystanders has sent. */
let exchanged = 0;

/** Expects that a message arrives each way. */
async function expectServed(): Promise<void> {
  const { seeker, volunteer, conversation } = bystanders;
  exchanged += 1;
  await seeker.send('message:send', message(conversation, exchanged));
  await volunteer.next('message:posted');
  await volunteer.send('message:send', message(conversation, exchanged));
  await seeker.next('message:posted');
}

const DEEP = '['.repeat(30_000) + ']'.repeat(30_000);
const STAFF = `40/staff,{"protocol":${PROTOCOL_VERSION},"session":"${'x'.repeat(43)}"}`;
const COME = `40/seeker,{"protocol":${PROTOCOL_VERSION}}`;

test.each([
  ['CONNECT packets to an unknown namespace', '40/x,', 20_000],
  ['CONNECT packets with an unknown staff session', STAFF, 2_000],
  ['ACK packets that match no event', '43/seeker,1[]', 20_000],
  ['an ACK with deep JSON', `43/seeker,1${DEEP}`, 1],
  ['an event with deep JSON', `42/seeker,1["no:such",${DEEP}]`, 1],
  ['events without a payload', '42/seeker', 20_000],
  ['unexpected heartbeats', '3', 20_000],
])('[R7] the transport is closed by %s', async (_what, frame, times) => {
  const raw = await rawSeeker(service.origin());
  raw.flood(frame, times);
  await expectServed();
  expect(await raw.closed).toBe(POLICY_VIOLATION);
});

test.each([
  ['pings', 'ping'],
  ['pongs', 'pong'],
] as const)('[R7] thousands of WebSocket %s close the transport', async (_what, control) => {
  const raw = await rawSeeker(service.origin());
  for (let sent = 0; sent < 20_000; sent += 1) raw.ws[control]('x'.repeat(100));
  await expectServed();
  expect(await raw.closed).toBe(POLICY_VIOLATION);
});

test('[R7] a WebSocket ping is answered by a pong', async () => {
  const raw = await rawSeeker(service.origin());
  raw.ws.ping('here');
  expect(String(await once(raw.ws, 'pong'))).toBe('here');
  raw.ws.close();
});

test('[R7] a message in thousands of fragments closes the transport', async () => {
  const raw = await rawSeeker(service.origin());
  for (let sent = 0; sent < 5_000; sent += 1) raw.ws.send('', { fin: false });
  await expectServed();
  expect(await raw.closed).toBe(POLICY_VIOLATION);
});

test('[R7] large frames that are refused close the transport', async () => {
  const raw = await rawSeeker(service.origin());
  raw.flood(`42/seeker,1["no:such",{"a":"${'x'.repeat(FRAME_CUT_BYTES - 100)}"}]`, 45);
  await expectServed();
  expect(await raw.closed).toBe(POLICY_VIOLATION);
});

test('[R7] the number of sessions opened in turn on one transport is limited', async () => {
  const raw = await rawSeeker(service.origin());
  let code: number | null = null;
  void raw.closed.then((closed) => (code = closed));
  const opened = () => raw.frames.filter((frame) => frame.startsWith('40/seeker')).length;
  while (code === null && opened() < CONNECTS_OF_TRANSPORT.points + 5) {
    const before = opened();
    raw.ws.send('41/seeker,');
    // The session ends one turn of the event loop later. A CONNECT before that is a different error.
    raw.ws.ping();
    await once(raw.ws, 'pong');
    raw.ws.send(COME);
    await until(() => Promise.resolve(code !== null || opened() > before));
  }
  expect(code).toBe(POLICY_VIOLATION);
  await expectServed();
});

test('[R7] a polling transport has the same budget', async () => {
  const path = '/socket.io/?EIO=4&transport=polling';
  const opened = await (await fetch(service.origin() + path)).text();
  const sid = /"sid":"([^"]+)"/.exec(opened)?.[1];
  const ask = (body?: string) =>
    fetch(
      `${service.origin()}${path}&sid=${sid}`,
      body === undefined ? {} : { method: 'POST', body },
    );
  expect((await ask(COME)).ok).toBe(true);
  await ask(Array.from({ length: 2_000 }, () => '40/x,').join('\u001E')).catch(() => {});
  await expectServed();
  const after = await ask(COME);
  expect(after.status).toBe(400);
});

test('[R7] events that a client does not read close its transport', async () => {
  const raw = await rawSeeker(service.origin());
  const snapshot = raw.frames.find((frame) => frame.includes('session:snapshot')) ?? '';
  const resumeToken = /"resumeToken":"([^"]+)"/.exec(snapshot)?.[1] ?? '';
  const seeker = digest(resumeToken);
  const connection = () => service.redis.hGet(keysOf(NAMESPACE).seeker(seeker), 'connection');
  raw.ws.send(`42/seeker,1["ticket:open",${JSON.stringify(wish())}]`);
  await until(async () => ((await connection()) ?? '') !== '');
  raw.stopReading();
  // Publishes events as a Lua script does, many more than any client may cause.
  const fact = `seeker ${seeker}\ntyping:changed\n"${'x'.repeat(FRAME_CUT_BYTES)}"`;
  const nodes = await service.nodes[0]?.domain.store.beats();
  const [node = ''] = [...(nodes?.keys() ?? [])];
  const channel = keysOf(NAMESPACE).channelTo(node);
  for (let sent = 0; sent < 500; sent += 1) await service.redis.sPublish(channel, fact);
  await expectServed();
  // The store learns that the session has no connection any more.
  await until(async () => (await connection()) === '');
  raw.ws.terminate();
  const left = JSON.stringify({ resumeToken, how: 'exit' });
  const headers = { 'content-type': 'application/json' };
  const leave = { method: 'POST', headers, body: left };
  expect((await fetch(`${service.origin()}/api/leave`, leave)).status).toBe(204);
});

test('[R7, C4] a page of messages is limited in bytes, and its cost depends on its size', async () => {
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 0);
  const sent = [];
  for (let counter = 1; counter <= 20; counter += 1) {
    const one = { ...of, counter, keyEpoch: FIRST_EPOCH, ciphertext: ciphertext(47) };
    sent.push(one.ciphertext);
    await volunteer.send('message:send', one);
  }
  expect(conversation).toBeDefined();
  const page = await seeker.send('conversation:resync', { ...of, after: 0 });
  expect(page.more).toBe(true);
  expect(page.messages.reduce((sum, one) => sum + one.ciphertext.length, 0)).toBeLessThanOrEqual(
    RESYNC_MAX_BYTES,
  );
  const all = await messagesAfter(seeker, of, 0);
  expect(all.map((one) => one.ciphertext)).toEqual(sent);
  let answered = 0;
  while ((await seeker.raw('conversation:resync', { ...of, after: 0 })).ok) answered += 1;
  expect(answered).toBeLessThan(5);
});

/** Sends bytes on a raw TCP connection. Resolves with everything received once the server has closed it. */
async function answerTo(bytes: string): Promise<string> {
  const { hostname, port } = new URL(service.origin());
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('error', () => {});
  socket.setEncoding('latin1').on('data', (more: string) => void (text += more));
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}
const post = (path: string, header: string, body = '') =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n${header}\r\n\r\n${body}`;

test.each(['/api/leave', '/', '/api/staff/join', '/socket.io/?EIO=4&transport=polling'])(
  '[R7] a body without a length is refused before it ends: %s',
  async (path) => {
    const text = await answerTo(post(path, 'Transfer-Encoding: chunked', '5\r\nhello\r\n'));
    expect(text).toMatch(/^HTTP\/1\.1 411 Length Required\r\n/);
    expect(text.toLowerCase()).toContain('\r\nconnection: close\r\n');
    await expectServed();
  },
);

test.each(['/api/leave', '/', '/api/staff/join', '/socket.io/?EIO=4&transport=polling'])(
  '[R7] a body that is too long is refused before it arrives: %s',
  async (path) => {
    const text = await answerTo(post(path, 'Content-Length: 1000000', 'hello'));
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text.toLowerCase()).toContain('\r\nconnection: close\r\n');
    await expectServed();
  },
);

test('[R7] pipelined requests above the limit end the connection', async () => {
  const asked = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const text = await answerTo(asked.repeat(5_000));
  expect(text.split('HTTP/1.1').length).toBeLessThan(200);
  await expectServed();
});

test('[R7] exceeding the budget of one transport does not affect a session on another', async () => {
  const [flooding, quiet] = await Promise.all([
    rawWebSocket(service.origin()),
    rawSeeker(service.origin()),
  ]);
  flooding.flood('40/x,', 5_000);
  expect(await flooding.closed).toBe(POLICY_VIOLATION);
  quiet.ws.send('42/seeker,1["no:such",{}]');
  await once(quiet.ws, 'message');
  expect(quiet.frames.at(-1)).toContain('unknown_command');
  quiet.ws.close();
});
