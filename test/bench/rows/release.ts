/** CPU of the daily release of statistics: disclosure control for a year of a small association, and its growth. */
import { deflateRawSync } from 'node:zlib';
import type { Released } from '@terskel/server/domain/releases';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';
import type { Options, Result } from '../harness/result.ts';
import { median } from '../harness/statistics.ts';

const YEAR = 365;
/** Mean number of tickets on a day: about forty in a month. */
const PER_DAY = 1.3;
const MONTH = 30;
const US_PER_MS = 1_000;

const history = (days: number) =>
  historyOf({ seed: 1, first: '2027-01-01', days, perDay: PER_DAY });

/** CPU time of this process, with garbage collection (ms). */
function cpuMs<T>(work: () => T): { readonly ms: number; readonly answer: T } {
  const before = process.cpuUsage();
  const answer = work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / US_PER_MS, answer };
}

function releasedAtOnce(days: number): number {
  const { days: all, counts } = history(days);
  const input = inputOf(counted(NOTHING, ...counts), all);
  return cpuMs(() => releaseOf(input)).ms;
}

/** A year that was released month by month, and then one day more. */
function releasedBitByBit(): { readonly dayMs: number; readonly bytes: number } {
  const { days, counts } = history(YEAR + 1);
  let figures = NOTHING;
  let before: Released | null = null;
  let ms = 0;
  for (let from = 0; from <= YEAR;) {
    const to = from < YEAR ? Math.min(from + MONTH, YEAR) : YEAR + 1;
    figures = counted(figures, ...counts.slice(from, to));
    const input = inputOf(figures, days.slice(from, to), before);
    const found = cpuMs(() => releaseOf(input));
    figures = folded(figures, found.answer.fold);
    [before, ms, from] = [kept(found.answer), found.ms, to];
  }
  const bytes = [before?.proofs, before?.cells].map(
    (part) => deflateRawSync(JSON.stringify(part)).toString('base64').length,
  );
  return { dayMs: ms, bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

export async function release({ runs, quick }: Options): Promise<Result[]> {
  releasedAtOnce(MONTH);
  const sizes = quick ? [91, 182] : [91, 182, YEAR, 2 * YEAR];
  const year = Array.from({ length: runs }, () => releasedAtOnce(quick ? 91 : YEAR));
  const points = sizes.map((size) => ({
    size,
    cost: median(Array.from({ length: runs }, () => releasedAtOnce(size))),
  }));
  const more = quick ? [] : [releasedBitByBit()];
  const what = 'disclosure control of the statistics of a year, CPU';
  return [
    { kind: 'limit', what, values: year, atMost: 2_000, unit: 'ms' },
    { kind: 'growth', what, size: 'days', unit: 'ms', points },
    {
      ...{ kind: 'aside', what: 'one more day after a year, CPU' },
      ...{ values: more.map(({ dayMs }) => dayMs), unit: 'ms' },
    },
    {
      ...{ kind: 'aside', what: 'what the ledger keeps of a year: cells and proofs' },
      ...{ values: more.map(({ bytes }) => bytes), unit: 'B' },
    },
  ];
}
