/** Everything in one namespace of a Redis, by type, ready to compare. */
import type { RedisClient } from '@terskel/server/redis/client';

/** Keys are written without the root of their namespace. */
export interface Dump {
  readonly strings: Readonly<Record<string, string>>;
  readonly hashes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly zsets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** When each key expires (ms since the epoch); null: never. */
  readonly expiries: Readonly<Record<string, number | null>>;
}

const AT_ONCE = 1_000;

export async function dumpOf(redis: RedisClient, root: string): Promise<Dump> {
  const dump = {
    strings: {} as Record<string, string>,
    hashes: {} as Record<string, Record<string, string>>,
    lists: {} as Record<string, string[]>,
    sets: {} as Record<string, string[]>,
    zsets: {} as Record<string, Record<string, number>>,
    expiries: {} as Record<string, number | null>,
  };
  const read = async (key: string) => {
    const name = key.slice(root.length + 1);
    const [type, expiresAt] = await Promise.all([redis.type(key), redis.pExpireTime(key)]);
    // It was deleted or expired while the others were read.
    if (type === 'none') return;
    dump.expiries[name] = expiresAt < 0 ? null : expiresAt;
    switch (type) {
      case 'string':
        dump.strings[name] = (await redis.get(key)) ?? '';
        return;
      case 'hash':
        dump.hashes[name] = sorted(await redis.hGetAll(key));
        return;
      case 'list':
        dump.lists[name] = await redis.lRange(key, 0, -1);
        return;
      case 'set':
        dump.sets[name] = (await redis.sMembers(key)).toSorted();
        return;
      case 'zset': {
        const members = await redis.zRangeWithScores(key, 0, -1);
        dump.zsets[name] = Object.fromEntries(members.map(({ value, score }) => [value, score]));
        return;
      }
      case 'stream': {
        const entries = (await redis.xRange(key, '-', '+')) ?? [];
        dump.lists[name] = entries.map((entry) => JSON.stringify(entry));
        return;
      }
      default:
        throw new Error(`${name} is a ${type}`);
    }
  };
  // The job queue belongs to BullMQ, and its jobs carry no data about a person. The hour key is random, and
  // counters expire by themselves (see `flow/abuse-prefix.test.ts`).
  const apart = ['jobs', 'hour-key', 'tally'].map((name) => `${root}:${name}:`);
  const all = await redis.keys(`${root}:*`);
  const keys = all.filter((key) => !apart.some((start) => key.startsWith(start)));
  // Read in batches: one connection allows a limited number of pending replies.
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    await Promise.all(keys.slice(from, from + AT_ONCE).map(read));
  }
  return dump;
}

function sorted(hash: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(hash).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The command that reads a whole key, by type. */
const READ: Readonly<Record<string, readonly string[]>> = {
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  stream: ['XRANGE', '-', '+'],
  string: ['GET'],
  zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
};

/** Every key that matches the pattern, with its value, as one text. */
export async function everythingIn(redis: RedisClient, pattern = '*'): Promise<string> {
  const read = async (name: string) => {
    const [command = 'GET', ...range] = READ[await redis.type(name)] ?? [];
    return JSON.stringify([name, await redis.sendCommand([command, name, ...range])]);
  };
  return (await Promise.all((await redis.keys(pattern)).map(read))).join('\n');
}

/** Names of all keys, sorted. */
export function keysIn(dump: Dump): string[] {
  return Object.keys(dump.expiries).toSorted();
}

/** Each `key = value` line that contains one of these words. */
export function findIn(dump: Dump, words: readonly string[]): string[] {
  return Object.entries(dump)
    .flatMap(([, values]) => Object.entries(values as Record<string, unknown>))
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .filter((line) => words.some((word) => line.includes(word)))
    .toSorted();
}

/** Names of the keys that differ between the two. */
export function changesBetween(before: Dump, after: Dump): string[] {
  const look = (dump: Dump, key: string) =>
    JSON.stringify(Object.values(dump).map((values) => (values as Record<string, unknown>)[key]));
  const names = new Set([...keysIn(before), ...keysIn(after)]);
  return [...names].filter((key) => look(before, key) !== look(after, key)).toSorted();
}
