/**
 * A connection between a tab and a node whose frames are delivered by hand. The node's end is an Engine.IO socket; the
 * tab's end is a transport of the Engine.IO client.
 */
import { EventEmitter } from 'node:events';
import { WebSocket } from 'socket.io-client';

/** What the tab's end receives when the node closes the connection. */
const CLOSED = 'closed';
/** Never times out: the nodes here send no heartbeats, which would use real time. */
const OPENED = { sid: 'sid', upgrades: [], pingInterval: 2 ** 30, pingTimeout: 0, maxPayload: 1e6 };

/** Reads the frames that each end has received. */
export interface Traffic {
  toNode(frame: string): void;
  toTab(frame: string): void;
}

export class Wire extends EventEmitter {
  readonly id: string;
  readonly protocol = 4;
  readonly request: object;
  readonly remoteAddress = '';
  readonly transport = { writable: true, name: 'websocket' };
  readonly toNode: string[] = [];
  readonly toTab: string[] = [];
  /** As the node sees it. */
  readyState: 'open' | 'closed' = 'open';
  /** The tab's end is closed, but the node does not know yet. */
  cut = false;
  readonly #traffic: Traffic;
  #arrive: (frame: string) => void = () => {};

  constructor(id: string, cookie: string, traffic: Traffic) {
    super();
    this.id = id;
    this.request = { headers: { cookie }, connection: {}, url: '/', _query: {} };
    this.#traffic = traffic;
  }

  // Called by Socket.IO.
  write(frame: string): void {
    if (!this.cut) this.toTab.push(frame);
  }
  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.write(CLOSED);
    this.emit('close', 'forced close');
  }

  /** Closes the tab's end without notice. */
  abandon(): void {
    this.cut = true;
    this.toTab.length = 0;
  }
  /** The connection breaks; only the tab notices. */
  break(): void {
    const arrive = this.#arrive;
    this.abandon();
    arrive(CLOSED);
  }
  /** The node learns that the tab's end is closed. */
  notice(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.emit('close', 'transport close');
  }
  /** The tab sends a frame. */
  send(frame: string): void {
    if (this.cut) return;
    this.#traffic.toNode(frame);
    this.toNode.push(frame);
  }
  /** Delivers the next frame to the node. */
  forward(): void {
    const data = this.toNode.shift();
    if (data === undefined || this.readyState === 'closed') return;
    this.emit('packet', { type: 'message', data });
    this.emit('data', data);
  }
  /** Delivers the next frame to the tab. */
  receive(): void {
    const frame = this.toTab.shift();
    if (frame === undefined) return;
    if (frame !== CLOSED) this.#traffic.toTab(frame);
    this.#arrive(frame);
  }
  /** Connects the tab's end. */
  attach(take: (data: string) => void, closed: () => void): void {
    this.#arrive = (frame) => (frame === CLOSED ? closed() : take(frame));
  }
}

/**
 * The transport of a tab. `dial` opens its next wire, or returns null without a network. `rewrite`: what a server in
 * between makes of a frame.
 */
export function transportOver(
  dial: () => Wire | null,
  rewrite: (frame: string) => string,
): typeof WebSocket {
  return class extends WebSocket {
    #wire: Wire | null = null;

    override doOpen(): this {
      const wire = dial();
      this.#wire = wire;
      // The caller sets its listeners first.
      queueMicrotask(() => {
        if (this.readyState !== 'opening') return;
        if (wire === null) {
          this.onError('no network', null);
          return;
        }
        wire.attach(
          (data) => this.onPacket({ type: 'message', data }),
          () => this.onClose(),
        );
        this.onOpen();
        this.onPacket({ type: 'open', data: JSON.stringify(OPENED) });
      });
      return this;
    }

    override write(packets: readonly { readonly data?: string }[]): void {
      this.writable = false;
      for (const { data = '' } of packets) this.#wire?.send(rewrite(data));
      queueMicrotask(() => {
        this.writable = true;
        this.emitReserved('drain');
      });
    }

    override doClose(): void {
      this.#wire?.abandon();
    }
  };
}
