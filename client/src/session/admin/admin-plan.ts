/** The admin's shift plan: loads the statistics, and runs the planner in a worker. */
import type { PlanTask } from '../../planner/task.ts';
import type { PlanActions, PlanRun, PlanWork } from '../../state/plan/plan.ts';
import type { AdminRequests } from './admin-requests.ts';

export interface AdminPlan extends PlanActions {
  /** Loads the statistics. Without them, plans are made from assumptions. */
  load(): Promise<void>;
}

export function adminPlan({ work, set, ask }: AdminRequests): AdminPlan {
  const change = (more: Partial<PlanWork>): void => set({ plan: { ...work().plan, ...more } });

  async function load(): Promise<void> {
    const reply = await ask('plan', 'GET /api/admin/statistics');
    if (reply === null) return;
    change({ statistics: reply.answer });
    if (work().problem?.of === 'plan') set({ problem: null });
  }

  /** Each computation has a number, so that nothing of an earlier one is shown. */
  let runs = 0;
  let stop = (): void => {};

  async function run(task: PlanTask): Promise<void> {
    stop();
    runs += 1;
    const own = runs;
    const show = (state: Exclude<PlanRun['state'], 'none'>, results = resultsSoFar()): void => {
      if (own === runs) change({ run: { state, task, results } });
    };
    show('running', []);
    try {
      const { startPlan } = await import('../../planner/plan-run.ts');
      if (own !== runs) return;
      stop = startPlan(task, {
        hour: (result) => show('running', [...resultsSoFar(), result]),
        done: () => show('done'),
        failed: () => show('failed'),
      });
    } catch {
      show('failed');
    }
  }

  function resultsSoFar() {
    const { run } = work().plan;
    return run.state === 'none' ? [] : run.results;
  }

  return {
    load,
    choose: (choices) => change({ choices }),
    start: (task) => void run(task),
    cancel() {
      stop();
      runs += 1;
      const { run } = work().plan;
      if (run.state === 'running') change({ run: { ...run, state: 'stopped' } });
    },
  };
}
