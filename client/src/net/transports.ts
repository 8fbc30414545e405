/** The transports of a connection: WebSocket, and HTTP long-polling for networks that block it. */
import { Fetch, WebSocket } from 'socket.io-client';

/**
 * Long-polling by `fetch`. A response that breaks off half-way closes the connection at once. The library's own
 * `doPoll` would wait for the rest until the heartbeat times out.
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
export const TRANSPORTS = [WebSocket, Polling];
export const POLLING_FIRST = [Polling, WebSocket];
