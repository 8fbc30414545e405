/**
 * What readers can compute of the counts that still wait in the live store, the rests (rules T1, T3): their sum, from
 * another figure. It tells nothing of a single rest if each can still be 0 to 4.
 */
import { monthOfDay } from '@terskel/shared/calendar';
import { FIGURES } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import type { Counts } from './counts.ts';

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

export interface RestInput {
  readonly days: readonly string[];
  readonly counts: Counts;
  readonly months: Counts;
  /** Days of which counts are missing. */
  readonly gaps: readonly string[];
}

/** Some counts of one month. */
export interface Entry {
  readonly figure: string;
  readonly month: string;
  readonly label: string;
  readonly count: number;
}

/** Sums from the first month on, up to a month that is given later. */
export function monthSums({ days, counts, months }: RestInput): readonly Entry[] {
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

/** Whether each rest may be 0 to 4 at the end of this month, if readers know what was counted in all months up to it. */
export function isOpenUntil(
  figure: string,
  cells: number,
  month: string,
  entries: readonly Entry[],
  input: RestInput,
): boolean {
  const most = largestRest(month, input);
  const total = (name: string, ...labels: readonly string[]): number =>
    entries
      .filter((each) => each.figure === name && each.month <= month)
      .filter(({ label }) => labels.length === 0 || labels.includes(label))
      .reduce((sum, { count }) => sum + count, 0);
  return restsOf(figure, cells, total, most).every((rest) => isOpen(rest.bounds, rest.cells, most));
}

/** At the end of a month: in the longer months, some rests have been deleted, which readers cannot tell from others. */
function largestRest(month: string, { days, gaps }: RestInput): number {
  const upTo = (all: readonly string[]) => all.filter((day) => monthOfDay(day) <= month).length;
  return LARGEST_REST * Math.max(1, Math.floor((upTo(days) - upTo(gaps)) / REST_DAYS));
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
