/**
 * A connection to the service that reconnects by itself, with typed commands, parsed events and a status (rules U6,
 * F5). It counts as online after the snapshot, which the server sends first on every connection.
 */
import { Refusal } from '@terskel/shared/errors';
import { TIMES } from '@terskel/shared/limits';
import { HandshakeRefusal } from '@terskel/shared/protocol';
import { Fetch, Manager, type Socket, WebSocket } from 'socket.io-client';
import type { Clock } from '../clock.ts';
import type { Link as Status } from '../state/model.ts';
import type { Answer, Commands, Events, Lost, Payload, Told } from './contract.ts';
import type { Network } from './network.ts';
import { paddedParser } from './padded-parser.ts';
import { deferred } from '../deferred.ts';

export interface LinkOptions<C extends Commands, E extends Events> {
  readonly origin: string;
  readonly namespace: '/seeker' | '/staff';
  /** Called for every connection, so that the newest resume token is used. */
  readonly auth: () => Record<string, unknown>;
  readonly commands: C;
  readonly events: E;
  readonly clock: Clock;
  readonly network: Network;
  readonly onStatus: (status: Status) => void;
  readonly onEvent: (event: Told<E>) => void;
}

/** Timeout for a connection, up to its first snapshot (ms). */
const CONNECT_MS = 5_000;
/** Timeout for the acknowledgement of a command (ms). */
const ANSWER_MS = TIMES.commandMs + 3_000;
/** Retry delay: random up to twice this, doubled with each attempt up to the maximum (ms; see performance.md). */
const RETRY_MS = 500;
const RETRY_LONGEST_MS = 5_000;
/** Minimum interval between requests for a new snapshot, doubled each time up to the maximum (ms). */
const REFRESH_MS = 1_000;
const REFRESH_LONGEST_MS = 5 * 60_000;

const LOST: Lost = { ok: false, code: 'unavailable', lost: true };

/** After this time without a heartbeat (ms) the server has closed the connection, even if a sleeping tab missed it. */
const HEARTBEAT_LOST_MS = 2 * TIMES.heartbeatMs;

/**
 * HTTP long-polling by `fetch`, for networks that block WebSockets. A response that breaks off half-way closes the
 * connection at once. The library's own `doPoll` would wait for the rest until the heartbeat times out.
 */
class Polling extends Fetch {
  override doPoll(): void {
    void fetch(this.uri(), { credentials: 'include' })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then(
        (data) => this.onData(data),
        (fault) => void this.onError('poll', fault),
      );
  }
}
const TRANSPORTS = [WebSocket, Polling];
const POLLING_FIRST = [Polling, WebSocket];

