/** The same code on a Redis in cluster mode, which refuses a step whose keys are not all in one slot. */
import { randomIds } from '@terskel/server/clock';
import { ledger } from '@terskel/server/store/ledger';
import { redisClient } from '@terskel/server/store/redis';
import { expect, test, vi } from 'vitest';
import { liveStores } from '../../helpers/live.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis.ts';
import { run } from '../../fuzz/run.ts';
import { stepsOf } from '../../fuzz/steps.ts';

/** One server that holds all slots. */
async function startCluster(): Promise<TestRedis> {
  const redis = await startTestRedis({ extraArgs: ['--cluster-enabled', 'yes'] });
  const client = await redisClient(redis.url, () => {}).connect();
  await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
  await vi.waitFor(
    async () => expect(await client.clusterInfo()).toContain('cluster_state:ok'),
    10_000,
  );
  client.destroy();
  return redis;
}
const openLive = liveStores(startCluster);

test('[F6] it refuses what does not stand in one slot', async () => {
  const { redis } = await openLive();
  await expect(redis.mSet({ '{a}': '1', '{b}': '2' })).rejects.toThrow('CROSSSLOT');
});

test('[F6] every step of the live store stands in one slot', async () => {
  const { url } = await openLive();
  expect((await run(url, stepsOf(6, 600))).failure).toBeNull();
});

test('[F6] and so does every step of the ledger', async () => {
  const { redis } = await openLive();
  const staff = ledger(redis, 'cluster', randomIds);
  const invite = await staff.addInvite({ roles: ['volunteer'], trained: true });
  const id = await staff.join(invite, 'Kari');
  await staff.setSettings({ paused: true, queueLimit: 1 });
  expect(id).not.toBeNull();
  expect(await staff.settings()).toMatchObject({ paused: true, queueLimit: 1 });
});
