/** Made-up statistics of a small association, by seed: for the gallery and the tests of the admin's page. */
import { firstDayOf, lastDayOf } from '@terskel/client/figures/periods';
import {
  dateOf,
  dayAfter,
  monthOf,
  quarterOf,
  weekdayOf,
  weekOf,
  yearOf,
} from '@terskel/shared/calendar';
import { FIGURES, FIGURE_NAMES, type FigureName } from '@terskel/shared/figures';
import {
  type Shown,
  type Statistics,
  type Today,
  WAITS_SHOWN_S,
  cellKey,
} from '@terskel/shared/statistics';
import { type Random, randomOf, weighted } from '../fuzz/random.ts';

interface Span {
  readonly seed: number;
  readonly first: string;
  readonly last: string;
  readonly gaps?: readonly string[];
}

type Places = readonly (readonly [string, string])[];
/** Adds to the cells with these places, in all periods of the day. */
type Add = (
  figure: FigureName,
  day: string,
  hour: number | null,
  cells: readonly Places[],
  by?: number,
) => void;

const SPLITS = Object.values(FIGURES).flatMap(({ splits }) => Object.keys(splits));
/** The value of a split in the name of a cell. Waits are sums of sums. */
const SPLIT = new RegExp(`(?<=^(?!waits).*\\b(?:${SPLITS.join('|')})=)\\w+`);

/** Weights of values of a split, in the order of the table of figures. */
const WEIGHTS: Readonly<Record<string, readonly number[]>> = {
  outcome: [78, 8, 5, 3, 4, 2],
  answer: [7, 3],
  minutes: [4, 12, 22, 26, 20, 12, 4],
  reason: [60, 14, 12, 8, 0, 2, 4],
  language: [80, 8, 1, 5, 3, 3],
  topic: [22, 20, 18, 10, 6, 8, 3, 5, 8],
  age: [16, 70, 14],
  heard: [2, 4, 14, 40, 40],
};

/** About 40 tickets a month, mostly in the evening. Counts below 5 are `<5`; a few others are hidden. */
export function madeUpStatistics({ seed, first, last, gaps = [] }: Span): Statistics {
  const random = randomOf(seed);
  const sums = new Map<string, number>();
  const add: Add = (figure, day, hour, cells, by = 1) => {
    const bump = (date: string, at: string, places: Places) => {
      const key = cellKey(figure, [['date', date], ['hour', at], ...places]);
      sums.set(key, (sums.get(key) ?? 0) + by);
    };
    // What is told by month has no total, unless it has no splits.
    const isSplit = Object.keys(FIGURES[figure].splits).length > 0;
    const named =
      FIGURES[figure].period === 'month' && isSplit
        ? cells.filter((places) => places.length > 0)
        : cells;
    for (const date of periodsOf(day, figure)) {
      // Of days and weeks only how many came is released.
      const isLong = !/-\d\d-|W/.test(date);
      for (const places of named)
        if (isLong || figure !== 'tickets' || places.length === 0) bump(date, '', places);
    }
    if (!cells.some((places) => places.length === 0)) return;
    for (const [date, at] of placesInWeek(day, hour, figure)) bump(date, at, []);
  };
  for (let day = first; day <= last; day = dayAfter(day)) {
    touch(day, add);
    if (!gaps.includes(day)) oneDay(random, day, add);
  }
  const cells = new Map(
    [...sums]
      .filter(([key]) => isComplete(key, first, last))
      .map(([key, sum]) => [key, shown(random, sum)]),
  );
  protectSingles(cells);
  return {
    timeZone: 'Europe/Oslo',
    days: { first, last },
    gaps: [...gaps],
    cells: Object.fromEntries(cells),
  };
}

export const madeUpToday = (day: string, at: number): Today => ({
  ...{ day, at },
  counts: { tickets: 10, offers: 0 },
});

/** One value of a split, and all of them. */
const part = (split: string, label: string): readonly Places[] => [[[split, label]], []];

/** All waits, those with this outcome, and those of at most each bound from `waitedS` on. */
function waitCells(outcome: string, waitedS: number): readonly Places[] {
  const bounds = WAITS_SHOWN_S.filter((bound) => waitedS <= bound);
  const ended = ['outcome', outcome] as const;
  return [[], [ended], ...bounds.map((bound) => [ended, ['wait', `to ${bound}`]] as const)];
}

