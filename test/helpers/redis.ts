/** Real Redis servers for tests: each is private, in memory, on its own unix socket, and up within 50 ms. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer, type RedisServer, startRedis } from '../../scripts/redis.ts';

export interface TestRedisOptions {
  /** Keeps an append-only file, as the ledger does. */
  readonly appendOnly?: boolean;
  readonly extraArgs?: readonly string[];
  /** A server program other than the tests' default. */
  readonly program?: string;
}

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Kills it, like a crash. */
  kill(): Promise<void>;
  /** Starts it again at the same address: empty, or with what its append-only file kept. */
  restart(): Promise<void>;
}

/** `await using redis = await startTestRedis()`: the server and its files are removed at the end of the block. */
export async function startTestRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const { appendOnly = false, extraArgs = [] } = options;
  const program = options.program ?? (await findRedisServer());
  const dir = await mkdtemp(join(tmpdir(), 'terskel-test-'));
  const socketPath = join(dir, 'redis.sock');
  const start = (): Promise<RedisServer> =>
    startRedis({
      program,
      socketPath,
      ...(appendOnly ? { appendOnlyDir: join(dir, 'ledger') } : {}),
      extraArgs,
    });
  let server = await start();
  return {
    url: server.url,
    get pid() {
      return server.pid;
    },
    kill: () => server.stop('SIGKILL'),
    async restart() {
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await server.stop('SIGKILL');
      await rm(dir, { recursive: true });
    },
  };
}
