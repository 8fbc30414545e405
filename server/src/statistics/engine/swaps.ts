/** Steps of several persons that keep many totals: exchanges of two, and the corners of a cube. */
import type { TableLayout } from './layout.ts';
import { coordinate, mixed, neighbours } from './nearby.ts';

/** How much is tried. */
const EXCHANGED = 10;
const CUBES = 4;
const SCANNED = 240;

export type Signed = readonly (readonly [leaf: number, sign: number])[];

/**
 * Two persons exchange their place in one dimension, so that the target gains or loses one. `place`: for each dimension
 * of the target, which of its leaves belong to it.
 */
export function* exchanges(
  table: TableLayout,
  place: readonly Uint8Array[],
  people: readonly number[],
  sign: number,
  isOccupied: (leaf: number) => boolean,
): Generator<Signed> {
  /** People by the dimensions in which they are in the target, one bit each. */
  const groups = new Map<number, number[]>();
  for (const leaf of people) {
    if (!isOccupied(leaf)) continue;
    let mask = 0;
    for (const [dimension, members] of place.entries())
      mask |= (members[coordinate(table, leaf, dimension)] as number) << dimension;
    const group = groups.get(mask);
    if (group === undefined) groups.set(mask, [leaf]);
    else group.push(leaf);
  }
  for (const [mask, group] of groups) groups.set(mask, spaced(group, EXCHANGED));
  const full = 2 ** place.length - 1;
  for (const dimension of place.keys()) {
    const bit = 1 << dimension;
    const ones = groups.get(sign > 0 ? full & ~bit : full) ?? [];
    for (const [mask, others] of groups) {
      if (mask === full || (mask & bit) !== (sign > 0 ? bit : 0)) continue;
      for (const one of ones) {
        for (const other of others) {
          yield [
            ...([
              [one, -1],
              [other, -1],
            ] as const),
            ...([[mixed(table, one, other, [dimension]), 1]] as const),
            ...([[mixed(table, other, one, [dimension]), 1]] as const),
          ];
        }
      }
    }
  }
}

/** Eight leaves that keep all totals of two dimensions out of three. */
export function* cubes(
  table: TableLayout,
  leaf: number,
  sign: number,
  isOccupied: (leaf: number) => boolean,
): Generator<Signed> {
  const dimensions = [...table.sizes.keys()].slice(-3);
  if (dimensions.length < 3) return;
  const [xs, ys, zs] = dimensions.map((dimension) =>
    neighbours(table, leaf, [dimension], sign > 0 ? isOccupied : () => true, CUBES, SCANNED),
  ) as [number[], number[], number[]];
  const [a, b] = dimensions as [number, number];
  for (const x of xs) {
    for (const y of ys) {
      const xy = mixed(table, y, x, [a]);
      for (const z of zs) {
        const [xz, yz] = [mixed(table, z, x, [a]), mixed(table, z, y, [b])];
        const xyz = mixed(table, yz, x, [a]);
        yield [
          ...([
            [leaf, 1],
            [x, -1],
            [y, -1],
            [z, -1],
          ] as const),
          ...([
            [xy, 1],
            [xz, 1],
            [yz, 1],
            [xyz, -1],
          ] as const),
        ];
      }
    }
  }
}

function spaced(list: readonly number[], most: number): number[] {
  if (list.length <= most) return [...list];
  return Array.from(
    { length: most },
    (_, at) => list[Math.floor((at * list.length) / most)] as number,
  );
}
