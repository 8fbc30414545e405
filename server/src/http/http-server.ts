/**
 * The HTTP server. Every response gets its security headers when it is created, so that no route can forget them.
 * Errors that Node or Socket.IO would answer by themselves, without these headers, are answered here with them.
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

/** Timeouts and sizes that stop clients from sending requests very slowly (rule R5). */
const PATIENCE = {
  headersTimeout: SILENCE_MS,
  requestTimeout: SILENCE_MS,
  connectionsCheckingInterval: 1_000,
  // Requests carry cookies of other services on the host: browsers keep about 180 of up to 4 kB each. With the maximum
  // number of connections of a prefix (rule R5), headers take 8 MB at most.
  maxHeaderSize: 32 * 1_024,
};

/** Whether a WebSocket server accepts this upgrade for certain. Others are answered as plain requests. */
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
  // Does not wait for the client to close, because it may never do so.
  socket.end(answer, () => socket.destroy());
}

/** Status for each parser or timeout error of Node; 400 for all others. */
const BROKEN: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** State of a clean stop (rule F2). */
export interface Stop {
  readonly begun: () => boolean;
  /** Whether this Engine.IO session id belongs to a connection of this node. */
  readonly stands: (sid: string) => boolean;
  /** Whether the request comes from a trusted proxy, which may be a load balancer. */
  readonly isBalanced: (request: IncomingMessage) => boolean;
}

/**
 * Whether to answer 503, so that a load balancer sends the request to another node. This applies to new connections
 * while the node stops. It also applies to polls through a balancer with a session id unknown here: a balancer that
 * chooses by client address chooses differently when a node is added or removed. Without a balancer, Engine.IO answers
 * an unknown session id itself, with 400.
 */
function isTurnedAway(request: IncomingMessage, stop: Stop): boolean {
  const sid = sidOf(request);
  if (sid === undefined) return stop.begun();
  return !stop.stands(sid) && stop.isBalanced(request);
}
const sidOf = ({ url = '' }: IncomingMessage) => /[?&]sid=([^&]*)/.exec(url)?.[1];

const heard = (): void => {};

/** Response for a refused body, as from a route. */
const REFUSED_BODY = JSON.stringify({ code: 'invalid_payload' });

/** Refuses the request and closes the connection, so that the rest of the request is not read. */
function refuse(response: ServerResponse, status: EarlyRefusal | 503): void {
  const body = status === 411 || status === 413 ? REFUSED_BODY : '';
  if (body !== '') response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(status, { 'Content-Length': body.length, Connection: 'close' }).end(body);
}

/**
 * Creates the HTTP server; it does not listen yet. `pageFor`: HTML page for a status of an unreadable request.
 * `onPipelined`: called with the request that closes its connection, because too many are in progress on it (rule R7).
 */
export function createHttpServer(
  publicUrl: string,
  stop: Stop,
  listener: RequestListener,
  pageFor: (status: number) => Promise<string>,
  onPipelined: (request: IncomingMessage) => void = heard,
): Server {
  const { of, early } = headersFor(publicUrl);
  class Response<R extends IncomingMessage> extends ServerResponse<R> {
    constructor(request: R, ...more: object[]) {
      // @ts-expect-error Node also passes the server's options, which are missing in the types.
      super(request, ...more);
      const { url = '', socket } = request;
      const count = (underWay.get(socket) ?? 0) + 1;
      underWay.set(socket, count);
      if (socket.destroyed) return;
      // No real client pipelines this many requests. Answering all at once would delay other clients.
      if (count > PIPELINED_REQUESTS_MAX) {
        onPipelined(request);
        socket.destroy();
        return;
      }
      for (const [name, value] of Object.entries(of(url))) this.setHeader(name, value);
      answering.set(socket, this);
      // A response references its request, and the connection may live much longer.
      this.once('close', () => {
        underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
        if (answering.get(socket) === this) answering.delete(socket);
      });
      // Further requests on this connection would reach the stopping node again.
      if (stop.begun()) this.setHeader('Connection', 'close');
    }
  }
  /** The latest response on each connection, and the number of requests in progress. */
  const answering = new WeakMap<Duplex, ServerResponse>();
  const underWay = new WeakMap<Duplex, number>();
  /** Upgrades that are refused continue as plain requests, so that they are answered as such. */
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
  // Node removes its error listener when an upgrade is requested, while an earlier response may still be in progress.
  // An error without a listener would end the process.
  http.on('connection', (socket) => socket.on('error', heard));
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answering.get(socket);
    const inTheMiddle = answer?.headersSent === true && !answer.writableFinished;
    if (!socket.writable || inTheMiddle) socket.destroy();
    else void answerEarly(socket, BROKEN[error.code ?? ''] ?? 400);
  });
  async function answerEarly(socket: Duplex, status: number): Promise<void> {
    // If the page fails, the response has no body.
    const page = await pageFor(status).catch(() => '');
    if (socket.writable) answerBare(socket, status, early, page);
  }
  return http;
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** The part of Socket.IO's engine that is used here. */
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

/** Engine.IO's error code when `allowRequest` refuses. */
const FORBIDDEN = 4;

/** Adds headers and refusals to Socket.IO's requests, including upgrades, which have no `ServerResponse`. */
export function configureEngine(engine: Engine, publicUrl: string, stop: Stop): void {
  const { data } = headersFor(publicUrl);
  engine.use((request, response, next) => {
    if (request.socket.destroyed) return;
    for (const [name, value] of Object.entries(data)) response.setHeader(name, value);
    const refusal = isTurnedAway(request, stop) ? 503 : earlyRefusal(request);
    // A real response even if an upgrade was requested: `shouldUpgradeCallback` declines refused requests.
    if (refusal === null) next();
    else refuse(response, refusal);
  });
  engine.on('connection_error', ({ req, code }) => {
    // Socket.IO answers plain requests itself, through our response class.
    if (req.res === undefined) answerBare(req.socket, code === FORBIDDEN ? 403 : 400, data);
  });
}
