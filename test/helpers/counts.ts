/** Counts for statistics, as they are on their way from the live store to the ledger. */
import type { CountBatch } from '@terskel/server/domain/ledger';
import type { CountStore } from '@terskel/server/domain/live-store/counts';
import { FIGURES, type Figure } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import type { Dump } from './dump.ts';
import { newId } from './people.ts';

export const HOUR_MS = 3_600_000;
/** The hour since the epoch in which a time lies. `at`: ms since the epoch, or a date such as `2026-11-30T23:00Z`. */
export const hourOf = (at: number | string): number => Math.floor(new Date(at).getTime() / HOUR_MS);

/** A batch of one hour, the first one of its live store by default. */
export function batchOf(from: number, more: Partial<CountBatch> = {}): CountBatch {
  const first = { id: newId(), after: '', from, to: from + 1 };
  return { ...first, counts: {}, said: {}, ...more };
}

/** As many batches as hours: each follows the one before. `make`: the counts of an hour. */
export function chainOf(
  hours: readonly number[],
  make: (hour: number) => Partial<CountBatch>,
): CountBatch[] {
  const batches: CountBatch[] = [];
  for (const hour of hours)
    batches.push(batchOf(hour, { after: batches.at(-1)?.id ?? '', ...make(hour) }));
  return batches;
}

/** How the live store keeps the figure `busy`. */
const BUSY: ReadonlySet<string> = new Set(['busy minutes', 'busy ends']);

type Cells = Readonly<Record<string, unknown>>;

/** Cells that are in no row of the table of figures, or in the wrong place: only what has no time may be said (rule T1). */
function unknownCells(cells: Cells, isSaid: boolean): string[] {
  const table: Readonly<Record<string, Figure>> = FIGURES;
  const isKnown = (cell: string) => {
    const [name = '', ...rest] = cell.split(' ');
    const figure = Object.hasOwn(table, name) ? table[name] : undefined;
    const values = isSaid ? rest : rest.slice(1);
    const splits = Object.values(figure?.splits ?? {});
    const hasTime = isSaid || /^\d{6}$/.test(rest[0] ?? '');
    const fits = splits.every((split, index) => split.includes(values[index] ?? ''));
    const isHere = (figure?.period === 'month') === isSaid;
    return figure !== undefined && hasTime && isHere && fits && values.length === splits.length;
  };
  return Object.keys(cells).filter((cell) => !isKnown(cell));
}

/** Counts in the live store that the ledger could not add, or must not learn of yet. */
export function wronglyCounted({ hashes }: Dump): string[] {
  const { counts = {}, said = {}, 'said-earlier': earlier = {} } = hashes;
  const batches = Object.values(hashes['count-batches'] ?? {}).map(
    (json) => JSON.parse(json) as CountBatch,
  );
  const isFew = ([, number]: readonly [string, number]) => number < TELLABLE_FROM;
  return [
    ...[counts, ...batches.map((batch) => batch.counts)].flatMap((cells) =>
      unknownCells(cells, false),
    ),
    ...[said, earlier]
      .flatMap((cells) => unknownCells(cells, true))
      .filter((cell) => !BUSY.has(cell)),
    ...batches.flatMap((batch) => unknownCells(batch.said, true)),
    ...batches.flatMap((batch) => Object.entries(batch.said).filter(isFew)).map(([cell]) => cell),
    ...Object.entries(earlier)
      // A rest of at most four, and at most four new ones (rule T1).
      .filter(([cell, number]) => !BUSY.has(cell) && Number(number) > 2 * (TELLABLE_FROM - 1))
      .map(([cell]) => cell),
  ];
}

/** The batches that wait in the live store, oldest first. */
export const waitingIn = async (store: CountStore): Promise<readonly CountBatch[]> =>
  (await store.countBatches()).batches;
