/** Remembers for a while, in memory alone, which sessions and conversations have ended, on any node (rule F3). */
import type { Clock } from './ports.ts';

export interface Ends {
  readonly add: (what: string) => void;
  readonly has: (what: string) => boolean;
}

export function rememberEnds(clock: Clock, keepMs: number): Ends {
  /** In the order of their ends. */
  const ends = new Map<string, number>();
  const isOld = (at: number) => clock.now() - at > keepMs;
  return {
    add(what) {
      ends.delete(what);
      ends.set(what, clock.now());
      for (const [each, at] of ends) {
        if (!isOld(at)) break;
        ends.delete(each);
      }
    },
    has(what) {
      const at = ends.get(what);
      return at !== undefined && !isOld(at);
    },
  };
}
