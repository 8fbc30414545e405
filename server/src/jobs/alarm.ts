/**
 * Wakes a node when a deadline is due. A job carries no data: it only says "check the deadlines now" (see
 * `domain/deadlines.ts`). So the job queue holds no ids, and a lost, late or duplicate job is harmless.
 */
import { Queue, Worker } from 'bullmq';
import { systemClock } from '../clock.ts';
import type { Clock, Timers } from '../domain/ports.ts';
import { connection } from './connection.ts';

/** Alarms within the same step of this length share one job. */
const STEP_MS = 250;
const NAME = 'alarm';

export interface Alarm extends Timers {
  close(): Promise<void>;
}

/** Socket timeouts: without data for this long after a command, reconnect. BullMQ monitors its blocking connection. */
const SILENT_MS = 5_000;
const WORKER_SILENT_MS = 12_000;
/** Maximum number of alarms that the store has not acknowledged yet; further ones are dropped. */
const UNANSWERED_MOST = 500;

/**
 * `address` and `prefix`: those of the live store and of its job keys. `clock` tells when alarms are due. `ring` runs
 * when one is; `onFailed` gets its error if it fails. `time` runs the reconnect delays.
 */
export function alarm(
  address: string,
  prefix: string,
  clock: Clock,
  ring: () => Promise<void>,
  onFailed: (error: Error) => void,
  time: Clock = systemClock,
): Alarm {
  // While the store is unreachable, alarms are dropped and not kept in memory: the sweep does their work (rule F4).
  const adding = connection(address, prefix, SILENT_MS, time);
  const working = connection(address, prefix, WORKER_SILENT_MS, time);
  let unanswered = 0;
  const queue = new Queue(NAME, {
    connection: adding,
    prefix,
    streams: { events: { maxLen: 10 } },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  const worker = new Worker(NAME, ring, { connection: working, prefix, concurrency: 1 });
  // The live store's client already reports a lost connection; here it would be reported four more times.
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
      // Forced: otherwise it waits forever on a connection that is reconnecting. Other nodes do the interrupted work.
      await Promise.allSettled([worker.close(true), queue.close()]);
      for (const connection of [adding, working]) connection.disconnect();
    },
  };
}
