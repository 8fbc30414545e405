/** BullMQ's connections to a store, by its own client, which finds the store anew each time as all others do. */
import { connect } from 'node:net';
import { connect as connectSafely } from 'node:tls';
import { AbstractConnector, Redis } from 'ioredis';
import type { Clock } from '../domain/ports.ts';
import { storeAddress } from '../store/address.ts';
import { finder, fixedPlace, type Place } from '../store/place.ts';

const AGAIN_MS = 500;
/** For a good end of a connection; then it is cut. */
const END_MS = 1_000;
/** In these words a server says that the store is elsewhere, or will be soon. */
const ELSEWHERE = /^(MOVED|ASK|READONLY|CLUSTERDOWN|UNBLOCKED)/;
const RECONNECT_AND_SEND_AGAIN = 2;

/** `prefix` is that of its keys. Data must come within `silentMs` of a command, or the connection is made anew. */
export function connection(address: string, prefix: string, silentMs: number, time: Clock): Redis {
  const where = storeAddress(address);
  if (where === null) throw new TypeError('not an address of a store');
  const fixed = fixedPlace(where);
  const find = finder(where, prefix, time);

  async function place(): Promise<Place['at'] | null> {
    if (fixed !== null) return fixed;
    const found = await find().catch(() => null);
    found?.connection.destroy();
    return found?.at ?? null;
  }

  class Connector extends AbstractConnector {
    constructor() {
      super(END_MS);
    }

    /** Ends only with a connection, or when none is wanted any more: the client would not try again. */
    override async connect() {
      this.connecting = true;
      for (;;) {
        const at = await place();
        if (!this.connecting) throw new Error('Connection is closed.');
        if (at !== null) {
          this.stream = at.tls ? connectSafely(at) : connect(at);
          this.stream.once('error', (error: Error) => {
            this.firstError = error;
          });
          return this.stream;
        }
        await new Promise<void>((resolve) => void time.after(AGAIN_MS, resolve));
      }
    }
  }

  return new Redis({
    ...(where.kind === 'socket' ? {} : { ...where.login, ...(where.tls ? { tls: {} } : {}) }),
    ...('database' in where ? { db: where.database } : {}),
    ...{ Connector, socketTimeout: silentMs, maxRetriesPerRequest: null, enableReadyCheck: false },
    reconnectOnError: (error) => (ELSEWHERE.test(error.message) ? RECONNECT_AND_SEND_AGAIN : false),
  });
}
