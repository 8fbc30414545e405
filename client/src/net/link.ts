/**
 * A connection to the service that reconnects by itself, with typed commands, parsed events and a status (rules U6,
 * F5). It counts as online after the snapshot, which the server sends first on every connection.
 */
import { HandshakeRefusal } from '@terskel/shared/protocol';
import { Manager, type Socket } from 'socket.io-client';
import type { Clock } from '../clock.ts';
import type { Link as Status } from '../state/model.ts';
import { CommandSender } from './command-sender.ts';
import type { Answer, Commands, Events, Payload, Schema, Told } from './contract.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Network } from './network.ts';
import { paddedParser } from './padded-parser.ts';
import { RefreshInterval } from './refresh-interval.ts';
import { RetryDelay, chance } from './retry-delay.ts';
import { POLLING_FIRST, TRANSPORTS } from './transports.ts';

export interface LinkOptions<C extends Commands, E extends Events> {
  readonly origin: string;
  readonly namespace: '/seeker' | '/staff';
  /** Called for every connection, so that the newest resume token is used. */
  readonly auth: () => Record<string, unknown>;
  /** The schema of a command's acknowledgement. */
  readonly ackOf: (name: keyof C & string) => Schema;
  readonly events: E;
  readonly clock: Clock;
  readonly network: Network;
  readonly onStatus: (status: Status) => void;
  readonly onEvent: (event: Told<E>) => void;
}

/** Timeout for a connection, up to its first snapshot (ms). */
const CONNECT_MS = 5_000;

export class Link<C extends Commands, E extends Events> {
  readonly #options: LinkOptions<C, E>;
  readonly #socket: Socket;
  readonly #commands: CommandSender<C>;
  readonly #refreshInterval: RefreshInterval;
  readonly #heartbeat: Heartbeat;
  readonly #retryDelay = new RetryDelay();
  readonly #unwatch: () => void;
  #status: Status = 'connecting';
  /** Whether the link was ever online: a lost connection is then `reconnecting`, otherwise `connecting`. */
  #wasOnline = false;
  #stopped = false;
  /** Whether the server has announced that it stops. */
  #serverStops = false;
  /** Moving to another node; the page still shows `online`. */
  #moving = false;
  #cancelTimer = () => {};

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
    this.#commands = new CommandSender({
      ackOf: options.ackOf,
      clock: options.clock,
      socket: this.#socket,
      state: () => this.#commandState(),
      onTimeout: () => this.#drop(),
      onIdle: () => this.#leave(),
    });
    this.#refreshInterval = new RefreshInterval(options.clock);
    this.#heartbeat = new Heartbeat(manager, options.clock);
    this.#socket.on('connect', () => this.#wait(CONNECT_MS, () => this.#drop()));
    this.#socket.on('connect_error', (error: Error & { data?: unknown }) => this.#failed(error));
    this.#socket.on('disconnect', () => this.#retry());
    this.#socket.onAny((name: string, payload: unknown) => this.#received(name, payload));
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
  command<Name extends keyof C & string>(
    name: Name,
    payload: Payload<C, Name>,
  ): Promise<Answer<C, Name>> {
    return this.#commands.send(name, payload);
  }

  /** Gets a new snapshot by reconnecting, because this page's state is outdated. The interval grows if it recurs. */
  refresh(): void {
    const waitMs = this.#refreshInterval.wait();
    if (this.#status !== 'online' || this.#moving) return;
    this.#wait(waitMs, () => {
      this.#refreshInterval.count();
      this.#drop();
    });
  }

  /** Takes the session back from the tab that replaced this one. */
  takeOver(): void {
    if (this.#status !== 'replaced') return;
    this.#stopped = false;
    this.#retryDelay.reset();
    this.#set('connecting');
    this.#socket.connect();
  }

  close(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#unwatch();
    this.#socket.disconnect();
  }

  #received(name: string, payload: unknown): void {
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
      this.#retryDelay.reset();
      this.#wasOnline = true;
      this.#serverStops = false;
      this.#set('online');
    }
    if (this.#status !== 'online') return;
    this.#options.onEvent({ name, payload: parsed.data } as Told<E>);
  }

  /** Reconnects to another node when no command is in progress, so that the user notices nothing. */
  #leave(): void {
    if (this.#moving && this.#commands.idle && this.#socket.connected) this.#drop();
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
    const quiet = this.#serverStops && this.#retryDelay.isFirst && status !== 'offline';
    if (!quiet) this.#set(status);
    const delayMs = this.#retryDelay.next();
    const waitMs = Math.max(atLeastMs, this.#moving ? 0 : delayMs);
    this.#moving = quiet;
    this.#wait(waitMs, () => this.#socket.connect());
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
      this.#retryDelay.reset();
      this.#retry();
    } else if (this.#heartbeat.isLost()) {
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

  #commandState(): 'online' | 'soon' | 'down' {
    if (this.#status === 'connecting' || this.#moving) return 'soon';
    return this.#status === 'online' && !this.#stopped ? 'online' : 'down';
  }

  #set(status: Status): void {
    if (status === this.#status && !this.#moving) return;
    this.#moving = false;
    if (status !== this.#status) {
      this.#status = status;
      this.#options.onStatus(status);
    }
    this.#commands.release();
  }
}
