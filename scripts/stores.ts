/**
 * The private stores of one data folder: the live store, in memory only, and the ledger, with an append-only file. If
 * the ledger exits, it is restarted, because only part of the service needs it. If the live store exits, the service
 * stops.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localStores } from '@terskel/server/local-stores';
import { isPrivate } from './cache.ts';
import { lockFolder } from './folder-lock.ts';
import { keepRunning } from './keep-running.ts';
import { findRedisServer, notOurs, type RedisServer, startRedis } from './redis.ts';

export interface Stores extends AsyncDisposable {
  readonly liveUrl: string;
  readonly ledgerUrl: string;
  /** The stores started here whose exit stops the service. */
  readonly own: readonly { readonly name: string; readonly server: RedisServer }[];
}

/** Starts each store for which no URL was given. */
export async function startStores(
  dataDir: string,
  given: { readonly liveUrl: string | undefined; readonly ledgerUrl: string | undefined },
  say: (line: string) => void,
): Promise<Stores> {
  const { dir, live, ledger } = localStores(dataDir);
  const own: { name: string; server: RedisServer }[] = [];
  await using started = new AsyncDisposableStack();
  if (given.liveUrl === undefined || given.ledgerUrl === undefined) {
    if (!isPrivate(dataDir)) throw new Error(notOurs(dataDir));
    started.use(lockFolder(dataDir));
    const program = await findRedisServer(say);
    started.defer(() => rmSync(dir, { recursive: true, force: true }));
    if (given.ledgerUrl === undefined) {
      const appendOnlyDir = join(dataDir, 'ledger');
      const options = { program, socketPath: ledger.socketPath, appendOnlyDir };
      started.use(await keepRunning('the ledger', () => startRedis(options), say));
    }
    if (given.liveUrl === undefined) {
      const options = { program, socketPath: live.socketPath };
      own.push({ name: 'the live store', server: started.use(await startRedis(options)) });
    }
  }
  const running = started.move();
  return {
    liveUrl: given.liveUrl ?? live.url,
    ledgerUrl: given.ledgerUrl ?? ledger.url,
    own,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
