/** Passkey challenges in the live store. Any node may check the answer, and each challenge can be used once. */
import { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import * as z from 'zod/mini';
import type { Challenges, Ids } from '../domain/ports.ts';
import type { Keys } from './keys.ts';
import type { RedisClient } from '../redis/client.ts';

const text = z.string();
const Stored = z.strictObject({
  browser: text,
  ceremony: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('sign-in') }),
    z.strictObject({ kind: z.literal('join'), invite: text, staff: StaffId }),
    z.strictObject({ kind: z.literal('add'), session: text, staff: StaffId }),
  ]),
});

export function challenges(redis: RedisClient, keys: Keys, ids: Ids): Challenges {
  return {
    async issue(browser, ceremony) {
      const challenge = ids.secret();
      const stored: z.infer<typeof Stored> = { browser, ceremony };
      await redis.set(keys.challenge(challenge), JSON.stringify(stored), {
        expiration: { type: 'PX', value: TIMES.ceremonyMs },
      });
      return challenge;
    },
    async use(browser, challenge) {
      const json = await redis.getDel(keys.challenge(challenge));
      if (json === null) return null;
      const stored = z.parse(Stored, JSON.parse(json));
      return stored.browser === browser ? stored.ceremony : null;
    },
  };
}
