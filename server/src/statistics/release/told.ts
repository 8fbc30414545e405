/**
 * Figures of what seekers said and of single conversations, by month (rules T1, T7). They are counted in groups of at
 * least five, so a count is at least 5 or 0. What is not counted yet waits, 0 to 4 in each cell. Readers may compute how
 * much waits in all cells together, from another figure. A month is shown only if each cell of each shown month can still
 * have any rest from 0 to 4, for a reader who knows all of them (`open-rests.ts`). A quarter is the sum of its months, and
 * a year of its quarters; it is hidden if one of them is.
 *
 * A single hidden month would be the quarter less its other months. So of languages, topics and ages the month after it
 * is hidden as well, if the quarter can be shown then (`partnerOf`): readers know only the sum of both months.
 */
import { dateOf, monthOf, quarterOf, yearOf } from '@terskel/shared/calendar';
import { FIGURE_NAMES, FIGURES, type FigureName } from '@terskel/shared/figures';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { HIDDEN, SMALL } from '../engine/marks.ts';
import { withOtherCounts } from './hidden-pairs.ts';
import { mayBe, type MonthEnd, restsToKeep } from './open-rests.ts';
import { type Entry, monthEnds, monthSums, type RestInput, sumsWithSmall } from './rests.ts';
import { monthsBy, wholePeriods } from './tables.ts';

export interface TellInput extends RestInput {
  /** Languages that are offered now. */
  readonly languages: readonly string[];
}

type Cells = ReadonlyMap<string, Shown>;

/** `before`: cells of earlier releases, which stay as they are. `tickets`: what is shown of tickets. */
export function toldCells(
  input: TellInput,
  before: Cells,
  tickets: Cells = new Map(),
): Map<string, Shown> {
  const possible = sumsWithSmall(monthSums(input), tickets);
  const cells = new Map<string, Shown>();
  for (const name of FIGURE_NAMES.filter((each) => FIGURES[each].period === 'month'))
    for (const split of Object.entries(FIGURES[name].splits))
      for (const [key, cell] of cellsOf(name, split, input, possible, before)) cells.set(key, cell);
  return cells;
}

/** Of one figure. `split`: its only split, and its values. `possible`: sums that readers cannot exclude. */
function cellsOf(
  figure: FigureName,
  [split, all]: readonly [string, readonly string[]],
  input: TellInput,
  possible: readonly (readonly Entry[])[],
  before: Cells,
): Map<string, Shown> {
  const { days } = input;
  const cells = new Map<string, Shown>();
  const keyOf = (date: string, label: string) =>
    cellKey(figure, [
      ['date', date],
      [split, label],
    ]);
  const put = (date: string, label: string, value: Shown) => {
    const key = keyOf(date, label);
    cells.set(key, before.get(key) ?? value);
  };
  /** Months of which a cell is hidden. */
  const hidden = new Set<string>();
  const isHidden = (date: string, label: string) =>
    (cells.get(keyOf(date, label)) ?? before.get(keyOf(date, label)) ?? HIDDEN) === HIDDEN;
  /** A month keeps the languages that were offered when it was released. */
  const labelsOf = (month: string): readonly string[] => {
    const released = all.filter((label) => before.has(keyOf(month, label)));
    if (released.length > 0) return released;
    return figure === 'languages' ? all.filter((label) => input.languages.includes(label)) : all;
  };
  const countOf = (month: string, label: string) =>
    input.months[`${figure} ${month} ${label}`] ?? 0;
  const months = wholePeriods(days, monthOf);
  const byQuarter = monthsBy(days, quarterOf);
  const hiddenBeside = (month: string) =>
    byQuarter.get(quarterOf(dateOf(`${month}-01`)))?.filter((each) => hidden.has(each)) ?? [];

  /** Two months of which readers know only the sum. */
  type Pair = readonly [first: string, second: string];
  const found: Pair[] = [];
  /** If the third month of the quarter is hidden as well, the quarter is. Then readers know no sum. */
  const pairs = () => found.filter(([first]) => hiddenBeside(first).length === 2);

  /** Whether all rests of shown months and of pairs may be 0 to 4 if this month is shown, or is in a pair. */
  function isOpen(until: string, known: readonly Pair[]): boolean {
    const inPairs = new Set(known.flat());
    const firsts = known.map(([first]) => months.indexOf(first));
    const told = months
      .filter((month) => month <= until)
      .map((month) => {
        const isHidden = hidden.has(month) && !inPairs.has(month);
        return { month, labels: labelsOf(month), isHidden };
      });
    const all = possible.map((entries) => monthEnds(figure, told, entries, input));
    return (all[0] ?? []).every((ends, nth) => {
      let closed = restsToKeep(ends);
      for (const each of all)
        for (const other of withOthers(each[nth] ?? [], firsts)) {
          closed = closed.filter((rest) => !mayBe(rest, other));
          if (closed.length === 0) return true;
        }
      return false;
    });
  }

  /** The month before, which is hidden, if the sum with this one may be shown: each rest is open, also those of both. */
  function partnerOf(month: string): string | undefined {
    const [first, ...more] = hiddenBeside(month).filter((each) => each < month);
    if (FIGURES[figure].unit !== 'tickets' || first === undefined || more.length > 0) return;
    if (first !== months[months.indexOf(month) - 1]) return;
    const labels = labelsOf(month);
    const isWhole =
      labels.join() === labelsOf(first).join() &&
      labels.every((label) => isHidden(first, label) && isHidden(month, label));
    return isWhole && isOpen(month, [...pairs(), [first, month]]) ? first : undefined;
  }

  for (const month of months) {
    const first = partnerOf(month);
    if (first !== undefined) found.push([first, month]);
    const isReleased = labelsOf(month).every((label) => before.has(keyOf(month, label)));
    const isShown = first === undefined && !isReleased && isOpen(month, pairs());
    for (const label of labelsOf(month))
      put(month, label, isShown ? shownOf(countOf(month, label)) : HIDDEN);
    if (labelsOf(month).some((label) => isHidden(month, label))) hidden.add(month);
  }
  const quarters = wholePeriods(days, quarterOf);
  for (const quarter of quarters) {
    const own = byQuarter.get(quarter) ?? [];
    const unknown = own.filter((month) => hidden.has(month));
    const isSumShown = unknown.length === 0 || pairs().some(([first]) => unknown.includes(first));
    for (const label of all) {
      const counts = own
        .filter((month) => labelsOf(month).includes(label))
        .map((month) => countOf(month, label));
      if (counts.length > 0) put(quarter, label, isSumShown ? shownOf(sumOf(counts)) : HIDDEN);
    }
  }
  for (const year of wholePeriods(days, yearOf)) {
    for (const label of all) {
      const parts = quarters
        .filter((quarter) => quarter.startsWith(year))
        .flatMap((quarter) => cells.get(keyOf(quarter, label)) ?? []);
      if (parts.length > 0) put(year, label, sumOfShown(parts));
    }
  }
  return cells;
}

/** These months, and those with other counts of a pair. `firsts`: indices of the first months of pairs. */
function* withOthers(
  ends: readonly MonthEnd[],
  firsts: readonly number[],
): Generator<readonly MonthEnd[]> {
  yield ends;
  for (const at of firsts) yield* withOtherCounts(ends, at);
}

/** `SMALL` stands for a count of zero here. */
const shownOf = (count: number): Shown => (count === 0 ? SMALL : count);
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

function sumOfShown(parts: readonly Shown[]): Shown {
  if (parts.includes(HIDDEN)) return HIDDEN;
  return shownOf(sumOf(parts.filter((part) => typeof part === 'number')));
}
