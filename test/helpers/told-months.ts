/** Languages of a few made-up months, as they are released month by month (rule T3). */
import { toldCells } from '@terskel/server/statistics/release/told';
import { dayAfter } from '@terskel/shared/calendar';
import { cellKey, type Shown } from '@terskel/shared/statistics';

export const MONTHS = ['2027-01', '2027-02', '2027-03', '2027-04'];
/** How many days there are until the end of each. */
const ENDS = [31, 59, 90, 120];

export const keyOf = (date: string, language: string) =>
  cellKey('languages', [
    ['date', date],
    ['language', language],
  ]);

export interface Counted {
  /** By month. */
  readonly tickets: readonly number[];
  /** By month and language: 0, or at least 5. */
  readonly counts: readonly (readonly number[])[];
}

/** `languages`: of the counts. `offered`: in each month; all of them by default. */
export function releasedOf(
  { tickets, counts }: Counted,
  languages: readonly string[],
  offered: readonly (readonly string[])[] = tickets.map(() => languages),
): ReadonlyMap<string, Shown> {
  let shown: ReadonlyMap<string, Shown> = new Map();
  for (const at of tickets.keys()) {
    const until = MONTHS.slice(0, at + 1);
    const said = until.flatMap((month, nth) =>
      languages.map((name, of): [string, number] => [
        `languages ${month} ${name}`,
        counts[nth]?.[of] ?? 0,
      ]),
    );
    const input = {
      days: Array.from({ length: ENDS[at] ?? 0 }, (_, day) => dayAfter('2027-01-01', day)),
      counts: Object.fromEntries(
        until.map((month, nth) => [`tickets ${month}-15 matched`, tickets[nth] ?? 0]),
      ),
      ...{ months: Object.fromEntries(said), languages: offered[at] ?? [], gaps: [] },
    };
    shown = new Map([...shown, ...toldCells(input, shown)]);
  }
  return shown;
}
