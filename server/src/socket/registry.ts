/** The connections of this node. */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { Socket } from 'socket.io';

/** The staff session that a connection was opened with (rule S2). */
export interface LocalSignIn {
  readonly token: string;
  /** Revision of the profile that this connection has. */
  readonly revision: number;
  /** Whether the session ends after a time without use. */
  readonly idles: boolean;
  /** To be called when the session has ended: others take over the duties of its holder. */
  readonly over: () => Promise<void>;
}

/** An event that waits for a snapshot. */
export interface HeldBack {
  readonly event: string;
  readonly payload: object;
}

/** One live connection of a session. */
export interface Local {
  /** `seeker <id>` or `staff <id>`. */
  readonly receiver: string;
  readonly connection: string;
  readonly socket: Socket;
  /**
   * Claims the session for this connection in the live store and returns the session's state. `takeover`: the connection
   * has just opened and replaces any other. Otherwise the claim is only confirmed; null if another connection replaced
   * it.
   */
  claim(takeover: boolean): Promise<SeekerState | StaffState | null>;
  /** Further fields of a snapshot, from this node's memory; read when the snapshot is sent. */
  around(): object;
  /** Marks the session as disconnected, unless another connection has taken over. */
  release(): Promise<void>;
  /** Resolves when none of its commands is in progress. */
  readonly idle: () => Promise<unknown>;
  /** Creates a resume ticket; null if the session has no state that could be lost (rule F3). */
  seal(): Promise<string | null>;
  /** Null for seekers. */
  readonly signIn: LocalSignIn | null;
  /** Whether a snapshot was sent. */
  snapshotSent: boolean;
  /** Whether the seeker's ticket or conversation has ended: the next one needs a new session (rules A5, Q2). */
  spent: boolean;
  /** Events that arrived during a snapshot and are sent after it; null if no snapshot is in progress. */
  heldBack: HeldBack[] | null;
  /** Settles when the last queued snapshot or command has finished. */
  lastRequest: Promise<void>;
  /** When the resume ticket was issued (ms since the epoch); `Infinity` if none is needed. */
  sealedAt: number;
  /** Resolves when the last resume ticket has been issued. */
  sealing: Promise<void>;
  /** Value of the registry's event counter at the last event about state for this connection. */
  heardAt: number;
  /** Place in line and wait range that the page shows, as JSON; null if none. */
  shown: string | null;
}

export class Registry {
  readonly #locals = new Map<string, Local>();
  /** Disconnected staff by receiver: their session may end while they are still on duty (rule I2). */
  readonly gone = new Map<string, { readonly connection: string; readonly token: string }>();
  #heard = 0;

  /** Adds a connection; returns the one that it replaces. */
  add(local: Local): Local | undefined {
    const older = this.#locals.get(local.receiver);
    this.#locals.set(local.receiver, local);
    this.gone.delete(local.receiver);
    return older;
  }

  /** Removes the connection, unless another one has replaced it. */
  remove(local: Local): void {
    const { receiver, connection, signIn } = local;
    if (this.#locals.get(receiver) !== local) return;
    this.#locals.delete(receiver);
    if (signIn !== null) this.gone.set(receiver, { connection, token: signIn.token });
  }

  find(receiver: string): Local | undefined {
    return this.#locals.get(receiver);
  }

  /** Number of events about state that connections of this node have received so far. */
  get heard(): number {
    return this.#heard;
  }

  /** Counts an event about state for this connection. */
  noteHeard(local: Local): void {
    this.#heard += 1;
    local.heardAt = this.#heard;
  }

  all(): readonly Local[] {
    return [...this.#locals.values()];
  }
}
