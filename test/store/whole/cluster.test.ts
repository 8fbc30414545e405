/** The same code on a Redis in cluster mode, which refuses operations whose keys are not all in one slot. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { reachStore } from '@terskel/server/redis/startup-checks';
import { expect, test, vi } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { done, openLedger } from '../../helpers/ledgers.ts';
import { liveStores } from '../../helpers/live.ts';
import { startUnformedCluster } from '../../helpers/many-redis.ts';
import { freePorts } from '../../helpers/ports.ts';
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
  await Promise.race([forming(client), connected]);
  await cluster.form();
  await connected;
  expect(await client.ping()).toBe('PONG');
  client.destroy();
});

test('[F8] the start does not wait for ever for a cluster that never forms', async () => {
  await using cluster = await startUnformedCluster({ masters: 1 });
  const client = redisClient(cluster.url, () => {}, '{live}');
  const clock = testClock();
  const reached = reachStore('REDIS_URL', client, clock);
  const failed = reached.then(() => null, String);
  await forming(client);
  for (let turn = 0; turn < 5; turn += 1) clock.move(10_000);
  expect(client.starting).toBe('forming');
  clock.move(10_000);
  expect(await failed).toBe('Error: REDIS_URL names a cluster that is incomplete.');
});

test('[F8] a redirection does not hide that its target cannot be reached', async () => {
  const [owner, ...nodes] = await freePorts(3);
  await using stack = new AsyncDisposableStack();
  const attempts = { count: 0 };
  for (const port of nodes) {
    const node = redirectingTo(owner, attempts).listen(port, '127.0.0.1');
    stack.defer(() => void node.close());
    await once(node, 'listening');
  }
  const hosts = nodes.map((port) => `127.0.0.1:${port}`).join(',');
  const client = redisClient(`redis+cluster://${hosts}`, () => {}, '{live}');
  const clock = testClock();
  const failed = reachStore('REDIS_URL', client, clock).then(() => null, String);
  // The next connection follows when an attempt has asked both nodes.
  await until(() => Promise.resolve(attempts.count > nodes.length));
  expect(client.starting).toBeNull();
  clock.move(10_000);
  expect(await failed).toBe('Error: REDIS_URL names a store that cannot be reached.');
});

const forming = (client: RedisClient) =>
  until(() => Promise.resolve(client.starting === 'forming'));

/** A node of a cluster that redirects every read to this port. */
function redirectingTo(owner: number, attempts: { count: number }): Server {
  return createServer((socket) => {
    attempts.count += 1;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      for (const [, command = ''] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        if (command === 'HELLO') socket.write('%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n');
        else if (command === 'EXISTS') socket.write(`-MOVED 0 127.0.0.1:${owner}\r\n`);
        else socket.write('+OK\r\n');
      }
    });
  });
}
