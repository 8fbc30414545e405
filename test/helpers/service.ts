/** The service in this process: real stores, real sockets, one or more nodes, and a clock that the test moves. */
import { startApp, type App } from '@terskel/server/app';
import { randomIds } from '@terskel/server/clock';
import type { Config } from '@terskel/server/config';
import type { Ledger } from '@terskel/server/domain/ledger';
import type { Settings } from '@terskel/server/domain/ports';
import { createLog } from '@terskel/server/observe/log';
import { digest } from '@terskel/server/digest';
import { keysOf } from '@terskel/server/live/keys';
import { ledger as ledgerOf } from '@terskel/server/ledger/ledger';
import { redisClient, type RedisClient } from '@terskel/server/redis/client';
import type { Role, Staff } from '@terskel/shared/models';
import { runningClock, testClock, type TestClock } from './clock.ts';
import { dumpOf, everythingIn, type Dump } from './dump.ts';
import {
  connectSeeker,
  connectStaff,
  type LostShift,
  type SeekerPeer,
  type StaffPeer,
} from './peer.ts';
import { startNode, type NodeProcess } from './process.ts';
import { startTestRedis, type TestRedis } from './redis.ts';
import { NAMESPACE, startLiveStore } from './store-kinds.ts';
import { until } from './until.ts';

export { until } from './until.ts';

/** A node of this process by its index, or the address of any node. */
export type Where = number | string;
type AnyPeer = SeekerPeer | StaffPeer;

export interface TestService extends AsyncDisposable {
  readonly clock: TestClock;
  readonly nodes: readonly App[];
  /** The stores' servers, to be killed and restarted. */
  readonly live: TestRedis;
  readonly ledger: TestRedis;
  /** The test's own connections to the live store and the ledger. */
  readonly redis: RedisClient;
  readonly ledgerRedis: RedisClient;
  /** The ledger with a node's interface. */
  readonly book: Ledger;
  /** Address of a node, `http://127.0.0.1:port`. */
  origin(node?: Where): string;
  seeker(node?: Where, resumeToken?: string, resumeTicket?: string): Promise<SeekerPeer>;
  /** A new trained volunteer, connected, off duty. */
  volunteer(options?: VolunteerOptions): Promise<VolunteerPeer>;
  staff(node: Where, session: string | undefined, lost?: LostShift): Promise<StaffPeer>;
  /** One more node, as a separate process, in real time. */
  spawn(env?: Readonly<Record<string, string>>): Promise<NodeProcess>;
  /** Moves the clock, then runs two ticks of every node: what is due on one may have effects on another. */
  pass(ms: number): Promise<void>;
  /** Runs one periodic tick of every node. */
  tick(): Promise<void>;
  /** Runs ticks until every node reaches both stores again. */
  ready(): Promise<void>;
  /** Runs enough ticks for each node to sweep once. */
  sweep(): Promise<void>;
  set(settings: Partial<Settings>): Promise<void>;
  /** Drops the peer's connection without a disconnect packet, and waits until the live store has recorded it. */
  drop(peer: AnyPeer): Promise<void>;
  /** Closes every connection of this kind between the nodes and the live store. */
  cut(kind: 'normal' | 'pubsub'): Promise<void>;
  /** Resolves once everything these peers have sent has been read. */
  heard(...peers: AnyPeer[]): Promise<void>;
  /** Resolves once everything on its way to these peers has arrived. */
  settled(...peers: AnyPeer[]): Promise<void>;
  /** Sends the beacon of a page that unloads. */
  leave(seeker: SeekerPeer, how: 'exit' | 'end' | 'closing', node?: Where): Promise<void>;
  /** A seeker's session as stored. */
  session(seeker: SeekerPeer): Promise<Readonly<Record<string, string>>>;
  /** Every key of the live store, except those of the job queue. */
  keys(): Promise<string[]>;
  /** The contents of the live store, without the job queue. */
  dump(): Promise<Dump>;
  /** The keys and contents of the job queue, as one text. */
  jobs(): Promise<string>;
}

interface VolunteerOptions extends Partial<Omit<Staff, 'id'>> {
  readonly node?: Where;
}
export type VolunteerPeer = StaffPeer & { readonly session: string; readonly staff: Staff };

export interface ServiceOptions {
  readonly nodes?: number;
  /** Time passes by itself, for processes and browsers; `pass` moves this service's clock forward. */
  readonly realTime?: boolean;
  /** Another clock than those. */
  readonly clock?: TestClock;
  readonly heartbeatMs?: number;
  readonly publicUrl?: string;
  readonly trustedProxies?: readonly string[];
  readonly sharedNetworks?: readonly string[];
  /** Whether the nodes serve metrics. */
  readonly metrics?: boolean;
  /** The live store to use, empty at the start; by default one of the kind that the test run uses. */
  readonly live?: TestRedis;
  /** The ledger to use, empty at the start. */
  readonly ledger?: TestRedis;
  /** By default no test needs a proof of work. */
  readonly ticketsPerMinuteBeforeProof?: number;
  /** By default a volunteer without a leader is enough. */
  readonly leaderNeeded?: boolean;
}

/** A sweep runs on every fifth tick. */
const SWEEP_TICKS = 5;

