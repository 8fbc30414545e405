/** Leaves of a table, nearest first. Neighbours share most of their totals, so they cost least to hide together. */
import type { TableLayout } from './layout.ts';

/**
 * Visits the `most` items of an ascending list that are nearest to `value` by their position, without `value` itself,
 * then as many from all over the list. Stops, and returns true, when `visit` returns true.
 */
export function visitSpread(
  list: Int32Array,
  value: number,
  most: number,
  visit: (item: number) => boolean,
): boolean {
  let above = lowerBound(list, value);
  if (list[above] === value) above += 1;
  let below = above - 1;
  if (list[below] === value) below -= 1;
  for (let count = 0; count < most && (below >= 0 || above < list.length); count += 1) {
    const isAbove = below < 0 || (above < list.length && count % 2 === 0);
    if (visit(list[isAbove ? above : below] as number)) return true;
    if (isAbove) above += 1;
    else below -= 1;
  }
  const stride = Math.ceil(list.length / most);
  for (let at = stride >> 1; at < list.length; at += stride) {
    const isVisited = at > below && at < above;
    if (!isVisited && visit(list[at] as number)) return true;
  }
  return false;
}

/** Leaves that differ from `leaf` in the dimensions `along` only. At most `most` that fit, among `tries` neighbours. */
export function neighbours(
  table: TableLayout,
  leaf: number,
  along: readonly number[],
  fits: (leaf: number) => boolean,
  most: number,
  tries: number,
): number[] {
  const count = along.reduce((product, dimension) => product * (table.sizes[dimension] ?? 1), 1);
  const own = along.reduce(
    (position, dimension) =>
      position * (table.sizes[dimension] ?? 1) + coordinate(table, leaf, dimension),
    0,
  );
  const found: number[] = [];
  for (let distance = 1; distance < count && 2 * distance <= tries + 1; distance += 1) {
    for (const position of [own + distance, own - distance]) {
      if (position < 0 || position >= count) continue;
      const other = placed(table, leaf, along, position);
      if (!fits(other)) continue;
      found.push(other);
      if (found.length === most) return found;
    }
  }
  return found;
}

/** `leaf`, with the coordinates in the dimensions `along` taken from `from`. */
export function mixed(
  table: TableLayout,
  leaf: number,
  from: number,
  along: readonly number[],
): number {
  let index = leaf;
  for (const dimension of along) {
    const by = coordinate(table, from, dimension) - coordinate(table, leaf, dimension);
    index += by * (table.strides[dimension] ?? 0);
  }
  return index;
}

function placed(
  table: TableLayout,
  leaf: number,
  along: readonly number[],
  position: number,
): number {
  let index = leaf;
  let rest = position;
  for (let at = along.length - 1; at >= 0; at -= 1) {
    const dimension = along[at] as number;
    const size = table.sizes[dimension] ?? 1;
    const by = (rest % size) - coordinate(table, leaf, dimension);
    index += by * (table.strides[dimension] ?? 0);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The index of a leaf if the dimension with the fewest groups varied fastest. */
export function transposed(table: TableLayout, leaf: number): number {
  return table.grouped.reduce(
    (index, dimension) =>
      index * (table.sizes[dimension] ?? 1) + coordinate(table, leaf, dimension),
    0,
  );
}

export function coordinate(
  { sizes, strides }: TableLayout,
  leaf: number,
  dimension: number,
): number {
  return Math.floor(leaf / (strides[dimension] ?? 1)) % (sizes[dimension] ?? 1);
}

function lowerBound(list: Int32Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