/** A value that occurs to nobody is 0, and not a missing cell. */
function touch(day: string, add: Add): void {
  for (const figure of FIGURE_NAMES) {
    if (figure === 'waits') continue;
    for (const [split, labels] of Object.entries<readonly string[]>(FIGURES[figure].splits)) {
      for (const label of labels) add(figure, day, null, part(split, label), 0);
    }
  }
  for (const outcome of ['matched', 'left']) add('waits', day, null, waitCells(outcome, 0), 0);
  add('busy', day, null, [[]], 0);
  for (let hour = 0; hour < 24; hour += 1) {
    for (const figure of ['tickets', 'staff'] as const) add(figure, day, hour, [[]], 0);
  }
}

function oneDay(random: Random, day: string, add: Add): void {
  const isStaffed = weekdayOf(dateOf(day)) !== 6;
  for (let hour = 18; isStaffed && hour < 22; hour += 1) {
    const busy = 2 + random.below(3);
    add('busy', day, null, [[]], busy);
    add('staff', day, hour, [[]], busy + 3 + random.below(3));
  }
  const came = [0, 0, 1, 1, 1, 2, 2, 3][random.below(8)] ?? 0;
  for (let ticket = 0; ticket < came; ticket += 1) oneTicket(random, day, add);
}

function oneTicket(random: Random, day: string, add: Add): void {
  const hour = random.below(5) === 0 ? random.below(24) : 18 + random.below(4);
  const any = (figure: FigureName, split: string): string => {
    const splits: Readonly<Record<string, readonly string[]>> = FIGURES[figure].splits;
    return weighted(random, splits[split] ?? [], WEIGHTS[split] ?? []);
  };
  const count = (figure: FigureName, split: string, at: number | null = null): void =>
    add(figure, day, at, part(split, any(figure, split)));
  const outcome = any('tickets', 'outcome');
  const isMatched = outcome === 'matched';
  add('tickets', day, hour, part('outcome', outcome));
  count('languages', 'language');
  count('topics', 'topic');
  count('ages', 'age');
  const waitedS = 20 * 2 ** (random.below(60) / 10);
  add('waits', day, null, waitCells(isMatched ? 'matched' : 'left', waitedS));
  if (random.below(4) === 0) count('offers', 'answer', hour);
  if (!isMatched) return;
  count('ends', 'reason');
  count('durations', 'minutes');
  if (random.below(3) === 0) return;
  const before = 1 + random.below(3);
  const after = before + weighted(random, [0, 1, 2], [3, 5, 2]);
  add('before', day, null, part('feeling', String(before)));
  add('after', day, null, part('feeling', String(after)));
  add('change', day, null, part('change', after > before ? 'better' : 'same'));
  count('heard', 'heard');
}

/** Whether the cell's period is complete: only a week must begin within these days. */
function isComplete(key: string, first: string, last: string): boolean {
  const date = /\bdate=([^|]*)/.exec(key)?.[1] ?? '';
  const period = /^\d{4}-Q\d/.exec(date)?.[0] ?? date;
  const isBegun = !period.includes('W') || firstDayOf(period) >= first;
  return isBegun && lastDayOf(period) <= last;
}

/** The periods for which a figure is released. */
function periodsOf(day: string, figure: FigureName): readonly string[] {
  const date = dateOf(day);
  const long = [monthOf(date), quarterOf(date), yearOf(date)];
  if (figure === 'tickets') return [day, weekOf(date), ...long];
  return figure === 'staff' || figure === 'offers' ? [weekOf(date), ...long] : long;
}

/** Weekday and hour of the quarter; of tickets also the sums. */
function placesInWeek(
  day: string,
  hour: number | null,
  figure: FigureName,
): readonly (readonly [date: string, hour: string])[] {
  const quarter = quarterOf(dateOf(day));
  const weekday = `${quarter}-${weekdayOf(dateOf(day))}`;
  if (hour === null || (figure !== 'tickets' && figure !== 'staff')) return [];
  const place = [weekday, String(hour)] as const;
  return figure === 'staff' ? [place] : [place, [weekday, ''], [quarter, String(hour)]];
}

function shown(random: Random, sum: number): Shown {
  if (sum < 5) return '<5';
  return sum < 30 && random.below(15) === 0 ? 'hidden' : sum;
}

/** A single `<5` would be the rest of the total: hides the next smallest value beside it. */
function protectSingles(cells: Map<string, Shown>): void {
  const families = Map.groupBy(cells.keys(), (key) => key.replace(SPLIT, '*'));
  for (const family of families.values()) {
    const unknown = family.filter((key) => typeof cells.get(key) === 'string');
    const [smallest] = family
      .filter((key) => typeof cells.get(key) === 'number')
      .toSorted((one, other) => Number(cells.get(one)) - Number(cells.get(other)));
    if (unknown.length === 1 && smallest !== undefined) cells.set(smallest, 'hidden');
  }
}
