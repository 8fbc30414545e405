/** Reads the published cells. A cell that is not published is null (rule T3). */
import type { FigureName } from '@terskel/shared/figures';
import { type Shown, type Statistics, cellKey } from '@terskel/shared/statistics';

export type Cell = Shown | null;

/** The values of other splits, by their names. */
export type Places = Readonly<Record<string, string>>;

/** Reads one cell: a figure in a period, with all values of the splits that are not named. */
export type ReadCell = (figure: FigureName, date: string, places?: Places) => Cell;

export function cellReader({ cells }: Pick<Statistics, 'cells'>): ReadCell {
  return (figure, date, places = {}) =>
    cells[cellKey(figure, [['date', date], ...Object.entries(places)])] ?? null;
}

/** The sum of the shown counts; null if nothing is shown. A hidden one hides the sum. */
export function sumOfShown(cells: readonly Cell[]): Cell {
  const counts = cells.filter((cell) => typeof cell === 'number');
  if (cells.includes('hidden')) return 'hidden';
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/** A share is made of two shown counts only; otherwise null (rule T3). */
export function shareOf(part: Cell, whole: Cell): number | null {
  if (typeof part !== 'number' || typeof whole !== 'number' || whole === 0) return null;
  return part / whole;
}

/** The largest shown count; 0 if there is none. */
export function largest(cells: readonly Cell[]): number {
  return Math.max(0, ...cells.filter((cell) => typeof cell === 'number'));
}

/** The count that fills a plot: the largest, and at least 5, so that the mark of `<5` fits. */
export const scaleOf = (cells: readonly Cell[]): number => Math.max(5, largest(cells));
