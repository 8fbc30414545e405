/** The files to download: exactly what the page shows (rule T4). Loaded when one is asked for. */
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { Statistics } from '@terskel/shared/statistics';
import type { BlockId } from '../../../figures/blocks.ts';
import { type Entry, entriesOf } from '../../../figures/entries.ts';
import { isCut } from '../../../figures/periods.ts';
import type { Report } from '../../../figures/report.ts';
import type { FiguresI18n } from './words.ts';
import { labelOf } from './words.ts';

const QUARTERS_PER_HOUR = 4;

/**
 * One line for each number, with a byte order mark, so that spreadsheets read it as UTF-8. Spreadsheets expect
 * semicolons where the language writes numbers with a decimal comma. A cell that begins like a formula gets an
 * apostrophe.
 */
export function csvOf(report: Report, figures: FiguresI18n): string {
  const { columns } = figures.words.save;
  const names = [columns.figure, columns.row, columns.period, columns.value, columns.unit];
  const lines = entriesOf(report).map((entry) => lineOf(entry, figures));
  return stringify([[...names, columns.share], ...lines], {
    bom: true,
    delimiter: decimalComma(figures.i18n.formats) ? ';' : ',',
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

function lineOf(entry: Entry, figures: FiguresI18n): readonly string[] {
  const { words, format } = figures;
  const { period, unit, share } = entry;
  const [figure, row] = namesOf(entry, figures);
  const shareText = share === null || unit === 'share' ? '' : format.share(share);
  return [
    ...[figure, row, format.period(period), valueText(entry, figures)],
    ...[words.save.units[unit], shareText],
  ];
}

function decimalComma(formats: string | readonly string[]): boolean {
  return new Intl.NumberFormat(formats).format(0.5).includes(',');
}

/** A number without separators of thousands, which spreadsheets do not read. */
function valueText(
  { unit, value, share, range }: Entry,
  { i18n, words, format }: FiguresI18n,
): string {
  if (unit === 'share') return share === null ? words.none : format.share(share);
  if (unit === 'wait') return range === null ? words.none : format.range(range);
  if (typeof value !== 'number') return format.cell(value, unit);
  const plain = new Intl.NumberFormat(i18n.formats, { useGrouping: false });
  return plain.format(unit === 'hours' ? value / QUARTERS_PER_HOUR : value);
}

function namesOf({ figure, row }: Entry, figures: FiguresI18n): readonly [string, string] {
  const { words, format } = figures;
  switch (figure) {
    case 'headlines':
      return [
        words.headlines.heading,
        words.headlines[row as Exclude<keyof typeof words.headlines, 'heading'>].title,
      ];
    case 'demand':
    case 'staffing': {
      const [weekday = '*', hour = '*'] = row.split(' ');
      const when = words.heat.when(
        weekday === '*' ? words.heat.everyDay : format.weekday(Number(weekday), 'long'),
        hour === '*' ? words.heat.allDay : format.hour(Number(hour)),
      );
      return [words.heat[figure], when];
    }
    case 'trend':
      return [
        words.blocks.trend.title,
        row === 'came' ? words.blocks.trend.came : words.blocks.trend.answered,
      ];
    default:
      return [words.blocks[figure].title, labelOf(figure satisfies BlockId, row, figures)];
  }
}

/**
 * For programs: names instead of texts, hours as numbers, shares as whole per cent as on the page. `cut`: periods that
 * begin before the first day that was counted, and that day.
 */
export function jsonOf(report: Report, { timeZone, days }: Statistics): string {
  const { kind, period, previous, startedOn, gaps } = report;
  const entries = entriesOf(report);
  const from = days?.first ?? '';
  const cut = [...new Set(entries.map((each) => each.period))]
    .filter((each) => isCut(each, from))
    .map((each) => ({ period: each, from }));
  const about = { timeZone, kind, period, previous, startedOn, cut, gaps };
  return JSON.stringify({ ...about, numbers: entries.map(numberOf) }, null, 2);
}

/** Has `value`, `percent` or `seconds` only where the page shows one. */
function numberOf({ figure, row, period, unit, value, share, range }: Entry): object {
  return {
    ...{ figure, row, period, unit },
    ...(value !== null && { value: unit === 'hours' ? hoursOf(value) : value }),
    ...(share !== null && { percent: Math.round(share * 100) }),
    ...(range !== null && { seconds: { over: range.overS, atMost: range.toS } }),
  };
}

function hoursOf(quarters: NonNullable<Entry['value']>): number | string {
  if (typeof quarters === 'number') return quarters / QUARTERS_PER_HOUR;
  return quarters === '<5' ? `<${5 / QUARTERS_PER_HOUR}` : quarters;
}
