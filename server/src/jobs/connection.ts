/** Connections for BullMQ, by its own client. Each connect resolves the store's address again, as other clients do. */
import { connect } from 'node:net';
import { connect as connectSafely } from 'node:tls';
import { AbstractConnector, Redis } from 'ioredis';
import type { Clock } from '../domain/ports.ts';
import { storeAddress } from '../redis/address.ts';
import { resolvePrimary, fixedPlace, type Place } from '../redis/redis-topology.ts';

/** Delay before the store is looked up again (ms). */
const AGAIN_MS = 500;
/** Time for a connection to close cleanly, after which it is destroyed (ms). */
const END_MS = 1_000;
/** Error replies which say that the store has moved, or is about to. */
const ELSEWHERE = /^(MOVED|ASK|READONLY|CLUSTERDOWN|UNBLOCKED)/;
/** A return value of ioredis's `reconnectOnError`. */
const RECONNECT_AND_SEND_AGAIN = 2;

/**
 * Returns a client for the store at `address`; throws a `TypeError` if that is no store address. `prefix`: that of
 * BullMQ's keys. `silentMs`: without data for this long after a command, the client reconnects.
 */
export function connection(address: string, prefix: string, silentMs: number, time: Clock): Redis {
  const where = storeAddress(address);
  if (where === null) throw new TypeError('not an address of a store');
  const fixed = fixedPlace(where);
  const find = resolvePrimary(where, prefix, time);

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

    /** Settles only when connected or when disconnected on purpose: after a failure the client would not retry. */
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
