import { TIMES } from '@terskel/shared/limits';
import type { Clock } from './ports.ts';

/** The answer, or `late` if it takes longer than a command may: a store that hangs holds nobody up (rule F4). */
export function timely<T>(clock: Clock, answer: Promise<T>, late: T): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = clock.after(TIMES.commandMs, () => resolve(late));
  answer.then(resolve, reject).finally(stop);
  return promise;
}
