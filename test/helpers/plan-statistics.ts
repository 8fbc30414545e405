/** Made-up statistics of one quarter, as they would be released, for the tests of the shift plan. */
import { DURATION_BOUNDS_MIN, classesOf } from '@terskel/shared/figures';
import { type Shown, type Statistics, WAITS_SHOWN_S, cellKey } from '@terskel/shared/statistics';

/** The third quarter of 2026: 92 days, 13 of each weekday, and a 14th Wednesday. */
export const QUARTER = '2026-Q3';
export const WEEKDAYS = [13, 13, 14, 13, 13, 13, 13] as const;

type Places = readonly (readonly [string, string])[];

/** Counts below 5 become `<5`. `hide`: cells that secondary suppression has hidden. */
export function statisticsOf(
  cells: readonly (readonly [figure: string, places: Places, count: number])[],
  { hide = [], gaps = [] }: { readonly hide?: readonly string[]; readonly gaps?: string[] } = {},
): Statistics {
  const shown = cells.map(([figure, places, count]): [string, Shown] => {
    const key = cellKey(figure, places);
    return [key, hide.includes(key) ? 'hidden' : count < 5 ? '<5' : count];
  });
  return {
    timeZone: 'Europe/Oslo',
    days: { first: '2026-06-15', last: '2026-11-30' },
    gaps,
    cells: Object.fromEntries(shown),
  };
}

/** A quarter with busy evenings, of which some hours are too small to be shown. */
export function ordinaryQuarter(): Statistics {
  const cells: [string, Places, number][] = [];
  let whole = 0;
  for (const [day, times] of WEEKDAYS.entries()) {
    const date = ['date', `${QUARTER}-${day + 1}`] as const;
    let total = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const isOpen = hour >= 18 && hour < 22;
      const busy = isOpen ? ([14, 22, 30, 12][hour - 18] ?? 0) : 0;
      const count = hour === 21 && day > 3 ? 3 : Math.round(busy * (1 + day / 10));
      total += count;
      cells.push(['tickets', [date, ['hour', String(hour)]], count]);
      const quarters = isOpen ? times * (hour === 20 ? 6 : 4) : 0;
      cells.push(['staff', [date, ['hour', String(hour)]], quarters]);
    }
    whole += total;
    cells.push(['tickets', [date], total]);
  }
  cells.push(['tickets', [['date', QUARTER]], whole]);
  for (const [nth, minutes] of classesOf(DURATION_BOUNDS_MIN).entries())
    cells.push([
      'durations',
      [
        ['date', '2026-08'],
        ['minutes', minutes],
      ],
      [6, 12, 40, 60, 30, 12, 4][nth] ?? 0,
    ]);
  for (const [outcome, counts] of [
    ['matched', [330, 550, 700, 760, 780, 780]],
    ['left', [36, 54, 72, 90, 99, 99]],
  ] as const) {
    const all = [
      ['date', QUARTER],
      ['outcome', outcome],
    ] as const;
    for (const [nth, bound] of WAITS_SHOWN_S.entries())
      cells.push(['waits', [...all, ['wait', `to ${bound}`]], counts[nth] ?? 0]);
    cells.push(['waits', all, counts.at(-1) ?? 0]);
  }
  return statisticsOf(cells);
}
