/** Computes releases in threads of their own, since one takes seconds that would stop the event loop. */
import { Worker } from 'node:worker_threads';
import type { ComputeRelease, ReleaseResult } from '../../domain/releases.ts';

export interface ReleaseThread {
  readonly compute: ComputeRelease;
  /** Ends the threads; what they compute is rejected. */
  close(): Promise<void>;
}

interface Timer {
  /** Runs a function once after this time (ms). Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** A release takes seconds. Above this it is stopped, because the batches of counts wait for it (rule F9). */
const MOST_MS = 10 * 60_000;

export function releaseThread(timer: Timer, mostMs = MOST_MS): ReleaseThread {
  const threads = new Set<Worker>();
  let isClosed = false;
  return {
    compute: async (input) => {
      if (isClosed) throw new Error('stopped');
      // It needs neither the flags nor the environment of this process.
      const thread = new Worker(new URL('./worker.ts', import.meta.url), {
        ...{ workerData: input, env: {}, execArgv: [] },
      });
      threads.add(thread);
      const { promise, resolve, reject } = Promise.withResolvers<ReleaseResult>();
      thread.once('message', resolve);
      thread.once('error', reject);
      const stopTimer = timer.after(mostMs, () => void thread.terminate());
      thread.once('exit', () => {
        stopTimer();
        threads.delete(thread);
        reject(new Error('stopped'));
      });
      return promise;
    },
    async close() {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
