import { TIMES } from '@terskel/shared/limits';
import type { Clock } from './ports.ts';

/** Waits for `answer` up to `withinMs`, then resolves to `late`, so that a hanging store blocks no caller (rule F4). */
export function withTimeout<T>(
  clock: Clock,
  answer: Promise<T>,
  late: T,
  withinMs: number = TIMES.commandMs,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = clock.after(withinMs, () => resolve(late));
  answer.then(resolve, reject).finally(stop);
  return promise;
}

/** Wraps `work`: a call while it is running does nothing, errors are ignored, and callers wait `commandMs` at most. */
export function singleFlight(clock: Clock, work: () => Promise<void>): () => Promise<void> {
  let underWay = false;
  return async () => {
    if (underWay) return;
    underWay = true;
    const done = work()
      .catch(() => {})
      .finally(() => {
        underWay = false;
      });
    await withTimeout(clock, done, undefined);
  };
}
