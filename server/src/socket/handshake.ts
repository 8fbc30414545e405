/** The handshake of a namespace: who may come in, and what a refusal says. */
import type { ErrorCode } from '@terskel/shared/errors';
import { TIMES } from '@terskel/shared/limits';
import type { HandshakeRefusal } from '@terskel/shared/protocol';
import type { Namespace, Socket } from 'socket.io';
import * as z from 'zod/mini';
import type { Domain } from '../domain/ports.ts';
import { timely } from '../domain/timely.ts';
import type { Log } from '../observe/log.ts';
import type { Kind, Metrics } from '../observe/metrics.ts';
import type { Doors } from './doors.ts';
import { releaseHandshake } from '../internals/connection-memory.ts';

export interface Threshold {
  readonly domain: Domain;
  readonly doors: Doors;
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

/** A wrong version is told apart from nonsense: the page must then be reloaded (rule U6). */
export function parseHandshake<T extends z.ZodMiniType>(schema: T, auth: unknown): z.output<T> {
  const parsed = z.safeParse(schema, auth);
  if (parsed.success) return parsed.data;
  const aboutVersion = parsed.error.issues.some(({ path }) => path[0] === 'protocol');
  throw new HandshakeError(aboutVersion ? 'version_unsupported' : 'invalid_payload');
}

/**
 * Lets in whom `check` does not refuse; what it finds becomes the socket's `data`. Its `epoch` is the life of the live
 * store in which that is true (rule F3).
 */
export function admit(
  namespace: Namespace,
  check: (socket: Socket) => Promise<object>,
  { domain: d, doors, log, metrics }: Threshold,
): void {
  const unavailable = new HandshakeError('unavailable', TIMES.commandMs);
  const refusalOf = (error: unknown): HandshakeError => {
    if (error instanceof HandshakeError) return error;
    log.warn('handshake_failed');
    return unavailable;
  };
  const enter = async (socket: Socket) => {
    const epoch = d.epoch();
    if (epoch === null) return unavailable;
    socket.data = { ...(await check(socket)), epoch };
    return d.epoch() === epoch ? undefined : unavailable;
  };
  // One session a namespace on each transport: more would multiply its rates (rule R1). Once it is in, Socket.IO sees to it.
  const taken = new WeakSet<object>();
  namespace.on('connection', ({ conn }) => taken.delete(conn));
  const kind = namespace.name.slice(1) as Kind;
  namespace.use((socket, next) => {
    const waitMs = doors.waitMs(socket.conn, namespace.name === '/staff');
    if (waitMs > 0) {
      next(new HandshakeError('rate_limited', waitMs));
      // Told, and then gone: to hold on to it would be what it came for.
      process.nextTick(() => socket.conn.close());
      return;
    }
    if (taken.has(socket.conn)) {
      next(new HandshakeError('wrong_state'));
      return;
    }
    taken.add(socket.conn);
    const entered = enter(socket).catch(refusalOf);
    void timely<HandshakeError | undefined>(d.clock, entered, unavailable).then((refusal) => {
      if (refusal) taken.delete(socket.conn);
      if (refusal) metrics.handshakeRefused(kind, refusal.data.code);
      releaseHandshake(socket);
      next(refusal);
    });
  });
}
