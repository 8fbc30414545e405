/**
 * All that readers cannot exclude of the rests of a few months, by trying everything (rule T3). A cell has live rests, 0 to 4
 * at the end of each month. In the next month they are counted together with new ones, or deleted.
 */
import type { Shown } from '@terskel/shared/statistics';

export interface Seen {
  /** By month. Everybody knows them. */
  readonly tickets: readonly number[];
  /** By month and cell: null if it is hidden. */
  readonly counts: readonly (readonly (number | null)[])[];
  /** Sums of some months, by cell. */
  readonly sums: readonly { readonly months: readonly number[]; readonly of: readonly number[] }[];
}

const LARGEST = 4;
/** More than the tickets of any month: vectors of numbers by month are one number. */
const BASE = 64;

/** Month and value of rests that are excluded, of those months whose counts, or the sum of them, is shown. */
export function excludedRests(seen: Seen): string[] {
  const cells = [...(seen.counts[0] ?? []).keys()];
  const ways = cells.map((cell) => waysOf(cell, seen));
  const known = [...seen.tickets.keys()].filter(
    (month) =>
      seen.counts[month]?.[0] !== null || seen.sums.some(({ months }) => months.includes(month)),
  );
  const all = seen.tickets.reduce((sum, count, month) => sum + count * BASE ** month, 0);
  return cells.flatMap((cell) => {
    const others = ways.filter((_, at) => at !== cell).map((way) => way.keys());
    const sums = sumsOf(others, seen.tickets);
    const possible = new Set<number>();
    for (const [came, rests] of ways[cell] ?? [])
      if (sums.has(all - came)) for (const rest of rests) possible.add(rest);
    return known.flatMap((month) =>
      [0, 1, 2, 3, 4].flatMap((value) =>
        possible.has(month * BASE + value) ? [] : [`${cell} ${month} ${value}`],
      ),
    );
  });
}

/** Of one cell: by how many came in each month, the rests at the ends of months that are possible then. */
function waysOf(cell: number, { tickets, counts, sums }: Seen): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  const go = (
    month: number,
    live: number,
    deleted: number,
    came: number,
    rests: number[],
    counted: number[],
  ): void => {
    if (month === tickets.length) {
      const isRight = sums.every(
        ({ months, of }) =>
          months.reduce((sum, each) => sum + (counted[each] ?? 0), 0) === of[cell],
      );
      if (!isRight) return;
      const own = found.get(came) ?? new Set();
      found.set(came, own);
      for (const [at, rest] of rests.entries()) own.add(at * BASE + rest);
      return;
    }
    const most = tickets[month] ?? 0;
    const count = counts[month]?.[cell] ?? null;
    const options = count === null ? countsUpTo(most + LARGEST) : [count];
    for (const now of options) {
      for (let gone = now === 0 ? live : 0; gone <= live; gone += 1) {
        // The rest of what was live is counted, with at least one that is new.
        const fresh = now === 0 ? 0 : now - (live - gone);
        for (let left = 0; left <= LARGEST && fresh + left <= most; left += 1)
          go(
            month + 1,
            left,
            deleted + gone,
            came + (fresh + left) * BASE ** month,
            [...rests, deleted + gone + left],
            [...counted, now],
          );
      }
    }
  };
  go(0, 0, 0, 0, [], []);
  return found;
}

const countsUpTo = (most: number): number[] =>
  Array.from({ length: most + 1 }, (_, count) => count).filter(
    (count) => count === 0 || count > LARGEST,
  );

/** All sums of one number of each set, that are at most the tickets in each month. */
function sumsOf(sets: readonly Iterable<number>[], tickets: readonly number[]): Set<number> {
  let found = new Set([0]);
  for (const set of sets) {
    const each = [...set];
    const next = new Set<number>();
    for (const one of found)
      for (const other of each) if (isAtMost(one + other, tickets)) next.add(one + other);
    found = next;
  }
  return found;
}

function isAtMost(sum: number, tickets: readonly number[]): boolean {
  let left = sum;
  for (const most of tickets) {
    if (left % BASE > most) return false;
    left = Math.floor(left / BASE);
  }
  return true;
}

/** What is shown of one cell. */
export const countOf = (shown: Shown | undefined): number | null => {
  if (typeof shown === 'number') return shown;
  return shown === '<5' ? 0 : null;
};
