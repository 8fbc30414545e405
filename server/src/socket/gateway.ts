/** Opens sessions from handshakes and handles their connections on this node until they close. */
import { randomUUID } from 'node:crypto';
import type { Server, Socket } from 'socket.io';
import { withTimeout } from '../domain/with-timeout.ts';
import { type Commands, type Dispatch, listen } from './dispatch.ts';
import { emitReplaced, emitSnapshot, inTurn, isResumeDue, issueResume } from './emit.ts';
import { type Admitted, admit, HandshakeError, type NamespaceOf } from './handshake.ts';
import type { HeldBack, Local } from './registry.ts';
import type { Connection, Gateway, Role } from './role.ts';
import { seekerRole } from './roles/seeker.ts';
import { staffRole } from './roles/staff.ts';

/** What all connections of a role on this node have in common. */
interface Served<C extends Commands, Data> extends Role<C, Data> {
  readonly gateway: Gateway;
  readonly dispatch: Dispatch<C, ServedConnection<C, Data>>;
}

/** A class: most connections only wait, and closures for each would take more memory than the rest of it. */
class ServedConnection<C extends Commands, Data> implements Connection<Data> {
  readonly #served: Served<C, Data>;
  readonly socket: Socket;
  readonly data: Admitted<Data>;
  readonly receiver: string;
  readonly connection = randomUUID();
  readonly idle: () => Promise<unknown>;
  snapshotSent = false;
  spent = false;
  /** Events are held back until the first snapshot. */
  heldBack: HeldBack[] | null = [];
  lastRequest = Promise.resolve();
  shown: string | null = null;
  sealedAt = 0;
  sealing = Promise.resolve();
  heardAt = 0;

  constructor(served: Served<C, Data>, socket: Socket, data: Admitted<Data>) {
    this.#served = served;
    this.socket = socket;
    this.data = data;
    this.receiver = served.receiver(data);
    this.idle = listen(socket, served.dispatch, this);
  }

  get at() {
    return { node: this.#served.gateway.node, connection: this.connection };
  }

  get signIn() {
    return this.#served.signIn(this.data);
  }

  /**
   * Throws if the store's epoch has changed since the handshake. The new epoch may have lost the session. An answer
   * without it would make the tab delete the data that can restore it (rule F3).
   */
  async claim(takeover: boolean) {
    const { gateway } = this.#served;
    const state = await this.#served.claim(this, takeover);
    if (gateway.domain.epoch() !== this.data.epoch)
      throw new Error('the epoch of the live store has changed');
    return state;
  }

  around() {
    return this.#served.around(this);
  }

  release() {
    return this.#served.release(this);
  }

  seal() {
    return this.#served.seal(this);
  }

  async inOrder<T>(ask: () => Promise<T>): Promise<T> {
    const endRead = this.#served.gateway.snapshotSync.beginRead();
    const answer = await inTurn(this, ask);
    endRead([this]);
    return answer;
  }

  renewResume() {
    issueResume(this, this.#served.gateway.domain.clock.now());
  }
}

/** A function of its own, so that the listener's closure keeps nothing else in memory. */
function onceGone(gateway: Gateway, local: Local): void {
  local.socket.on('disconnect', () => {
    gateway.registry.remove(local);
    // Waits for snapshots and commands in progress, which would mark the session as connected again.
    Promise.allSettled([local.lastRequest, local.idle(), gateway.drain.left(local)])
      .then(() => local.release())
      .catch(() => gateway.lost(local));
  });
}

/** Registers a connection, sends its first snapshot and issues a resume ticket if one is due. */
function attend(gateway: Gateway, local: Local): void {
  const older = gateway.registry.add(local);
  if (older) emitReplaced(older);
  onceGone(gateway, local);
  const endRead = gateway.snapshotSync.beginRead();
  const sent = emitSnapshot(local).then(
    () => {
      endRead([local]);
      const now = gateway.domain.clock.now();
      if (isResumeDue(local, now)) issueResume(local, now);
      return true;
    },
    () => false,
  );
  void withTimeout(gateway.domain.clock, sent, false).then((ok) => {
    // Without the store there is no snapshot. The client reconnects by itself.
    if (ok) gateway.drain.arrived(local);
    else local.socket.disconnect(true);
  });
}

function serve<C extends Commands, Data extends object>(
  namespace: NamespaceOf<Data>,
  gateway: Gateway,
  role: Role<C, Data>,
): void {
  const { domain, isUnavailable, limits, log, metrics } = gateway;
  admit(namespace, (socket) => role.authenticate(socket), gateway);
  const { commands, handlers, refusal } = role;
  const dispatch: Dispatch<C, ServedConnection<C, Data>> = {
    ...{ commands, handlers, refusal, isUnavailable, limits, log, metrics },
    clock: domain.clock,
    isOpen: () => domain.epoch() !== null,
    outcomeUnknown: (local) => void gateway.snapshotSync.resend([local]),
  };
  const served: Served<C, Data> = { ...role, gateway, dispatch };
  namespace.on('connection', (socket) => {
    attend(gateway, new ServedConnection(served, socket, socket.data));
  });
}

export function openGateway(io: Server, gateway: Gateway): void {
  // Socket.IO's default namespace is not used.
  io.use((_socket, next) => next(new HandshakeError('not_found')));
  serve(io.of('/seeker'), gateway, seekerRole(gateway));
  serve(io.of('/staff'), gateway, staffRole(gateway));
}
