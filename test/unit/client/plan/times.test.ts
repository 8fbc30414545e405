/** Length of conversations and patience, from shown classes. */
import { cellsOf } from '@terskel/client/state/plan/shown-cells';
import { timesOf } from '@terskel/client/state/plan/times';
import { WAIT_BOUNDS_S, classesOf } from '@terskel/shared/figures';
import { expect, test } from 'vitest';
import { randomOf } from '../../../fuzz/random.ts';
import { QUARTER, WEEKDAYS, statisticsOf } from '../../../helpers/plan-statistics.ts';

const QUARTER_OF = { label: QUARTER, weekdays: WEEKDAYS, gaps: 0 };
type Cells = Parameters<typeof statisticsOf>[0];
const times = (cells: Cells) => timesOf(cellsOf(statisticsOf(cells)), QUARTER_OF);

const duration = (month: string, minutes: string, count: number): Cells[number] => [
  ...([
    'durations',
    [
      ['date', month],
      ['minutes', minutes],
    ],
    count,
  ] as const),
];
const wait = (outcome: string, label: string, count: number): Cells[number] => [
  ...([
    'waits',
    [
      ['date', QUARTER],
      ['outcome', outcome],
      ['wait', label],
    ],
    count,
  ] as const),
];

test('[T5] the mean duration is that of the middles of the classes, over the months of the quarter', () => {
  const cells = [
    duration('2026-07', '45', 10),
    duration('2026-08', '15', 10),
    duration('2026-10', '5', 90),
  ];
  expect(times(cells).durationMin).toBeCloseTo((37.5 + 10) / 2, 9);
});

test('[T5] the total tells how many are in hidden classes; too few cases are no measure', () => {
  const cells: Cells = [duration('2026-07', '30', 19)];
  expect(times(cells).durationMin).toBeNull();
  // 21 more in the six classes that are not shown: 5, 15, 45, 60, 90 and longer.
  const all = times([...cells, ['durations', [['date', '2026-07']], 40]]).durationMin;
  const hidden = (2.5 + 10 + 37.5 + 52.5 + 75 + 112.5) / 6;
  expect(all).toBeCloseTo((19 * 22.5 + 21 * hidden) / 40, 9);
});

test('[T5] patience is all waiting divided by those who left, since most are answered before they lose it', () => {
  const random = randomOf(7);
  const exponential = (mean: number): number => -mean * Math.log(1 - random.below(1e6) / 1e6);
  const counts = new Map<string, number>();
  const labels = classesOf(WAIT_BOUNDS_S);
  for (let seeker = 0; seeker < 20_000; seeker += 1) {
    const patience = exponential(600);
    const offered = exponential(240);
    const outcome = patience < offered ? 'left' : 'matched';
    const waited = Math.min(patience, offered);
    const nth = WAIT_BOUNDS_S.findIndex((bound) => waited <= bound);
    const key = `${outcome} ${labels.at(nth) ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const cells = [...counts].map(([key, count]) => {
    const [outcome = '', label = ''] = key.split(' ');
    return wait(outcome, label, count);
  });
  expect(times(cells).patienceMin).toBeGreaterThan(9.5);
  expect(times(cells).patienceMin).toBeLessThan(10.5);
});

test('[T5] sums up to a bound stand in for classes that are hidden', () => {
  const left = [wait('left', 'to 120', 30), wait('left', 'to 180', 60)];
  const total: Cells[number] = [
    'waits',
    [
      ['date', QUARTER],
      ['outcome', 'left'],
    ],
    60,
  ];
  // 30 of them from 120 to 180 s; the other 30 somewhere else, spread over the other classes.
  const found = times([...left, total]).patienceMin ?? 0;
  expect(found).toBeGreaterThan(2.5 / 2);
  expect(times([wait('left', '60', 19)]).patienceMin).toBeNull();
});
