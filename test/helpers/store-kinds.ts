/** The live store that a test's service uses: its own Redis, or the cluster or Sentinels of the test file. */
import { redisClient } from '@terskel/server/redis/client';
import { keysOf } from '@terskel/server/live/keys';
import { afterAll, beforeAll } from 'vitest';
import { startTestRedis, type TestRedis } from './redis.ts';

/** The namespace of `main.ts` and `cli.ts`, so that their processes can join. */
export const NAMESPACE = 'terskel';

interface Shared extends AsyncDisposable {
  readonly url: string;
}
let shared: Shared | null = null;

/** For a setup file: every service of the test file uses this store, one after the other. */
export function onSharedStore(start: () => Promise<Shared>): void {
  beforeAll(async () => {
    shared = await start();
  }, 60_000);
  afterAll(() => shared?.[Symbol.asyncDispose]());
}

/** An empty live store of the kind that the test run uses. */
export async function startLiveStore(): Promise<TestRedis> {
  return shared === null ? startTestRedis() : emptied(shared.url);
}

/** A store that several tests share and none of them may stop. */
export async function emptied(url: string): Promise<TestRedis> {
  const redis = await redisClient(url, () => {}, keysOf(NAMESPACE).root).connect();
  await redis.flushAll();
  redis.destroy();
  const never = () =>
    Promise.reject(new Error('this store is shared and cannot be stopped by a test'));
  return { url, pid: NaN, kill: never, restart: never, async [Symbol.asyncDispose]() {} };
}
