/** Figures over all conversations: how the ledger counts them. There is no record per person (rules T1, T2, A4). */
import { createHash } from 'node:crypto';
import { monthOfDay } from '@terskel/shared/calendar';
import { FIGURES, type FigureName } from '@terskel/shared/figures';
import type { CountBatch, Figures, Ledger } from '../domain/ledger.ts';
import type { Settings } from '../domain/ports.ts';
import { dayOfHour, timeZoneOf } from '../domain/time-zone.ts';
import {
  consistently,
  keyIn,
  unchanged,
  type Change,
  type Commit,
  type LedgerStore,
  type Write,
} from './commit.ts';

/**
 * Number of batches whose ids are kept: more than the hours of a month. After an outage of the ledger that many may wait,
 * and a worker that stood still may add any of them again.
 */
const BATCHES_KEPT = 1_000;

export function figureLedger(
  store: LedgerStore,
  commit: Commit,
  settings: () => Promise<Settings>,
): Pick<Ledger, 'count' | 'figures' | 'hourCounts'> {
  const { redis } = store;
  const hash = async (name: string) => ({ ...(await redis.hGetAll(keyIn(store, name))) });
  const numbers = async (name: string) =>
    Object.fromEntries(
      Object.entries(await hash(name)).map(([cell, text]) => [cell, Number(text)]),
    );
  const head = async () => {
    const { openFrom, countedTo, last } = await hash('figures:head');
    const hourOf = (text: string | undefined) => (text === undefined ? null : Number(text));
    return { openFrom: hourOf(openFrom), countedTo: hourOf(countedTo), last: last ?? null };
  };

  return {
    count: (batch) =>
      commit(async (): Promise<Change<undefined>> => {
        const counted = await redis.lRange(keyIn(store, 'batches'), 0, -1);
        const entry = `${batch.id} ${digestOf(batch)}`;
        if (counted.includes(entry)) return unchanged(undefined);
        const isKnown = counted.some((each) => each.startsWith(`${batch.id} `));
        const at = await head();
        const timeZone = timeZoneOf(await settings());
        const applied = isKnown ? [] : additionsOf(batch, at.openFrom ?? 0, timeZone);
        const gaps = isKnown ? lostBy(batch) : gapsBefore(batch, at);
        const writes: Write[] = [
          ...applied.map(([name, cell, by]): Write => ['HINCRBY', name, cell, String(by)]),
          ...gaps.map((hour): Write => ['HSET', 'figures:gaps', String(hour), '1']),
          ['HSET', 'figures:head', 'countedTo', String(batch.to), 'last', batch.id],
          ['RPUSH', 'batches', entry],
          ['LTRIM', 'batches', String(-BATCHES_KEPT), '-1'],
        ];
        return { result: undefined, writes, entry: null };
      }),
    figures: () =>
      consistently(store, async (): Promise<Figures> => {
        const names = ['hours', 'days', 'week-hours', 'months'].map((name) => `figures:${name}`);
        const [hours = {}, days = {}, weekHours = {}, months = {}] = await Promise.all(
          names.map(numbers),
        );
        const { openFrom, countedTo } = await head();
        const gaps = Object.keys(await hash('figures:gaps')).map(Number);
        return {
          hours,
          days,
          weekHours,
          months,
          openFrom,
          countedTo,
          gaps: gaps.toSorted((a, b) => a - b),
        };
      }),
    hourCounts: () => numbers('figures:hours'),
  };
}

/** A batch of an older copy of the live store has the id of one that was applied, and other contents. */
function digestOf(batch: CountBatch): string {
  return createHash('sha256').update(JSON.stringify(batch)).digest('base64url');
}

/**
 * The hours of which batches from `from` to `to` have counts: also the one before, of tickets that were opened then, and
 * `to`, if no node asked for the batch at the full hour.
 */
function touchedBy(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 2) }, (_, index) => from - 1 + index);
}

const lostBy = ({ from, to, lostTo = to }: CountBatch) => touchedBy(from, Math.max(to, lostTo));

/** The hours of which counts may be missing, if this batch does not follow the last one that was applied. */
function gapsBefore(
  batch: CountBatch,
  { countedTo, last }: { readonly countedTo: number | null; readonly last: string | null },
): number[] {
  const { after, from, lostTo } = batch;
  const lost = lostTo === undefined ? [] : lostBy(batch);
  return countedTo === null || after === last
    ? lost
    : [...lost, ...touchedBy(countedTo, Math.max(countedTo, from))];
}

/** What to add: a key of the ledger, a cell and a number. */
type Addition = readonly [key: string, cell: string, by: number];

function additionsOf(
  { counts, said, to }: CountBatch,
  openFrom: number,
  timeZone: string,
): Addition[] {
  const month = monthOfDay(dayOfHour(timeZone, to - 1));
  const timed = Object.entries(counts).map(([name, by]): Addition | null => {
    const [figure = '', hour = '', ...values] = name.split(' ');
    const at = Math.max(Number(hour), openFrom);
    if (!isFigure(figure)) return null;
    const { period, splits } = FIGURES[figure];
    // A node of an earlier version may have counted `staff` with a split.
    const places = values.slice(0, Object.keys(splits).length);
    return period === 'hour'
      ? ['figures:hours', [figure, at, ...places].join(' '), by]
      : ['figures:days', [figure, dayOfHour(timeZone, at), ...places].join(' '), by];
  });
  const told = Object.entries(said).map(([name, by]): Addition | null => {
    const [figure = '', ...values] = name.split(' ');
    return isFigure(figure) ? ['figures:months', [figure, month, ...values].join(' '), by] : null;
  });
  return [...timed, ...told].filter((each) => each !== null);
}

/** A node of a later version may have counted others. */
function isFigure(name: string): name is FigureName {
  return Object.hasOwn(FIGURES, name);
}
