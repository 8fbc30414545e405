/** Length of conversations and patience, from shown classes. */
import { cellReader } from '@terskel/client/figures/cells';
import { timesOf } from '@terskel/client/state/plan/times';
import { WAITS_SHOWN_S } from '@terskel/shared/statistics';
import { expect, test } from 'vitest';
import { randomOf } from '../../../fuzz/random.ts';
import { QUARTER, WEEKDAYS, statisticsOf } from '../../../helpers/plan-statistics.ts';

const QUARTER_OF = { label: QUARTER, weekdays: WEEKDAYS, gaps: 0 };
type Cells = Parameters<typeof statisticsOf>[0];
const times = (cells: Cells) => timesOf(cellReader(statisticsOf(cells)), QUARTER_OF);

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

test('[T5] only shown counts are cases: small ones are rests that are counted later', () => {
  const cells: Cells = [
    duration('2026-07', '30', 19),
    duration('2026-08', '45', 3),
    duration('2026-09', '60', 4),
  ];
  expect(times(cells).durationMin).toBeNull();
  expect(times([...cells, duration('2026-09', '30', 5)]).durationMin).toBeCloseTo(22.5, 9);
});

test('[T5] patience is all waiting divided by those who left, since most are answered before they lose it', () => {
  const random = randomOf(7);
  const exponential = (mean: number): number => -mean * Math.log(1 - random.below(1e6) / 1e6);
  const counts = new Map<string, number>();
  for (let seeker = 0; seeker < 20_000; seeker += 1) {
    const patience = exponential(600);
    const offered = exponential(240);
    const outcome = patience < offered ? 'left' : 'matched';
    const waited = Math.min(patience, offered);
    for (const bound of WAITS_SHOWN_S.filter((bound) => waited <= bound)) {
      const key = `${outcome} to ${bound}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const cells = [...counts].map(([key, count]) => {
    const [outcome = '', ...label] = key.split(' ');
    return wait(outcome, label.join(' '), count);
  });
  expect(times(cells).patienceMin).toBeGreaterThan(9.5);
  expect(times(cells).patienceMin).toBeLessThan(10.5);
});

test('[T5] between two bounds that are shown, and beyond the last one, waits are at the geometric middle', () => {
  const cells = [
    ...[wait('left', 'to 120', 3), wait('left', 'to 300', 22), wait('left', '', 40)],
    ...[wait('matched', 'to 60', 30), wait('matched', '', 30)],
  ];
  // `<5` is 2.
  const left = 2 * 60 + 20 * Math.sqrt(120 * 300) + 18 * Math.sqrt(300 * 2_700);
  expect(times(cells).patienceMin).toBeCloseTo((left + 30 * 30) / 40 / 60, 9);
});

test('[T5] patience is unknown unless it is shown how many left and how many were answered', () => {
  const left = [wait('left', 'to 120', 30), wait('left', '', 40)];
  expect(times(left).patienceMin).toBeNull();
  expect(times([...left, wait('matched', '', 3)]).patienceMin).toBeNull();
  expect(times([...left, wait('matched', '', 60)]).patienceMin).not.toBeNull();
  expect(times([wait('left', '', 19), wait('matched', '', 60)]).patienceMin).toBeNull();
});
