/** The service under test: `server/src/main.ts` in separate processes, on separate stores. */
import { setTimeout as delay } from 'node:timers/promises';
import { randomIds, systemClock } from '@terskel/server/clock';
import type { SeekerId } from '@terskel/server/domain/live-store';
import { issueToSeeker } from '@terskel/server/domain/resume';
import { digest } from '@terskel/server/digest';
import { keysOf } from '@terskel/server/live/keys';
import { ledger } from '@terskel/server/ledger/ledger';
import { liveStore } from '@terskel/server/live/live-store';
import { redisClient } from '@terskel/server/redis/client';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { keys, wish } from '../helpers/fixtures.ts';
import { newId } from '../helpers/people.ts';
import { type NodeProcess, startNode } from '../helpers/process.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { ending, env } from './harness/profile.ts';
import type { Who } from './load/connection.ts';

/** High enough that no ticket is refused and no proof of work is needed. */
const QUEUE_LIMIT = 1_000_000;
/** The namespace of `main.ts`. */
const NAMESPACE = 'terskel';
/** A node name for people without a connection; the benchmark sends its heartbeats. */
const NOWHERE = 'bench';

export interface Talker {
  readonly conversationId: string;
  readonly seekerAuth: string;
  readonly staffAuth: string;
}
/** A waiting seeker, with the handshake that the tab would send. */
export interface Waiter {
  readonly auth: string;
  readonly seeker: SeekerId;
}

export type Service = Awaited<ReturnType<typeof startService>>;

/** Starts the stores, then `count` nodes. `profiled`: a profiler can be opened for each node. */
export async function startService(
  count: number,
  configuration: Readonly<Record<string, string>> = { TRUSTED_PROXIES: 'loopback' },
  profiled = false,
) {
  const stack = new AsyncDisposableStack();
  const live = stack.use(await startTestRedis());
  const kept = stack.use(await startTestRedis({ appendOnly: true }));
  const redis = await redisClient(live.url, () => {}).connect();
  const durable = await redisClient(kept.url, () => {}).connect();
  for (const client of [redis, durable]) stack.defer(() => client.destroy());
  const keysHere = keysOf(NAMESPACE);
  const store = liveStore(redis, keysHere);
  const staffLedger = ledger(durable, NAMESPACE, systemClock, randomIds);
  const sealing = tokenEncryption(staffLedger, systemClock);
  await sealing.turn();
  const issuer = { store, tokens: sealing, clock: systemClock };
  await staffLedger.setSettings('operator', {
    queueLimit: QUEUE_LIMIT,
    leaderNeeded: false,
    ticketsPerMinuteBeforeProof: QUEUE_LIMIT,
    connectionsPerPrefix: QUEUE_LIMIT,
  });
  const beat = () => store.beat(NOWHERE, newId(), systemClock.now(), null);
  await beat();
  stack.defer(systemClock.every(TIMES.tickMs, () => void beat().catch(() => {})));
  // At least one volunteer must be on duty, or intake would be closed.
  await onDuty();

  const nodes: (NodeProcess & { readonly port: number })[] = [];
  for (let n = 0; n < count; n += 1) {
    const node = await startNode({
      ...{ REDIS_URL: live.url, LEDGER_URL: kept.url, ...configuration, ...env(profiled) },
    });
    stack.defer(async () => void (await node.kill(ending())));
    nodes.push({ ...node, port: Number(new URL(node.origin).port) });
  }

  /** A volunteer on duty, connected to no node. */
  async function onDuty(): Promise<{ staff: Staff; session: string }> {
    const profile = {
      ...{ alias: 'Kari', roles: ['volunteer' as const], trained: true, capacity: 1 },
      ...{ languages: ['no' as const], topics: [] },
    };
    const id: StaffId = await staffLedger.addStaff('operator', profile);
    const staff = { id, ...profile };
    await store.connectStaff(staff, nowhere(), systemClock.now());
    await store.startShift(id, systemClock.now());
    return { staff, session: await staffLedger.openSession(id, null) };
  }

  /** A seeker in the queue; an urgent one is before all others. */
  async function waiting(urgent = false): Promise<Waiter> {
    const resumeToken = randomIds.secret();
    const seeker = digest(resumeToken) as SeekerId;
    const now = systemClock.now();
    await store.openTicket(seeker, nowhere(), newId(), wish({ urgent }), QUEUE_LIMIT, false, now);
    const resumeTicket = (await issueToSeeker(issuer, seeker)) ?? undefined;
    const auth = JSON.stringify({ protocol: PROTOCOL_VERSION, resumeToken, resumeTicket });
    return { auth, seeker };
  }

  async function talking(): Promise<Talker> {
    const { staff, session } = await onDuty();
    const { auth: seekerAuth } = await waiting();
    const now = systemClock.now();
    const offer = await store.takeOffer(staff.id, newId(), newId(), now);
    if (!offer.ok || offer.offer === null) throw new Error('no offer');
    const { encapsulation, confirmation } = keys();
    const { id } = offer.offer;
    const talk = await store.acceptOffer(staff.id, id, encapsulation, confirmation, now);
    if (!talk.ok) throw new Error(`no conversation: ${talk.code}`);
    const staffAuth = JSON.stringify({ protocol: PROTOCOL_VERSION, session });
    return { conversationId: talk.conversation.id, seekerAuth, staffAuth };
  }

  return {
    nodes,
    redis,
    store,
    keys: keysHere,
    waiting,
    talking,
    /** Process ids whose CPU and memory count as the service's. */
    pids: [...nodes.map(({ pid }) => pid), live.pid, kept.pid],
    storePids: [live.pid, kept.pid],
    port(node: number): number {
      return nodes[node]?.port ?? 0;
    },
    /** Collects the nodes' garbage. */
    async collect(): Promise<void> {
      for (const node of nodes) {
        const said = node.output().length;
        process.kill(node.pid, 'SIGUSR2');
        while (!node.output().slice(said).includes('collected')) await delay(10);
      }
    },
    /** The handshake of a new seeker. */
    newcomer(node: number): Who {
      const auth = JSON.stringify({ protocol: PROTOCOL_VERSION });
      return { dialect: 'seeker', port: nodes[node]?.port ?? 0, auth };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const nowhere = () => ({ node: NOWHERE, connection: newId() });