export class Link<C extends Commands, E extends Events> {
  readonly #options: LinkOptions<C, E>;
  readonly #socket: Socket;
  readonly #unwatch: () => void;
  #status: Status = 'connecting';
  /** Whether the link was ever online: a lost connection is then `reconnecting`, otherwise `connecting`. */
  #wasOnline = false;
  #stopped = false;
  /** Whether the server has announced that it stops. */
  #serverStops = false;
  /** Moving to another node; the page still shows `online`. */
  #moving = false;
  /** When the connection was opened, or the server's last heartbeat arrived (ms since the epoch). */
  #heartbeatAt = 0;
  #underWay = 0;
  #attempts = 0;
  #cancelTimer = () => {};
  readonly #onSettled: (() => void)[] = [];
  #refreshes = 0;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(options: LinkOptions<C, E>) {
    this.#options = options;
    const manager = new Manager(options.origin, {
      autoConnect: false,
      // This class reconnects itself, because it decides by the reason of the failure and sets the page's status.
      reconnection: false,
      timeout: CONNECT_MS,
      parser: paddedParser,
      transports: [...(options.network.transports ?? TRANSPORTS)],
      tryAllTransports: true,
      // Polls send the cookies of this origin, as WebSockets do.
      withCredentials: true,
    });
    this.#socket = manager.socket(options.namespace, {
      auth: (give: (auth: object) => void) => give(options.auth()),
    });
    const beat = (): void => {
      this.#heartbeatAt = options.clock.now();
    };
    manager.on('open', beat);
    manager.on('ping', beat);
    this.#socket.on('connect', () => this.#wait(CONNECT_MS, () => this.#drop()));
    this.#socket.on('connect_error', (error: Error & { data?: unknown }) => this.#failed(error));
    this.#socket.on('disconnect', () => this.#retry());
    this.#socket.onAny((name: string, payload: unknown) => this.#heard(name, payload));
    this.#unwatch = options.network.watch(
      () => this.#networkChanged(),
      // The clock was set. Times on the page were computed with the old clock, so a new snapshot is needed.
      () => this.refresh(),
    );
    this.#socket.connect();
  }

  get status(): Status {
    return this.#status;
  }

  /**
   * Sends a command. While the first connection is being opened, it waits for it, so that a button works as soon as it
   * appears. Never throws: without a connection, or without an answer in time, the reply is `lost`.
   */
  async command<Name extends keyof C & string>(
    name: Name,
    payload: Payload<C, Name>,
  ): Promise<Answer<C, Name>> {
    if (this.#status === 'connecting' || this.#moving) await this.#settled();
    if (this.#stopped || this.#moving || this.#status !== 'online') return LOST;
    // Without an answer the connection may be half open. Reconnecting is faster than waiting for the heartbeat.
    const callOff = this.#options.clock.after(ANSWER_MS, () => this.#drop());
    let answer: unknown;
    this.#underWay += 1;
    try {
      answer = await this.#socket.emitWithAck(name, payload);
    } catch {
      return LOST;
    } finally {
      callOff();
      this.#underWay -= 1;
      this.#leave();
    }
    const ack = this.#options.commands[name]?.ack.safeParse(answer);
    if (ack?.success === true) return ack.data as Answer<C, Name>;
    const refusal = Refusal.safeParse(answer);
    return refusal.success ? refusal.data : { ok: false, code: 'internal' };
  }

  /** Gets a new snapshot by reconnecting, because this page's state is outdated. The interval grows if it recurs. */
  refresh(): void {
    const { clock } = this.#options;
    // Absolute value, so that a clock that was set back adds no wait.
    const since = Math.abs(clock.now() - this.#refreshedAt);
    if (since > REFRESH_LONGEST_MS) this.#refreshes = 0;
    const gap = Math.min(REFRESH_LONGEST_MS, REFRESH_MS * 2 ** this.#refreshes);
    if (this.#status !== 'online' || this.#moving) return;
    this.#wait(Math.max(0, gap - since), () => {
      this.#refreshes += 1;
      this.#refreshedAt = clock.now();
      this.#drop();
    });
  }

  /** Takes the session back from the tab that replaced this one. */
  takeOver(): void {
    if (this.#status !== 'replaced') return;
    this.#stopped = false;
    this.#attempts = 0;
    this.#set('connecting');
    this.#socket.connect();
  }

  close(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#unwatch();
    this.#socket.disconnect();
  }

  #heard(name: string, payload: unknown): void {
    if (this.#stopped) return;
    const parsed = this.#options.events[name]?.safeParse(payload);
    if (parsed === undefined) return;
    if (!parsed.success) {
      this.refresh();
      return;
    }
    if (name === 'session:replaced') {
      this.#stop('replaced');
      return;
    }
    if (name === 'server:stopping') {
      this.#serverStops = true;
      const { moveWithinMs } = parsed.data as { moveWithinMs: number };
      this.#wait(chance() * moveWithinMs, () => {
        this.#moving = true;
        this.#leave();
      });
      return;
    }
    if (name === 'session:snapshot') {
      this.#cancelTimer();
      this.#attempts = 0;
      this.#wasOnline = true;
      this.#serverStops = false;
      this.#set('online');
    }
    if (this.#status !== 'online') return;
    this.#options.onEvent({ name, payload: parsed.data } as Told<E>);
  }

  /** Reconnects to another node when no command is in progress, so that the user notices nothing. */
  #leave(): void {
    if (this.#moving && this.#underWay === 0 && this.#socket.connected) this.#drop();
  }

  /** Handles a handshake that was refused with a code, or a connection that failed. */
  #failed(error: Error & { data?: unknown }): void {
    const refusal = HandshakeRefusal.safeParse(error.data);
    if (!refusal.success) {
      // A network that drops WebSocket data causes a timeout: start with polling next time.
      const isOwn = this.#options.network.transports === undefined;
      if (error.message === 'timeout' && isOwn) this.#socket.io.opts.transports = POLLING_FIRST;
      this.#retry();
      return;
    }
    const { code, retryAfterMs } = refusal.data;
    if (code === 'version_unsupported') this.#stop('outdated');
    else if (code === 'unauthorized' || code === 'forbidden') this.#stop('refused');
    else this.#retry('unavailable', retryAfterMs);
  }

  #retry(status = this.#offlineStatus(), atLeastMs = 0): void {
    if (this.#stopped) return;
    // An announced move is not shown as an interruption, unless no other node accepts the connection.
    const quiet = this.#serverStops && this.#attempts === 0 && status !== 'offline';
    if (!quiet) this.#set(status);
    const longest = this.#moving ? 0 : 2 * RETRY_MS * 2 ** this.#attempts;
    const delay = Math.min(RETRY_LONGEST_MS, chance() * longest);
    this.#moving = quiet;
    this.#attempts += 1;
    this.#wait(Math.max(atLeastMs, delay), () => this.#socket.connect());
  }

  #offlineStatus(): Status {
    if (!this.#options.network.online()) return 'offline';
    if (this.#serverStops) return 'restarting';
    return this.#wasOnline ? 'reconnecting' : 'connecting';
  }

  #networkChanged(): void {
    if (this.#stopped) return;
    if (!this.#options.network.online()) {
      this.#drop();
    } else if (!this.#socket.connected) {
      this.#attempts = 0;
      this.#retry();
    } else if (this.#options.clock.now() - this.#heartbeatAt > HEARTBEAT_LOST_MS) {
      this.#drop();
    }
  }

  /** Closes the connection without waiting for the server, then reconnects as after any lost connection. */
  #drop(): void {
    const wasConnected = this.#socket.connected;
    this.#socket.disconnect();
    // Socket.IO emits `disconnect` only for a socket that was connected.
    if (!wasConnected) this.#retry();
  }

  #stop(status: Status): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#set(status);
    this.#socket.disconnect();
  }

  /** Sets the only timer, for a retry or a timeout. It replaces the previous one. */
  #wait(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(ms, run);
  }

  /** Resolves when the link is no longer connecting or moving, or after a timeout. */
  async #settled(): Promise<void> {
    const { promise, resolve } = deferred();
    this.#onSettled.push(resolve);
    const cancel = this.#options.clock.after(TIMES.commandMs, resolve);
    await promise;
    cancel();
  }

  #set(status: Status): void {
    if (status === this.#status && !this.#moving) return;
    this.#moving = false;
    if (status !== this.#status) {
      this.#status = status;
      this.#options.onStatus(status);
    }
    for (const resolve of this.#onSettled.splice(0)) resolve();
  }
}

/** A random number in [0, 1). */
function chance(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number / 2 ** 32;
}
