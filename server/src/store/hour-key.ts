/**
 * A random key that all nodes share for an hour, and nobody after that: it stands in memory, here and in the live store
 * alone. Address prefixes are known by it (rule A2), and the challenges of proofs of work are signed with it (rule R2).
 */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Clock } from '../domain/ports.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from './redis.ts';

const HOUR_MS = 3_600_000;
/** Nodes' clocks may differ by so much and still agree. */
const SLACK_MS = 60_000;

export interface HourKey {
  readonly current: () => KeyObject;
  /** That of the hour before, for what was signed just before its end. */
  readonly previous: () => KeyObject;
  /** Called often: turns to the key of the hour, and to the one that the nodes agree on. */
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
        // Also without the store: no prefix is known by one key for longer than an hour.
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
