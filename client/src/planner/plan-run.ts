/** Runs a plan in a worker of its own. Loaded with the first plan (rule T5). */
// The build creates the worker; this import is its address.
// oxlint-disable-next-line import/default
import address from './worker.ts?worker&url';
import type { HourResult, PlanMessage, PlanTask } from './task.ts';
import { workerAddress } from '../worker-address.ts';

const guarded = workerAddress(address);

export interface PlanWatch {
  hour(result: HourResult): void;
  done(): void;
  /** The worker could not be started, or it has failed. */
  failed(): void;
}

/** Starts the computation. The returned function cancels it at once; nothing is reported afterwards. */
export function startPlan(task: PlanTask, watch: PlanWatch): () => void {
  const worker = new Worker(guarded(address), { type: 'module' });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    worker.terminate();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<PlanMessage>) => {
    // Messages that were on their way when it was cancelled.
    if (stopped) return;
    if (data.kind === 'hour') return watch.hour(data.result);
    stop();
    watch.done();
  });
  worker.addEventListener('error', () => {
    if (stopped) return;
    stop();
    watch.failed();
  });
  worker.postMessage(task, []);
  return stop;
}
