import { TIMES } from '@terskel/shared/limits';
import type { Clock } from './ports.ts';

/** The answer, or `late` if it takes longer than a command may: a store that hangs holds nobody up (rule F4). */
export function timely<T>(
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

/** Work on a store that may hang: waited for no longer than a command, and not begun again while it goes on. */
export function oneAtATime(clock: Clock, work: () => Promise<void>): () => Promise<void> {
  let underWay = false;
  return async () => {
    if (underWay) return;
    underWay = true;
    const done = work()
      .catch(() => {})
      .finally(() => {
        underWay = false;
      });
    await timely(clock, done, undefined);
  };
}
