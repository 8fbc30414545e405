/** The tables of the statistics page, for one period and the one before (rule T4). */
import { FIGURES, type FigureName, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import { sorted } from '../lists.ts';
import type { Cell, Places, ReadCell } from './cells.ts';
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
  /** The split whose values are the rows. */
  readonly split: string;
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
  staff: { figure: 'staff', split: 'as' },
  offers: { figure: 'offers', split: 'answer' },
};

/** Two values: of the period and of the one before. In `trend`: all who came, and those who were answered. */
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
  /** The whole of which the rows are parts; null if they have none in common. */
  readonly total: Pair | null;
}

/** How many periods the trend shows. */
const TREND: Readonly<Record<Exclude<Kind, 'year'>, number>> = { day: 14, week: 13, month: 12 };

/** The label of the cell that counts all waits of at most this many seconds. */
export const waitLabel = (seconds: number): string => `to ${seconds}`;

function labelsOf({ figure, split }: Source): readonly string[] {
  if (figure === 'waits') return WAIT_BOUNDS_S.map(waitLabel);
  return (FIGURES[figure].splits as Readonly<Record<string, readonly string[]>>)[split] ?? [];
}

/** Null if nothing of it is published for this kind of period. */
export function blockOf(
  id: Exclude<BlockId, 'trend'>,
  read: ReadCell,
  period: string,
  previous: string | null,
): Block | null {
  const source = SOURCES[id];
  const pair = (places: Places): Pair => [
    read(source.figure, period, places),
    previous === null ? null : read(source.figure, previous, places),
  ];
  const isPublished = ([now, before]: Pair): boolean => now !== null || before !== null;
  // The whole of the waits are all waits, also of those who left.
  const total = pair({});
  const rows = labelsOf(source)
    .map((label) => ({ label, values: pair({ ...source.places, [source.split]: label }) }))
    .filter(({ values }) => (id !== 'waits' && id !== 'leavers' ? true : isPublished(values)));
  if (!rows.some(({ values }) => isPublished(values)) && !isPublished(total)) return null;
  return { id, unit: source.figure === 'staff' ? 'hours' : 'count', rows, total };
}

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

/** The bounds that the plots of waits show, of all that the tables have. */
const PLOTTED_S: readonly number[] = [60, 120, 300, 600, 1200, 1800, 3600];

/** The rows of a plot. */
export function plottedRows({ id, rows }: Block): readonly Row[] {
  if (id !== 'waits' && id !== 'leavers') return rows;
  const labels = new Set(PLOTTED_S.map(waitLabel));
  return rows.filter(({ label }) => labels.has(label));
}
