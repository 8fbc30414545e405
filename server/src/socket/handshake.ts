/** The handshake of a namespace: accepts or refuses a client, with an error code. */
import type { ErrorCode } from '@terskel/shared/errors';
import { TIMES } from '@terskel/shared/limits';
import type { HandshakeRefusal } from '@terskel/shared/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import * as z from 'zod/mini';
import type { Domain } from '../domain/ports.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Log } from '../observe/log.ts';
import type { Kind, Metrics } from '../observe/metrics.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { releaseHandshake } from '../internals/connection-memory.ts';

export interface HandshakeContext {
  readonly domain: Domain;
  readonly connectionLimits: ConnectionLimits;
  readonly log: Log;
  readonly metrics: Metrics;
}

export class HandshakeError extends Error {
  readonly data: HandshakeRefusal;
  constructor(code: ErrorCode, retryAfterMs?: number) {
    super(code);
    this.data = retryAfterMs === undefined ? { code } : { code, retryAfterMs };
  }
}

/** Throws a `HandshakeError`. A wrong protocol version has its own code, since the page must then reload (rule U6). */
export function parseHandshake<T extends z.ZodMiniType>(schema: T, auth: unknown): z.output<T> {
  const parsed = z.safeParse(schema, auth);
  if (parsed.success) return parsed.data;
  const aboutVersion = parsed.error.issues.some(({ path }) => path[0] === 'protocol');
  throw new HandshakeError(aboutVersion ? 'version_unsupported' : 'invalid_payload');
}

/** The result of a handshake. `epoch`: the epoch of the live store for which it is valid (rule F3). */
export type Admitted<Data> = Data & { readonly epoch: string };

/** A namespace whose sockets hold the result of their handshake. */
export type NamespaceOf<Data> = Namespace<
  DefaultEventsMap,
  DefaultEventsMap,
  DefaultEventsMap,
  Admitted<Data>
>;
type SocketOf<Data> = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Admitted<Data>>;

/** Accepts clients that `check` does not refuse by throwing. Its result becomes the socket's `data`. */
export function admit<Data extends object>(
  namespace: NamespaceOf<Data>,
  check: (socket: Socket) => Promise<Data>,
  { domain, connectionLimits, log, metrics }: HandshakeContext,
): void {
  const unavailable = new HandshakeError('unavailable', TIMES.commandMs);
  const refusalOf = (error: unknown): HandshakeError => {
    if (error instanceof HandshakeError) return error;
    log.warn('handshake_failed');
    return unavailable;
  };
  const enter = async (socket: SocketOf<Data>) => {
    const epoch = domain.epoch();
    if (epoch === null) return unavailable;
    socket.data = { ...(await check(socket)), epoch };
    return domain.epoch() === epoch ? undefined : unavailable;
  };
  // One session per namespace and transport, since more would multiply its rate limits (rule R1). Once the connection
  // is accepted, Socket.IO enforces this.
  const taken = new WeakSet<object>();
  namespace.on('connection', ({ conn }) => taken.delete(conn));
  const kind = namespace.name.slice(1) as Kind;
  namespace.use((socket, next) => {
    const waitMs = connectionLimits.waitMs(socket.conn, namespace.name === '/staff');
    if (waitMs > 0) {
      next(new HandshakeError('rate_limited', waitMs));
      // Closed after the refusal is sent. An open connection would let the client exceed the limit anyway.
      process.nextTick(() => socket.conn.close());
      return;
    }
    if (taken.has(socket.conn)) {
      next(new HandshakeError('wrong_state'));
      return;
    }
    taken.add(socket.conn);
    const entered = enter(socket).catch(refusalOf);
    void withTimeout<HandshakeError | undefined>(domain.clock, entered, unavailable).then(
      (refusal) => {
        if (refusal) taken.delete(socket.conn);
        if (refusal) metrics.handshakeRefused(kind, refusal.data.code);
        releaseHandshake(socket);
        next(refusal);
      },
    );
  });
}
