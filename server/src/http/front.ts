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
import { PIPELINED_REQUESTS_MAX, SILENCE_MS } from '@terskel/shared/limits';
import { earlyRefusal, SOCKETS, type EarlyRefusal } from './early-refusal.ts';
import { headersFor, type Headers } from './headers.ts';

/** Whoever says what they want in drops is not waited for (rule R5). */
const PATIENCE = {
  headersTimeout: SILENCE_MS,
  requestTimeout: SILENCE_MS,
  connectionsCheckingInterval: 1_000,
  // Cookies of other services on the host come along: browsers keep some 180 of up to 4 kB each. With the connections
  // that a prefix may have (rule R5), headers take 8 MB at most.
  maxHeaderSize: 32 * 1_024,
};

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

function answerBare(socket: Duplex, status: number, headers: Headers, page = ''): void {
  const lines = Object.entries({
    ...headers,
    ...(page !== '' && { 'Content-Type': 'text/html; charset=utf-8' }),
    'Content-Length': String(Buffer.byteLength(page)),
    Connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const answer = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${page}`;
  // Without waiting for the other side to close: it may never.
  socket.end(answer, () => socket.destroy());
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
  /** Whether a trusted proxy asks, which may be a balancer. */
  readonly isBalanced: (request: IncomingMessage) => boolean;
}

/**
 * Whoever comes anew to a node that stops, or by a balancer with a poll that this node does not hold, is to be taken
 * elsewhere: a balancer does so on a 503. It chooses by where somebody comes from, and chooses otherwise when a node comes
 * or goes. Without one Engine.IO's own answer to an unknown session stands, which is 400.
 */
function isTurnedAway(request: IncomingMessage, stop: Stop): boolean {
  const sid = sidOf(request);
  if (sid === undefined) return stop.begun();
  return !stop.stands(sid) && stop.isBalanced(request);
}
const sidOf = ({ url = '' }: IncomingMessage) => /[?&]sid=([^&]*)/.exec(url)?.[1];

/** Nothing needs to be done. */
const heard = (): void => {};

/** Of a body: as a route refuses one. */
const REFUSED_BODY = JSON.stringify({ code: 'invalid_payload' });

/** Ends the connection with the answer: what else it would send is not read. */
function refuse(response: ServerResponse, status: EarlyRefusal | 503): void {
  const body = status === 411 || status === 413 ? REFUSED_BODY : '';
  if (body !== '') response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(status, { 'Content-Length': body.length, Connection: 'close' }).end(body);
}

/**
 * `pageFor`: what a person is shown who gets this status before anything of the request could be read. `onPipelined` is
 * told of the request that ends its connection, since too many are under way there.
 */
export function openFront(
  publicUrl: string,
  stop: Stop,
  listener: RequestListener,
  pageFor: (status: number) => Promise<string>,
  onPipelined: (request: IncomingMessage) => void = heard,
): Server {
  const { of, early } = headersFor(publicUrl);
  class Response<R extends IncomingMessage> extends ServerResponse<R> {
    constructor(request: R, ...more: object[]) {
      // @ts-expect-error Node hands its server's options on, of which the types know nothing.
      super(request, ...more);
      const { url = '', socket } = request;
      const count = (underWay.get(socket) ?? 0) + 1;
      underWay.set(socket, count);
      if (socket.destroyed) return;
      // Nobody waits for so many answers: to make them all at once would hold up everybody else.
      if (count > PIPELINED_REQUESTS_MAX) {
        onPipelined(request);
        socket.destroy();
        return;
      }
      for (const [name, value] of Object.entries(of(url))) this.setHeader(name, value);
      answering.set(socket, this);
      // An answer holds on to what was asked, and the connection may last.
      this.once('close', () => {
        underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
        if (answering.get(socket) === this) answering.delete(socket);
      });
      // What follows on the same connection would come here again.
      if (stop.begun()) this.setHeader('Connection', 'close');
    }
  }
  /** The latest answer on each connection, and how many are under way. */
  const answering = new WeakMap<Duplex, ServerResponse>();
  const underWay = new WeakMap<Duplex, number>();
  /** What is refused is a request like any other, and answered as one. */
  const upgrades = (request: IncomingMessage) => {
    const sid = sidOf(request);
    const isKnown = sid === undefined ? !stop.begun() : stop.stands(sid);
    return isKnown && isWebSocket(request) && earlyRefusal(request) === null;
  };
  const http = createServer(
    { ...PATIENCE, ServerResponse: Response, shouldUpgradeCallback: upgrades },
    (request, response) => {
      if (request.socket.destroyed) return;
      const refusal = earlyRefusal(request);
      if (refusal === null) listener(request, response);
      else refuse(response, refusal);
    },
  );
  // Node no longer listens once an upgrade is asked for, and an answer from before it may still be under way: what fails
  // then would be nobody's, and end the process.
  http.on('connection', (socket) => socket.on('error', heard));
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answering.get(socket);
    const inTheMiddle = answer?.headersSent === true && !answer.writableFinished;
    if (!socket.writable || inTheMiddle) socket.destroy();
    else void answerEarly(socket, BROKEN[error.code ?? ''] ?? 400);
  });
  async function answerEarly(socket: Duplex, status: number): Promise<void> {
    // Without a page the answer is still one.
    const page = await pageFor(status).catch(() => '');
    if (socket.writable) answerBare(socket, status, early, page);
  }
  return http;
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** What is needed of Socket.IO's engine. */
interface Engine {
  use(middleware: Middleware): unknown;
  on(
    event: 'connection_error',
    listener: (refused: {
      readonly req: IncomingMessage & { readonly res?: unknown };
      readonly code: number;
    }) => void,
  ): unknown;
}

/** Engine.IO's code of what `allowRequest` refuses. */
const FORBIDDEN = 4;

/** The same for the upgrades, which have no `ServerResponse`. */
export function frontSockets(engine: Engine, publicUrl: string, stop: Stop): void {
  const { data } = headersFor(publicUrl);
  engine.use((request, response, next) => {
    if (request.socket.destroyed) return;
    for (const [name, value] of Object.entries(data)) response.setHeader(name, value);
    const refusal = isTurnedAway(request, stop) ? 503 : earlyRefusal(request);
    // A true response also where an upgrade is asked for: see `openFront`.
    if (refusal === null) next();
    else refuse(response, refusal);
  });
  engine.on('connection_error', ({ req, code }) => {
    // What is no upgrade, Socket.IO answers by a response of ours.
    if (req.res === undefined) answerBare(req.socket, code === FORBIDDEN ? 403 : 400, data);
  });
}
