/**
 * Migrates from schema 3 to 4. In schema 3, the figure `staff` was split into `ready` and `busy`, by the hour. That told
 * how long the only conversation of an evening was, so only the sum is kept (rule T1).
 *
 * Cells of schema 3, of the hashes `figures:hours`, `figures:days` and `figures:week-hours`:
 *
 *   'staff <hour> <ready|busy>', 'staff <day> <ready|busy>', 'staff <weekday> <hour> <ready|busy>'
 */
import { sumsOf } from '../../domain/cells.ts';
import { keyIn, type LedgerStore, type Write } from '../commit.ts';

const HASHES = ['figures:hours', 'figures:days', 'figures:week-hours'];
const SPLIT = /^(staff .+) (?:ready|busy)$/;

export const toSchema4 = (store: LedgerStore): Promise<readonly Write[][]> =>
  Promise.all(HASHES.map((name) => summed(store, name)));

/** One part for each hash, so that a migration that is begun again counts nothing twice. */
async function summed(store: LedgerStore, name: string): Promise<Write[]> {
  const cells = await store.redis.hGetAll(keyIn(store, name));
  const split = Object.entries(cells).flatMap(([cell, number]) => {
    const total = SPLIT.exec(cell)?.[1];
    return total === undefined ? [] : [{ cell, total, by: Number(number) }];
  });
  const sums = sumsOf(split.map(({ total, by }) => [total, by] as const));
  return [
    ...[...sums].map(([total, sum]): Write => ['HSET', name, total, String(sum)]),
    ...split.map(({ cell }): Write => ['HDEL', name, cell]),
  ];
}
