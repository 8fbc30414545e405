/** The two kinds of sessions, seekers' and staff's, as the gateway sees them: what differs between them. */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { Intake, Overview } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import type { ConnectionAddress } from '../domain/live-store.ts';
import type { Commands, Handlers, Refuse } from './dispatch.ts';
import type { Drain } from './drain.ts';
import type { Admitted, HandshakeContext } from './handshake.ts';
import type { Limits } from './limits.ts';
import type { Local, LocalSignIn, Registry } from './registry.ts';
import type { SnapshotSync } from './snapshot-sync.ts';

/** The node's parts that connections use. */
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

/** A connection as its role and its handlers see it. */
export interface Connection<Data> extends Local {
  /** What the handshake found out about the session. */
  readonly data: Admitted<Data>;
  readonly at: ConnectionAddress;
  /** Runs a request that changes or returns state: after earlier ones, and in order with snapshots. */
  inOrder<T>(ask: () => Promise<T>): Promise<T>;
  /** To be called when the session differs from the tab's resume ticket (rule F3). */
  renewResume(): void;
}

/** There is one for each namespace, so that a connection holds no functions of its own. */
export interface Role<C extends Commands, Data> {
  readonly commands: C;
  readonly handlers: Handlers<C, Connection<Data>>;
  readonly refusal: Refuse<C, Connection<Data>>;
  /** Finds the session that a handshake is for. Refuses by throwing a `HandshakeError`. */
  authenticate(socket: Socket): Promise<Data>;
  /** See `Local` for this and what follows. */
  receiver(data: Data): string;
  signIn(data: Data): LocalSignIn | null;
  claim(connection: Connection<Data>, takeover: boolean): Promise<SeekerState | StaffState | null>;
  around(connection: Connection<Data>): object;
  release(connection: Connection<Data>): Promise<void>;
  seal(connection: Connection<Data>): Promise<string | null>;
}
