/**
 * Figures of what seekers said and of single conversations, by month (rules T1, T7). They are counted in groups of at
 * least five, so a count is at least 5 or 0. What is not counted yet waits, 0 to 4 in each cell. Readers may compute how
 * much waits in all cells together, from another figure. A month is shown only if each cell can still have any rest from
 * 0 to 4.
 */
import { dateOf, monthOf, monthOfDay, quarterOf, yearOf } from '@terskel/shared/calendar';
import { FIGURE_NAMES, FIGURES } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { HIDDEN, SMALL } from '../engine/marks.ts';
import type { Counts } from './counts.ts';
import { wholePeriods } from './tables.ts';

const LARGEST_REST = TELLABLE_FROM - 1;
/** In the live store, rests are deleted after 15 to 30 days, so there may be one more rest in each such time. */
const REST_DAYS = 16;

/** Lowest and highest value that readers cannot exclude. */
export type Bounds = readonly [low: number, high: number];

/**
 * Whether each of `cells` rests may be 0 and may be `LARGEST_REST`, if their sum is within the bounds and each is at most
 * `most`.
 */
export function isOpen([low, high]: Bounds, cells: number, most = LARGEST_REST): boolean {
  return (
    Math.max(low, 0) <= Math.min(high, most * (cells - 1)) &&
    high >= LARGEST_REST &&
    low <= most * cells
  );
}

export interface TellInput {
  readonly days: readonly string[];
  readonly counts: Counts;
  readonly months: Counts;
  /** Languages that are offered. */
  readonly languages: readonly string[];
  /** Days of which counts are missing. */
  readonly gaps: number;
}

/** `before`: cells of earlier releases, which stay as they are. */
export function toldCells(
  input: TellInput,
  before: ReadonlyMap<string, Shown>,
): Map<string, Shown> {
  const { days, months } = input;
  const cells = new Map<string, Shown>();
  const entries = sums(input);
  for (const [figure, split, labels] of told(input.languages)) {
    const keyOf = (date: string, label: string) =>
      cellKey(figure, [
        ['date', date],
        [split, label],
      ]);
    for (const month of wholePeriods(days, monthOf)) {
      const isTold = isOpenUntil(figure, labels.length, month, entries, input);
      for (const label of labels) {
        const key = keyOf(month, label);
        const count = months[`${figure} ${month} ${label}`] ?? 0;
        cells.set(key, before.get(key) ?? (isTold ? shownOf(count) : HIDDEN));
      }
    }
    for (const periodOf of [quarterOf, yearOf]) {
      for (const period of wholePeriods(days, periodOf)) {
        const own = wholePeriods(days, monthOf).filter(
          (month) => periodOf(dateOf(`${month}-01`)) === period,
        );
        for (const label of labels) {
          const parts = own.map((month) => cells.get(keyOf(month, label)) ?? HIDDEN);
          const key = keyOf(period, label);
          cells.set(key, before.get(key) ?? sumOfShown(parts));
        }
      }
    }
  }
  return cells;
}

/** `SMALL` stands for a count of zero here. */
const shownOf = (count: number): Shown => (count === 0 ? SMALL : count);

function sumOfShown(parts: readonly Shown[]): Shown {
  if (parts.includes(HIDDEN)) return HIDDEN;
  return shownOf(
    parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : 0), 0),
  );
}

type Told = readonly [figure: string, split: string, labels: readonly string[]];

/** The figures by month, their only split, and its values. */
function told(languages: readonly string[]): Told[] {
  return FIGURE_NAMES.filter((name) => FIGURES[name].period === 'month').flatMap((name) =>
    Object.entries(FIGURES[name].splits).map(([split, labels]): Told => {
      return [name, split, name === 'languages' ? languages : labels];
    }),
  );
}

/** Some counts of one month. */
interface Entry {
  readonly figure: string;
  readonly month: string;
  readonly label: string;
  readonly count: number;
}

/** Sums from the first month on, up to a month that is given later. */
function sums({ days, counts, months }: TellInput): readonly Entry[] {
  const from = monthOfDay(days[0] ?? '');
  const found = new Map<string, Entry>();
  for (const [key, count] of [...Object.entries(counts), ...Object.entries(months)]) {
    const [figure = '', date = '', label = ''] = key.split(' ');
    const month = monthOfDay(date);
    if (month < from || (date !== month && figure !== 'tickets')) continue;
    const name = `${figure} ${month} ${label}`;
    found.set(name, { figure, month, label, count: count + (found.get(name)?.count ?? 0) });
  }
  return [...found.values()];
}

function isOpenUntil(
  figure: string,
  cells: number,
  month: string,
  entries: readonly Entry[],
  { days, gaps }: TellInput,
): boolean {
  const span = days.filter((day) => monthOfDay(day) <= month).length;
  const most = LARGEST_REST * Math.max(1, Math.floor((span - gaps) / REST_DAYS));
  const total = (name: string, ...labels: readonly string[]): number =>
    entries
      .filter((each) => each.figure === name && each.month <= month)
      .filter(({ label }) => labels.length === 0 || labels.includes(label))
      .reduce((sum, { count }) => sum + count, 0);
  return restsOf(figure, cells, total, most).every((rest) => isOpen(rest.bounds, rest.cells, most));
}

/**
 * The bounds of sums of rests that readers can compute. `total`: of a figure, or of some labels of it. `most`: the largest
 * rest of a cell.
 */
function restsOf(
  figure: string,
  cells: number,
  total: (figure: string, ...labels: readonly string[]) => number,
  most: number,
): { bounds: Bounds; cells: number }[] {
  const own = total(figure);
  const between = (low: number, high: number, of = cells): { bounds: Bounds; cells: number } => ({
    bounds: [low, high],
    cells: of,
  });
  const rest = (name: 'before' | 'after' | 'change' | 'ends' | 'durations'): number => {
    const [labels = []] = Object.values(FIGURES[name].splits);
    return most * labels.length;
  };
  const [tickets, matched] = [total('tickets'), total('tickets', 'matched')];
  /** Conversations that are not the last one of their ticket. */
  const more = total('ends', 'returned', 'moved');
  switch (figure) {
    case 'languages':
    case 'topics':
    case 'ages':
      return [between(tickets - own, tickets - own)];
    case 'durations': {
      const ends = total('ends') - own;
      return [between(matched - own, matched + more - own), between(ends, ends + rest('ends'))];
    }
    case 'ends': {
      const durations = total('durations') - own;
      const last = matched - (own - more);
      const { length } = FIGURES.ends.splits.reason;
      return [
        between(last - total('ends', 'returned'), last, length - 2),
        between(durations, durations + rest('durations')),
      ];
    }
    case 'before': {
      const change = total('change') - own;
      return [
        between(change, change + rest('change')),
        between(-Infinity, total('after') + rest('after') - own),
      ];
    }
    case 'change': {
      const before = total('before') - own;
      return [
        between(before, before + rest('before')),
        between(-Infinity, total('after') + rest('after') - own),
      ];
    }
    case 'after':
      return [between(Math.max(total('before'), total('change')) - own, matched - own)];
    default:
      return [between(-Infinity, matched - own)];
  }
}
