/** The service as `pnpm start` runs it, in separate processes, with access to every place where it could keep data. */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import { ended } from '../../scripts/children.ts';
import { ROOT } from '../../scripts/env.ts';
import { findRedisServer } from '../../scripts/redis.ts';
import { everythingIn } from './dump.ts';
import { filesIn, tracesIn, tracesInMemory } from './canary-search.ts';
import { openWay } from './canary-way.ts';
import { freePorts } from './ports.ts';
import { until } from './until.ts';

export interface CanaryService extends AsyncDisposable {
  /** A node's address with the host name that passkeys belong to. */
  origin(node: number): string;
  /** A node's address for clients that connect from `from`; each call opens a separate proxy. */
  way(node: number, from: string): Promise<string>;
  /** The token of the first staff invite. */
  readonly invite: string;
  readonly live: RedisClient;
  readonly ledgerUrl: string;
  readonly pids: { readonly nodes: readonly number[]; readonly stores: readonly number[] };
  /** Everything that its processes have printed so far. */
  printed(): string;
  /** Settles when all processes have ended by themselves. */
  readonly ended: Promise<unknown>;
  /** Waits for one heartbeat of every node, then collects their garbage. */
  rest(): Promise<void>;
  /** Everything that a full search finds, as `place: what`. Ids are searched for on disk and in the log only. */
  search(ids?: readonly string[]): Promise<string[]>;
}

const helper = (name: string) => join(import.meta.dirname, name);

/**
 * `preloads`: test modules that each server node loads first. Linux only: it needs these loopback addresses and
 * `/proc`.
 */
export async function startCanaryService(
  nodes: number,
  preloads: readonly string[] = [],
): Promise<CanaryService> {
  const dir = mkdtempSync(join(tmpdir(), 'canary-'));
  const [data, temporary] = [join(dir, 'data'), join(dir, 'tmp')];
  const [port] = await freePorts(nodes);
  const loaded = [helper('canary-collect.ts'), ...preloads.map(helper)];
  // The core dump size is unlimited here, so that only the service itself can prevent a core dump.
  const script = 'mkdir "$TMPDIR"; ulimit -c unlimited; exec "$@"';
  const start = ['--require', './scripts/preload.cjs', 'scripts/start.ts', '--nodes', `${nodes}`];
  const bound = ['--pdeathsig', 'TERM', 'sh', '-c', script, 'sh', process.execPath];
  const child = spawn('setpriv', [...bound, ...start], {
    cwd: ROOT,
    env: {
      ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
      ...{ DATA_DIR: data, TMPDIR: temporary, PORT: `${port}`, LOG_LEVEL: 'debug' },
      TERSKEL_REDIS_SERVER: await findRedisServer(),
      NODE_OPTIONS: loaded.map((path) => `--import=${path}`).join(' '),
      CANARY_DIR: dir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const { promise: open, resolve: opened } = Promise.withResolvers<void>();
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (more: string) => {
      printed += more;
      if (printed.includes('Ctrl-C stops')) opened();
    });
  }
  const end = ended(child);
  const failed = end.then(() => Promise.reject(new Error(printed)));
  failed.catch(() => {});
  await Promise.race([open, failed]);

  const [liveSocket = ''] = globSync('terskel-*/live.sock', { cwd: temporary });
  const urlOf = (name: string) => `unix://${join(temporary, dirname(liveSocket), `${name}.sock`)}`;
  const reach = (name: string) => redisClient(urlOf(name), () => {}).connect();
  const [live, ledger] = await Promise.all([reach('live'), reach('ledger')]);
  const stores = [live, ledger];
  const collect = async (node: number) =>
    Number(await text(connect(join(dir, `${port + node}.sock`))));
  const all = Array.from({ length: nodes }, (_, node) => node);
  const pids = {
    nodes: await Promise.all(all.map(collect)),
    stores: await Promise.all(
      stores.map(async (store) => Number(/process_id:(\d+)/.exec(await store.info('server'))?.[1])),
    ),
  };
  const beats = async () =>
    Object.fromEntries(
      (await live.zRangeWithScores('{terskel}:nodes', 0, -1)).map(({ value, score }) => [
        value,
        score,
      ]),
    );
  const ways: AsyncDisposable[] = [];

  return {
    ...{ live, pids, ledgerUrl: urlOf('ledger'), ended: end },
    invite: /#invite=([\w-]+)/.exec(printed)?.[1] ?? '',
    printed: () => printed,
    origin: (node) => `http://localhost:${port + node}`,
    async way(node, from) {
      const way = await openWay(port + node, from);
      ways.push(way);
      return way.origin;
    },
    async rest() {
      const before = await beats();
      await until(async () =>
        Object.entries(await beats()).every(([node, at]) => at !== before[node]),
      );
      await Promise.all(all.map(collect));
    },
    async search(ids = []) {
      const log = { path: 'log', bytes: Buffer.from(printed) };
      const written = [...filesIn(data), ...filesIn(temporary), log];
      const dumps = await Promise.all(stores.map((store) => everythingIn(store)));
      // Only the live store may hold text sent after a conversation, and only in memory.
      const mayHold = (store: number) => (stores[store] === live ? 'said after' : undefined);
      return [
        ...written.flatMap(({ path, bytes }) =>
          tracesIn(bytes).map((trace) => `${path}: ${trace}`),
        ),
        ...dumps.flatMap((dump, store) =>
          tracesIn(Buffer.from(dump), mayHold(store)).map((trace) => `store: ${trace}`),
        ),
        ...written.flatMap(({ path, bytes }) =>
          ids.filter((id) => bytes.includes(id)).map(() => `${path}: an id`),
        ),
        ...pids.nodes.flatMap((pid) => tracesInMemory(pid).map((trace) => `node memory: ${trace}`)),
        ...pids.stores.flatMap((pid, store) =>
          tracesInMemory(pid, mayHold(store)).map((trace) => `store memory: ${trace}`),
        ),
      ];
    },
    async [Symbol.asyncDispose]() {
      for (const way of ways) await way[Symbol.asyncDispose]();
      for (const store of stores) store.destroy();
      child.kill('SIGTERM');
      await end;
      rmSync(dir, { recursive: true });
    },
  };
}
