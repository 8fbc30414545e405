/** Remembers, in memory alone, which sessions and conversations have ended on any node, while it matters (rule F3). */
import type { Clock } from './ports.ts';

export interface Ends {
  readonly add: (what: string) => void;
  readonly has: (what: string) => boolean;
  readonly all: () => readonly string[];
  /** Forgets what is older than any resume ticket that the next life of the store would take. */
  readonly forgetOld: () => void;
  /** In another life of the store: tickets from before an end are of use again, for as long as from that life's beginning. */
  readonly renew: () => void;
}

export function rememberEnds(clock: Clock, keepMs: number): Ends {
  /** In the order of their ends. */
  const ends = new Map<string, number>();
  return {
    add(what) {
      ends.delete(what);
      ends.set(what, clock.now());
    },
    has: (what) => ends.has(what),
    all: () => [...ends.keys()],
    forgetOld() {
      for (const [what, at] of ends) {
        if (clock.now() - at <= keepMs) break;
        ends.delete(what);
      }
    },
    renew() {
      for (const what of ends.keys()) ends.set(what, clock.now());
    },
  };
}
