import { writesToDisk } from '@terskel/server/redis/startup-checks';
import { redisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { startTestSentinels } from '../../helpers/many-redis.ts';
import { startTestRedis } from '../../helpers/redis.ts';

test('[A4] a live store that would write to disk is detected', async () => {
  for (const [extraArgs, writes] of [
    [[], false],
    [['--save', '60 1'], true],
    [['--appendonly', 'yes'], true],
  ] as const) {
    await using redis = await startTestRedis({ extraArgs });
    const client = await redisClient(redis.url, () => {}).connect();
    expect(await writesToDisk(client)).toBe(writes);
    client.destroy();
  }
});

test('[A4] a live store whose replicas would write to disk during a full sync is detected', async () => {
  await using sentinels = await startTestSentinels();
  const { redis } = sentinels.master;
  expect(await writesToDisk(redis)).toBe(false);
  await redis.configSet('repl-diskless-load', 'disabled');
  expect(await writesToDisk(redis)).toBe(true);
  await redis.configSet({ 'repl-diskless-load': 'on-empty-db', 'repl-diskless-sync': 'no' });
  expect(await writesToDisk(redis)).toBe(true);
}, 20_000);
