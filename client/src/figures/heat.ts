/** Weekday × hour of a quarter: how many came, and how long volunteers were there (rule T4). */
import type { Cell, ReadCell } from './cells.ts';

export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);
/** 1 is Monday. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export interface Grid {
  /** By hour (0 to 23), then by weekday (Monday first). */
  readonly cells: readonly (readonly Cell[])[];
  /** Sums of all weekdays, by hour. */
  readonly hours: readonly Cell[];
  /** Sums of all hours, by weekday. */
  readonly weekdays: readonly Cell[];
}

export interface Heat {
  readonly quarter: string;
  /** From the first hour of the day that has a value to the last. The others are closed. */
  readonly hours: readonly number[];
  readonly demand: Grid;
  /** In quarters of an hour. */
  readonly staffing: Grid;
}

/** Null if nothing of it is published. */
export function heatOf(read: ReadCell, quarter: string): Heat | null {
  const grid = (figure: 'tickets' | 'staff'): Grid => ({
    cells: HOURS.map((hour) =>
      WEEKDAYS.map((weekday) => read(figure, `${quarter}-${weekday}`, { hour: String(hour) })),
    ),
    hours: HOURS.map((hour) => read(figure, quarter, { hour: String(hour) })),
    weekdays: WEEKDAYS.map((weekday) => read(figure, `${quarter}-${weekday}`)),
  });
  const [demand, staffing] = [grid('tickets'), grid('staff')];
  const used = HOURS.filter((hour) =>
    [demand, staffing].some(({ cells }) => !isBlank(cells[hour] ?? [])),
  );
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { quarter, hours: HOURS.slice(first, last + 1), demand, staffing };
}

/** Nothing of these is published. */
export const isBlank = (cells: readonly Cell[]): boolean => cells.every((cell) => cell === null);
