/**
 * Checks a store at start: it must be reachable, new enough and suitable. Otherwise the start fails with one clear line
 * (rule F8).
 */
import { ErrorReply } from 'redis';
import type { Clock } from '../domain/ports.ts';
import type { RedisClient } from './client.ts';

const REACH_MS = 10_000;
/** How long a cluster may take to form (ms). */
const FORMING_MS = 60_000;
/** The first Redis version with sharded pub/sub. */
const OLDEST_MAJOR = 7;

/** An unusable store. The message is one line that names the variable. */
export class StoreError extends Error {}

export async function reachStore(
  variable: string,
  client: RedisClient,
  clock: Clock,
): Promise<void> {
  const late = Promise.withResolvers<never>();
  let stop = () => {};
  const wait = (waitedMs: number) => {
    stop = clock.after(REACH_MS, () => {
      const { starting } = client;
      // Loading a large data file takes its time.
      if (starting === 'loading' || (starting === 'forming' && waitedMs < FORMING_MS))
        return wait(waitedMs + REACH_MS);
      client.destroy();
      const what =
        starting === 'forming' ? 'cluster that is incomplete' : 'store that cannot be reached';
      late.reject(new StoreError(`${variable} names a ${what}.`));
    });
  };
  wait(REACH_MS);
  const refused = (error: unknown) => {
    throw error instanceof ErrorReply
      ? new StoreError(`${variable} names ${refusalIn(error.message)}.`)
      : error;
  };
  await Promise.race([client.connect().catch(refused), late.promise]).finally(() => stop());
  await mustServe(variable, client);
}

/** Describes why a store refuses a connection, without quoting its message. */
function refusalIn(message: string): string {
  if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(message))
    return 'a store that rejects this user and password';
  if (/DB index|database/i.test(message)) return 'a database that its store does not have';
  return 'a store that refuses the connection';
}

/** Requires a primary of a supported version that does not evict data. */
async function mustServe(variable: string, client: RedisClient): Promise<void> {
  const info = await client.info();
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  if (field('role') === 'slave') {
    throw new StoreError(
      `${variable} names a replica, which is read-only: name the primary, or its Sentinels.`,
    );
  }
  const policy = field('maxmemory_policy');
  const evicts = policy !== '' && policy !== 'noeviction';
  if (evicts && (policy.startsWith('allkeys') || field('maxmemory') !== '0')) {
    throw new StoreError(
      `${variable} names a store that evicts keys when its memory is full: set maxmemory-policy noeviction.`,
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
 * Whether the server is configured to write its data to disk, which is not allowed for the live store (rule A4). This
 * covers persistence and, if it has replicas, replication through files on either side, because a replica may become
 * the primary. False if the configuration cannot be read.
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
