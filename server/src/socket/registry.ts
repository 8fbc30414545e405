/** Who is connected to this node. */
import type { SeekerState, StaffState } from '@terskel/shared/events';
import type { Socket } from 'socket.io';

/** One live connection of a session. */
export interface Local {
  /** `seeker <id>` or `staff <id>`. */
  readonly receiver: string;
  readonly connection: string;
  readonly socket: Socket;
  /** Makes this connection the session's own in the live store and answers the whole truth about it. */
  readonly session: () => Promise<SeekerState | StaffState>;
  /** What a snapshot says besides, which this node knows: read at the moment of telling. */
  readonly around: () => object;
  /** Marks the session as disconnected, unless another connection has taken over. */
  readonly release: () => Promise<void>;
  /** Events that arrived while a snapshot is under way: they are told after it. Null when none is. */
  held: { readonly event: string; readonly payload: unknown }[] | null;
  /** Settles when the last snapshot asked for has been told. */
  telling: Promise<void>;
  /** The place in line that the page shows; null when it shows none. */
  place: number | null;
}

export class Registry {
  readonly #locals = new Map<string, Local>();

  /** Answers the connection that stood for the receiver until now. */
  add(local: Local): Local | undefined {
    const older = this.#locals.get(local.receiver);
    this.#locals.set(local.receiver, local);
    return older;
  }

  /** Only if it is still this connection that stands for the receiver. */
  remove(local: Local): void {
    if (this.#locals.get(local.receiver) === local) this.#locals.delete(local.receiver);
  }

  find(receiver: string): Local | undefined {
    return this.#locals.get(receiver);
  }

  all(): readonly Local[] {
    return [...this.#locals.values()];
  }
}
