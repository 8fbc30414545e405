/**
 * Wakes a node when something is due. A job carries nothing: it only says "look at the deadlines now" (see
 * `domain/deadlines.ts`), so the job queue holds no id of anybody and a lost, late or double job is harmless.
 */
import { Queue, Worker } from 'bullmq';
import { systemClock } from '../clock.ts';
import type { Clock, Timers } from '../domain/ports.ts';
import { connection } from './connection.ts';

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

export function alarm(
  address: string,
  prefix: string,
  clock: Clock,
  ring: () => Promise<void>,
  onFailed: (error: Error) => void,
  time: Clock = systemClock,
): Alarm {
  // While the store is away an alarm is dropped, not kept in memory: the sweep will do its work (rule F4).
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
