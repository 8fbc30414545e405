/**
 * The ledger on Redis with an append-only file: staff, their sessions, invites, settings. Nothing about seekers (A4).
 *
 *   settings            hash    name → JSON, of what the association has set
 *   staff               hash    staff id → JSON
 *   invite:<digest>     hash    JSON of what the invite makes of its holder, and whether it is for the first; 72 h
 *   session:<digest>    string  staff id; 12 h (rule S2)
 *   seal-keys           hash    number of a day → the key that seals what tabs keep (rule F3), of two days
 */
import { StaffId } from '@terskel/shared/ids';
import { Language, Staff } from '@terskel/shared/models';
import * as z from 'zod/mini';
import { DEFAULT_SETTINGS, type Ids, type Ledger } from '../domain/ports.ts';
import { digest } from './digest.ts';
import type { RedisClient } from './redis.ts';

const hour = 3_600_000;
const INVITE_MS = 72 * hour;
export const SESSION_MS = 12 * hour;

const count = z.int().check(z.nonnegative());
const StoredSettings = z.partial(
  z.object({
    queueLimit: count,
    languages: z.array(Language).check(z.minLength(1)),
    paused: z.boolean(),
    busyWaitMs: count,
    ticketsPerPrefix: count,
    ticketsPerMinuteBeforeProof: count,
    connectionsPerPrefix: count,
  }),
);
const StoredStaff = z.omit(Staff, { id: true });

/** What a new person starts with; a leader or admin changes it later. */
export const NEW_STAFF = { capacity: 1, languages: ['no', 'en'], topics: [] } as const;

/** Of all its keys, with the hash tag that they share. */
export const ledgerRoot = (namespace: string): string => `{${namespace}:ledger}`;

export function ledger(redis: RedisClient, namespace: string, ids: Ids): Ledger {
  const root = ledgerRoot(namespace);
  const key = (...parts: string[]) => [root, ...parts].join(':');

  async function staffMember(id: string): Promise<Staff | null> {
    const json = await redis.hGet(key('staff'), id);
    if (json === null) return null;
    return { id: z.parse(StaffId, id), ...z.parse(StoredStaff, JSON.parse(json)) };
  }

  return {
    async settings() {
      const stored = Object.entries(await redis.hGetAll(key('settings')));
      const set = stored.map(([name, json]) => [name, JSON.parse(json) as unknown]);
      const known = z.parse(StoredSettings, Object.fromEntries(set));
      return { ...DEFAULT_SETTINGS, ...(known as Partial<typeof DEFAULT_SETTINGS>) };
    },
    async setSettings(changes) {
      const set = Object.entries(z.parse(StoredSettings, changes));
      const fields = set.map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
      if (fields.length > 0) await redis.hSet(key('settings'), fields);
    },
    async addInvite(invite) {
      const token = ids.secret();
      const inviteKey = key('invite', digest(token));
      const { first = false, ...whoever } = invite;
      const profile = JSON.stringify({ ...whoever, ...NEW_STAFF });
      await redis
        .multi()
        .hSet(inviteKey, { profile, first: first ? '1' : '' })
        .pExpire(inviteKey, INVITE_MS)
        .exec();
      return token;
    },
    async join(invite, alias) {
      const staff = ids.id();
      const session = ids.secret();
      const args = [digest(invite), staff, alias, digest(session), SESSION_MS];
      const [code] = await redis.ledgerJoin(root, args);
      return code === 'ok' ? { id: z.parse(StaffId, staff), session } : null;
    },
    async addStaff(staff) {
      const id = z.parse(StaffId, ids.id());
      await redis.hSet(key('staff'), id, JSON.stringify(z.parse(StoredStaff, staff)));
      return id;
    },
    async hasStaff() {
      return (await redis.hLen(key('staff'))) > 0;
    },
    async openSession(staff) {
      const token = ids.secret();
      await redis.set(key('session', digest(token)), staff, {
        expiration: { type: 'PX', value: SESSION_MS },
      });
      return token;
    },
    async session(token) {
      const id = await redis.get(key('session', digest(token)));
      return id === null ? null : staffMember(id);
    },
    async areHeld(tokens) {
      if (tokens.length === 0) return [];
      const holders = await redis.mGet(tokens.map((token) => key('session', digest(token))));
      const profiles = await redis.hmGet(
        key('staff'),
        holders.map((id) => id ?? ''),
      );
      return profiles.map((profile) => profile !== null);
    },
    async endSession(token) {
      await redis.del(key('session', digest(token)));
    },
    async sealKeys(number) {
      const kept = new Set([number, number - 1]);
      await redis.hSetNX(key('seal-keys'), String(number), ids.secret());
      const stored = Object.entries(await redis.hGetAll(key('seal-keys')));
      // One of the day to come is of a node whose clock is ahead of this one's: every node needs the same.
      const old = stored.map(([name]) => name).filter((name) => Number(name) < number - 1);
      if (old.length > 0) await redis.hDel(key('seal-keys'), old);
      const keys = stored.map(([name, secret]): [number, string] => [Number(name), secret]);
      return new Map(keys.filter(([name]) => kept.has(name)));
    },
    async ready() {
      return (await redis.ping()) === 'PONG';
    },
  };
}
