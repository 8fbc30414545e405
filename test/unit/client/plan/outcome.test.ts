/** What the planner's results mean for the week. */
import { planHour } from '@terskel/client/planner/plan';
import { pooling } from '@terskel/client/planner/pooling';
import { type PlanTask, runTask } from '@terskel/client/planner/task';
import { gridOf } from '@terskel/client/state/plan/grid';
import { isShort, outcomeOf } from '@terskel/client/state/plan/outcome';
import { describe, expect, test } from 'vitest';

const TASK: PlanTask = {
  hours: [
    { hour: 18, arrivals: 1, present: 1 },
    { hour: 19, arrivals: 3, present: 2 },
    { hour: 43, arrivals: 2, present: null },
  ],
  assumptions: { patienceMin: 10, durationsMin: [45] },
  goals: { withinMin: 5, servedInTime: 0.9, left: 0.05 },
  other: null,
};
const OTHER = { arrivals: 2, present: 1 };

describe('[T5] a task', () => {
  test('[T5] yields for each open hour what the planner says', () => {
    const results = [...runTask(TASK)];
    expect(results).toEqual(
      TASK.hours.map(({ hour, arrivals, present }) => ({
        ...{ hour, pooling: null },
        plan: planHour(arrivals, present ?? 0, TASK.assumptions, TASK.goals),
      })),
    );
  });

  test('[T5] with another association it pools each hour', () => {
    const { assumptions, goals } = TASK;
    const [first] = runTask({ ...TASK, other: OTHER });
    const own = { arrivals: 1, present: 1, assumptions };
    expect(first?.pooling).toEqual(pooling(own, { ...OTHER, assumptions }, goals));
  });
});

test('[T5] sums of the week: shares are of seekers, not of hours, and unknown staffing is left out', () => {
  const results = [...runTask(TASK)];
  const outcome = outcomeOf(TASK, results);
  const [one, two] = results;
  const needed = results.reduce((sum, { plan }) => sum + (plan.needed ?? 0), 0);
  expect(outcome.asNeeded.volunteerHours).toBe(needed);
  expect([outcome.now?.volunteerHours, outcome.oneMore?.volunteerHours]).toEqual([3, 5]);
  const served = (one?.plan.now.servedInTime ?? 0) + 3 * (two?.plan.now.servedInTime ?? 0);
  expect(outcome.now?.servedInTime).toBeCloseTo(served / 4, 12);
  const left = (one?.plan.now.left ?? 0) + 3 * (two?.plan.now.left ?? 0);
  expect(outcome.now?.leavers).toBeCloseTo(left, 12);
  expect(outcome.unknown).toBe(1);
  expect(outcome.oneMore?.left).toBeLessThan(outcome.now?.left ?? 0);
});

test('[T5] one more helps most where most seekers gain by it', () => {
  const { best, short } = outcomeOf(TASK, [...runTask(TASK)]);
  expect(best.map(({ hour }) => hour)).toEqual([19, 18]);
  expect(short).toBe(2);
  expect([isShort(null, 3), isShort(3, 3), isShort(2, 3), isShort(9, null)]).toEqual([
    ...[false, false, true, true],
  ]);
});

test('[T5] two associations together need fewer volunteers', () => {
  const hours = TASK.hours.slice(0, 2);
  const task = { ...TASK, hours, other: OTHER };
  const { pooled } = outcomeOf(task, [...runTask(task)]);
  expect(pooled?.neededPooled).toBeLessThan(pooled?.neededApart ?? 0);
  expect(pooled?.together?.servedInTime).toBeGreaterThan(pooled?.apart?.servedInTime ?? 1);
  expect(pooled?.apart?.volunteerHours).toBe(pooled?.together?.volunteerHours);
  const unknown = { ...task, other: { ...OTHER, present: null } };
  expect(outcomeOf(unknown, [...runTask(unknown)]).pooled?.apart).toBeNull();
});

test('[T5] goals that nobody can keep are counted, and not summed', () => {
  const task = { ...TASK, goals: { ...TASK.goals, servedInTime: 1.1 } };
  const outcome = outcomeOf(task, [...runTask(task)]);
  expect(outcome.impossible).toBe(3);
  expect(outcome.asNeeded.volunteerHours).toBe(0);
});

test('[T5] the grid has a row for each hour that is open on some day', () => {
  const rows = gridOf(TASK, [...runTask(TASK)].slice(0, 2));
  expect(rows.map(({ time }) => time)).toEqual([18, 19]);
  expect(rows[0]?.slots.map(({ state }) => state)).toEqual([
    ...['planned', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'],
  ]);
  expect(rows[1]?.slots.slice(0, 2).map(({ state }) => state)).toEqual(['planned', 'waiting']);
});
