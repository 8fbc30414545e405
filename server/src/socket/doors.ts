/**
 * How many may come in from one address prefix, on this node (rule R5). Somewhat too many are told so and when to come
 * again, and far too many are cut off unheard.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import {
  DOOR_RETRY_MS,
  HANDSHAKES_OF_PREFIX,
  PREFIX_KEY_MS,
  TCP_CONNECTIONS_OF_PREFIX_MAX,
} from '@terskel/shared/limits';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Socket } from 'socket.io';
import type { Settings } from '../domain/ports.ts';

type Prefix = string | null;
type Connection = Socket['conn'];

/** Past so many times what is allowed, nothing is told any more. */
const CUT_FACTOR = 2;

export interface Doors {
  /** Of a TCP connection, before it says anything: one too many is ended. */
  enter(socket: TcpSocket): void;
  /** Of a request that ends its connection, since too many are under way there (rule R7). */
  pipelined(request: IncomingMessage): void;
  /** Of a handshake: false if it is not even answered. */
  knock(request: IncomingMessage): Promise<boolean>;
  /** Of a connection that a handshake has made. */
  open(connection: Connection): void;
  /** Milliseconds until this connection's client may try again; 0: it may come in. Staff have no number of seats. */
  waitMs(connection: Connection, staff: boolean): number;
  /** Somebody of the staff: counted no longer. */
  signedIn(connection: Connection): void;
  /** What the connection is counted by; null: by nothing. */
  prefixOf(connection: Connection): Prefix;
  /** Whether the connection is over an hour old: the key that its prefix was counted by is out of use, or soon will be (rule R6). */
  isStale(connection: Connection): boolean;
}

export interface DoorOptions {
  /** For what is counted on all nodes, by the hour. */
  readonly prefixOf: (request: IncomingMessage) => Prefix;
  /** For who is here now, whatever the hour. */
  readonly prefixHere: (request: IncomingMessage) => Prefix;
  readonly prefixOfPeer: (socket: TcpSocket) => Prefix;
  /** Counts connections that ended since too many requests were under way there. */
  readonly pipelines: {
    take(prefix: Prefix): Promise<number>;
    waitMs(prefix: Prefix): Promise<number>;
  };
  readonly settings: () => Settings;
  readonly now: () => number;
}

/** How many of each prefix there are now. */
class Present {
  readonly #counts = new Map<string, number>();
  of(prefix: string): number {
    return this.#counts.get(prefix) ?? 0;
  }
  /** The result takes it back, once. */
  add(prefix: string): () => void {
    this.#counts.set(prefix, this.of(prefix) + 1);
    let here = true;
    return () => {
      if (!here) return;
      here = false;
      const left = this.of(prefix) - 1;
      if (left === 0) this.#counts.delete(prefix);
      else this.#counts.set(prefix, left);
    };
  }
}

interface Standing {
  /** Of the hour in which it began. */
  readonly prefix: Prefix;
  readonly openedAt: number;
  /** Of handshakes that come too fast. */
  readonly tooFastMs: number;
  tooMany: boolean;
  readonly leave: () => void;
}

export function createDoors(o: DoorOptions): Doors {
  const { points, perMs } = HANDSHAKES_OF_PREFIX;
  const handshakes = new RateLimiterMemory({ points, duration: perMs / 1_000 });
  const tcp = new Present();
  const connections = new Present();
  const tooFast = new WeakMap<IncomingMessage, number>();
  const standing = new WeakMap<Connection, Standing>();

  return {
    enter(socket) {
      const prefix = o.prefixOfPeer(socket);
      if (prefix === null) return;
      if (tcp.of(prefix) >= TCP_CONNECTIONS_OF_PREFIX_MAX) socket.destroy();
      else socket.on('close', tcp.add(prefix));
      // What such a connection sent is parsed to its end, hundreds of requests at once, and nothing can stop that.
      void o.pipelines.waitMs(prefix).then((waitMs) => {
        if (waitMs > 0) socket.destroy();
      });
    },
    pipelined({ socket }) {
      void o.pipelines.take(o.prefixOfPeer(socket));
    },
    async knock(request) {
      const prefix = o.prefixHere(request);
      if (prefix === null) return true;
      if (connections.of(prefix) >= o.settings().connectionsPerPrefix * CUT_FACTOR) return false;
      const { consumedPoints, msBeforeNext } = await handshakes.penalty(prefix);
      if (consumedPoints > points) tooFast.set(request, Math.max(1, msBeforeNext));
      return consumedPoints <= points * CUT_FACTOR;
    },
    open(connection) {
      const prefix = o.prefixHere(connection.request);
      if (prefix === null) return;
      const tooMany = connections.of(prefix) >= o.settings().connectionsPerPrefix;
      const leave = connections.add(prefix);
      const tooFastMs = tooFast.get(connection.request) ?? 0;
      standing.set(connection, {
        prefix: o.prefixOf(connection.request),
        openedAt: o.now(),
        tooFastMs,
        tooMany,
        leave,
      });
      connection.on('close', leave);
    },
    waitMs(connection, staff) {
      const { tooFastMs = 0, tooMany = false } = standing.get(connection) ?? {};
      return Math.max(tooFastMs, tooMany && !staff ? DOOR_RETRY_MS : 0);
    },
    prefixOf: (connection) => standing.get(connection)?.prefix ?? null,
    isStale(connection) {
      const one = standing.get(connection);
      return one !== undefined && o.now() - one.openedAt > PREFIX_KEY_MS;
    },
    signedIn(connection) {
      const one = standing.get(connection);
      if (!one) return;
      one.leave();
      one.tooMany = false;
    },
  };
}
