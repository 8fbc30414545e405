/**
 * Who asks is forgotten as soon as the answer is under way (rule A2): what Node, Engine.IO and Socket.IO would keep of a
 * request for as long as its connection lasts (address, headers, query) is let go. The kernel still knows the address;
 * this process does not.
 */
import type { EventEmitter } from 'node:events';
import {
  ServerResponse,
  setMaxIdleHTTPParsers,
  type IncomingMessage,
  type Server as HttpServer,
} from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { Server, Socket } from 'socket.io';

/** Headers that Engine.IO and `ws` read, of any request. */
const TRANSPORT = [
  ...['connection', 'upgrade', 'content-type', 'content-length', 'accept-encoding'],
  ...['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions'],
];
/** Those that we read, of the first request of a connection. */
const FIRST = [...TRANSPORT, 'host', 'origin', 'cookie', 'x-forwarded-for'];
const QUERY = ['EIO', 'transport', 'sid'];

type EngineRequest = IncomingMessage & { _query: Record<string, string> };

function only<T>(names: readonly string[], all: Readonly<Record<string, T>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const name of names) {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Of all connections, so that each has none of its own. */
const NOTHING = Object.freeze({});
const FORGOTTEN = Object.freeze({
  headers: NOTHING,
  url: '',
  _query: NOTHING,
  connection: NOTHING,
});
const nothing = (): void => {};

/** Requests are read into buffers of their own, not into one that lasts as long as the process. */
export function forgetRequests(http: HttpServer): void {
  // A parser in reserve remembers the last line it has read.
  setMaxIdleHTTPParsers(1);
  // Whoever listens for data makes Node hand them over instead of reading past us.
  http.on('connection', (socket: TcpSocket) => socket.on('data', nothing));
}

/**
 * A WebSocket's stand-in for a response hangs on its connection to the end, and the request on it: it listens for the
 * connection's end, which nobody asks it about. It has just begun to.
 */
function dropStandIn(socket: TcpSocket, standIn: { req: unknown }): void {
  standIn.req = null;
  const last = socket.rawListeners('close').at(-1) as { listener?: () => void } | undefined;
  if (last?.listener?.name === '') socket.off('close', last.listener);
}

/** Engine.IO's middleware: lets go of all that nobody reads. It comes after those that set headers. */
function prune(request: IncomingMessage, response: object, next: () => void): void {
  const engine = request as EngineRequest;
  engine._query = only(QUERY, engine._query);
  request.headers = only('sid' in engine._query ? TRANSPORT : FIRST, request.headers);
  request.rawHeaders = [];
  request.url = '';
  if (!(response instanceof ServerResponse))
    dropStandIn(request.socket, response as { req: unknown });
  next();
}

interface EngineConnection {
  request: IncomingMessage;
  remoteAddress: string;
  /** Of a WebSocket alone. */
  readonly transport: { readonly socket?: EventEmitter };
}

/** Engine.IO listens for errors until there is a connection, and then goes on: all that made it would be held. */
function dropEarlyListener(socket: EventEmitter | undefined): void {
  const early = socket?.listeners('error').find(({ name }) => name === 'onUpgradeError');
  if (early) socket?.off('error', early as () => void);
}

/** Comes after whoever else is told of a connection and reads its request. */
export function forgetConnections(io: Server, forgetAddress: (socket: TcpSocket) => void): void {
  io.engine.use(prune);
  io.engine.on('connection', (connection: EngineConnection) => {
    dropEarlyListener(connection.transport.socket);
    const { request } = connection;
    // The cookie until a namespace is asked for, which may be the one that reads it.
    const { cookie } = request.headers;
    const kept = cookie === undefined ? FORGOTTEN : { ...FORGOTTEN, headers: { cookie } };
    connection.request = kept as unknown as IncomingMessage;
    connection.remoteAddress = '';
    request.headers = {};
    forgetAddress(request.socket);
  });
}

/** Once a namespace has let the connection in, or not. */
export function forgetHandshake(socket: Socket): void {
  (socket.conn as { request: unknown }).request = FORGOTTEN;
  const nobodys = { headers: NOTHING, auth: NOTHING, query: NOTHING, url: '', time: '' };
  Object.assign(socket.handshake, nobodys);
}
