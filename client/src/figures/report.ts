/** Everything that the page shows, downloads and prints for one period: one source for all (rules T3, T4). */
import { type Statistics, WAITS_SHOWN_S, waitLabel } from '@terskel/shared/statistics';
import {
  type Block,
  type BlockId,
  GROUPS,
  type Pair,
  blockOf,
  isPublished,
  pairReader,
  trendOf,
} from './blocks.ts';
import { type ReadCell, cellReader } from './cells.ts';
import { type Heat, heatOf } from './heat.ts';
import { type Kind, daysIn, isCut, lastDayOf, periodOf, periodsOf, previousOf } from './periods.ts';
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
  /** Whether counting began within the previous period, so that it has fewer days. */
  readonly isPreviousCut: boolean;
  /** Days of which counts are missing, of both periods. */
  readonly gaps: readonly string[];
  readonly headlines: readonly Headline[];
  readonly blocks: readonly Block[];
  /** Of the last complete quarter that began by the end of the period; null if there is none. */
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
  const newest = periodOf('quarter', lastDayOf(period));
  const quarter = periodsOf('quarter', days).find((one) => one <= newest);
  const blocks = Object.values(GROUPS)
    .flatMap((ids): readonly BlockId[] => ids)
    .map((id) =>
      id === 'trend' ? trendOf(read, kind, days, period) : blockOf(id, read, period, previous),
    );
  return {
    ...{ kind, period, previous },
    startedOn: previous === null ? days.first : null,
    isPreviousCut: previous !== null && isCut(previous, days.first),
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
  const pair = pairReader(read, period, previous);
  const range = (date: string | null, part: number): WaitRange | null => {
    if (date === null) return null;
    const bounds = WAITS_SHOWN_S.map((seconds) => ({
      seconds,
      count: read('waits', date, { outcome: 'matched', wait: waitLabel(seconds) }),
    }));
    return quantile(bounds, read('waits', date, { outcome: 'matched' }), part);
  };
  const [tickets, waits] = [pair('tickets'), pair('waits')];
  const [staff, busy] = [pair('staff'), pair('busy')];
  const answers = blockOf('change', read, period, previous)?.total ?? NOTHING;
  const inTime = pair('waits', { outcome: 'matched', wait: waitLabel(300) });
  const all: readonly (readonly [of: Pair, Headline])[] = [
    [tickets, { id: 'tickets', values: tickets }],
    [tickets, { id: 'answered', parts: pair('tickets', { outcome: 'matched' }), wholes: tickets }],
    [waits, { id: 'inTime', parts: inTime, wholes: waits }],
    [waits, { id: 'median', ranges: [range(period, 0.5), range(previous, 0.5)] }],
    [waits, { id: 'most', ranges: [range(period, 0.9), range(previous, 0.9)] }],
    [answers, { id: 'better', parts: pair('change', { change: 'better' }), wholes: answers }],
    [staff, { id: 'hours', values: staff }],
    [busy, { id: 'used', parts: busy, wholes: staff }],
  ];
  // Some figures are released only for longer periods.
  return all.flatMap(([of, headline]) => (isPublished(of) ? [headline] : []));
}
