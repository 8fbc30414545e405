/** The numbers of a report, one by one: what the downloads contain (rule T4). */
import { type Block, hasAnswered } from './blocks.ts';
import { type Cell, shareOf } from './cells.ts';
import { type Heat, WEEKDAYS, isBlank } from './heat.ts';
import type { WaitRange } from './quantile.ts';
import type { Headline, Report } from './report.ts';

export type EntryUnit = 'count' | 'hours' | 'share' | 'wait';

export interface Entry {
  /** A block, `headlines`, `demand` or `staffing`. */
  readonly figure: Block['id'] | 'headlines' | 'demand' | 'staffing';
  /** A value of the split (of `staff`: a figure), a headline, or weekday and hour such as `1 14` (`*`: all); empty: all. */
  readonly row: string;
  readonly period: string;
  readonly unit: EntryUnit;
  /** With `hours`, quarters of an hour. Null if the entry has only a share or a range. */
  readonly value: Cell;
  readonly share: number | null;
  readonly range: WaitRange | null;
}

function entry(
  [figure, row, period, unit]: readonly [Entry['figure'], string, string, EntryUnit],
  { value = null, share = null, range = null }: Partial<Pick<Entry, 'value' | 'share' | 'range'>>,
): Entry {
  return { figure, row, period, unit, value, share, range };
}

/** The period, and the one before if there is one, with their positions in a `Pair`. */
function sidesOf({ period, previous }: Report): readonly (readonly [string, 0 | 1])[] {
  return previous === null
    ? [[period, 0]]
    : [
        [period, 0],
        [previous, 1],
      ];
}

export function entriesOf(report: Report): readonly Entry[] {
  const { heat } = report;
  return [
    ...report.headlines.flatMap((one) => headlineEntries(one, report)),
    ...report.blocks.flatMap((block) => blockEntries(block, report)),
    ...(heat === null
      ? []
      : [...gridEntries('demand', 'count', heat), ...gridEntries('staffing', 'hours', heat)]),
  ];
}

function headlineEntries(one: Headline, report: Report): readonly Entry[] {
  return sidesOf(report).map(([period, side]) => {
    if ('values' in one) {
      const unit = one.id === 'hours' ? 'hours' : 'count';
      return entry(['headlines', one.id, period, unit], { value: one.values[side] });
    }
    if ('ranges' in one) {
      return entry(['headlines', one.id, period, 'wait'], { range: one.ranges[side] });
    }
    const share = shareOf(one.parts[side], one.wholes[side]);
    return entry(['headlines', one.id, period, 'share'], { share });
  });
}

function blockEntries({ id, unit, rows, total }: Block, report: Report): readonly Entry[] {
  if (id === 'trend') {
    const isAnswered = hasAnswered({ rows });
    return rows.flatMap(({ label, values: [came, answered] }) => [
      entry([id, 'came', label, unit], { value: came }),
      ...(isAnswered ? [entry([id, 'answered', label, unit], { value: answered })] : []),
    ]);
  }
  const all = total === null ? rows : [...rows, { label: '', values: total }];
  return all.flatMap(({ label, values }) =>
    sidesOf(report).map(([period, side]) => {
      const value = values[side];
      const share = label === '' || total === null ? null : shareOf(value, total[side]);
      return entry([id, label, period, unit], { value, share });
    }),
  );
}

function gridEntries(
  figure: 'demand' | 'staffing',
  unit: 'count' | 'hours',
  heat: Heat,
): readonly Entry[] {
  const { hours, quarter } = heat;
  const grid = heat[figure];
  const line = (row: string, value: Cell = null): Entry =>
    entry([figure, row, quarter, unit], { value });
  return [
    ...WEEKDAYS.flatMap((weekday, column) =>
      hours.map((hour) => line(`${weekday} ${hour}`, grid.cells[hour]?.[column])),
    ),
    ...(isBlank(grid.weekdays)
      ? []
      : grid.weekdays.map((cell, column) => line(`${WEEKDAYS[column]} *`, cell))),
    ...(isBlank(grid.hours) ? [] : hours.map((hour) => line(`* ${hour}`, grid.hours[hour]))),
  ];
}
