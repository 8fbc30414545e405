/**
 * Proofs that are kept with a release: the next one must not take away what protects this one. They name leaves by
 * their labels, since later tables have more leaves. They tell no more than the counts in the ledger, and no reader.
 */
import type { Proof } from './alternative.ts';
import type { Layout } from './layout.ts';
import { cellKey } from '@terskel/shared/statistics';
import type { CellKey, Table } from './tables.ts';

/** For each proof: pairs of the number of a leaf in `leaves`, and its change. */
export interface KeptProofs {
  readonly leaves: readonly CellKey[];
  readonly changes: readonly (readonly number[])[];
}

export const NO_PROOFS: KeptProofs = { leaves: [], changes: [] };

export function keepProofs(tables: readonly Table[], proofs: readonly Proof[]): KeptProofs {
  const numbers = new Map<CellKey, number>();
  const names = tables.map(leafNames);
  const changes = proofs.map((proof) => {
    const pairs: number[] = [];
    for (let at = 0; at < proof.length; at += 3) {
      const name = names[proof[at] as number]?.(proof[at + 1] as number) ?? '';
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      pairs.push(number, proof[at + 2] as number);
    }
    return pairs;
  });
  return { leaves: [...numbers.keys()], changes };
}

/** Without the proofs of leaves that the tables no longer have. */
export function readProofs(
  tables: readonly Table[],
  { tables: layouts }: Layout,
  { leaves, changes }: KeptProofs,
): Proof[] {
  const wanted = new Set(leaves);
  const places = new Map<CellKey, readonly [table: number, leaf: number]>();
  for (const [index, table] of tables.entries()) {
    const nameOf = leafNames(table);
    for (let leaf = 0; leaf < (layouts[index]?.counts.length ?? 0); leaf += 1) {
      const name = nameOf(leaf);
      if (wanted.has(name)) places.set(name, [index, leaf]);
    }
  }
  return changes.flatMap((pairs) => {
    const triples: number[] = [];
    for (let at = 0; at < pairs.length; at += 2) {
      const place = places.get(leaves[pairs[at] as number] ?? '');
      if (place === undefined) return [];
      triples.push(...place, pairs[at + 1] as number);
    }
    return [Int32Array.from(triples)];
  });
}

function leafNames({ figure, dimensions }: Table): (leaf: number) => CellKey {
  return (leaf) => {
    let rest = leaf;
    const places = dimensions.toReversed().map(({ name, leaves }) => {
      const label = leaves[rest % leaves.length] ?? '';
      rest = Math.floor(rest / leaves.length);
      return [name, label] as const;
    });
    return cellKey(figure, places);
  };
}
