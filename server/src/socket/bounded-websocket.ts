/**
 * The WebSocket server for Engine.IO (its option `wsEngine`). Each frame, control frames included, is charged to the
 * transport's budget. Pings are answered only while no data waits to be sent (rule R7).
 */
import { FRAGMENTS_MAX, FRAME_PIECES_MAX } from '@terskel/shared/limits';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { isOverNested, TransportBudget, type Monotonic } from './transport-budget.ts';

/** Close code for too much traffic (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;
/** A closing connection is destroyed after this time if the client does not close it (ms). */
const CLOSE_MS = 2_000;
/** `40`: an Engine.IO message that contains a Socket.IO CONNECT. */
const [MESSAGE, CONNECT] = [0x34, 0x30];

const COUNTED = new Set<string | symbol>(['message', 'ping', 'pong']);

/** `onBreach`: called once for each connection that exceeds its budget or nests too deeply. */
export function boundedWebSocketServer(
  now: Monotonic,
  onBreach: () => void,
): typeof WebSocketServer {
  class BoundedWebSocket extends WebSocket {
    readonly #budget = new TransportBudget(now());
    #isSpent = false;

    /** Counts frames before any listener gets them. An override saves memory per connection, compared to listeners. */
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

    /** Emits an error, as `ws` does for a protocol violation, so that Engine.IO drops the connection at once. */
    #end(): void {
      this.#isSpent = true;
      // Further data from the client stays in the kernel's buffer.
      this.pause();
      this.close(POLICY_VIOLATION);
      onBreach();
      if (this.listenerCount('error') > 0)
        super.emit('error', new Error('transport budget exceeded'));
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
