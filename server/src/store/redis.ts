/** Connections to Redis. Addresses: `redis://`, `rediss://`, or `unix:///path` for a socket. */
import { createClient } from 'redis';
import { scripts } from './scripts.ts';

/** Attempts follow each other quickly at first, then twice a second, with jitter so that nodes do not march in step. */
function reconnectDelayMs(retries: number): number {
  const [jitterMs = 0] = crypto.getRandomValues(new Uint8Array(1));
  return Math.min(50 * 2 ** Math.min(retries, 4), 500) + jitterMs / 4;
}

/** Never connected: to make a client's methods, one for each command and script, takes longer than all the rest of it. */
const PATTERN = createClient({ RESP: 3, scripts, disableOfflineQueue: true });

/**
 * A client for one store. While the store is away a command fails at once instead of queueing without bound (rule F4).
 * `onLost` is told once each time the store goes away, and nothing but the fact: an error may quote a command.
 */
export function redisClient(address: string, onLost: () => void) {
  const url = new URL(address);
  const reconnectStrategy = reconnectDelayMs;
  const where =
    url.protocol === 'unix:'
      ? {
          socket: {
            path: decodeURIComponent(url.pathname),
            tls: false as const,
            reconnectStrategy,
          },
        }
      : { url: address, socket: { reconnectStrategy } };
  const client = PATTERN.duplicate(where);
  let lost = false;
  client.on('error', () => {
    if (!lost) onLost();
    lost = true;
  });
  client.on('ready', () => {
    lost = false;
  });
  return client;
}

export type RedisClient = ReturnType<typeof redisClient>;
