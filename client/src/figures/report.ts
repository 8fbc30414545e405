/** Everything that the page shows, downloads and prints for one period: one source for all (rules T3, T4). */
import { type Statistics, WAITS_SHOWN_S } from '@terskel/shared/statistics';
import {
  type Block,
  type BlockId,
  GROUPS,
  type Pair,
  blockOf,
  trendOf,
  waitLabel,
} from './blocks.ts';
import { type ReadCell, cellReader } from './cells.ts';
import { type Heat, heatOf } from './heat.ts';
import { type Kind, daysIn, periodsOf, previousOf } from './periods.ts';
import { type WaitRange, quantile } from './quantile.ts';

export interface PeriodChoice {
  readonly kind: Kind;
  /** Null: the newest. */
  readonly period: string | null;
}

/** The figures at the top, each of the period and of the one before. A share has its part and its whole. */
export type Headline =
  | { readonly id: 'tickets' | 'hours'; readonly values: Pair }
  | {
      readonly id: 'answered' | 'inTime' | 'better' | 'used';
      readonly parts: Pair;
      readonly wholes: Pair;
    }
  | {
      readonly id: 'median' | 'most';
      readonly ranges: readonly [WaitRange | null, WaitRange | null];
    };

export interface Report {
  readonly kind: Kind;
  readonly period: string;
  /** Null if it is not released, since counting began later. */
  readonly previous: string | null;
  /** The first day with counts, if there is no previous period. */
  readonly startedOn: string | null;
  /** Days of which counts are missing, of both periods. */
  readonly gaps: readonly string[];
  readonly headlines: readonly Headline[];
  readonly blocks: readonly Block[];
  /** Of the last complete quarter; null if there is none. */
  readonly heat: Heat | null;
}

/** Null while there is no complete period of this kind. A period that is not known becomes the newest one. */
export function reportOf(statistics: Statistics, choice: PeriodChoice): Report | null {
  const { days } = statistics;
  if (days === null) return null;
  const { kind } = choice;
  const periods = periodsOf(kind, days);
  const period = periods.find((one) => one === choice.period) ?? periods[0];
  if (period === undefined) return null;
  const before = previousOf(period);
  const previous = periods.includes(before) ? before : null;
  const read = cellReader(statistics);
  const [quarter] = periodsOf('quarter', days);
  const blocks = Object.values(GROUPS)
    .flatMap((ids): readonly BlockId[] => ids)
    .map((id) =>
      id === 'trend' ? trendOf(read, kind, days, period) : blockOf(id, read, period, previous),
    );
  return {
    ...{ kind, period, previous },
    startedOn: previous === null ? days.first : null,
    gaps: [
      ...(previous === null ? [] : daysIn(previous, statistics.gaps)),
      ...daysIn(period, statistics.gaps),
    ],
    headlines: headlinesOf(read, period, previous),
    blocks: blocks.filter((block) => block !== null),
    heat: quarter === undefined ? null : heatOf(read, quarter),
  };
}

const NOTHING: Pair = [null, null];

function headlinesOf(read: ReadCell, period: string, previous: string | null): readonly Headline[] {
  const pair = (
    ...[figure, places]: readonly [Parameters<ReadCell>[0], Parameters<ReadCell>[2]?]
  ): Pair => [
    read(figure, period, places),
    previous === null ? null : read(figure, previous, places),
  ];
  const range = (date: string | null, part: number): WaitRange | null => {
    if (date === null) return null;
    const bounds = WAITS_SHOWN_S.map((seconds) => ({
      seconds,
      count: read('waits', date, { outcome: 'matched', wait: waitLabel(seconds) }),
    }));
    return quantile(bounds, read('waits', date, { outcome: 'matched' }), part);
  };
  const [tickets, waits, staff] = [pair('tickets'), pair('waits'), pair('staff')];
  const answers = blockOf('change', read, period, previous)?.total ?? NOTHING;
  const all: readonly Headline[] = [
    { id: 'tickets', values: tickets },
    { id: 'answered', parts: pair('tickets', { outcome: 'matched' }), wholes: tickets },
    {
      id: 'inTime',
      parts: pair('waits', { outcome: 'matched', wait: waitLabel(300) }),
      wholes: waits,
    },
    { id: 'median', ranges: [range(period, 0.5), range(previous, 0.5)] },
    { id: 'most', ranges: [range(period, 0.9), range(previous, 0.9)] },
    { id: 'better', parts: pair('change', { change: 'better' }), wholes: answers },
    { id: 'hours', values: staff },
    { id: 'used', parts: pair('staff', { as: 'busy' }), wholes: staff },
  ];
  const base = { inTime: waits, median: waits, most: waits, better: answers, used: staff };
  const baseOf = ({ id }: Headline): Pair =>
    id === 'hours' ? staff : id === 'tickets' || id === 'answered' ? tickets : base[id];
  // Some figures are released only for longer periods.
  return all.filter((one) => baseOf(one).some((cell) => cell !== null));
}
