/** A small association, as the live store counts it: one batch a day, each after the one before. By seed. */
import type { CountBatch } from '@terskel/server/domain/ledger';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dateOf, dayAfter } from '@terskel/shared/calendar';
import { FIGURES, type FigureName, OUTCOMES, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import { weighted } from '../fuzz/random.ts';
import { type AddTicket, bump, type History, historyOf } from './association.ts';
import { batchOf } from './counts.ts';

/** None of the local hours is touched by a clock change. */
export interface Evenings extends Required<Omit<History, 'days' | 'addTicket'>> {
  /** Included. */
  readonly last: string;
}

const DAY_MS = 24 * 3_600_000;
/** Seconds until a match, and until somebody leaves. */
const MATCHED_S = [15, 30, 30, 45, 60, 60, 90, 120, 120, 180, 240, 300, 420, 600] as const;
const LEFT_S = [60, 120, 180, 300, 420, 600, 900, 1_200] as const;
/** Weights of the values of a split, in the order of the table of figures. */
const WEIGHTS: Readonly<Record<string, readonly number[]>> = {
  tickets: [78, 8, 5, 4, 3, 2],
  durations: [3, 10, 22, 30, 20, 12, 3],
  ends: [62, 18, 10, 8, 0, 1, 1],
  topics: [22, 20, 18, 10, 6, 8, 3, 5, 8],
  ages: [16, 70, 14],
  heard: [1, 2, 10, 40, 47],
};

export function batchesOf({ last, ...evenings }: Evenings): CountBatch[] {
  const { first, timeZone } = evenings;
  const length = (dateOf(last).getTime() - dateOf(first).getTime()) / DAY_MS + 1;
  const { days, counts } = historyOf({ ...evenings, days: length, addTicket });
  const batches: CountBatch[] = [];
  for (const [at, { day }] of days.entries()) {
    const { hours, months } = counts[at] ?? {};
    // Without the month, which the ledger adds.
    const said = [...(months ?? [])].map(
      ([name, count]) => [name.replace(/ \S+/, ''), count] as const,
    );
    batches.push(
      batchOf(firstHourOf(timeZone, day), {
        ...{ after: batches.at(-1)?.id ?? '', to: firstHourOf(timeZone, dayAfter(day)) },
        ...{ counts: Object.fromEntries(hours ?? []), said: Object.fromEntries(said) },
      }),
    );
  }
  return batches;
}

/** With values as they are likely to be, and waits by the hour, as the live store counts them. */
const addTicket: AddTicket = (random, { hours }, _, hour, say) => {
  const any = (figure: FigureName): string => {
    const [values = []] = Object.values<readonly string[]>(FIGURES[figure].splits);
    return weighted(random, figure === 'tickets' ? OUTCOMES : values, WEIGHTS[figure] ?? []);
  };
  const outcome = any('tickets');
  const isMatched = outcome === 'matched';
  bump(hours, `tickets ${hour} ${outcome}`, 1);
  const waited = random.pick<number>(isMatched ? MATCHED_S : LEFT_S);
  const bound = WAIT_BOUNDS_S.find((each) => waited <= each) ?? 'more';
  bump(hours, `waits ${hour} ${isMatched ? 'matched' : 'left'} ${bound}`, 1);
  say('languages', weighted(random, ['no', 'en'], [90, 10]));
  say('topics', any('topics'));
  say('ages', any('ages'));
  if (!isMatched) return;
  say('ends', any('ends'));
  say('durations', any('durations'));
  if (random.below(3) === 0) return;
  const before = 1 + random.below(3);
  const after = before + weighted(random, [0, 1, 2], [3, 5, 2]);
  say('before', String(before));
  say('after', String(after));
  say('change', after > before ? 'better' : 'same');
  say('heard', any('heard'));
};
