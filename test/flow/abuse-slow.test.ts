/** Clients that are slow on purpose are disconnected, and others are served meanwhile (rule R5). */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  PIPELINED_REQUESTS_MAX,
  PIPELINES_OF_PREFIX,
  SILENCE_MS,
  TCP_CONNECTIONS_OF_PREFIX_MAX,
  TIMES,
} from '@terskel/shared/limits';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { from, startElsewhere, type Elsewhere } from '../helpers/elsewhere.ts';
import { open } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';

/** Test timeout: these tests wait in real time (ms). */
const PATIENCE_MS = 4 * SILENCE_MS;

let elsewhere: Elsewhere;
beforeAll(async () => {
  elsewhere = await startElsewhere();
  await (await elsewhere.service.volunteer()).send('shift:start', {});
});
afterAll(() => elsewhere.service[Symbol.asyncDispose]());

/** Opens a TCP connection from an address of this machine, and sends these bytes and no more. */
async function say(origin: string, words: string, localAddress = '127.0.0.1'): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(words);
  return socket;
}
async function end(socket: Socket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  if (!socket.closed) await closed;
}

const SOCKET = '/socket.io/?EIO=4&transport=websocket';
const upgrade = [
  ...[`GET ${SOCKET} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'],
  'Sec-WebSocket-Version: 13',
];

test.concurrent.each([
  ['nothing at all', ''],
  ['half a request line', 'GET /api/in'],
  ['headers without an end', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\n'],
  ['half an upgrade', `${upgrade.join('\r\n')}\r\n`],
  [
    'half a body',
    'POST /api/leave HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90\r\n\r\n{',
  ],
  [
    'half a body for a socket that polls',
    'POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n4',
  ],
])(
  '[R5] a client that sends %s is disconnected',
  async (_what, words) => {
    const socket = await say(elsewhere.service.origin(), words);
    await end(socket);
    expect(socket.closed).toBe(true);
  },
  PATIENCE_MS,
);

test.concurrent.each([
  ['half a request line', 'GET /api/in'],
  ['headers without an end', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\n'],
  [
    'half a body',
    'POST /api/leave HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90\r\n\r\n{',
  ],
])(
  '[R5, A1] a client that sends %s gets 408 Request Timeout with our own headers',
  async (_what, words) => {
    const socket = await say(elsewhere.service.origin(), words);
    let told = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      told += text;
    });
    await end(socket);
    expect(told).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(told.toLowerCase()).toContain('\r\nx-content-type-options: nosniff\r\n');
  },
  PATIENCE_MS,
);

test.concurrent(
  '[R5] connections that open no session are closed, and no longer count',
  async () => {
    const { service } = elsewhere;
    const silent = '203.0.113.7';
    const url = `${service.origin().replace('http', 'ws')}${SOCKET}`;
    const connect = async () => {
      // Node's WebSocket accepts headers; a browser's does not.
      const socket = new WebSocket(url, { headers: from(silent) } as unknown as string[]);
      await once(socket, 'open');
      return once(socket, 'close');
    };
    const silence = Array.from({ length: 50 }, connect);
    await until(() =>
      elsewhere.seeker(silent).then(
        () => false,
        ({ code }) => code === 'rate_limited',
      ),
    );
    await Promise.all(silence);
    const { socket } = await elsewhere.seeker(silent);
    expect(socket.connected).toBe(true);
    socket.disconnect();
  },
  PATIENCE_MS,
);

test('[R5] half-open connections from one prefix are limited, and others are served meanwhile', async () => {
  await using service = await startService({ sharedNetworks: [] });
  await (await service.volunteer()).send('shift:start', {});
  const half = () => say(service.origin(), 'GET / HTTP/1.1\r\n', '127.0.7.1');

  const crowd = await Promise.all(Array.from({ length: TCP_CONNECTIONS_OF_PREFIX_MAX }, half));
  await end(await half());
  expect(crowd.filter(({ closed }) => closed)).toEqual([]);
  // These two connect from 127.0.0.1.
  expect((await fetch(`${service.origin()}/`)).status).toBe(200);
  expect(await open(await service.seeker())).toMatchObject({ place: 1 });
  crowd[0]?.destroy();
  const words = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  await until(async () => {
    let answer = '';
    const next = await say(service.origin(), words, '127.0.7.9');
    next.on('data', (text) => void (answer += String(text)));
    await end(next);
    return answer.startsWith('HTTP/1.1 200');
  });
});

describe('[R7] pipelined requests', () => {
  const ask = 'GET /api/intake HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const last = ask.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
  /** The status of each answer that arrives before the connection ends. */
  async function answersTo(origin: string, words: string, address: string): Promise<string[]> {
    const socket = await say(origin, words, address);
    let told = '';
    socket.on('data', (bytes) => void (told += String(bytes)));
    await end(socket);
    return told.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
  }

  test('[R7] are answered up to the limit; one more ends the connection', async () => {
    await using service = await startService();
    const few = ask.repeat(PIPELINED_REQUESTS_MAX - 1) + last;
    const answers = await answersTo(service.origin(), few, '127.0.0.1');
    expect(answers).toEqual(Array(PIPELINED_REQUESTS_MAX).fill('200'));
    expect(await answersTo(service.origin(), ask + few, '127.0.0.1')).toEqual([]);
  });

  test('[R7] repeated excess blocks new connections of the prefix; its open ones and others are served', async () => {
    await using service = await startService({ sharedNetworks: [] });
    const stays = await say(service.origin(), '', '127.0.8.2');
    const tooMany = ask.repeat(200);
    for (let times = 0; times < PIPELINES_OF_PREFIX.points; times += 1) {
      expect(await answersTo(service.origin(), last, '127.0.8.1')).toEqual(['200']);
      expect(await answersTo(service.origin(), tooMany, '127.0.8.1')).toEqual([]);
    }
    expect(await answersTo(service.origin(), last, '127.0.8.1')).toEqual([]);
    expect(await answersTo(service.origin(), last, '127.0.0.1')).toEqual(['200']);
    const answer = once(stays, 'data');
    stays.write(last);
    expect(String(await answer)).toMatch(/^HTTP\/1\.1 200/);
  });
});

test('[R5, F4] answers that the client does not read harm no node, however long they wait', async () => {
  await using service = await startService();
  const asked = 'GET /api/intake HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const deaf = await say(service.origin(), '');
  deaf.pause();
  deaf.write(asked.repeat(5_000));
  for (let turn = 0; turn < 20; turn += 1) {
    const { status } = await fetch(`${service.origin()}/healthz`);
    expect(status).toBe(200);
    // An error in a timer would end the process.
    service.clock.move(TIMES.commandMs);
  }
});

test('[R5] connections that break during an answer and an upgrade harm no node', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const node = await service.spawn();
  const key = `Sec-WebSocket-Key: ${'A'.repeat(22)}==`;
  const asked = 'GET /api/intake HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const words = asked + [...upgrade, key, '', ''].join('\r\n');
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
  async function breakOff(_: unknown, index: number): Promise<void> {
    const socket = await say(node.origin, words);
    // Varies the moment of the break by up to 59 turns of the event loop.
    for (let turns = index % 60; turns > 0; turns -= 1) await turn();
    socket.resetAndDestroy();
  }
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 60 }, breakOff));
    expect((await fetch(`${node.origin}/healthz`)).status).toBe(200);
  }
});
