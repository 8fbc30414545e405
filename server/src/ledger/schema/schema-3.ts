/**
 * Migrates from schema 2 to 3. In schema 2, the only figures were the feedback of seekers, as pairs of answers; a cell of
 * which there are too few to tell is not kept (rule T1).
 *
 * Keys of schema 2:
 *
 *   counters    hash    '<month> feeling <before|none> <after>' and '<month> heard <1–5>' → count
 *   batches     list    ids of the latest batches
 */
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { sumsOf } from '../../domain/cells.ts';
import { keyIn, type LedgerStore, type Write } from '../commit.ts';

export async function toSchema3(store: LedgerStore): Promise<readonly Write[][]> {
  const counters = await store.redis.hGetAll(keyIn(store, 'counters'));
  const sums = sumsOf(
    Object.entries(counters).flatMap(([name, text]) =>
      cellsOf(name).map((cell) => [cell, Number(text)] as const),
    ),
  );
  const kept = [...sums].filter(([, sum]) => sum >= TELLABLE_FROM);
  // `HSET`, so that a migration that is begun again counts nothing twice.
  return [
    [
      ...kept.map(([cell, sum]): Write => ['HSET', 'figures:months', cell, String(sum)]),
      ['DEL', 'counters'],
      ['DEL', 'batches'],
    ],
  ];
}

function cellsOf(name: string): readonly string[] {
  const [month = '', question = '', ...values] = name.split(' ');
  if (question === 'heard') return [`heard ${month} ${values[0]}`];
  const [before = '', after = ''] = values;
  if (before === 'none') return [`after ${month} ${after}`];
  const change = before === after ? 'same' : before < after ? 'better' : 'worse';
  return [`after ${month} ${after}`, `before ${month} ${before}`, `change ${month} ${change}`];
}
