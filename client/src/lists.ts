/** Replacements for array and map methods that some supported browsers lack (client/README.md, *Browsers*). */

export function sorted<Item>(
  list: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Item[] {
  // oxlint-disable-next-line unicorn/no-array-sort -- Sorts a copy.
  return [...list].sort(compare);
}

export function findLast<Item>(
  list: readonly Item[],
  fits: (item: Item) => boolean,
): Item | undefined {
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const item = list[at] as Item;
    if (fits(item)) return item;
  }
  return undefined;
}

/** In the order in which the keys are met. */
export function groupBy<Item, Key>(
  list: readonly Item[],
  keyOf: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
