/**
 * Limits connections and handshakes of an address prefix on this node (rule R5). Above the limit, clients are refused
 * with a retry delay. Above twice the limit, they get no answer.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import {
  TOO_MANY_CONNECTIONS_RETRY_MS,
  HANDSHAKES_OF_PREFIX,
  PREFIX_KEY_MS,
  TCP_CONNECTIONS_OF_PREFIX_MAX,
} from '@terskel/shared/limits';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Socket } from 'socket.io';
import type { Settings } from '../domain/ports.ts';
import { Present } from '../domain/present.ts';

type Prefix = string | null;
type Connection = Socket['conn'];

/** Above this multiple of the limit, requests are dropped without an answer. */
const CUT_FACTOR = 2;

export interface ConnectionLimits {
  /** Counts a new TCP connection; closes it if there are too many. */
  onTcpConnection(socket: TcpSocket): void;
  /** Counts a connection that was closed because too many requests were in progress on it (rule R7). */
  onPipelined(request: IncomingMessage): void;
  /** Counts a handshake; false if it gets no answer. */
  onHandshake(request: IncomingMessage): Promise<boolean>;
  /** Counts a connection after its handshake. */
  track(connection: Connection): void;
  /** Retry delay of a refused connection (ms); 0: accepted. The number of staff connections is not limited. */
  waitMs(connection: Connection, staff: boolean): number;
  /** The client is signed in: its connection is no longer counted. */
  signedIn(connection: Connection): void;
  /** The connection's prefix under the key of the hour in which it was opened; null: not counted. */
  prefixOf(connection: Connection): Prefix;
  /** Whether the connection is older than an hour, so that the key of its prefix is outdated (rule R6). */
  isStale(connection: Connection): boolean;
}

export interface ConnectionLimitsOptions {
  /** Prefix by the key of the hour, for counts on all nodes. */
  readonly prefixOf: (request: IncomingMessage) => Prefix;
  /** Prefix by this node's own key, for counts of open connections. */
  readonly prefixHere: (request: IncomingMessage) => Prefix;
  readonly prefixOfPeer: (socket: TcpSocket) => Prefix;
  /** Counts connections that were closed because of too many requests in progress. `waitMs` reads without counting. */
  readonly pipelines: {
    take(prefix: Prefix): Promise<number>;
    waitMs(prefix: Prefix): Promise<number>;
  };
  readonly settings: () => Settings;
  readonly now: () => number;
}

/** The limits that apply to an open connection. */
interface Tracked {
  /** Under the key of the hour in which the connection was opened. */
  readonly prefix: Prefix;
  readonly openedAt: number;
  /** Retry delay if handshakes came too fast (ms); otherwise 0. */
  readonly tooFastMs: number;
  tooMany: boolean;
  readonly leave: () => void;
}

export function createConnectionLimits(options: ConnectionLimitsOptions): ConnectionLimits {
  const { points, perMs } = HANDSHAKES_OF_PREFIX;
  const handshakes = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  const tcp = new Present<string>();
  const connections = new Present<string>();
  const tooFast = new WeakMap<IncomingMessage, number>();
  const tracked = new WeakMap<Connection, Tracked>();

  return {
    onTcpConnection(socket) {
      const prefix = options.prefixOfPeer(socket);
      if (prefix === null) return;
      if (tcp.of(prefix) >= TCP_CONNECTIONS_OF_PREFIX_MAX) return void socket.destroy();
      socket.on('close', tcp.add(prefix));
      // Node parses all requests that such a connection sends at once, hundreds of them, and this cannot be stopped.
      void options.pipelines.waitMs(prefix).then((waitMs) => {
        if (waitMs > 0) socket.destroy();
      });
    },
    onPipelined({ socket }) {
      void options.pipelines.take(options.prefixOfPeer(socket));
    },
    async onHandshake(request) {
      const prefix = options.prefixHere(request);
      if (prefix === null) return true;
      if (connections.of(prefix) >= options.settings().connectionsPerPrefix * CUT_FACTOR)
        return false;
      const { consumedPoints, msBeforeNext } = await handshakes.penalty(prefix);
      if (consumedPoints > points) tooFast.set(request, Math.max(1, msBeforeNext));
      return consumedPoints <= points * CUT_FACTOR;
    },
    track(connection) {
      const prefix = options.prefixHere(connection.request);
      if (prefix === null) return;
      const tooMany = connections.of(prefix) >= options.settings().connectionsPerPrefix;
      const leave = connections.add(prefix);
      const tooFastMs = tooFast.get(connection.request) ?? 0;
      tracked.set(connection, {
        prefix: options.prefixOf(connection.request),
        openedAt: options.now(),
        tooFastMs,
        tooMany,
        leave,
      });
      connection.on('close', leave);
    },
    waitMs(connection, staff) {
      const { tooFastMs = 0, tooMany = false } = tracked.get(connection) ?? {};
      return Math.max(tooFastMs, tooMany && !staff ? TOO_MANY_CONNECTIONS_RETRY_MS : 0);
    },
    prefixOf: (connection) => tracked.get(connection)?.prefix ?? null,
    isStale(connection) {
      const one = tracked.get(connection);
      return one !== undefined && options.now() - one.openedAt > PREFIX_KEY_MS;
    },
    signedIn(connection) {
      const one = tracked.get(connection);
      if (!one) return;
      one.leave();
      one.tooMany = false;
    },
  };
}
