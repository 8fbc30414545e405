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
  const stop = clock.after(REACH_MS, () => {
    client.destroy();
    late.reject(new StoreError(`${variable} names a store that cannot be reached.`));
  });
  const refused = (error: unknown) => {
    if (!(error instanceof ErrorReply) || !/^(WRONGPASS|NOAUTH|NOPERM)/.test(error.message))
      throw error;
    throw new StoreError(`${variable} names a store that does not take this user and password.`);
  };
  await Promise.race([client.connect().catch(refused), late.promise]).finally(stop);
  const version = /^redis_version:(\S+)/m.exec(await client.info('server'))?.[1] ?? '0';
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
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
