/**
 * The WebSocket server that Engine.IO is given (its option `wsEngine`): each frame costs from the transport's budget,
 * control frames included, and pings are answered only while nothing waits to be sent (rule R7).
 */
import { FRAGMENTS_MAX, FRAME_PIECES_MAX } from '@terskel/shared/limits';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { isOverNested, TransportBudget, type Monotonic } from './transport-budget.ts';

/** RFC 6455, 7.4.1. */
const POLICY_VIOLATION = 1008;
/** A closing connection that the other side does not close is destroyed after this (ms). */
const CLOSE_MS = 2_000;
/** `40`: an Engine.IO message with a Socket.IO CONNECT in it. */
const [MESSAGE, CONNECT] = [0x34, 0x30];

const COUNTED = new Set<string | symbol>(['message', 'ping', 'pong']);

export function boundedWebSocketServer(
  now: Monotonic,
  onBreach: () => void,
): typeof WebSocketServer {
  class BoundedWebSocket extends WebSocket {
    readonly #budget = new TransportBudget(now());
    #isSpent = false;

    /** Frames are counted before anybody hears of them. An override instead of listeners saves memory per connection. */
    override emit(event: string | symbol, ...args: unknown[]): boolean {
      if (!COUNTED.has(event)) return super.emit(event, ...args);
      if (this.#isSpent) return true;
      const data = args[0] as Buffer;
      const isConnect = event === 'message' && data[0] === MESSAGE && data[1] === CONNECT;
      const isDeep = event === 'message' && isOverNested(data);
      if (isDeep || !this.#budget.take(now(), data.length, isConnect)) {
        this.#end();
        return true;
      }
      // Only the latest ping needs an answer (RFC 6455, 5.5.3).
      if (event === 'ping' && this.bufferedAmount === 0) this.pong(data);
      return super.emit(event, ...args);
    }

    /** Like a violation of the protocol, which `ws` reports by an error: Engine.IO then drops the connection at once. */
    #end(): void {
      this.#isSpent = true;
      // What the client goes on sending stays in the kernel.
      this.pause();
      this.close(POLICY_VIOLATION);
      onBreach();
      if (this.listenerCount('error') > 0) super.emit('error', new Error('over the budget'));
    }
  }

  return class extends WebSocketServer<typeof BoundedWebSocket> {
    constructor(options: ServerOptions) {
      super({
        ...options,
        WebSocket: BoundedWebSocket,
        autoPong: false,
        closeTimeout: CLOSE_MS,
        maxFragments: FRAGMENTS_MAX,
        maxBufferedChunks: FRAME_PIECES_MAX,
      } as ServerOptions<typeof BoundedWebSocket>);
    }
  } as unknown as typeof WebSocketServer;
}
