/** The service in this process: real stores, real sockets, one node or several, and a clock that the test moves. */
import { randomUUID } from 'node:crypto';
import { startApp, type App } from '@terskel/server/app';
import { randomIds, systemClock } from '@terskel/server/clock';
import { meetDeadlines } from '@terskel/server/domain/deadlines';
import type { Settings } from '@terskel/server/domain/ports';
import { createLog } from '@terskel/server/observe/log';
import type { Role } from '@terskel/shared/models';
import type { Staff } from '@terskel/shared/models';
import { createClient } from 'redis';
import { testClock, type TestClock } from './clock.ts';
import { connectSeeker, connectStaff, type SeekerPeer, type StaffPeer } from './peer.ts';
import { startTestRedis } from './redis.ts';

export interface TestService extends AsyncDisposable {
  readonly clock: TestClock;
  readonly nodes: readonly App[];
  /** Address of a node, `http://127.0.0.1:port`. */
  origin(node?: number): string;
  seeker(node?: number, resumeToken?: string): Promise<SeekerPeer>;
  /** A new trained volunteer, connected, off duty. */
  volunteer(options?: VolunteerOptions): Promise<StaffPeer & { session: string; staff: Staff }>;
  staff(node: number, session: string): Promise<StaffPeer>;
  /** Moves the clock, then does on every node what time asks for. */
  pass(ms: number): Promise<void>;
  /** One beat of every node's pulse. */
  tick(): Promise<void>;
  set(settings: Partial<Settings>): Promise<void>;
  /** Every key of the live store, without the job queue's own. */
  keys(): Promise<string[]>;
}

export interface VolunteerOptions extends Partial<Omit<Staff, 'id'>> {
  readonly node?: number;
}

export interface ServiceOptions {
  readonly nodes?: number;
  /** Time passes by itself, as for browsers; `pass` is then of no use. */
  readonly realTime?: boolean;
}

export async function startService({
  nodes: count = 1,
  realTime = false,
}: ServiceOptions = {}): Promise<TestService> {
  const redis = await startTestRedis();
  const ledgerRedis = await startTestRedis();
  const clock = testClock();
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const nodes: App[] = [];
  for (let i = 0; i < count; i += 1) {
    nodes.push(
      await startApp({
        config: {
          host: '127.0.0.1',
          port: 0,
          redisUrl: redis.url,
          ledgerUrl: ledgerRedis.url,
          publicUrl: 'http://localhost:3000',
          dataDir: '/nonexistent',
          logLevel: 'silent',
        },
        log: createLog('silent', 'test'),
        clock: realTime ? systemClock : clock,
        ids: randomIds,
        namespace,
      }),
    );
  }
  const at = (node: number): App => {
    const app = nodes[node];
    if (!app) throw new Error(`there is no node ${node}`);
    return app;
  };
  const origin = (node = 0) => `http://127.0.0.1:${at(node).port}`;
  const peers: (SeekerPeer | StaffPeer)[] = [];
  const client = createClient({ socket: { path: new URL(redis.url).pathname, tls: false } });
  await client.connect();
  const remember = <P extends SeekerPeer | StaffPeer>(peer: P): P => {
    peers.push(peer);
    return peer;
  };

  return {
    clock,
    nodes,
    origin,
    seeker: async (node = 0, resumeToken?) =>
      remember(await connectSeeker(origin(node), resumeToken)),
    staff: async (node, session) => remember(await connectStaff(origin(node), session)),
    async volunteer({ node = 0, ...profile } = {}) {
      const { ledger } = at(node).domain;
      const member = {
        alias: 'Kari',
        roles: ['volunteer'] as Role[],
        trained: true,
        capacity: 1,
        languages: ['no', 'en'] as Staff['languages'],
        topics: [],
        ...profile,
      };
      const id = await ledger.addStaff(member);
      const session = await ledger.openSession(id);
      const peer = remember(await connectStaff(origin(node), session));
      return Object.assign(peer, { session, staff: { id, ...member } });
    },
    async pass(ms) {
      clock.move(ms);
      for (const node of nodes) await node.tick();
      await Promise.all(nodes.map((node) => meetDeadlines(node.domain)));
      for (const node of nodes) await node.tick();
    },
    async tick() {
      await Promise.all(nodes.map((node) => node.tick()));
    },
    async set(settings) {
      await at(0).domain.ledger.setSettings(settings);
      await Promise.all(nodes.map((node) => node.tick()));
    },
    async keys() {
      const all = await client.keys(`{${namespace}}:*`);
      return all.filter((key) => !key.includes(':jobs:')).toSorted();
    },
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.disconnect();
      await Promise.all(nodes.map((node) => node.close()));
      client.destroy();
      await redis[Symbol.asyncDispose]();
      await ledgerRedis[Symbol.asyncDispose]();
    },
  };
}
