/** Names of local days and periods: the labels of cells in statistics (rule T4). A day is `2027-03-28`. */

const DAY_MS = 24 * 60 * 60_000;

export const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
export const dayAfter = (day: string, days = 1): string =>
  dayOf(new Date(dateOf(day).getTime() + days * DAY_MS));

/** `2027` */
export const yearOf = (date: Date): string => date.toISOString().slice(0, 4);
/** `2027-03` */
export const monthOf = (date: Date): string => monthOfDay(dayOf(date));
export const monthOfDay = (day: string): string => day.slice(0, '2027-03'.length);
/** `2027-Q1` */
export const quarterOf = (date: Date): string =>
  `${yearOf(date)}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
/** 1 (Monday) to 7. */
export const weekdayOf = (date: Date): number => ((date.getUTCDay() + 6) % 7) + 1;
/** The ISO week, that of its Thursday: `2026-W53`, which has days of two years. */
export function weekOf(date: Date): string {
  const thursday = new Date(date.getTime() + (4 - weekdayOf(date)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / DAY_MS / 7) + 1;
  return `${yearOf(thursday)}-W${String(week).padStart(2, '0')}`;
}
