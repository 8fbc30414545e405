/**
 * Work that is done once, later, by any node, and again if it fails: BullMQ, in the live store. A job holds its kind and
 * the id of its work, never data about a person (rule A4). A worker may die between the work and its acknowledgement,
 * so the work itself must be repeatable by its id.
 */
import { Queue, Worker } from 'bullmq';
import { systemClock } from '../clock.ts';
import type { Clock, JobKind, Jobs } from '../domain/ports.ts';
import { connection } from './connection.ts';

const NAME = 'work';
/** Together about half an hour; then the job is removed, and who added it has to add it again. */
const ATTEMPTS = 11;
const BACKOFF_FIRST_MS = 2_000;
/** A job whose worker does not renew its lock for this long is given to another one. */
const LOCK_MS = 10_000;
/** Socket timeouts: without data for this long after a command, reconnect. BullMQ monitors its blocking connection. */
const SILENT_MS = 5_000;
const WORKER_SILENT_MS = 12_000;

type Handlers = Readonly<Record<JobKind, (id: string) => Promise<void>>>;

export interface JobQueue extends Jobs {
  close(): Promise<void>;
}

interface Work {
  readonly id: string;
}

/**
 * `address` and `prefix`: those of the live store and of its job keys. `onFailed` is called for each attempt that
 * failed, and for a job that could not be added. `time` runs the reconnect delays.
 */
export function jobQueue(
  address: string,
  prefix: string,
  handlers: Handlers,
  onFailed: (kind: JobKind, error: unknown) => void,
  time: Clock = systemClock,
): JobQueue {
  const adding = connection(address, prefix, SILENT_MS, time);
  const working = connection(address, prefix, WORKER_SILENT_MS, time);
  const queue = new Queue<Work, void, JobKind>(NAME, {
    connection: adding,
    prefix,
    streams: { events: { maxLen: 10 } },
    defaultJobOptions: {
      attempts: ATTEMPTS,
      backoff: { type: 'exponential', delay: BACKOFF_FIRST_MS },
      removeOnComplete: true,
      removeOnFail: true,
      stackTraceLimit: 0,
    },
  });
  const worker = new Worker<Work, void, JobKind>(
    NAME,
    async ({ name, data }) => handlers[name](data.id),
    {
      ...{ connection: working, prefix, concurrency: 1 },
      ...{ lockDuration: LOCK_MS, stalledInterval: LOCK_MS },
    },
  );
  // The live store's client already reports a lost connection; here it would be reported four more times.
  const toldElsewhere = () => {};
  adding.on('error', toldElsewhere);
  working.on('error', toldElsewhere);
  queue.on('error', toldElsewhere);
  worker.on('error', toldElsewhere);
  worker.on('failed', (job, error) => {
    if (job !== undefined) onFailed(job.name, error);
  });
  let isClosing = false;

  return {
    add(kind, id) {
      queue.add(kind, { id }, { jobId: `${kind}-${id}` }).catch((error: unknown) => {
        if (!isClosing) onFailed(kind, error);
      });
    },
    async close() {
      isClosing = true;
      // Forced: otherwise it waits forever on a connection that is reconnecting. Other nodes do the interrupted work.
      await Promise.allSettled([worker.close(true), queue.close()]);
      for (const each of [adding, working]) each.disconnect();
    },
  };
}
