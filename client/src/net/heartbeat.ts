/** Notices that the server's heartbeat no longer arrives (rule F5). */
import { TIMES } from '@terskel/shared/limits';
import type { Manager } from 'socket.io-client';
import type { Clock } from '../clock.ts';

/** After this time without a heartbeat (ms) the server has closed the connection, even if a sleeping tab missed it. */
const HEARTBEAT_LOST_MS = 2 * TIMES.heartbeatMs;

export class Heartbeat {
  readonly #clock: Clock;
  /** When the connection was opened, or the last heartbeat arrived (ms since the epoch). */
  #lastAt = 0;

  constructor(manager: Manager, clock: Clock) {
    this.#clock = clock;
    const beat = (): void => {
      this.#lastAt = clock.now();
    };
    manager.on('open', beat);
    manager.on('ping', beat);
  }

  isLost(): boolean {
    return this.#clock.now() - this.#lastAt > HEARTBEAT_LOST_MS;
  }
}
