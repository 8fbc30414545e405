/** Counts by name, each for a fixed time from its first (rules R1, R5). Without a timer each: a crowd has thousands. */
import type { Window } from '@terskel/shared/limits';
import { systemClock } from '../clock.ts';
import type { Clock } from '../domain/ports.ts';

export interface Taken {
  /** So many within this window, these included. */
  readonly count: number;
  readonly endsInMs: number;
}

export interface Counter {
  add(name: string, count: number): Taken;
}

/** Of real time, whatever the rules' clock says. */
export function counter({ perMs }: Omit<Window, 'points'>, clock: Clock = systemClock): Counter {
  /** In the order of their ends, since all last equally long. */
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  function forgetOld(at: number): void {
    for (const [name, { endsAt }] of windows) {
      if (endsAt > at) break;
      windows.delete(name);
    }
  }
  return {
    add(name, count) {
      const at = clock.now();
      forgetOld(at);
      const found = windows.get(name);
      const window = found ?? { count: 0, endsAt: at + perMs };
      if (found === undefined) windows.set(name, window);
      window.count += count;
      return { count: window.count, endsInMs: window.endsAt - at };
    },
  };
}
