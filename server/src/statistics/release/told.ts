/**
 * Figures of what seekers said and of single conversations, by month (rules T1, T7). They are counted in groups of at
 * least five, so a count is at least 5 or 0. What is not counted yet waits, 0 to 4 in each cell. Readers may compute how
 * much waits in all cells together, from another figure. A month is shown only if each cell can still have any rest from
 * 0 to 4. A quarter is the sum of its months, and a year of its quarters; it is hidden if one of them is.
 *
 * A single hidden month would be the quarter less its other months. So of languages, topics and ages the month after it
 * is hidden as well, if the quarter can be shown then (`isPartner`): readers know only the sum of both months.
 */
import { dateOf, monthOf, quarterOf, yearOf } from '@terskel/shared/calendar';
import { FIGURE_NAMES, FIGURES, type FigureName } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { HIDDEN, SMALL } from '../engine/marks.ts';
import { type Entry, isOpenUntil, monthSums, type RestInput } from './rests.ts';
import { wholePeriods } from './tables.ts';

export interface TellInput extends RestInput {
  /** Languages that are offered now. */
  readonly languages: readonly string[];
}

type Cells = ReadonlyMap<string, Shown>;

/** `before`: cells of earlier releases, which stay as they are. */
export function toldCells(input: TellInput, before: Cells): Map<string, Shown> {
  const entries = monthSums(input);
  const cells = new Map<string, Shown>();
  for (const name of FIGURE_NAMES.filter((each) => FIGURES[each].period === 'month'))
    for (const split of Object.entries(FIGURES[name].splits))
      for (const [key, cell] of cellsOf(name, split, input, entries, before)) cells.set(key, cell);
  return cells;
}

/** Of one figure. `split`: its only split, and its values. */
function cellsOf(
  figure: FigureName,
  [split, all]: readonly [string, readonly string[]],
  input: TellInput,
  entries: readonly Entry[],
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
    return figure === 'languages' ? input.languages : all;
  };
  const countOf = (month: string, label: string) =>
    input.months[`${figure} ${month} ${label}`] ?? 0;
  const isOpen = (month: string, of: readonly Entry[] = entries): boolean =>
    isOpenUntil(figure, labelsOf(month).length, month, of, input);

  /**
   * Whether this month and the one before may be shown as a sum only. The month before is hidden, because its rests are
   * not open, and this one is open. Its rests are known at its end, since the sum is. Those at the end of the month before
   * are not: readers cannot exclude other counts, each 0 or at least 5, with the same sums. If the rests are open with one
   * of these, each may be 0 to 4.
   */
  function isPartner(month: string, earlier: readonly string[]): boolean {
    const unknown = earlier.filter((each) => hidden.has(each));
    const [first] = unknown;
    if (FIGURES[figure].unit !== 'tickets' || first === undefined) return false;
    if (unknown.length > 1 || first !== earlier.at(-1)) return false;
    const labels = labelsOf(month);
    const isWhole =
      labels.join() === labelsOf(first).join() &&
      labels.every((label) => isHidden(first, label) && isHidden(month, label));
    if (!isWhole || isOpen(first) || !isOpen(month)) return false;
    const sums = labels.map((label) => countOf(first, label) + countOf(month, label));
    const counted = labels.reduce((sum, label) => sum + countOf(first, label), 0);
    return [...partsOf(sums)].some((part) =>
      isOpen(first, [...entries, { figure, month: first, label: '', count: part - counted }]),
    );
  }

  const months = wholePeriods(days, monthOf);
  const monthsIn = (quarter: string) =>
    months.filter((month) => quarterOf(dateOf(`${month}-01`)) === quarter);
  /** The months before it in its quarter. */
  const earlierThan = (month: string) =>
    monthsIn(quarterOf(dateOf(`${month}-01`))).filter((each) => each < month);

  for (const month of months) {
    const isShown = isOpen(month) && !isPartner(month, earlierThan(month));
    for (const label of labelsOf(month))
      put(month, label, isShown ? shownOf(countOf(month, label)) : HIDDEN);
    if (labelsOf(month).some((label) => isHidden(month, label))) hidden.add(month);
  }
  const quarters = wholePeriods(days, quarterOf);
  for (const quarter of quarters) {
    const own = monthsIn(quarter);
    const unknown = own.filter((month) => hidden.has(month));
    const last = unknown.at(-1);
    const isSumShown =
      last === undefined || (unknown.length === 2 && isPartner(last, earlierThan(last)));
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

/** `SMALL` stands for a count of zero here. */
const shownOf = (count: number): Shown => (count === 0 ? SMALL : count);
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

function sumOfShown(parts: readonly Shown[]): Shown {
  if (parts.includes(HIDDEN)) return HIDDEN;
  return shownOf(sumOf(parts.filter((part) => typeof part === 'number')));
}

/**
 * What the first of two months may have in all, if these are the sums of both. Each count is 0 or at least
 * `TELLABLE_FROM`.
 */
export function partsOf(sums: readonly number[]): ReadonlySet<number> {
  let found = new Set([0]);
  for (const sum of sums) {
    const parts = Array.from({ length: sum + 1 }, (_, part) => part).filter((part) =>
      [part, sum - part].every((count) => count === 0 || count >= TELLABLE_FROM),
    );
    found = new Set([...found].flatMap((before) => parts.map((part) => before + part)));
  }
  return found;
}
