/** The transports of a connection: WebSocket, and HTTP long-polling for networks that block it. */
import { WebSocket, XHR } from 'socket.io-client';

/**
 * Long-polling by `fetch`. A response that breaks off half-way closes the connection at once. The library's own polling
 * would wait for the rest until the heartbeat times out. Extends `XHR` instead of `Fetch`, because the library always
 * includes `XHR`: saves 0.2 kB (rule U5).
 */
class Polling extends XHR {
  override doPoll(): void {
    this.#request({}, (data) => this.onData(data));
  }
  override doWrite(body: string, done: () => void): void {
    this.#request({ method: 'POST', body }, done);
  }
  #request(init: RequestInit, done: (data: string) => void): void {
    void fetch(this.uri(), { ...init, credentials: 'include' })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then(done, (fault) => void this.onError('poll', fault));
  }
}
export const TRANSPORTS = [WebSocket, Polling];
export const POLLING_FIRST = [Polling, WebSocket];
