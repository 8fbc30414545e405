/**
 * Wakes a node when something is due. A job carries nothing: it only says "look at the deadlines now" (see
 * `domain/deadlines.ts`), so the job queue holds no id of anybody and a lost, late or double job is harmless.
 */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Clock, Timers } from '../domain/ports.ts';

/** Alarms of one such step of time are one job. */
const STEP_MS = 250;
const NAME = 'alarm';

export interface Alarm extends Timers {
  close(): Promise<void>;
}

function connect(address: string): Redis {
  const url = new URL(address);
  const forever = { maxRetriesPerRequest: null, enableReadyCheck: false };
  return url.protocol === 'unix:'
    ? new Redis(decodeURIComponent(url.pathname), forever)
    : new Redis(address, forever);
}

export function alarm(
  address: string,
  prefix: string,
  clock: Clock,
  ring: () => Promise<void>,
  onFailed: (error: Error) => void,
): Alarm {
  // While the store is away an alarm is dropped, not kept in memory: the sweep will do its work (rule F4).
  const adding = connect(address);
  const working = connect(address);
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
      if (adding.status !== 'ready') return;
      const at = Math.ceil(dueAt / STEP_MS) * STEP_MS;
      queue
        .add(NAME, {}, { jobId: `at-${at}`, delay: Math.max(0, at - clock.now()) })
        .catch(() => {});
    },
    async close() {
      // By force: else it waits for ever on a connection that is just coming back. What it was at is done by others.
      await Promise.allSettled([worker.close(true), queue.close()]);
      for (const connection of [adding, working]) connection.disconnect();
    },
  };
}
