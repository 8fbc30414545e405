/**
 * What readers can compute of the counts that still wait in the live store, the rests (rules T1, T3): their sum, from
 * another figure. `open-rests.ts` tests what it tells of a single rest.
 */
import { monthOfDay } from '@terskel/shared/calendar';
import { FIGURES } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import type { Shown } from '@terskel/shared/statistics';
import { SMALL } from '../engine/marks.ts';
import type { Counts } from './counts.ts';
import type { Bounds, MonthEnd } from './open-rests.ts';
import { shownTickets } from './tables.ts';

const LARGEST_REST = TELLABLE_FROM - 1;
/** In the live store, rests are deleted after 15 to 30 days. Two months with so many days have room for it, and new rests. */
const REST_DAYS = 32;

/** Ends of conversations that are not the last one of their ticket. */
const MORE: readonly string[] = ['returned', 'moved'];

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

/**
 * The same sums, with each number of tickets that `<5` may stand for: of all tickets of a month, or of those that were
 * matched. So what is shown does not depend on which of them is true. `tickets`: what is shown of them.
 */
export function sumsWithSmall(
  entries: readonly Entry[],
  tickets: ReadonlyMap<string, Shown>,
): (readonly Entry[])[] {
  const ofTickets = Map.groupBy(entries, ({ figure, month }) => figure === 'tickets' && month);
  /** By month, all its tickets; null: `<5`. */
  const small = new Map<string, number | null>();
  for (const [key] of tickets) {
    const [, month = ''] = /^tickets\|date=(\d{4}-\d\d)$/.exec(key) ?? [];
    if (month === '') continue;
    if (shownTickets(tickets, month) === SMALL) small.set(month, null);
    else if (shownTickets(tickets, month, 'matched') === SMALL)
      small.set(month, sumOf(ofTickets.get(month) ?? [], []));
  }
  if (small.size === 0) return [entries];
  const others = entries.filter((each) => each.figure !== 'tickets' || !small.has(each.month));
  const entry = (month: string, label: string, count: number): Entry => ({
    ...{ figure: 'tickets', month, label, count },
  });
  return Array.from({ length: TELLABLE_FROM }, (_, matched) =>
    others.concat(
      [...small].flatMap(([month, all]) => [
        entry(month, 'matched', matched),
        entry(month, 'cancelled', all === null ? 0 : all - matched),
      ]),
    ),
  );
}

/** One month of a figure. */
export interface Told {
  readonly month: string;
  /** Its cells. */
  readonly labels: readonly string[];
  /** Whether readers know neither its counts, nor its sum with another month. */
  readonly isHidden: boolean;
}

/** For each sum of rests that readers can compute, all months. `months`: from the first one on. */
export function monthEnds(
  figure: string,
  months: readonly Told[],
  entries: readonly Entry[],
  input: RestInput,
): MonthEnd[][] {
  const byFigure = Map.groupBy(entries, (entry) => entry.figure);
  const largest = months.map(({ month }, at) => largestRest(month, months[at - 1]?.month, input));
  const ends = months.map(({ month, labels, isHidden }, at) => {
    const total = (name: string, ...only: readonly string[]): number =>
      sumOf(
        (byFigure.get(name) ?? []).filter((entry) => entry.month <= month),
        only,
      );
    const own = (byFigure.get(figure) ?? []).filter((entry) => entry.month === month);
    const most = largest.slice(0, at + 1).reduce((sum, each) => sum + each, 0);
    return restsOf(figure, labels, total, most).map(({ bounds, labels: cells }): MonthEnd => {
      const counts = new Map(cells.map((label) => [label, sumOf(own, [label])]));
      return { isHidden, bounds, counts, most: largest[at] ?? 0 };
    });
  });
  return (ends[0] ?? []).map((_, nth) => ends.flatMap((each) => each[nth] ?? []));
}

const sumOf = (entries: readonly Entry[], only: readonly string[]): number =>
  entries
    .filter(({ label }) => only.length === 0 || only.includes(label))
    .reduce((sum, { count }) => sum + count, 0);

/** Of one month, in each cell: none if the rests of the month before may not have been deleted. */
function largestRest(month: string, before: string | undefined, { days, gaps }: RestInput): number {
  if (before === undefined) return LARGEST_REST;
  const isOf = (day: string) => [before, month].includes(monthOfDay(day));
  const counted = days.filter(isOf).length - gaps.filter(isOf).length;
  return counted < REST_DAYS ? 0 : LARGEST_REST;
}

interface RestSum {
  readonly bounds: Bounds;
  readonly labels: readonly string[];
}

/**
 * The bounds of sums of rests that readers can compute. `total`: of a figure, or of some labels of it. `most`: the largest
 * rest of a cell.
 */
function restsOf(
  figure: string,
  labels: readonly string[],
  total: (figure: string, ...labels: readonly string[]) => number,
  most: number,
): RestSum[] {
  const own = total(figure);
  const between = (low: number, high: number, of = labels): RestSum => ({
    bounds: [low, high],
    labels: of,
  });
  const rest = (name: 'before' | 'after' | 'change' | 'ends' | 'durations'): number => {
    const [all = []] = Object.values(FIGURES[name].splits);
    return most * all.length;
  };
  const [tickets, matched] = [total('tickets'), total('tickets', 'matched')];
  const more = total('ends', ...MORE);
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
      const ofLast = labels.filter((label) => !MORE.includes(label));
      return [
        between(last - total('ends', 'returned'), last, ofLast),
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
