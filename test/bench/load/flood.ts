/** Misbehaving clients, in a separate process: each floods the server and reconnects as soon as it is disconnected. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { randomIds } from '@terskel/server/clock';
import { PIPELINED_REQUESTS_MAX } from '@terskel/shared/limits';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { WebSocket } from 'ws';
import { serve } from '../harness/part.ts';

interface Flood {
  readonly port: number;
  readonly kind: Kind;
  readonly connections: number;
  readonly forMs: number;
  /** A seeker's handshake, and the conversation whose messages are requested. */
  readonly auth: string;
  readonly conversationId: string;
}

/** Not a trusted proxy: sends what a proxy would not forward. */
const DIRECTLY = '127.0.9.9';
/** All from one network, according to the proxy header. */
const headers = { 'x-forwarded-for': '203.0.113.9' };
/** Maximum writes per turn of the event loop, and the send buffer above which writing pauses. */
const BATCH = 500;
const AHEAD_BYTES = 1_000_000;
const DEEP = '['.repeat(30_000) + ']'.repeat(30_000);
const staff = `40/staff,{"protocol":${PROTOCOL_VERSION},"session":"${'x'.repeat(43)}"}`;
const come = `40/seeker,{"protocol":${PROTOCOL_VERSION}}`;
const frames = (frame: string) => (ws: WebSocket) => ws.send(frame);

/** What each kind sends repeatedly on a WebSocket after its session is open. */
const SENDS = {
  connects: frames('40/x,'),
  'staff CONNECTs': frames(staff),
  sessions(ws) {
    ws.send('41/seeker,');
    ws.send(come);
  },
  'deep ACKs': frames(`43/seeker,1${DEEP}`),
  'events without a comma': frames('42/seeker'),
  pings: (ws) => ws.ping('x'.repeat(100)),
  'pings, unread': (ws) => ws.ping('x'.repeat(100)),
} satisfies Record<string, (ws: WebSocket) => void>;

/** What each kind writes on a plain TCP connection. */
const WRITES = {
  'endless bodies': `POST /api/leave HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n${'x'.repeat(0x4000)}\r\n`,
  'pipelined requests': 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(200),
} as const;

/** What each kind requests over HTTP, for another session each time, with as many pipelined requests as allowed. */
const POSTS = {
  'leaving by exit': ['/api/leave', { how: 'exit' }],
  'leaving by closing': ['/api/leave', { how: 'closing' }],
  feedback: ['/api/feedback', { feeling: 1 }],
} as const;

export const KINDS = [
  ...(Object.keys(SENDS) as (keyof typeof SENDS)[]),
  'resync, unread',
  ...(Object.keys(WRITES) as (keyof typeof WRITES)[]),
  ...(Object.keys(POSTS) as (keyof typeof POSTS)[]),
] as const;
export type Kind = (typeof KINDS)[number];

/** Returns how often it was disconnected. */
async function flood(options: Flood): Promise<number> {
  const until = performance.now() + options.forMs;
  let cut = 0;
  const worker = async () => {
    while (performance.now() < until) {
      await untilCut(options, until).catch(() => {});
      cut += 1;
      await delay(5);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  return cut;
}

/** One connection, until it is disconnected or the time is over. */
function untilCut(options: Flood, until: number): Promise<void> {
  if (options.kind in POSTS) return byPosts(options, until);
  return options.kind in WRITES ? overTcp(options, until) : overWebSocket(options, until);
}

async function overTcp({ port, kind }: Flood, until: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: DIRECTLY });
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  const bytes = WRITES[kind as keyof typeof WRITES];
  while (!socket.destroyed && socket.writable && performance.now() < until) {
    if (!socket.write(bytes))
      await Promise.race([once(socket, 'drain'), once(socket, 'close'), delay(100)]);
    // Yields before the next chunk of an endless body.
    else await delay(0);
  }
  socket.destroy();
}

function post(kind: keyof typeof POSTS): string {
  const [path, answer] = POSTS[kind];
  const body = JSON.stringify({ resumeToken: randomIds.secret(), ...answer });
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

async function byPosts({ port, kind }: Flood, until: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  let waiting = 0;
  const ask = () => {
    while (waiting < PIPELINED_REQUESTS_MAX && !socket.destroyed) {
      socket.write(post(kind as keyof typeof POSTS));
      waiting += 1;
    }
  };
  socket.on('data', (bytes) => {
    waiting -= bytes.toString('latin1').split('HTTP/1.1 ').length - 1;
    if (performance.now() < until) ask();
    else socket.destroy();
  });
  ask();
  await Promise.race([closed, delay(until - performance.now())]);
  socket.destroy();
}

async function overWebSocket(options: Flood, until: number): Promise<void> {
  const { port, kind, auth, conversationId } = options;
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    ...{ headers, perMessageDeflate: false },
  });
  ws.on('error', () => {});
  await Promise.race([once(ws, 'message'), once(ws, 'close')]);
  const isResync = kind === 'resync, unread';
  ws.send(isResync ? `40/seeker,${auth}` : come);
  await Promise.race([once(ws, 'message'), once(ws, 'close')]);
  if (kind.endsWith('unread')) ws.pause();
  let asked = 0;
  while (ws.readyState === WebSocket.OPEN && performance.now() < until) {
    if (isResync) {
      asked += 1;
      const payload = JSON.stringify({ conversationId, after: 0 });
      ws.send(`42/seeker,${asked}["conversation:resync",${payload}]`);
      await delay(200);
    } else if (ws.bufferedAmount < AHEAD_BYTES) {
      // Also limited by bytes: the cost of sending much at once is the attacker's, not ours.
      for (let sent = 0; sent < BATCH && ws.bufferedAmount < AHEAD_BYTES; sent += 1)
        SENDS[kind as keyof typeof SENDS](ws);
      await delay(0);
    } else {
      await delay(5);
    }
  }
  ws.terminate();
}

const api = { flood };
export type Floods = typeof api;

serve(api);
