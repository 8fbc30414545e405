/** A small association, as the live store counts it: one batch a day, each after the one before. By seed. */
import type { CountBatch } from '@terskel/server/domain/ledger';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dateOf, dayAfter, weekdayOf } from '@terskel/shared/calendar';
import { FIGURES, type FigureName, OUTCOMES, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { type Random, randomOf, weighted } from '../fuzz/random.ts';
import { batchOf } from './counts.ts';
import { poisson } from './figures.ts';

export interface Evenings {
  readonly seed: number;
  readonly first: string;
  /** Included. */
  readonly last: string;
  readonly timeZone: string;
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  /** Local hours, none of which a clock change touches. */
  readonly hours: readonly number[];
  /** Mean number of tickets on an open evening. */
  readonly perEvening: number;
}

/** Seconds until a match, and until somebody leaves. */
const MATCHED_S = [15, 30, 30, 45, 60, 60, 90, 120, 120, 180, 240, 300, 420, 600] as const;
const LEFT_S = [60, 120, 180, 300, 420, 600, 900, 1_200] as const;
/** Busy time of a conversation, in quarters of an hour. */
const QUARTERS_EACH = 3;
/** Weights of the values of a split, in the order of the table of figures. */
const WEIGHTS: Readonly<Record<string, readonly number[]>> = {
  tickets: [78, 8, 5, 4, 3, 2],
  durations: [3, 10, 22, 30, 20, 12, 3],
  ends: [62, 18, 10, 8, 0, 1, 1],
  topics: [22, 20, 18, 10, 6, 8, 3, 5, 8],
  ages: [16, 70, 14],
  heard: [1, 2, 10, 40, 47],
};

export function batchesOf(evenings: Evenings): CountBatch[] {
  const { seed, first, last, timeZone, weekdays, hours, perEvening } = evenings;
  const random = randomOf(seed);
  const waiting = new Map<string, number>();
  const batches: CountBatch[] = [];
  let conversations = 0;
  for (let day = first; day <= last; day = dayAfter(day)) {
    const from = firstHourOf(timeZone, day);
    const counts = new Map<string, number>();
    const add = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by);
    const say = (figure: FigureName, value: string) => {
      const name = `${figure} ${value}`;
      waiting.set(name, (waiting.get(name) ?? 0) + 1);
    };
    for (const hour of weekdays.includes(weekdayOf(dateOf(day))) ? hours : []) {
      const at = from + hour;
      add(`staff ${at}`, 5 + random.below(3));
      for (let left = poisson(random, perEvening / hours.length); left > 0; left -= 1)
        if (addTicket(random, at, add, say)) conversations += 1;
    }
    const said = [...waiting].filter(([, number]) => number >= TELLABLE_FROM);
    if (conversations >= TELLABLE_FROM) {
      said.push(['busy', QUARTERS_EACH * conversations]);
      conversations = 0;
    }
    for (const [name] of said) waiting.delete(name);
    batches.push(
      batchOf(from, {
        ...{ after: batches.at(-1)?.id ?? '', to: firstHourOf(timeZone, dayAfter(day)) },
        ...{ counts: Object.fromEntries(counts), said: Object.fromEntries(said) },
      }),
    );
  }
  return batches;
}

/** Returns whether there was a conversation. */
function addTicket(
  random: Random,
  at: number,
  add: (name: string, by?: number) => void,
  say: (figure: FigureName, value: string) => void,
): boolean {
  const any = (figure: FigureName): string => {
    const [values = []] = Object.values<readonly string[]>(FIGURES[figure].splits);
    return weighted(random, figure === 'tickets' ? OUTCOMES : values, WEIGHTS[figure] ?? []);
  };
  const outcome = any('tickets');
  const isMatched = outcome === 'matched';
  add(`tickets ${at} ${outcome}`);
  const waited = random.pick<number>(isMatched ? MATCHED_S : LEFT_S);
  const bound = WAIT_BOUNDS_S.find((each) => waited <= each) ?? 'more';
  add(`waits ${at} ${isMatched ? 'matched' : 'left'} ${bound}`);
  say('languages', weighted(random, ['no', 'en'], [90, 10]));
  say('topics', any('topics'));
  say('ages', any('ages'));
  if (random.below(6) === 0) add(`offers ${at} ${random.pick(['missed', 'missed', 'declined'])}`);
  if (!isMatched) return false;
  say('ends', any('ends'));
  say('durations', any('durations'));
  if (random.below(3) === 0) return true;
  const before = 1 + random.below(3);
  const after = before + weighted(random, [0, 1, 2], [3, 5, 2]);
  say('before', String(before));
  say('after', String(after));
  say('change', after > before ? 'better' : 'same');
  say('heard', any('heard'));
  return true;
}
