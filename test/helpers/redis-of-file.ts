/** One Redis server, and a client of it, for all tests of a file. */
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { afterAll, beforeAll } from 'vitest';
import { startTestRedis, type TestRedis, type TestRedisOptions } from './redis.ts';

/** Once per test file: `const redis = redisOfFile()`; its fields are there while tests run. */
export function redisOfFile(options?: TestRedisOptions) {
  let server: TestRedis;
  let client: RedisClient;
  beforeAll(async () => {
    server = await startTestRedis(options);
    client = await redisClient(server.url, () => {}).connect();
  });
  afterAll(async () => {
    client.destroy();
    await server[Symbol.asyncDispose]();
  });
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
  };
}
