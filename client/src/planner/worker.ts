/** Computes a plan outside the main thread, so that the page stays responsive (rule T5). Receives one task. */
import { type PlanMessage, type PlanTask, runTask } from './task.ts';

const send = (message: PlanMessage): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<PlanTask>) => {
  for (const result of runTask(data)) send({ kind: 'hour', result });
  send({ kind: 'done' });
});