export async function startService({
  nodes: count = 1,
  realTime = false,
  clock = realTime ? runningClock() : testClock(),
  heartbeatMs = 10_000,
  publicUrl = 'http://localhost:3000',
  trustedProxies = [],
  sharedNetworks = ['loopback'],
  metrics = false,
  live: given,
  ledger: givenLedger,
  ticketsPerMinuteBeforeProof = 1_000_000,
  leaderNeeded = false,
}: ServiceOptions = {}): Promise<TestService> {
  const [live, ledger] = await Promise.all([
    given ?? startLiveStore(),
    givenLedger ?? startTestRedis({ appendOnly: true }),
  ]);
  const config: Config = {
    ...{ host: '127.0.0.1', port: 0, publicUrl, dataDir: '/nonexistent', logLevel: 'silent' },
    drainMs: 0,
    ...{ redisUrl: live.url, ledgerUrl: ledger.url },
    ...{ trustedProxies, sharedNetworks },
    ...{ metricsHost: '127.0.0.1', metricsPort: metrics ? 0 : null },
  };
  const start = () =>
    startApp({
      ...{ config, ids: randomIds, namespace: NAMESPACE },
      log: createLog('silent', 'test'),
      ...{ clock, heartbeatMs },
    });
  const { root } = keysOf(NAMESPACE);
  const client = async (url: string) => redisClient(url, () => {}, root).connect();
  const [redis, ledgerRedis] = await Promise.all([client(live.url), client(ledger.url)]);
  const book = ledgerOf(ledgerRedis, NAMESPACE, clock, randomIds);
  await book.setSettings('operator', { ticketsPerMinuteBeforeProof, leaderNeeded });
  const nodes = await Promise.all(Array.from({ length: count }, start));
  const at = (node: number): App => {
    const app = nodes[node];
    if (!app) throw new Error(`there is no node ${node}`);
    return app;
  };
  const origin = (node: Where = 0) =>
    typeof node === 'string' ? node : `http://127.0.0.1:${at(node).port}`;
  const peers: AnyPeer[] = [];
  const processes: NodeProcess[] = [];
  const remember = <P extends AnyPeer>(peer: P): P => {
    peers.push(peer);
    return peer;
  };
  const tick = async () => void (await Promise.all(nodes.map((node) => node.tick())));

  const heard = async (...some: AnyPeer[]) => {
    const there = some.filter(({ socket }) => socket.connected);
    await Promise.all(there.map((peer) => peer.raw('nothing:asked')));
  };

  return {
    ...{ clock, nodes, live, ledger, redis, ledgerRedis, book, origin, tick },
    seeker: async (node?, ...held) => remember(await connectSeeker(origin(node), ...held)),
    staff: async (node, session, lost) => remember(await connectStaff(origin(node), session, lost)),
    async volunteer({ node = 0, ...profile } = {}) {
      const member = {
        alias: 'Kari',
        roles: ['volunteer'] as Role[],
        trained: true,
        capacity: 1,
        languages: ['no', 'en'] as Staff['languages'],
        topics: [],
        ...profile,
      };
      const id = await book.addStaff('operator', member);
      const session = await book.openSession(id, null);
      const peer = remember(await connectStaff(origin(node), session));
      return Object.assign(peer, { session, staff: { id, ...member } });
    },
    async spawn(env = {}) {
      const node = await startNode({ REDIS_URL: config.redisUrl, LEDGER_URL: ledger.url, ...env });
      processes.push(node);
      return node;
    },
    async pass(ms) {
      clock.move(ms);
      await tick();
      await tick();
    },
    async ready() {
      await until(async () => {
        await tick();
        const answers = await Promise.all(nodes.map((_, node) => fetch(`${origin(node)}/readyz`)));
        // The test's own connections as well.
        const ways = [redis, ledgerRedis].every(({ isReady }) => isReady);
        return ways && answers.every(({ ok }) => ok);
      });
    },
    async sweep() {
      for (let beat = 0; beat < SWEEP_TICKS; beat += 1) await tick();
    },
    async set(settings) {
      await book.setSettings('operator', settings);
      await tick();
    },
    async drop(peer) {
      await peer.drop();
      const key =
        'resumeToken' in peer
          ? `${root}:seeker:${digest(peer.resumeToken)}`
          : `${root}:volunteer:${peer.snapshot.session.staff.id}`;
      await until(async () => ((await redis.hGet(key, 'connection')) ?? '') === '');
    },
    async cut(kind) {
      await redis.sendCommand(['CLIENT', 'KILL', 'TYPE', kind, 'SKIPME', 'yes']);
    },
    heard,
    async settled(...some) {
      // The second round of answers shows that the nodes have received everything published before. Events that they
      // sent precede the peers' answers.
      for (const node of [...nodes, ...nodes]) await node.domain.store.ready();
      await heard(...some);
    },
    async leave({ resumeToken }, how, node) {
      const body = JSON.stringify({ resumeToken, how });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${origin(node)}/api/leave`, { method: 'POST', headers, body });
    },
    session: async ({ resumeToken }) => ({
      ...(await redis.hGetAll(`${root}:seeker:${digest(resumeToken)}`)),
    }),
    async keys() {
      const all = await redis.keys(`${root}:*`);
      return all.filter((key) => !key.startsWith(`${root}:jobs:`)).toSorted();
    },
    dump: () => dumpOf(redis, root),
    jobs: () => everythingIn(redis, `${root}:jobs:*`),
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.disconnect();
      await Promise.all(processes.map((node) => node.kill()));
      await Promise.all(nodes.map((node) => node.close()));
      for (const one of [redis, ledgerRedis]) one.destroy();
      await Promise.all([live[Symbol.asyncDispose](), ledger[Symbol.asyncDispose]()]);
    },
  };
}
