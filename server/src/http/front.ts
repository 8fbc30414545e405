/**
 * The front of the HTTP server: every answer has the headers from its birth, so that no route can forget them; and
 * what Node or Socket.IO would refuse by themselves, with bare answers of their own, is refused with them as well.
 */
import {
  STATUS_CODES,
  createServer,
  ServerResponse,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { SILENCE_MS } from '@terskel/shared/limits';
import { headersFor, type Headers } from './headers.ts';

/** Whoever says what they want in drops is not waited for (rule R5). */
const PATIENCE = {
  headersTimeout: SILENCE_MS,
  requestTimeout: SILENCE_MS,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8 * 1_024,
};

const SOCKETS = '/socket.io/';

/** An upgrade that no WebSocket server could refuse. Any other is a request like all, and answered as one. */
function isWebSocket({ method, url = '', headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    url.startsWith(SOCKETS) &&
    /[?&]EIO=4(?:&|$)/.test(url) &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '') &&
    headers['sec-websocket-protocol'] === undefined
  );
}

function answerBare(socket: Duplex, status: number, headers: Headers): void {
  const lines = Object.entries({ ...headers, 'Content-Length': '0', Connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  // Without waiting for the other side to close: it may never.
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`, () => socket.destroy());
}

/** Of what is no HTTP at all. */
const BROKEN: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A clean stop (rule F2). */
export interface Stop {
  readonly begun: () => boolean;
  /** Whether a connection of this node is called so by its requests. */
  readonly stands: (sid: string) => boolean;
}

/**
 * Whoever comes anew to a node that stops, or with a poll to a node that does not hold it, is to be taken elsewhere: a
 * balancer does so on a 503. It chooses by where somebody comes from, and chooses otherwise when a node comes or goes.
 */
function isTurnedAway({ url = '' }: IncomingMessage, stop: Stop): boolean {
  const sid = /[?&]sid=([^&]*)/.exec(url)?.[1];
  return sid === undefined ? stop.begun() : !stop.stands(sid);
}

/** Nothing needs to be done. */
const heard = (): void => {};

export function openFront(publicUrl: string, stop: Stop, listener: RequestListener): Server {
  const { of, lean } = headersFor(publicUrl);
  class Response<R extends IncomingMessage> extends ServerResponse<R> {
    constructor(request: R, ...more: object[]) {
      // @ts-expect-error Node hands its server's options on, of which the types know nothing.
      super(request, ...more);
      const { url = '' } = request;
      const table = url.startsWith(SOCKETS) ? lean : of(url);
      for (const [name, value] of Object.entries(table)) this.setHeader(name, value);
      const { socket } = request;
      answering.set(socket, this);
      // An answer holds on to what was asked, and the connection may last.
      this.once('close', () => {
        if (answering.get(socket) === this) answering.delete(socket);
      });
      // What follows on the same connection would come here again.
      if (stop.begun()) this.setHeader('Connection', 'close');
    }
  }
  /** The latest answer on each connection. */
  const answering = new WeakMap<Duplex, ServerResponse>();
  const upgrades = (request: IncomingMessage) =>
    isWebSocket(request) && !isTurnedAway(request, stop);
  const http = createServer(
    { ...PATIENCE, ServerResponse: Response, shouldUpgradeCallback: upgrades },
    listener,
  );
  // Node no longer listens once an upgrade is asked for, and an answer from before it may still be under way: what fails
  // then would be nobody's, and end the process.
  http.on('connection', (socket) => socket.on('error', heard));
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answering.get(socket);
    const inTheMiddle = answer?.headersSent === true && !answer.writableFinished;
    if (!socket.writable || inTheMiddle) socket.destroy();
    else answerBare(socket, BROKEN[error.code ?? ''] ?? 400, lean);
  });
  return http;
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** What is needed of Socket.IO's engine. */
interface Engine {
  use(middleware: Middleware): unknown;
  on(
    event: 'connection_error',
    listener: (refused: { readonly req: IncomingMessage & { readonly res?: unknown } }) => void,
  ): unknown;
}

/** The same for the upgrades, which have no `ServerResponse`. */
export function frontSockets(engine: Engine, publicUrl: string, stop: Stop): void {
  const { lean } = headersFor(publicUrl);
  engine.use((request, response, next) => {
    for (const [name, value] of Object.entries(lean)) response.setHeader(name, value);
    // A true response also where an upgrade is asked for: see `openFront`.
    if (isTurnedAway(request, stop)) response.writeHead(503).end();
    else next();
  });
  engine.on('connection_error', ({ req }) => {
    // What is no upgrade, Socket.IO answers by a response of ours.
    if (req.res === undefined) answerBare(req.socket, 400, lean);
  });
}
