/**
 * A random key that all nodes share for one hour. It is kept only in memory, of the nodes and of the live store.
 * Address prefixes are identified by an HMAC with it (rule A2), and the challenges of proofs of work are signed with it
 * (rule R2).
 */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Clock } from '../domain/ports.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from '../redis/client.ts';

const HOUR_MS = 3_600_000;
/** Clock difference between nodes that is tolerated (ms). */
const SLACK_MS = 60_000;

export interface HourKey {
  readonly current: () => KeyObject;
  /** The key of the previous hour, for signatures made shortly before its end. */
  readonly previous: () => KeyObject;
  /**
   * Call it regularly. It switches to the current hour's key and adopts the key that the nodes agreed on. Rejects if
   * the live store is unavailable; the key has been rotated all the same.
   */
  turn(): Promise<void>;
}

export function hourKey(redis: RedisClient, keys: Keys, clock: Clock): HourKey {
  const newKey = () => createSecretKey(randomBytes(32));
  let hour = Math.floor(clock.now() / HOUR_MS);
  let current = newKey();
  let previous = newKey();
  return {
    current: () => current,
    previous: () => previous,
    async turn() {
      const now = clock.now();
      const turned = Math.floor(now / HOUR_MS);
      if (turned !== hour) {
        // Rotate also without the store: no prefix is identified by one key for longer than an hour.
        previous = current;
        current = newKey();
        hour = turned;
      }
      const leftMs = (hour + 1) * HOUR_MS - now + SLACK_MS;
      const agreed = await redis.set(keys.hourKey(hour), current.export().toString('base64url'), {
        condition: 'NX',
        GET: true,
        expiration: { type: 'PX', value: leftMs },
      });
      if (agreed !== null && turned === hour) current = createSecretKey(agreed, 'base64url');
    },
  };
}
