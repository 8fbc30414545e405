/** Measures how long tabs take to recover from faults. */
import type { SeekerTab, VolunteerTab } from './tabs.ts';

type Tab = SeekerTab | VolunteerTab;

export interface Recovery {
  /** From now on, measures each tab that loses its connection, from this moment until it is online again. */
  begin(): void;
  /** Recovery times (ms), in order of arrival; tabs that lost nothing are left out. */
  readonly times: readonly number[];
  /** Waits until every tab is online, at most `patienceMs`; returns whether all are. */
  all(patienceMs: number): Promise<boolean>;
}

export function recoveryOf(tabs: readonly Tab[]): Recovery {
  let beganAt = performance.now();
  let look = () => {};
  const times: number[] = [];
  const away = new Set<Tab>();
  for (const tab of tabs) {
    tab.controller.view.subscribe(() => {
      if (!('link' in tab.view)) return;
      if (tab.view.link !== 'online') away.add(tab);
      else if (away.delete(tab)) times.push(performance.now() - beganAt);
      look();
    });
  }
  return {
    begin() {
      beganAt = performance.now();
    },
    times,
    async all(patienceMs) {
      const { promise, resolve } = Promise.withResolvers<void>();
      look = () => {
        if (away.size === 0) resolve();
      };
      const timer = setTimeout(resolve, patienceMs);
      look();
      await promise;
      clearTimeout(timer);
      return away.size === 0;
    },
  };
}

/** `12 times: p50 300 ms, p99 900 ms` */
export function summaryOf(unordered: readonly number[]): string {
  const times = unordered.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(times[Math.ceil(times.length * part) - 1] ?? 0);
  return `${times.length} times: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
