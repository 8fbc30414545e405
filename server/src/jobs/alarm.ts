/**
 * Wakes a node when something is due. A job carries nothing: it only says "look at the deadlines now" (see
 * `domain/deadlines.ts`), so the job queue holds no id of anybody and a lost, late or double job is harmless.
 */
import { Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import type { Clock, Timers } from '../domain/ports.ts';
import { storeAddress } from '../store/address.ts';

/** Alarms of one such step of time are one job. */
const STEP_MS = 250;
const NAME = 'alarm';

export interface Alarm extends Timers {
  close(): Promise<void>;
}

/** Data must come so soon after a command was sent, or the connection is made anew; BullMQ looks after its waiting one. */
const SILENT_MS = 5_000;
const WORKER_SILENT_MS = 12_000;
/** Alarms that a store has not answered for yet. */
const UNANSWERED_MOST = 500;

function connect(address: string, socketTimeout: number): Redis | Cluster {
  const at = storeAddress(address);
  if (at === null) throw new TypeError('not an address of a store');
  const forever = { maxRetriesPerRequest: null, enableReadyCheck: false, socketTimeout };
  if (at.kind === 'socket') return new Redis({ ...forever, path: at.path });
  const tls = at.tls ? { tls: {} } : {};
  const login = { ...at.login, ...tls };
  switch (at.kind) {
    case 'single':
      return new Redis({ ...forever, ...at.hosts[0], ...login, db: at.database });
    case 'cluster':
      return new Cluster([...at.hosts], {
        redisOptions: { ...forever, ...login },
        // A certificate is for the name, not for the number that it stands for.
        ...(at.tls ? { dnsLookup: (host, found) => found(null, host) } : {}),
      });
    case 'sentinel': {
      const { username, password } = at.sentinelLogin;
      return new Redis({
        ...{ ...forever, ...login, db: at.database, name: at.name, sentinels: [...at.hosts] },
        ...(username === undefined ? {} : { sentinelUsername: username }),
        ...(password === undefined ? {} : { sentinelPassword: password }),
        ...(at.tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
      });
    }
  }
}

export function alarm(
  address: string,
  prefix: string,
  clock: Clock,
  ring: () => Promise<void>,
  onFailed: (error: Error) => void,
): Alarm {
  // While the store is away an alarm is dropped, not kept in memory: the sweep will do its work (rule F4).
  const adding = connect(address, SILENT_MS);
  const working = connect(address, WORKER_SILENT_MS);
  let unanswered = 0;
  const queue = new Queue(NAME, {
    connection: adding,
    prefix,
    streams: { events: { maxLen: 10 } },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  const worker = new Worker(NAME, ring, { connection: working, prefix, concurrency: 1 });
  // That the store is away is told by the live store's own client; here it would be told four times over.
  const toldElsewhere = () => {};
  adding.on('error', toldElsewhere);
  working.on('error', toldElsewhere);
  queue.on('error', toldElsewhere);
  worker.on('error', toldElsewhere);
  worker.on('failed', (_job, error) => onFailed(error));

  return {
    wakeAt(dueAt) {
      if (adding.status !== 'ready' || unanswered >= UNANSWERED_MOST) return;
      unanswered += 1;
      const at = Math.ceil(dueAt / STEP_MS) * STEP_MS;
      queue
        .add(NAME, {}, { jobId: `at-${at}`, delay: Math.max(0, at - clock.now()) })
        .catch(() => {})
        .finally(() => (unanswered -= 1));
    },
    async close() {
      // By force: else it waits for ever on a connection that is just coming back. What it was at is done by others.
      await Promise.allSettled([worker.close(true), queue.close()]);
      for (const connection of [adding, working]) connection.disconnect();
    },
  };
}
