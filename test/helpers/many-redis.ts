/** A Redis Cluster and a Redis under Sentinels: real servers on local ports, stopped at the end of the block. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { ended, spawnBound } from '../../scripts/children.ts';
import { findRedisServer, startRedis } from '../../scripts/redis.ts';
import { freePorts } from './ports.ts';
import { until } from './until.ts';

/** One of several servers. */
export interface Member {
  readonly port: number;
  readonly pid: number;
  /** A direct client of this server. */
  readonly redis: RedisClient;
  kill(): Promise<void>;
}

export interface TestCluster extends AsyncDisposable {
  readonly url: string;
  readonly members: readonly Member[];
}

export interface TestSentinels extends AsyncDisposable {
  readonly url: string;
  /** The primary at the start. */
  readonly master: Member;
  readonly replica: Member;
}

async function startMember(dir: string, port: number, args: readonly string[]): Promise<Member> {
  const server = await startRedis({
    program: await findRedisServer(),
    socketPath: join(dir, String(port), 'redis.sock'),
    extraArgs: ['--port', String(port), '--bind', '127.0.0.1', ...args],
  });
  const redis = await redisClient(server.url, () => {}).connect();
  return {
    ...{ port, pid: server.pid, redis },
    async kill() {
      redis.destroy();
      await server.stop('SIGKILL');
    },
  };
}

const ask = (member: Member, ...words: string[]) => member.redis.sendCommand(words);

/** A cluster of `masters` primaries that share the slots, each with `replicas` replicas. */
export async function startTestCluster(
  size: { readonly masters?: number; readonly replicas?: number } = {},
): Promise<TestCluster> {
  const cluster = await startUnformedCluster(size);
  await cluster.form();
  return cluster;
}

/** The same servers before they form a cluster: nobody owns a slot, and each answers CLUSTERDOWN. */
export async function startUnformedCluster({ masters = 3, replicas = 0 } = {}): Promise<
  TestCluster & { form(): Promise<void> }
> {
  const dir = await mkdtemp(join(tmpdir(), 'terskel-test-'));
  const count = masters * (1 + replicas);
  const ports = await freePorts(2 * count);
  const members = await Promise.all(
    ports
      .slice(0, count)
      .map((port, index) =>
        startMember(dir, port, [
          ...['--cluster-enabled', 'yes', '--cluster-port', String(ports[count + index])],
          ...['--cluster-node-timeout', '1000', '--repl-diskless-sync-delay', '0'],
          ...['--repl-diskless-load', 'on-empty-db'],
        ]),
      ),
  );
  return {
    url: `redis+cluster://${members.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    members,
    form: () => formCluster(members, masters, ports[count] ?? 0),
    async [Symbol.asyncDispose]() {
      await Promise.all(members.map((member) => member.kill()));
      await rm(dir, { recursive: true });
    },
  };
}

/** Shares the slots among the first `masters` members, and makes the others their replicas. */
async function formCluster(members: readonly Member[], masters: number, busPort: number) {
  const [first, ...others] = members;
  if (!first) throw new Error('a cluster has at least one node');
  await Promise.all(
    members.map(async (member, index) => {
      await ask(member, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
      if (index >= masters) return;
      const slot = (share: number) => Math.ceil((16_384 * share) / masters);
      const [from, to] = [slot(index), slot(index + 1) - 1];
      await ask(member, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
    }),
  );
  for (const [index, { port }] of others.entries()) {
    const bus = String(busPort + 1 + index);
    await ask(first, 'CLUSTER', 'MEET', '127.0.0.1', String(port), bus);
  }
  const agreed = async (member: Member) => {
    const info = await member.redis.clusterInfo();
    return (
      info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${members.length}`)
    );
  };
  await Promise.all(members.map((member) => until(() => agreed(member))));
  for (const [index, replica] of members.slice(masters).entries()) {
    const id = String(await members[index % masters]?.redis.clusterMyId());
    await until(async () => (await replica.redis.clusterNodes()).includes(id));
    await ask(replica, 'CLUSTER', 'REPLICATE', id);
    await until(async () => (await replica.redis.info('replication')).includes('link_status:up'));
  }
}

