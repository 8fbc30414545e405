/** The same code on a Redis in cluster mode, which refuses operations whose keys are not all in one slot. */
import { redisClient } from '@terskel/server/redis/client';
import { expect, test, vi } from 'vitest';
import { done, openLedger } from '../../helpers/ledgers.ts';
import { liveStores } from '../../helpers/live.ts';
import { startUnformedCluster } from '../../helpers/many-redis.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis.ts';
import { run } from '../../fuzz/run.ts';
import { stepsOf } from '../../fuzz/steps.ts';
import { until } from '../../helpers/until.ts';

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

test('[F6] the cluster refuses keys in different slots', async () => {
  const { redis } = await openLive();
  await expect(redis.mSet({ '{a}': '1', '{b}': '2' })).rejects.toThrow('CROSSSLOT');
});

test('[F6] every operation of the live store uses one slot', async () => {
  const { url } = await openLive();
  expect((await run(url, stepsOf(6, 600))).failure).toBeNull();
});

test('[F6] every operation of the ledger uses one slot', async () => {
  const { redis } = await openLive();
  const book = openLedger(redis, 'cluster');
  const id = await book.joined(['admin']);
  const session = await book.openSession(id, 'Firefox');
  done(await book.setSettings(id, { paused: true, queueLimit: 1 }));
  expect(await book.other.settings()).toMatchObject({ paused: true, queueLimit: 1 });
  expect(await book.revisions([session], new Set([session]))).toEqual([1]);
  expect(await book.sessions(session)).toHaveLength(1);
  expect((await book.audit({})).entries).toHaveLength(3);
});

test('[F8] the start waits for a cluster that is still forming', async () => {
  await using cluster = await startUnformedCluster({ masters: 2 });
  const client = redisClient(cluster.url, () => {}, '{live}');
  const connected = client.connect();
  connected.catch(() => {});
  await Promise.race([until(() => Promise.resolve(client.isStarting)), connected]);
  await cluster.form();
  await connected;
  expect(await client.ping()).toBe('PONG');
  client.destroy();
});
