/** Builds the HTTP server with Socket.IO on it: headers, connection limits and routes. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { FRAME_CUT_BYTES, PIPELINES_OF_PREFIX, SILENCE_MS } from '@terskel/shared/limits';
import { Server, type Socket } from 'socket.io';
import { monotonic, pause } from './clock.ts';
import type { ClientPrefix } from './http/client-prefix.ts';
import { configureEngine, createHttpServer } from './http/http-server.ts';
import { counter, refusalPause } from './http/limit.ts';
import { isSameOrigin } from './http/origin.ts';
import { createHttp, type Routes } from './http/routes.ts';
import { earlyPages } from './http/served/early.ts';
import { releaseConnections, releaseReads } from './internals/connection-memory.ts';
import { createConnectionLimits, type ConnectionLimits } from './socket/connection-limits.ts';
import { boundedWebSocketServer } from './socket/bounded-websocket.ts';
import { paddedParser } from './socket/padded-parser.ts';
import { RoomlessAdapter } from './socket/roomless-adapter.ts';
import { limitTransports } from './socket/transport-limits.ts';

const PAGES = fileURLToPath(new URL('../../client/dist', import.meta.url));

export interface ServersOptions extends Omit<Routes, 'pages' | 'pause'> {
  readonly clientPrefix: ClientPrefix;
  /** Whether the node is stopping: new clients are refused, so that they connect to another node. */
  readonly stopping: () => boolean;
  readonly heartbeatMs: number;
}
/** What is used here of Engine.IO's socket. Its `id` is documented, but private in the type. */
interface EngineConnection {
  readonly id: string;
  on(event: 'close', listener: (this: EngineConnection) => void): unknown;
}

export interface Servers {
  readonly http: HttpServer;
  readonly io: Server;
  readonly connectionLimits: ConnectionLimits;
}

/** Sends the response to an upgrade and the first frame, which follows at once, in one write. */
function inOneGo(socket: TcpSocket): void {
  socket.cork();
  process.nextTick(() => socket.uncork());
}

export function openServers(options: ServersOptions): Servers {
  const { publicUrl, clientPrefix, stopping, heartbeatMs } = options;
  const connectionLimits = createConnectionLimits({
    prefixOf: clientPrefix,
    prefixHere: (request) => clientPrefix.here(request),
    prefixOfPeer: (socket) => clientPrefix.peer(socket),
    pipelines: counter(PIPELINES_OF_PREFIX),
    settings: options.domain.settings,
    now: () => options.domain.clock.now(),
  });
  /** Session ids of the connections that this node holds. */
  const sids = new Set<string>();
  function forgetSid(this: EngineConnection): void {
    sids.delete(this.id);
  }
  const stop = {
    begun: stopping,
    stands: (sid: string) => sids.has(sid),
    isBalanced: (request: IncomingMessage) => clientPrefix.isProxied(request),
  };
  const pageFor = earlyPages(PAGES, options.domain.settings);
  const http = createHttpServer(
    publicUrl,
    stop,
    createHttp({ ...options, pages: PAGES, pause: refusalPause(pause) }),
    pageFor,
    (request) => connectionLimits.onPipelined(request),
  );
  http.on('connection', (socket) => connectionLimits.onTcpConnection(socket));
  const onBreach = (code: 'packets' | 'unread') => options.log.warn('transport_cut', { code });
  const io = new Server(http, {
    wsEngine: boundedWebSocketServer(monotonic, () => onBreach('packets')),
    serveClient: false,
    parser: paddedParser,
    adapter: RoomlessAdapter,
    // Compression would undo the padding of polling responses (rule E7).
    httpCompression: false,
    connectTimeout: SILENCE_MS,
    maxHttpBufferSize: FRAME_CUT_BYTES,
    pingInterval: heartbeatMs,
    pingTimeout: heartbeatMs,
    allowRequest: (request, decide) => {
      if (!isSameOrigin(request.headers, publicUrl)) return decide(null, false);
      void connectionLimits.onHandshake(request).then((heard) => {
        if (heard) inOneGo(request.socket);
        decide(null, heard);
      });
    },
  });
  io.engine.on('connection', (connection: Socket['conn']) => connectionLimits.track(connection));
  io.engine.on('connection', (connection: EngineConnection) => {
    sids.add(connection.id);
    connection.on('close', forgetSid);
  });
  limitTransports(io, monotonic, onBreach);
  configureEngine(io.engine, publicUrl, stop);
  releaseReads(http);
  releaseConnections(io);
  return { http, io, connectionLimits };
}
