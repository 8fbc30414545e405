/** Opens sessions from handshakes and handles their connections on this node until they close. */
import { randomUUID } from 'node:crypto';
import { ACCESS, refusalBy } from '@terskel/shared/access';
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import { SeekerHandshake, StaffHandshake } from '@terskel/shared/protocol';
import type { Intake, Overview, Staff, Ticket } from '@terskel/shared/models';
import type { Namespace, Server } from 'socket.io';
import type { SeekerId } from '../domain/live-store.ts';
import type { Domain } from '../domain/ports.ts';
import { mayWork, signOff } from '../domain/duty.ts';
import {
  issueToSeeker,
  issueToStaff,
  keptBySeeker,
  keptSince,
  restoreStaff,
  type Kept,
} from '../domain/resume.ts';
import {
  connectSeeker,
  connectStaff,
  disconnectSeeker,
  disconnectStaff,
  isKnown,
} from '../domain/sessions.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import { listen } from './dispatch.ts';
import type { Drain } from './drain.ts';
import {
  emitReplaced,
  emitSnapshot,
  inTurn,
  isResumeDue,
  issueResume,
  noteTicket,
} from './emit.ts';
import { admit, HandshakeError, parseHandshake, type HandshakeContext } from './handshake.ts';
import type { Limits } from './limits.ts';
import type { Local, LocalSignIn, Registry } from './registry.ts';
import { seekerHandlers } from './seeker-handlers.ts';
import { staffHandlers } from './staff-handlers.ts';
import type { SnapshotSync } from './snapshot-sync.ts';

export interface Gateway extends HandshakeContext {
  readonly node: string;
  readonly registry: Registry;
  readonly drain: Drain;
  readonly limits: Limits;
  readonly digest: (secret: string) => string;
  /** The staff session in the handshake's cookie, if there is one. */
  readonly cookieSession: (cookieHeader: string | undefined) => string | undefined;
  /** Whether an error means that a store is unavailable. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly intake: () => Intake;
  readonly overview: () => Overview;
  /** Called with a closed connection that could not be marked as disconnected in the store; a later tick retries. */
  readonly lost: (local: Local) => void;
  readonly snapshotSync: Pick<SnapshotSync, 'beginRead' | 'resend'>;
}

/** State of a new connection. Events are held back until its first snapshot. */
const fresh = () => ({
  ...{ told: false, spent: false, held: [], telling: Promise.resolve(), shown: null },
  ...{ sealedAt: 0, sealing: Promise.resolve(), heardAt: 0 },
});

/**
 * Returns the store's answer; throws if the store's epoch has changed since the handshake. The new epoch may have lost
 * the session, and a tab that is told so would delete the data that can restore it (rule F3).
 */
async function inLife<T>(domain: Domain, epoch: string, asked: Promise<T>): Promise<T> {
  const answer = await asked;
  if (domain.epoch() !== epoch) throw new Error('the epoch of the live store has changed');
  return answer;
}

/** Runs a command that changes or returns state: after earlier ones, and in order with snapshots. */
async function standing<T>(gateway: Gateway, local: Local, ask: () => Promise<T>): Promise<T> {
  const told = gateway.snapshotSync.beginRead();
  const answer = await inTurn(local, ask);
  told([local]);
  return answer;
}

/** A function of its own, so that the listener's closure keeps nothing of the handshake in memory. */
function onceGone(gateway: Gateway, local: Local): void {
  local.socket.on('disconnect', () => {
    gateway.registry.remove(local);
    // Waits for snapshots and commands in progress, which would mark the session as connected again.
    Promise.allSettled([local.telling, local.idle(), gateway.drain.left(local)])
      .then(() => local.release())
      .catch(() => gateway.lost(local));
  });
}

/** Registers a connection, sends its first snapshot and issues a resume ticket if one is due. */
function attend(gateway: Gateway, local: Local): void {
  const older = gateway.registry.add(local);
  if (older) emitReplaced(older);
  onceGone(gateway, local);
  const told = gateway.snapshotSync.beginRead();
  const shown = emitSnapshot(local).then(
    () => {
      told([local]);
      const now = gateway.domain.clock.now();
      if (isResumeDue(local, now)) issueResume(local, now);
      return true;
    },
    () => false,
  );
  void withTimeout(gateway.domain.clock, shown, false).then((ok) => {
    // Without the store there is no snapshot. The client reconnects by itself.
    if (ok) gateway.drain.arrived(local);
    else local.socket.disconnect(true);
  });
}

/** Result of a seeker's handshake. */
interface SeekerData {
  readonly resumeToken: string;
  readonly seeker: SeekerId;
  readonly kept: Kept | null;
  readonly epoch: string;
}

