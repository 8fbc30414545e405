/** The statistics of the admin page: what is released, and the counts of today (rule T4). */
import type { PeriodChoice } from '../../figures/report.ts';
import type { StatisticsView } from '../../state/admin.ts';
import type { AdminRequests } from './admin-requests.ts';

export interface AdminStatistics {
  /** Loads what is released and the counts of today. */
  load(): Promise<void>;
  /** Loads the counts of today, if the section is open. */
  loadToday(): Promise<void>;
  choose(choice: PeriodChoice): void;
}

export function adminStatistics({ work, set, ask, look }: AdminRequests): AdminStatistics {
  const change = (more: Partial<StatisticsView>): void =>
    set({ statistics: { ...work().statistics, ...more } });

  let turns = 0;
  async function loadToday(): Promise<void> {
    if (work().section !== 'statistics') return;
    turns += 1;
    const turn = turns;
    const reply = await look('GET /api/admin/statistics/today');
    // A later request has been sent; its answer is newer.
    if (turn !== turns) return;
    if (reply === null) change({ todayFailed: true });
    else change({ today: reply.answer, todayFailed: false });
  }

  async function loadReleased(): Promise<void> {
    const reply = await ask('statistics', 'GET /api/admin/statistics');
    if (reply === null) return;
    const { problem, statistics } = work();
    set({
      statistics: { ...statistics, released: reply.answer },
      problem: problem?.of === 'statistics' ? null : problem,
    });
  }

  return {
    loadToday,
    async load() {
      await Promise.all([loadReleased(), loadToday()]);
    },
    choose: (choice) => change({ choice }),
  };
}
