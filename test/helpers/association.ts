/** A made-up small association: what its ledger has counted, hour by hour, without any I/O. */
import type { Figures } from '@terskel/server/domain/ledger';
import type { Fold, Released, ReleaseInput, ReleaseResult } from '@terskel/server/domain/releases';
import { firstHourOf } from '@terskel/server/domain/time-zone';
import { dateOf, dayAfter, monthOf, weekdayOf } from '@terskel/shared/calendar';
import { FIGURES, type FigureName, WAIT_BOUNDS_S } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { type Random, randomOf } from '../fuzz/random.ts';
import { poisson } from './figures.ts';

export interface History {
  readonly seed: number;
  readonly first: string;
  readonly days: number;
  /** Mean number of tickets on an open day. */
  readonly perDay: number;
  readonly timeZone?: string;
  /** Local hours in which it is open, and its weekdays (1 is Monday). */
  readonly hours?: readonly number[];
  readonly weekdays?: readonly number[];
  /** Adds the counts of a ticket; by default one with any values. */
  readonly addTicket?: AddTicket;
}

/** `hour`: since the epoch. `say`: counts what is released by month, once there are five. */
export type AddTicket = (
  random: Random,
  found: Counted,
  day: string,
  hour: number,
  say: (name: FigureName, label: string) => void,
) => void;

const EVENING = [18, 19, 20, 21, 22];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const LANGUAGES = ['no', 'en', 'ar', 'uk'];

export const NOTHING: Figures = {
  ...{ hours: {}, days: {}, weekHours: {}, months: {} },
  ...{ gaps: [], openFrom: null, countedTo: null, batch: null },
};

interface Day {
  readonly day: string;
  readonly openHours: readonly number[];
}

/** What is counted on each day, in order, to be added with `counted`. */
export function historyOf(history: History): { days: readonly Day[]; counts: readonly Counted[] } {
  const { seed, first, perDay, timeZone = 'Europe/Oslo' } = history;
  const { hours = EVENING, weekdays = EVERY_DAY, addTicket = anyTicket } = history;
  const random = randomOf(seed);
  const waiting = new Map<string, number>();
  let conversations = 0;
  const days = Array.from({ length: history.days }, (_, at): Day => {
    const day = dayAfter(first, at);
    return { day, openHours: weekdays.includes(weekdayOf(dateOf(day))) ? hours : [] };
  });
  const counts = days.map(({ day, openHours }): Counted => {
    const start = firstHourOf(timeZone, day);
    const found: Counted = { hours: new Map(), days: new Map(), months: new Map() };
    const say = (name: FigureName, label: string) => {
      const key = `${name} ${label}`;
      const sum = (waiting.get(key) ?? 0) + 1;
      waiting.set(key, sum % TELLABLE_FROM);
      if (sum === TELLABLE_FROM)
        bump(found.months, `${name} ${monthOf(dateOf(day))} ${label}`, sum);
    };
    for (const hour of openHours) {
      for (let left = poisson(random, perDay / openHours.length); left > 0; left -= 1)
        addTicket(random, found, day, start + hour, say);
      bump(found.hours, `staff ${start + hour}`, 2 + random.below(6) + random.below(5));
      if (percent(random, 8)) bump(found.hours, `offers ${start + hour} declined`, 1);
      if (percent(random, 8)) bump(found.hours, `offers ${start + hour} missed`, 1);
    }
    const isMatched = ([name]: readonly [string, number]) => name.endsWith(' matched');
    for (const [, count] of [...found.hours].filter(isMatched)) conversations += count;
    if (conversations >= TELLABLE_FROM) {
      bump(found.months, `busy ${monthOf(dateOf(day))}`, 3 * conversations);
      conversations = 0;
    }
    return found;
  });
  return { days, counts };
}

export interface Counted {
  readonly hours: Map<string, number>;
  readonly days: Map<string, number>;
  readonly months: Map<string, number>;
}

const percent = (random: Random, part: number): boolean => random.below(100) < part;

export function bump(to: Map<string, number>, name: string, by: number): void {
  to.set(name, (to.get(name) ?? 0) + by);
}

const anyTicket: AddTicket = (random, { hours, days }, day, hour, say) => {
  const isMatched = percent(random, 72);
  const others = FIGURES.tickets.splits.outcome.slice(1);
  const outcome = isMatched ? 'matched' : random.pick(others);
  bump(hours, `tickets ${hour} ${outcome}`, 1);
  const waits = isMatched ? WAIT_BOUNDS_S.slice(0, 10) : WAIT_BOUNDS_S;
  const side = isMatched ? 'matched' : 'left';
  bump(days, `waits ${day} ${side} ${random.pick(waits)}`, 1);
  say('languages', random.pick(percent(random, 70) ? ['no'] : LANGUAGES));
  say('topics', random.pick(FIGURES.topics.splits.topic));
  say('ages', random.pick(FIGURES.ages.splits.age));
  if (!isMatched) return;
  say('ends', random.pick(percent(random, 70) ? ['seeker'] : FIGURES.ends.splits.reason));
  say('durations', random.pick(FIGURES.durations.splits.minutes));
  if (percent(random, 40)) say('heard', random.pick(['3', '4', '5']));
};

export function counted(figures: Figures, ...more: readonly Counted[]): Figures {
  const [hours, days, months] = (['hours', 'days', 'months'] as const).map((name) => {
    const sums = new Map(Object.entries(figures[name]));
    for (const each of more) for (const [key, by] of each[name]) bump(sums, key, by);
    return Object.fromEntries(sums);
  });
  return { ...figures, hours: hours ?? {}, days: days ?? {}, months: months ?? {} };
}

/** What the ledger does when it stores a release. */
export function folded(figures: Figures, { days, weekHours, hours, openFrom }: Fold): Figures {
  const gone = new Set(hours);
  const left = Object.entries(figures.hours).filter(([name]) => !gone.has(name));
  const plus = (one: Readonly<Record<string, number>>, by: Readonly<Record<string, number>>) => {
    const sums = new Map(Object.entries(one));
    for (const [name, count] of Object.entries(by)) bump(sums, name, count);
    return Object.fromEntries(sums);
  };
  return {
    ...figures,
    hours: Object.fromEntries(left),
    days: plus(figures.days, days),
    weekHours: plus(figures.weekHours, weekHours),
    openFrom,
  };
}

export function kept({ published, proofs }: ReleaseResult, id = 'release'): Released {
  return { ...published, proofs, id };
}

export function inputOf(
  figures: Figures,
  days: readonly Day[],
  before: Released | null = null,
  timeZone = 'Europe/Oslo',
): ReleaseInput {
  return { figures, before, days, timeZone, languages: LANGUAGES };
}