const NAME = 'live';
const QUORUM = 2;

/** A primary with one replica, and three Sentinels that monitor it. */
export async function startTestSentinels(): Promise<TestSentinels> {
  const dir = await mkdtemp(join(tmpdir(), 'terskel-test-'));
  const [port, replicaPort = 0, ...sentinelPorts] = await freePorts(5);
  const diskless = ['--repl-diskless-sync-delay', '0', '--repl-diskless-load', 'on-empty-db'];
  const master = await startMember(dir, port, diskless);
  const replicaOf = ['--replicaof', `127.0.0.1 ${port}`];
  const replica = await startMember(dir, replicaPort, [...diskless, ...replicaOf]);
  await until(async () => (await replica.redis.info('replication')).includes('link_status:up'));
  const program = await findRedisServer();
  const sentinels = await Promise.all(
    sentinelPorts.map(async (own) => {
      const file = join(dir, `sentinel-${own}.conf`);
      const lines = [
        ...[`port ${own}`, 'bind 127.0.0.1', `dir ${dir}`, 'loglevel warning'],
        `sentinel monitor ${NAME} 127.0.0.1 ${port} ${QUORUM}`,
        `sentinel down-after-milliseconds ${NAME} 1000`,
        `sentinel failover-timeout ${NAME} 5000`,
      ];
      await writeFile(file, lines.join('\n'));
      return spawnBound(program, [file, '--sentinel'], { whenWeDie: 'KILL', stdio: 'ignore' });
    }),
  );
  const knows = async (own: number) => {
    const sentinel = redisClient(`redis://127.0.0.1:${own}`, () => {});
    await sentinel.connect();
    await until(async () => {
      const told = (await sentinel.sendCommand(['SENTINEL', 'MASTER', NAME])) as unknown;
      const { 'num-slaves': slaves, 'num-other-sentinels': more } = told as Record<string, string>;
      return slaves === '1' && more === String(sentinelPorts.length - 1);
    });
    sentinel.destroy();
  };
  await Promise.all(sentinelPorts.map(knows));
  return {
    url: `redis+sentinel://${sentinelPorts.map((own) => `127.0.0.1:${own}`).join(',')}/${NAME}`,
    ...{ master, replica },
    async [Symbol.asyncDispose]() {
      for (const sentinel of sentinels) sentinel.kill('SIGKILL');
      await Promise.all([...sentinels.map(ended), master.kill(), replica.kill()]);
      await rm(dir, { recursive: true });
    },
  };
}

/** The server that owns the key's slot. */
export async function ownerOf({ members }: TestCluster, key: string): Promise<Member> {
  for (const member of members) {
    if (
      await member.redis.exists(key).then(
        () => true,
        () => false,
      )
    )
      return member;
  }
  throw new Error('no server owns this slot');
}

/** Moves the key's slot with all its keys, as an operator does to spread load. */
export async function moveSlot(
  { members }: TestCluster,
  key: string,
  from: Member,
  to: Member,
): Promise<void> {
  const slot = String(await from.redis.clusterKeySlot(key));
  const [fromId, toId] = [await from.redis.clusterMyId(), await to.redis.clusterMyId()].map(String);
  await ask(to, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId ?? '');
  await ask(from, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId ?? '');
  for (;;) {
    const keys = (await ask(from, 'CLUSTER', 'GETKEYSINSLOT', slot, '10')) as unknown as string[];
    if (keys.length === 0) break;
    await ask(from, 'MIGRATE', '127.0.0.1', String(to.port), '', '0', '5000', 'KEYS', ...keys);
  }
  for (const one of [to, from, ...members.filter((member) => member !== to && member !== from)]) {
    await ask(one, 'CLUSTER', 'SETSLOT', slot, 'NODE', toId ?? '');
  }
}
