/** Test clocks: one that stands still until a test moves it, and ones that run and can be moved. */
import { systemClock } from '@terskel/server/clock';
import type { Clock } from '@terskel/server/domain/ports';

export interface TestClock extends Clock {
  /** Moves time forward and runs timers that are due, in order. */
  move(ms: number): void;
}

export function testClock(): TestClock {
  let now = Date.UTC(2026, 0, 15, 20);
  const waiting = new Set<{ dueAt: number; everyMs: number | null; run: () => void }>();
  const wait = (ms: number, everyMs: number | null, run: () => void) => {
    const entry = { dueAt: now + ms, everyMs, run };
    waiting.add(entry);
    return () => void waiting.delete(entry);
  };
  return {
    now: () => now,
    // Tests trigger periodic ticks themselves, with `service.tick()`.
    every: () => () => {},
    after: (ms, run) => wait(ms, null, run),
    move(ms) {
      now += ms;
      const due = [...waiting]
        .filter(({ dueAt }) => dueAt <= now)
        .toSorted((a, b) => a.dueAt - b.dueAt);
      for (const entry of due) {
        waiting.delete(entry);
        entry.run();
      }
    },
  };
}

/** For a service that runs beside other processes or browsers: timers use real time. */
export function runningClock(): TestClock {
  let aheadMs = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    move(ms) {
      aheadMs += ms;
    },
  };
}

/** The same for a service whose nodes do what is due only when a test says so, beside nodes that do it by themselves. */
export function untickedClock(): TestClock {
  return { ...runningClock(), every: () => () => {} };
}
