/** On what kind of live store the service of a test stands: a Redis of its own, or the cluster or Sentinels of its file. */
import { redisClient } from '@terskel/server/store/redis';
import { keysOf } from '@terskel/server/store/keys';
import { afterAll, beforeAll } from 'vitest';
import { startTestRedis, type TestRedis } from './redis.ts';

/** That of `main.ts` and `cli.ts`, so that processes of theirs can join. */
export const NAMESPACE = 'terskel';

interface Shared extends AsyncDisposable {
  readonly url: string;
}
let shared: Shared | null = null;

/** In a setup file: every service of the tests' file stands on this store, one after the other. */
export function onSharedStore(start: () => Promise<Shared>): void {
  beforeAll(async () => {
    shared = await start();
  }, 60_000);
  afterAll(() => shared?.[Symbol.asyncDispose]());
}

/** An empty live store of the tests' kind. */
export async function startLiveStore(): Promise<TestRedis> {
  return shared === null ? startTestRedis() : emptied(shared.url);
}

/** One that several tests use, and that none of them may stop. */
export async function emptied(url: string): Promise<TestRedis> {
  const redis = await redisClient(url, () => {}, keysOf(NAMESPACE).root).connect();
  await redis.flushAll();
  redis.destroy();
  const never = () => Promise.reject(new Error('a test that stops its store needs one of its own'));
  return { url, pid: NaN, kill: never, restart: never, async [Symbol.asyncDispose]() {} };
}
