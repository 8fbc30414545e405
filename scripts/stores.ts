/** The private stores of one data folder: the live store in memory alone, the ledger in an append-only file. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { localStores } from '@terskel/server/local-stores';
import { findRedisServer, type RedisServer, startRedis } from './redis.ts';

export interface Stores extends AsyncDisposable {
  readonly liveUrl: string;
  readonly ledgerUrl: string;
  /** Those that we started ourselves. */
  readonly own: readonly { readonly name: string; readonly server: RedisServer }[];
}

/** Starts each store that no URL was given for. */
export async function startStores(
  dataDir: string,
  given: { readonly liveUrl: string | undefined; readonly ledgerUrl: string | undefined },
  say: (line: string) => void,
): Promise<Stores> {
  const { dir, live, ledger } = localStores(dataDir);
  const own: { name: string; server: RedisServer }[] = [];
  if (given.liveUrl === undefined || given.ledgerUrl === undefined) {
    const program = await findRedisServer(say);
    if (given.ledgerUrl === undefined) {
      const appendOnlyDir = join(dataDir, 'ledger');
      const options = { program, socketPath: ledger.socketPath, appendOnlyDir };
      own.push({ name: 'the ledger', server: await startRedis(options) });
    }
    if (given.liveUrl === undefined) {
      const options = { program, socketPath: live.socketPath };
      own.push({ name: 'the live store', server: await startRedis(options) });
    }
  }
  return {
    liveUrl: given.liveUrl ?? live.url,
    ledgerUrl: given.ledgerUrl ?? ledger.url,
    own,
    async [Symbol.asyncDispose]() {
      await Promise.all(own.map(({ server }) => server.stop()));
      if (own.length > 0) rmSync(dir, { recursive: true, force: true });
    },
  };
}
