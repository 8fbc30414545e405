/** What pages, CSV, JSON and print may show: the only entrance to disclosure control (rule T3). */
import { audit, type Finding } from './audit.ts';
import { keepProofs, type KeptProofs, NO_PROOFS, readProofs } from './kept-proofs.ts';
import { layoutOf } from './layout.ts';
import { POLICY, type Policy, primaryMarks, type Release, shownOf } from './marks.ts';
import { suppress } from './suppress.ts';
import type { CellKey, Table } from './tables.ts';

export type Publication =
  /** `proofs` is to be kept with the release, and to be given to the next call. */
  | { readonly state: 'released'; readonly release: Release; readonly proofs: KeptProofs }
  /** Nothing new may be shown; what has been shown may stay. */
  | { readonly state: 'refused'; readonly findings: readonly Finding[] };

/**
 * `tables`: everything that is published or has been, of all associations that share totals. `earlier`: what has been
 * shown; it stays as it was. `kept`: the proofs of the earlier releases. Throws a `RangeError` if the tables contradict each other or what has been shown.
 */
export function publish(
  tables: readonly Table[],
  earlier: Release = new Map(),
  kept: KeptProofs = NO_PROOFS,
  policy: Policy = POLICY,
): Publication {
  const layout = layoutOf(tables);
  const marked = primaryMarks(layout, policy, earlier);
  const proofs = suppress(layout, marked, policy, readProofs(tables, layout, kept));
  const findings = audit(layout, marked.marks, policy, proofs);
  if (findings.length > 0) return { state: 'refused', findings };
  const release = new Map(
    layout.keys.flatMap((key, cell) => {
      const mark = marked.marks[cell] as number;
      return layout.listed[cell] === 0
        ? []
        : [[key, shownOf(mark, layout.values[cell] as number)] as const];
    }),
  );
  return { state: 'released', release, proofs: keepProofs(tables, proofs) };
}

/** Part of the whole, 0 to 1. Only from two shown counts, so that it tells nothing new; otherwise null. */
export function share(release: Release, part: CellKey, whole: CellKey): number | null {
  const [one, all] = [release.get(part), release.get(whole)];
  return typeof one !== 'number' || typeof all !== 'number' || all === 0 ? null : one / all;
}
