/**
 * Runs independent pieces of work, so that a failure of one does not affect the others. A piece that fails is held
 * back, twice as long each time, and then retried (rule F9). If the store itself is unreachable, no piece is at fault:
 * that error is rethrown.
 */
import { errorCode } from './error-code.ts';
import type { Clock } from './ports.ts';

const HOLD_FIRST_MS = 1_000;
const HOLD_MOST_MS = 30_000;
/** Maximum number of held pieces on a node. Above it, the one that failed longest ago is released at once. */
const HELD_MAX = 1_000;

/** Failures of one kind of work since the last report. */
export interface Failures {
  readonly name: string;
  readonly count: number;
  /** The class of the last error. */
  readonly code: string;
}

export interface Quarantine {
  /** Number of pieces that are held back, or were until their next try. */
  readonly size: number;
  /** Whether the piece is held back now. */
  has(name: string, id: string): boolean;
  /** Runs the piece unless it is held back; returns whether it succeeded. Throws while the store is unreachable. */
  run(name: string, id: string, piece: () => Promise<unknown>): Promise<boolean>;
  /** Failures by name since the last call. Also forgets pieces that have not failed for a while. */
  report(): readonly Failures[];
}

/** `isAway`: whether the error means that the store cannot be reached at all. */
export function createQuarantine(clock: Clock, isAway: (error: unknown) => boolean): Quarantine {
  /** Ordered by last failure, oldest first. */
  const held = new Map<string, { readonly holdMs: number; readonly until: number }>();
  const failures = new Map<string, Failures>();
  const keyOf = (name: string, id: string) => `${name} ${id}`;
  const isHeld = (key: string) => (held.get(key)?.until ?? 0) > clock.now();

  function hold(key: string): void {
    const before = held.get(key)?.holdMs;
    const holdMs = before === undefined ? HOLD_FIRST_MS : Math.min(2 * before, HOLD_MOST_MS);
    held.delete(key);
    held.set(key, { holdMs, until: clock.now() + holdMs });
    const [oldest] = held.keys();
    if (held.size > HELD_MAX && oldest !== undefined) held.delete(oldest);
  }

  return {
    get size() {
      return held.size;
    },
    has: (name, id) => isHeld(keyOf(name, id)),
    async run(name, id, piece) {
      const key = keyOf(name, id);
      if (isHeld(key)) return false;
      try {
        await piece();
        held.delete(key);
        return true;
      } catch (error) {
        if (isAway(error)) throw error;
        hold(key);
        const code = errorCode(error);
        failures.set(name, { name, code, count: (failures.get(name)?.count ?? 0) + 1 });
        return false;
      }
    },
    report() {
      for (const [key, { until }] of held) {
        if (clock.now() - until > HOLD_MOST_MS) held.delete(key);
      }
      const all = [...failures.values()];
      failures.clear();
      return all;
    },
  };
}
