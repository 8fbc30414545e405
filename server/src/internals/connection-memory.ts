/**
 * Releases what Node, Engine.IO and Socket.IO keep of a handshake for as long as its connection lasts: headers, URL,
 * query and the objects that were needed to answer it (rule A2). See README.md for the gain and the risk of each part.
 * Each function that depends on an internal returns whether it found it; `test/unit/internals` fails when one is gone.
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
import { forgetPeerAddress } from './peer-address.ts';

/** Headers that Engine.IO and `ws` read from every request. */
const TRANSPORT = [
  ...['connection', 'upgrade', 'content-type', 'content-length', 'accept-encoding'],
  ...['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions'],
];
/** Headers that the server reads from the first request of a connection. */
const FIRST = [...TRANSPORT, 'host', 'origin', 'cookie', 'x-forwarded-for'];
/** Query parameters that Engine.IO reads. */
const QUERY = ['EIO', 'transport', 'sid'];

/** Engine.IO keeps the parsed query of a request in this private field. */
type EngineRequest = IncomingMessage & { _query: Record<string, string> };

function only<T>(names: readonly string[], all: Readonly<Record<string, T>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const name of names) {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Shared by all connections. */
const NOTHING = Object.freeze({});
const NO_REQUEST = Object.freeze({
  headers: NOTHING,
  url: '',
  _query: NOTHING,
  connection: NOTHING,
});
const nothing = (): void => {};

/** Makes Node read requests into a buffer for each read, instead of one that a parser keeps for its lifetime. */
export function releaseReads(http: HttpServer): void {
  // An idle parser in reserve keeps the last request line that it parsed.
  setMaxIdleHTTPParsers(1);
  // With a `data` listener, Node passes the bytes through JavaScript, not directly from the handle to the parser.
  http.on('connection', (socket: TcpSocket) => socket.on('data', nothing));
}

/**
 * For an upgrade, Engine.IO makes a stand-in for a response. It stays on the connection, with the request, because it
 * listens for `close`. This removes that listener, which is the last one at this point.
 */
export function dropStandIn(socket: TcpSocket, standIn: { req: unknown }): boolean {
  const isThere = standIn.req !== undefined;
  standIn.req = null;
  const last = socket.rawListeners('close').at(-1) as { listener?: () => void } | undefined;
  if (last?.listener?.name !== '') return false;
  socket.off('close', last.listener);
  return isThere;
}

/** Engine.IO never removes its error listener of the upgrade, which keeps the whole handshake alive. */
export function dropEarlyListener(socket: EventEmitter | undefined): boolean {
  const early = socket?.listeners('error').find(({ name }) => name === 'onUpgradeError');
  if (early) socket?.off('error', early as () => void);
  return early !== undefined;
}

/** Keeps only the query parameters that Engine.IO reads. */
export function pruneQuery(request: IncomingMessage): boolean {
  const engine = request as EngineRequest;
  if (typeof engine._query !== 'object') return false;
  engine._query = only(QUERY, engine._query);
  return true;
}

/** Engine.IO middleware. It must come after those that set headers. */
function prune(request: IncomingMessage, response: object, next: () => void): void {
  pruneQuery(request);
  // By the URL, so that every connection still works if the private field is gone.
  const isFirst = !/[?&]sid=/.test(request.url ?? '');
  request.headers = only(isFirst ? FIRST : TRANSPORT, request.headers);
  request.rawHeaders = [];
  request.url = '';
  if (!(response instanceof ServerResponse))
    dropStandIn(request.socket, response as { req: unknown });
  next();
}

interface EngineConnection {
  request: IncomingMessage;
  remoteAddress: string;
  /** `socket`: only with the WebSocket transport. */
  readonly transport: { readonly socket?: EventEmitter };
}

/** Call it after every other listener that reads the request of a connection. */
export function releaseConnections(io: Server): void {
  io.engine.use(prune);
  io.engine.on('connection', (connection: EngineConnection) => {
    dropEarlyListener(connection.transport.socket);
    const { request } = connection;
    // The cookie stays until `releaseHandshake`: the staff handshake reads it.
    const { cookie } = request.headers;
    const kept = cookie === undefined ? NO_REQUEST : { ...NO_REQUEST, headers: { cookie } };
    connection.request = kept as unknown as IncomingMessage;
    connection.remoteAddress = '';
    request.headers = {};
    forgetPeerAddress(request.socket);
  });
}

/** Releases the rest, once a namespace has accepted or refused the connection. */
export function releaseHandshake(socket: Socket): void {
  (socket.conn as { request: unknown }).request = NO_REQUEST;
  const nobodys = { headers: NOTHING, auth: NOTHING, query: NOTHING, url: '', time: '' };
  Object.assign(socket.handshake, nobodys);
}
