/**
 * Migrates from schema 1 to 2. In schema 1, staff had no generation of sign-ins and no passkeys, a sign-in was a
 * string, and each invite was a key. Sign-ins remain valid, because no passkeys exist yet for signing in again.
 *
 * Keys of schema 1:
 *
 *   staff               hash    staff id → JSON of the profile alone
 *   invite:<digest>     hash    profile: JSON of roles, trained and the like; first: '1' or ''; with a TTL
 *   session:<digest>    string  staff id; with a TTL
 */
import { keyIn, type LedgerStore, type Write } from '../commit.ts';
import { namesBelow } from './names.ts';

const HOUR_MS = 3_600_000;
const SIGN_IN_MS = 12 * HOUR_MS;
const text = (json: Readonly<Record<string, unknown>>): string => JSON.stringify(json);

export async function toSchema2(store: LedgerStore): Promise<readonly Write[][]> {
  const { redis, clock } = store;
  const now = clock.now();
  const parts: Write[][] = [];

  const staff = await redis.hGetAll(keyIn(store, 'staff'));
  for (const [id, json] of Object.entries(staff)) {
    const profile = JSON.parse(json) as Record<string, unknown>;
    if ('revision' in profile) continue;
    const since = { joinedAt: now - (now % HOUR_MS), signedInAt: null, revision: 1, signIns: 1 };
    parts.push([['HSET', 'staff', id, text({ ...profile, ...since })]]);
  }

  for (const id of await namesBelow(store, 'session')) {
    const key = keyIn(store, 'session', id);
    if ((await redis.type(key)) !== 'string') continue;
    const [holder, leftMs] = [await redis.get(key), await redis.pTTL(key)];
    const writes: Write[] = [['DEL', `session:${id}`]];
    if (holder !== null && Object.hasOwn(staff, holder) && leftMs > 0) {
      const times = ['openedAt', String(now + leftMs - SIGN_IN_MS), 'usedAt', String(now)];
      writes.push(
        ['HSET', `session:${id}`, 'staff', holder, 'generation', '1', ...times, 'device', ''],
        ['PEXPIRE', `session:${id}`, String(leftMs)],
        ['SADD', `sessions:${holder}`, id],
        ['PEXPIRE', `sessions:${holder}`, String(SIGN_IN_MS)],
      );
    }
    parts.push(writes);
  }

  for (const id of await namesBelow(store, 'invite')) {
    const key = keyIn(store, 'invite', id);
    const [{ profile = '{}', first }, leftMs] = [await redis.hGetAll(key), await redis.pTTL(key)];
    const { roles, trained } = JSON.parse(profile) as { roles: string[]; trained: boolean };
    const terms = first === '1' ? { kind: 'first' } : { kind: 'join', roles, trained };
    const invite = text({ terms, by: null, expiresAt: now + leftMs });
    const kept: Write[] = leftMs > 0 ? [['HSET', 'invites', id, invite]] : [];
    parts.push([...kept, ['DEL', `invite:${id}`]]);
  }
  return parts;
}
