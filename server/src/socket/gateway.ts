/** Connections: the handshake of each namespace, and a session's life on this node. */
import { randomUUID } from 'node:crypto';
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import { SeekerHandshake, StaffHandshake, type HandshakeRefusal } from '@terskel/shared/protocol';
import { TIMES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import type { Namespace, Server, Socket } from 'socket.io';
import * as z from 'zod/mini';
import type { SeekerId } from '../domain/live-store.ts';
import type { Domain } from '../domain/ports.ts';
import { issueToSeeker, issueToStaff, restoreStaff } from '../domain/resume.ts';
import {
  connectSeeker,
  connectStaff,
  disconnectSeeker,
  disconnectStaff,
  isKnown,
} from '../domain/sessions.ts';
import type { Intake, Overview, Ticket } from '@terskel/shared/models';
import type { Log } from '../observe/log.ts';
import type { Kind, Metrics } from '../observe/metrics.ts';
import { timely } from '../domain/timely.ts';
import type { Doors } from './doors.ts';
import { listen, type Handler } from './dispatch.ts';
import type { Drain } from './drain.ts';
import { emitReplaced, emitSnapshot, issueResume, noteTicket } from './emit.ts';
import { forgetHandshake } from './forget.ts';
import type { Limits } from './limits.ts';
import type { Local, Registry } from './registry.ts';
import { seekerHandlers } from './seeker-handlers.ts';
import { staffHandlers } from './staff-handlers.ts';

export interface Gateway {
  readonly domain: Domain;
  readonly node: string;
  readonly registry: Registry;
  readonly drain: Drain;
  readonly limits: Limits;
  readonly doors: Doors;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly digest: (secret: string) => string;
  /** The staff session in the handshake's cookie, if there is one. */
  readonly cookieSession: (cookieHeader: string | undefined) => string | undefined;
  readonly intake: () => Intake;
  readonly overview: () => Overview;
  /** Whether the live store is the one this node knows (rule F3). */
  readonly isOpen: () => boolean;
  /** Is told of a connection whose end the store could not be told: the pulse tries again. */
  readonly lost: (local: Local) => void;
}

class HandshakeError extends Error {
  readonly data: HandshakeRefusal;
  constructor(code: ErrorCode, retryAfterMs?: number) {
    super(code);
    this.data = retryAfterMs === undefined ? { code } : { code, retryAfterMs };
  }
}

/** A wrong version is told apart from nonsense: the page must then be reloaded (rule U6). */
function parseHandshake<T extends z.ZodMiniType>(schema: T, auth: unknown): z.output<T> {
  const parsed = z.safeParse(schema, auth);
  if (parsed.success) return parsed.data;
  const aboutVersion = parsed.error.issues.some(({ path }) => path[0] === 'protocol');
  throw new HandshakeError(aboutVersion ? 'version_unsupported' : 'invalid_payload');
}

function admit(namespace: Namespace, check: (socket: Socket) => Promise<void>, g: Gateway): void {
  const unavailable = new HandshakeError('unavailable', TIMES.commandMs);
  const refusalOf = (error: unknown): HandshakeError => {
    if (error instanceof HandshakeError) return error;
    g.log.warn('handshake_failed');
    return unavailable;
  };
  // One session a namespace on each transport: more would multiply its rates (rule R1).
  const taken = new WeakSet<object>();
  const kind = namespace.name.slice(1) as Kind;
  namespace.use((socket, next) => {
    const waitMs = g.doors.waitMs(socket.conn, namespace.name === '/staff');
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
    socket.once('disconnect', () => taken.delete(socket.conn));
    const checked = g.isOpen()
      ? check(socket).then(() => undefined, refusalOf)
      : Promise.resolve(unavailable);
    void timely<HandshakeError | undefined>(g.domain.clock, checked, unavailable).then(
      (refusal) => {
        if (refusal) taken.delete(socket.conn);
        if (refusal) g.metrics.handshakeRefused(kind, refusal.data.code);
        forgetHandshake(socket);
        next(refusal);
      },
    );
  });
}

/** Of a connection that was told nothing yet; events wait for its first snapshot. */
const fresh = () => ({
  ...{ told: false, held: [], telling: Promise.resolve(), shown: null },
  ...{ sealedAt: 0, sealing: Promise.resolve() },
});

/** From the first snapshot to the end of the connection. */
function attend(g: Gateway, local: Local): void {
  const older = g.registry.add(local);
  if (older) emitReplaced(older);
  local.socket.once('disconnect', () => {
    g.registry.remove(local);
    // Not before a snapshot or a command under way, which would bring the session back to life.
    Promise.allSettled([local.telling, local.idle(), g.drain.left(local)])
      .then(() => local.release())
      .catch(() => g.lost(local));
  });
  const shown = emitSnapshot(local).then(
    () => {
      issueResume(local, g.domain.clock.now());
      return true;
    },
    () => false,
  );
  void timely(g.domain.clock, shown, false).then((ok) => {
    // Without its store the session cannot be shown; the client comes back by itself.
    if (ok) g.drain.arrived(local);
    else local.socket.disconnect(true);
  });
}

function seekers(g: Gateway, namespace: Namespace): void {
  const { domain: d, log, limits } = g;
  admit(
    namespace,
    async (socket) => {
      const auth = parseHandshake(SeekerHandshake, socket.handshake.auth);
      const { resumeToken, resumeTicket } = auth;
      // One that nothing is known of isn't used again: two visits cannot be linked (rule A5).
      const known =
        resumeToken !== undefined &&
        (await isKnown(d, g.digest(resumeToken) as SeekerId, resumeTicket));
      socket.data = { resumeToken: known ? resumeToken : d.ids.secret() };
    },
    g,
  );
  namespace.on('connection', (socket) => {
    const { resumeToken } = socket.data as { resumeToken: string };
    const seeker = g.digest(resumeToken) as SeekerId;
    const at = { node: g.node, connection: randomUUID() };
    const shown = (ticket: Ticket) => {
      noteTicket(local, ticket);
      issueResume(local, d.clock.now());
    };
    const idle = listen(socket, {
      commands: seekerCommands,
      handlers: seekerHandlers(
        d,
        { seeker, prefix: g.doors.prefixOf(socket.conn) },
        at,
        shown,
      ) as Record<string, Handler>,
      session: seeker,
      may: (roles) => roles.length === 0,
      isOpen: g.isOpen,
      limits,
      clock: d.clock,
      log,
      metrics: g.metrics,
    });
    const local: Local = {
      receiver: `seeker ${seeker}`,
      connection: at.connection,
      socket,
      idle,
      signIn: null,
      session: (anew) => connectSeeker(d, seeker, at, anew),
      around: () => ({ resumeToken, intake: g.intake() }),
      release: () => disconnectSeeker(d, seeker, at.connection),
      seal: () => issueToSeeker(d, seeker),
      ...fresh(),
    };
    attend(g, local);
  });
}

function staff(g: Gateway, namespace: Namespace): void {
  const { domain: d, log, limits } = g;
  admit(
    namespace,
    async (socket) => {
      const auth = parseHandshake(StaffHandshake, socket.handshake.auth);
      const token = auth.session ?? g.cookieSession(socket.handshake.headers.cookie);
      const who = token === undefined ? null : await d.ledger.session(token);
      if (who === null) throw new HandshakeError('unauthorized');
      g.doors.signedIn(socket.conn);
      const { resumeTicket, duty = null } = auth;
      const lost = resumeTicket !== undefined && (await restoreStaff(d, who.id, resumeTicket));
      socket.data = { staff: who, token, lostDuty: lost ? duty : null };
    },
    g,
  );
  namespace.on('connection', (socket) => {
    const {
      staff: who,
      token,
      lostDuty,
    } = socket.data as {
      staff: Staff;
      token: string;
      lostDuty: 'ready' | 'paused' | null;
    };
    const at = { node: g.node, connection: randomUUID() };
    const changed = () => issueResume(local, d.clock.now());
    const idle = listen(socket, {
      commands: staffCommands,
      handlers: staffHandlers(d, who, changed) as Record<string, Handler>,
      session: who.id,
      isOpen: g.isOpen,
      may: (roles) => who.trained && roles.some((role) => who.roles.includes(role)),
      limits,
      clock: d.clock,
      log,
      metrics: g.metrics,
    });
    const local: Local = {
      receiver: `staff ${who.id}`,
      connection: at.connection,
      socket,
      idle,
      signIn: token,
      session: (anew) => connectStaff(d, who, at, anew, lostDuty),
      around: () => ({ overview: g.overview() }),
      release: () => disconnectStaff(d, who, at.connection),
      seal: () => issueToStaff(d, who.id),
      ...fresh(),
    };
    attend(g, local);
  });
}

export function openGateway(io: Server, g: Gateway): void {
  // Socket.IO's default namespace: nobody has business there.
  io.use((_socket, next) => next(new HandshakeError('not_found')));
  seekers(g, io.of('/seeker'));
  staff(g, io.of('/staff'));
}
