/** Who is connected to this node. */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { Socket } from 'socket.io';

/** The sign-in that a connection was opened with (rule S2). */
export interface LocalSignIn {
  readonly token: string;
  /** Of the profile that this connection knows. */
  readonly revision: number;
  /** It ends if it is not used for a while. */
  readonly idles: boolean;
  /** To be done when it has ended: others take over what its holder was to do. */
  readonly over: () => Promise<void>;
}

/** One live connection of a session. */
export interface Local {
  /** `seeker <id>` or `staff <id>`. */
  readonly receiver: string;
  readonly connection: string;
  readonly socket: Socket;
  /**
   * Makes this connection the session's own in the live store and answers the whole truth about it. Only `anew`, at
   * its beginning, does it take over from another one; else null says that another one has.
   */
  readonly session: (anew: boolean) => Promise<SeekerState | StaffState | null>;
  /** What a snapshot says besides, which this node knows: read at the moment of telling. */
  readonly around: () => object;
  /** Marks the session as disconnected, unless another connection has taken over. */
  readonly release: () => Promise<void>;
  /** Settles when none of its commands is under way. */
  readonly idle: () => Promise<unknown>;
  /** A fresh resume ticket; null when there is nothing that could be lost (rule F3). */
  readonly seal: () => Promise<string | null>;
  /** Null for whoever needs none. */
  readonly signIn: LocalSignIn | null;
  /** Whether it was told a snapshot. */
  told: boolean;
  /** A seeker's ticket or conversation has ended: the next one needs a new session (rules A5, Q2). */
  spent: boolean;
  /** Events that arrived while a snapshot is under way: they are told after it. Null when none is. */
  held: { readonly event: string; readonly payload: object }[] | null;
  /** Settles when the last snapshot asked for has been told. */
  telling: Promise<void>;
  /** Of when its resume ticket is, infinity if it needs none; and a promise that settles when the last was issued. */
  sealedAt: number;
  sealing: Promise<void>;
  /** When it last heard how something stands, by the registry's count. */
  heardAt: number;
  /** The place in line and the range for the wait that the page shows; null when it shows none. */
  shown: string | null;
}

export class Registry {
  readonly #locals = new Map<string, Local>();
  /** Staff who have gone from here, by receiver: their sign-in may end while they are on duty still (rule I2). */
  readonly gone = new Map<string, { readonly connection: string; readonly token: string }>();
  #heard = 0;

  /** Answers the connection that stood for the receiver until now. */
  add(local: Local): Local | undefined {
    const older = this.#locals.get(local.receiver);
    this.#locals.set(local.receiver, local);
    this.gone.delete(local.receiver);
    return older;
  }

  /** Only if it is still this connection that stands for the receiver. */
  remove(local: Local): void {
    const { receiver, connection, signIn } = local;
    if (this.#locals.get(receiver) !== local) return;
    this.#locals.delete(receiver);
    if (signIn !== null) this.gone.set(receiver, { connection, token: signIn.token });
  }

  find(receiver: string): Local | undefined {
    return this.#locals.get(receiver);
  }

  /** The events so far that have said to anybody here how something stands. */
  get heard(): number {
    return this.#heard;
  }

  noteHeard(local: Local): void {
    this.#heard += 1;
    local.heardAt = this.#heard;
  }

  all(): readonly Local[] {
    return [...this.#locals.values()];
  }
}
