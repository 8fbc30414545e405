/** The first contact with a store: there, new enough, and of the right kind, or the start fails with one clear line (rule F8). */
import { ErrorReply } from 'redis';
import type { Clock } from '../domain/ports.ts';
import type { RedisClient } from './redis.ts';

const REACH_MS = 10_000;
/** Sharded publish came with it. */
const OLDEST_MAJOR = 7;

/** Its message is one line that names the variable. */
export class StoreError extends Error {}

export async function reachStore(
  variable: string,
  client: RedisClient,
  clock: Clock,
): Promise<void> {
  const late = Promise.withResolvers<never>();
  let stop = () => {};
  const wait = () => {
    stop = clock.after(REACH_MS, () => {
      // A large file takes its time to be read.
      if (client.isLoading) return wait();
      client.destroy();
      late.reject(new StoreError(`${variable} names a store that cannot be reached.`));
    });
  };
  wait();
  const refused = (error: unknown) => {
    throw error instanceof ErrorReply
      ? new StoreError(`${variable} names ${refusalIn(error.message)}.`)
      : error;
  };
  await Promise.race([client.connect().catch(refused), late.promise]).finally(() => stop());
  await mustServe(variable, client);
}

/** What a store's refusal of a connection means; nothing of its own words. */
function refusalIn(message: string): string {
  if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(message))
    return 'a store that does not take this user and password';
  if (/DB index|database/i.test(message)) return 'a database that its store does not have';
  return 'a store that refuses to be used';
}

/** New enough, the primary, and one that keeps what it is told. */
async function mustServe(variable: string, client: RedisClient): Promise<void> {
  const info = await client.info();
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  if (field('role') === 'slave') {
    throw new StoreError(
      `${variable} names a replica, which takes no changes: name the primary, or its Sentinels.`,
    );
  }
  const policy = field('maxmemory_policy');
  const evicts = policy !== '' && policy !== 'noeviction';
  if (evicts && (policy.startsWith('allkeys') || field('maxmemory') !== '0')) {
    throw new StoreError(
      `${variable} names a store that drops what it was told when its memory is full: set maxmemory-policy noeviction.`,
    );
  }
  const version = field('redis_version');
  if (!(Number.parseInt(version, 10) >= OLDEST_MAJOR)) {
    throw new StoreError(
      `${variable} names a Redis ${version}; ${OLDEST_MAJOR}.0 or newer is needed.`,
    );
  }
}

const DISKLESS = ['repl-diskless-sync', 'repl-diskless-load'];

/**
 * Whether it is set up to write what it holds to disk, which the live store must not (rule A4): to keep it, or, where it
 * has replicas, to send it or to take it, for they change parts. False if it won't say.
 */
export async function writesToDisk(client: RedisClient): Promise<boolean> {
  const config = await client.configGet(['save', 'appendonly', ...DISKLESS]).catch(() => null);
  if (config === null) return false;
  if (config['save'] !== '' || config['appendonly'] !== 'no') return true;
  const replicated = !(await client.info('replication')).includes('connected_slaves:0');
  return (
    replicated &&
    (config['repl-diskless-sync'] !== 'yes' || config['repl-diskless-load'] === 'disabled')
  );
}
