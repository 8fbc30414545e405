/**
 * A release of tables that were released before and have grown since. Readers get the increase by subtraction, so it
 * is protected like a table of its own. A count that was hidden stays hidden: then the tables that protected the first
 * release, with the increase added to each, protect it together with the second one.
 */
import { type KeptProofs, NO_PROOFS } from './kept-proofs.ts';
import { HIDDEN, POLICY, type Policy, type Release, type Shown } from './marks.ts';
import { type Publication, publish } from './publish.ts';
import type { Table } from './tables.ts';

/**
 * `before`: for each table, its counts at the time of `earlier`. The same counts give the same release. Throws a
 * `RangeError` if a count has fallen. Hidden counts of the new release are all `HIDDEN`, small or not.
 */
export function republish(
  tables: readonly Table[],
  before: readonly ArrayLike<number>[],
  earlier: Release,
  kept: KeptProofs = NO_PROOFS,
  policy: Policy = POLICY,
): Publication {
  const increases = tables.map((table, at) => {
    const first = before[at] ?? [];
    return {
      ...table,
      counts: Array.from(table.counts, (count, leaf) => count - (first[leaf] ?? 0)),
    };
  });
  if (increases.every(({ counts }) => counts.every((by) => by === 0)))
    return { state: 'released', release: earlier, proofs: kept };
  const hidden = [...earlier].filter(([, shown]) => typeof shown !== 'number');
  const unmarked = { ...policy, marksDiffer: false };
  const stays = new Map(hidden.map(([key]) => [key, HIDDEN] as const));
  const published = publish(increases, stays, NO_PROOFS, unmarked);
  if (published.state === 'refused') return published;
  const release = new Map<string, Shown>();
  for (const [key, by] of published.release) {
    const first = earlier.get(key);
    const isShown = typeof by === 'number' && typeof first === 'number';
    release.set(key, isShown ? first + by : HIDDEN);
  }
  return { state: 'released', release, proofs: kept };
}