function seekers(gateway: Gateway, namespace: Namespace): void {
  const { domain, log, limits } = gateway;
  admit(
    namespace,
    async (socket) => {
      const auth = parseHandshake(SeekerHandshake, socket.handshake.auth);
      const { resumeToken, resumeTicket } = auth;
      // An unknown token is not used again, so that two visits cannot be linked (rule A5).
      const seeker = resumeToken === undefined ? null : (gateway.digest(resumeToken) as SeekerId);
      const nobody = () => {
        const secret = domain.ids.secret();
        return { resumeToken: secret, seeker: gateway.digest(secret) as SeekerId, kept: null };
      };
      if (seeker === null) return nobody();
      const kept =
        resumeTicket === undefined ? null : await keptBySeeker(domain, seeker, resumeTicket);
      return (await isKnown(domain, seeker, resumeTicket, kept))
        ? { resumeToken, seeker, kept }
        : nobody();
    },
    gateway,
  );
  namespace.on('connection', (socket) => {
    const { resumeToken, seeker, kept, epoch } = socket.data as SeekerData;
    const prefix = gateway.connectionLimits.prefixOf(socket.conn);
    const at = { node: gateway.node, connection: randomUUID() };
    const changed = () => issueResume(local, domain.clock.now());
    const shown = (ticket: Ticket) => {
      noteTicket(local, ticket);
      changed();
    };
    const turnedAway = () => {
      const isStale = gateway.connectionLimits.isStale(socket.conn);
      if (isStale) socket.disconnect(true);
      return isStale;
    };
    const idle = listen(socket, {
      commands: seekerCommands,
      handlers: () =>
        seekerHandlers(
          domain,
          { seeker, prefix, spent: local.spent },
          at,
          (ask) => standing(gateway, local, ask),
          shown,
          changed,
          turnedAway,
        ),
      session: seeker,
      refusal: (name) => refusalBy(ACCESS.seeker[name], null),
      isOpen: () => domain.epoch() !== null,
      isUnavailable: gateway.isUnavailable,
      outcomeUnknown: () => void gateway.snapshotSync.resend([local]),
      limits,
      clock: domain.clock,
      log,
      metrics: gateway.metrics,
    });
    const local: Local = {
      receiver: `seeker ${seeker}`,
      connection: at.connection,
      socket,
      idle,
      signIn: null,
      async session(anew) {
        const state = await inLife(domain, epoch, connectSeeker(domain, seeker, at, anew));
        if (anew && state !== null) local.sealedAt = keptSince(state, kept);
        return state;
      },
      around: () => ({ resumeToken, intake: gateway.intake() }),
      release: () => disconnectSeeker(domain, seeker, at.connection),
      seal: () => issueToSeeker(domain, seeker),
      ...fresh(),
    };
    attend(gateway, local);
  });
}

function staff(gateway: Gateway, namespace: Namespace): void {
  const { domain, log, limits } = gateway;
  admit(
    namespace,
    async (socket) => {
      const auth = parseHandshake(StaffHandshake, socket.handshake.auth);
      const token = auth.session ?? gateway.cookieSession(socket.handshake.headers.cookie);
      // Pages reconnect by themselves, so this does not count as use of the staff session (rule S2).
      const found = token === undefined ? null : await domain.ledger.session(token, 'looks');
      if (token === undefined || found === null) throw new HandshakeError('unauthorized');
      const { staff: who, revision } = found;
      gateway.connectionLimits.signedIn(socket.conn);
      const { resumeTicket, duty = null } = auth;
      const lost = resumeTicket !== undefined && (await restoreStaff(domain, who.id, resumeTicket));
      return {
        staff: who,
        signIn: {
          ...{ token, revision, idles: who.roles.includes('admin') },
          over: () => signOff(domain, who),
        },
        lostDuty: lost && mayWork(who) ? duty : null,
      };
    },
    gateway,
  );
  namespace.on('connection', (socket) => {
    const {
      staff: who,
      signIn,
      lostDuty,
      epoch,
    } = socket.data as {
      epoch: string;
      staff: Staff;
      signIn: LocalSignIn;
      lostDuty: 'ready' | 'paused' | null;
    };
    const at = { node: gateway.node, connection: randomUUID() };
    const changed = () => issueResume(local, domain.clock.now());
    const idle = listen(socket, {
      commands: staffCommands,
      handlers: () => staffHandlers(domain, who, (ask) => standing(gateway, local, ask), changed),
      session: who.id,
      isOpen: () => domain.epoch() !== null,
      isUnavailable: gateway.isUnavailable,
      outcomeUnknown: () => void gateway.snapshotSync.resend([local]),
      refusal: (name) => refusalBy(ACCESS.staff[name], who),
      limits,
      clock: domain.clock,
      log,
      metrics: gateway.metrics,
    });
    const local: Local = {
      receiver: `staff ${who.id}`,
      connection: at.connection,
      socket,
      idle,
      signIn,
      session: (anew) => inLife(domain, epoch, connectStaff(domain, who, at, anew, lostDuty)),
      around: () => ({ overview: gateway.overview() }),
      release: () => disconnectStaff(domain, who, at.connection),
      seal: () => issueToStaff(domain, who.id),
      ...fresh(),
    };
    attend(gateway, local);
  });
}

export function openGateway(io: Server, gateway: Gateway): void {
  // Socket.IO's default namespace is not used.
  io.use((_socket, next) => next(new HandshakeError('not_found')));
  seekers(gateway, io.of('/seeker'));
  staff(gateway, io.of('/staff'));
}
