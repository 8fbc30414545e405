/** The tables of the statistics page, for one period and the one before (rule T4). */
import { FIGURES, type FigureName } from '@terskel/shared/figures';
import { WAITS_SHOWN_S, waitLabel } from '@terskel/shared/statistics';
import { sorted } from '../lists.ts';
import { type Cell, type Places, type ReadCell, sumOfShown } from './cells.ts';
import { type Days, type Kind, periodsOf } from './periods.ts';

export const GROUPS = {
  coming: ['outcomes', 'trend'],
  waiting: ['waits', 'leavers'],
  talking: ['ends', 'durations'],
  feeling: ['change', 'heard', 'before', 'after'],
  people: ['topics', 'languages', 'ages'],
  volunteers: ['staff', 'offers'],
} as const;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[];
export type BlockId = (typeof GROUPS)[GroupName][number];

interface Source {
  readonly figure: FigureName;
  /** The split whose values are the rows. Null: the rows are the totals of other figures. */
  readonly split: string | null;
  readonly places?: Places;
}
const SOURCES: Readonly<Record<Exclude<BlockId, 'trend'>, Source>> = {
  outcomes: { figure: 'tickets', split: 'outcome' },
  waits: { figure: 'waits', split: 'wait', places: { outcome: 'matched' } },
  leavers: { figure: 'waits', split: 'wait', places: { outcome: 'left' } },
  ends: { figure: 'ends', split: 'reason' },
  durations: { figure: 'durations', split: 'minutes' },
  change: { figure: 'change', split: 'change' },
  heard: { figure: 'heard', split: 'heard' },
  before: { figure: 'before', split: 'feeling' },
  after: { figure: 'after', split: 'feeling' },
  topics: { figure: 'topics', split: 'topic' },
  languages: { figure: 'languages', split: 'language' },
  ages: { figure: 'ages', split: 'age' },
  staff: { figure: 'staff', split: null },
  offers: { figure: 'offers', split: 'answer' },
};

/**
 * Two values: of the period and of the one before. In `trend`: all who came, and those who were answered, which is not
 * released of days and weeks.
 */
export type Pair = readonly [Cell, Cell];

export interface Row {
  /** A value of the split. In `trend`, a period. */
  readonly label: string;
  readonly values: Pair;
}

export interface Block {
  readonly id: BlockId;
  /** `hours`: the counts are quarters of an hour. */
  readonly unit: 'count' | 'hours';
  readonly rows: readonly Row[];
  /** The whole of which the rows are parts; null if there is none. If `sumsUp`, the sum of the rows that are shown. */
  readonly total: Pair | null;
}

/** How many periods the trend shows. */
const TREND: Readonly<Record<Exclude<Kind, 'year'>, number>> = {
  ...{ day: 14, week: 13, month: 12, quarter: 8 },
};

/** The rows of the block `staff`. Neither is a part of the other. */
const STAFF = ['staff', 'busy'] as const satisfies readonly FigureName[];

function labelsOf({ figure, split }: Source): readonly string[] {
  if (split === null) return STAFF;
  if (figure === 'waits') return WAITS_SHOWN_S.map(waitLabel);
  return (FIGURES[figure].splits as Readonly<Record<string, readonly string[]>>)[split] ?? [];
}

/**
 * Whether the whole of the rows is the sum of those that are shown. What seekers said is released without totals, since
 * the rest of each row has not been counted yet.
 */
export const sumsUp = (id: BlockId): boolean =>
  id !== 'trend' && FIGURES[SOURCES[id].figure].period === 'month';

/** Reads cells of two periods at once. */
export const pairReader =
  (read: ReadCell, period: string, previous: string | null) =>
  (figure: FigureName, places?: Places): Pair => [
    read(figure, period, places),
    previous === null ? null : read(figure, previous, places),
  ];

export const isPublished = ([now, before]: Pair): boolean => now !== null || before !== null;

/** Null if nothing of it is published for this kind of period. */
export function blockOf(
  id: Exclude<BlockId, 'trend'>,
  read: ReadCell,
  period: string,
  previous: string | null,
): Block | null {
  const source = SOURCES[id];
  const pair = pairReader(read, period, previous);
  const rows = labelsOf(source)
    .map((label) => ({
      label,
      values:
        source.split === null
          ? pair(label as FigureName)
          : pair(source.figure, { ...source.places, [source.split]: label }),
    }))
    // A language that is not offered has no cells.
    .filter(({ values }) => isPublished(values));
  const sumOf = (side: 0 | 1): Cell => sumOfShown(rows.map(({ values }) => values[side]));
  // The whole of the waits are all waits, also of those who left.
  const total: Pair = sumsUp(id) ? [sumOf(0), sumOf(1)] : pair(source.figure);
  // How many came stands in the trend, also where it is not released how it ended.
  if (rows.length === 0 && (id === 'outcomes' || !isPublished(total))) return null;
  const isWhole = source.split !== null && isPublished(total);
  return { id, unit: id === 'staff' ? 'hours' : 'count', rows, total: isWhole ? total : null };
}

/** Whether the trend shows who was answered. */
export const hasAnswered = ({ rows }: Pick<Block, 'rows'>): boolean =>
  rows.some(({ values: [, answered] }) => answered !== null);

/** Who came and who was answered, in this period and those before it, or in the months of a year; oldest first. */
export function trendOf(read: ReadCell, kind: Kind, days: Days, period: string): Block {
  const shown = sorted(trendPeriods(kind, days, period), (one, other) => (one < other ? -1 : 1));
  const rows = shown.map((label): Row => ({
    label,
    values: [read('tickets', label), read('tickets', label, { outcome: 'matched' })],
  }));
  return { id: 'trend', unit: 'count', rows, total: null };
}

function trendPeriods(kind: Kind, days: Days, period: string): readonly string[] {
  if (kind === 'year') return periodsOf('month', days).filter((month) => month.startsWith(period));
  const periods = periodsOf(kind, days);
  const from = periods.indexOf(period);
  return periods.slice(from, from + TREND[kind]);
}
