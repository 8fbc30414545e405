/**
 * Remembers which sessions and conversations have ended on any node, for as long as a resume ticket could restore them
 * (rule F3). In memory only. Entries are `seeker <id>` or `conversation <id>`.
 */
import type { Clock } from './ports.ts';

export interface EndedSessions {
  readonly add: (what: string) => void;
  readonly has: (what: string) => boolean;
  readonly all: () => readonly string[];
  /** Removes entries older than any resume ticket that a later epoch of the store would accept. */
  readonly forgetOld: () => void;
  /** To be called in a new epoch of the store, which accepts older tickets again: restarts the time of all entries. */
  readonly renew: () => void;
}

/** `keepMs`: how long an entry is kept. */
export function rememberEndedSessions(clock: Clock, keepMs: number): EndedSessions {
  /** Time of each end (ms since the epoch), oldest first. */
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
