/** The numbers of the form: bounds, sources, and the task that they make. */
import { NEW_CHOICES, NEW_PLAN, type PlanChoices } from '@terskel/client/state/plan/plan';
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type Field,
  parsed,
} from '@terskel/client/state/plan/fields';
import { formOf, sameTask } from '@terskel/client/state/plan/task-of';
import { DEFAULT_WEEK } from '@terskel/client/state/plan/week';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordinaryQuarter } from '../../../helpers/plan-statistics.ts';

const form = (choices: Partial<PlanChoices> = {}, statistics = NEW_PLAN.statistics) =>
  formOf({ statistics, choices: { ...NEW_CHOICES, ...choices } }, DEFAULT_WEEK);

describe('[T5] a text becomes a number', () => {
  test('[T5] with a comma or a point, within the bounds', () => {
    expect(parsed(' 0,5 ', FIELDS.arrivals)).toBe(0.5);
    expect(parsed('0.5', FIELDS.arrivals)).toBe(0.5);
    expect(parsed('−10', FIELDS.change)).toBe(-10);
    for (const text of ['', 'mange', '61', '-1', '1e1', '0x1', '1 000', '5%', 'NaN', '٣'])
      expect([text, parsed(text, FIELDS.arrivals)]).toEqual([text, undefined]);
  });

  test('[T5] optional fields may stay empty, and people are whole', () => {
    expect(parsed('', FIELDS.present)).toBeNull();
    expect(parsed('1,5', FIELDS.present)).toBeUndefined();
  });

  test('[T5] whatever is written, a number is within its bounds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_NAMES), fc.string(), (name: FieldName, text) => {
        const field: Field = FIELDS[name];
        const number = parsed(text, field);
        return typeof number !== 'number' || (number >= field.least && number <= field.most);
      }),
    );
    expect(FIELD_NAMES).toHaveLength(12);
  });
});

test('[T5] without figures everything is assumed, and a plan can be made', () => {
  const { task, values, hours } = form();
  expect(values.durationMin).toEqual({ value: 45, source: 'assumed', wrong: false });
  expect(hours).toHaveLength(28);
  expect(task).toEqual({
    hours: hours.map(({ hour }) => ({ hour, arrivals: 1, present: null })),
    assumptions: { patienceMin: 10, durationsMin: [50] },
    goals: { withinMin: 5, servedInTime: 0.9, left: 0.05 },
    other: null,
  });
});

test('[T5] measured numbers win over assumed ones, and written ones over both', () => {
  const measured = form({}, ordinaryQuarter());
  expect(measured.values.durationMin.source).toBe('measured');
  expect(measured.values.patienceMin.source).toBe('measured');
  const sources = new Set(measured.hours.map(({ source }) => source));
  expect(sources).toEqual(new Set(['measured', 'estimated']));
  const own = form({ texts: { durationMin: '60', change: '50' } }, ordinaryQuarter());
  expect(own.values.durationMin).toEqual({ value: 60, source: 'own', wrong: false });
  const present = (texts: PlanChoices['texts']) =>
    new Set(form({ texts }, ordinaryQuarter()).hours.map((hour) => hour.present));
  expect(present({})).toEqual(new Set([1, 2]));
  expect(present({ present: '3' })).toEqual(new Set([3]));
  expect(own.hours[0]?.arrivals).toBeCloseTo(1.5 * (measured.hours[0]?.arrivals ?? 0), 9);
});

test('[T5] two at a time have a second duration, which cannot be shorter', () => {
  expect(form({ atOnce: 2 }).task?.assumptions.durationsMin).toEqual([50, 64]);
  const short = { togetherMin: '44' };
  expect(form({ atOnce: 2, texts: short }).wrong).toEqual(['togetherMin']);
  expect(form({ atOnce: 1, texts: short }).wrong).toEqual([]);
});

test('[T5] something wrong, or no open hour, is no task', () => {
  const wrong = form({ texts: { left: '0', arrivals: '' } });
  expect([wrong.task, wrong.wrong]).toEqual([null, ['arrivals', 'left']]);
  expect(form({ week: DEFAULT_WEEK.map(() => []) }).task).toBeNull();
});

test('[T5] another association takes part once its arrivals are known', () => {
  const other = form({ texts: { otherArrivals: '0,5' } }).task;
  expect(other?.other).toEqual({ arrivals: 0.5, present: null });
  if (other === null) throw new Error('no task');
  expect(sameTask(form().task, other)).toBe(false);
  expect(sameTask(form({ texts: { otherArrivals: '0.50' } }).task, other)).toBe(true);
});
