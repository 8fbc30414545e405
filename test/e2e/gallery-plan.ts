/** Fixtures: each state of the shift plan, by name. */
import { runTask } from '../../client/src/planner/task.ts';
import {
  NEW_PLAN,
  type PlanChoices,
  type PlanWork,
  type Started,
} from '../../client/src/state/plan/plan.ts';
import { formOf } from '../../client/src/state/plan/task-of.ts';
import { DEFAULT_WEEK } from '../../client/src/state/plan/week.ts';
import { ordinaryQuarter } from '../helpers/plan-statistics.ts';

/** A plan that was started, and how many of its hours are ready (all by default). */
function started(
  over: Partial<PlanWork>,
  state: Started['state'] = 'done',
  ready = Infinity,
): PlanWork {
  const plan = { ...NEW_PLAN, ...over };
  const { task } = formOf(plan, DEFAULT_WEEK);
  if (task === null) throw new Error('the choices of the fixture are wrong');
  const results = [...runTask(task)].slice(0, ready);
  return { ...plan, run: { state, task, results } };
}

const choices = (over: Partial<PlanChoices>): Pick<PlanWork, 'choices'> => ({
  choices: { ...NEW_PLAN.choices, ...over },
});

export function planStates(): Record<string, PlanWork> {
  const statistics = ordinaryQuarter();
  const always = [0, 1, 2, 3, 4, 5, 6].map(() => [{ from: 0, until: 24 }]);
  const assumed = { arrivals: '0,7', present: '1', otherArrivals: '1,5', otherPresent: '2' };
  return {
    new: NEW_PLAN,
    measured: { ...NEW_PLAN, statistics },
    running: started({ statistics }, 'running', 11),
    done: started({ statistics }),
    assumed: started(choices({ texts: assumed, atOnce: 2 })),
    stopped: started({ statistics }, 'stopped', 9),
    failed: started({ statistics }, 'failed', 0),
    always: started(choices({ week: always, texts: { arrivals: '14', present: '4' } })),
    wrong: {
      ...NEW_PLAN,
      ...choices({
        texts: { arrivals: 'mange', patienceMin: '', withinMin: '1000', present: '1,5' },
        week: [
          [],
          [
            { from: 9, until: 12 },
            { from: 20, until: 2 },
          ],
          [],
          [],
          [],
          [],
          [],
        ],
      }),
    },
  };
}
