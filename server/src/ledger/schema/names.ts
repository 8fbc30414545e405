import { keyIn, type LedgerStore } from '../commit.ts';

const AT_ONCE = 500;

/** The parts of key names after `kind:`, sorted. */
export async function namesBelow(store: LedgerStore, kind: string): Promise<readonly string[]> {
  const start = keyIn(store, kind, '');
  const found = new Set<string>();
  let cursor = '0';
  do {
    const page = await store.redis.scan(cursor, { MATCH: `${start}*`, COUNT: AT_ONCE });
    for (const key of page.keys) found.add(key.slice(start.length));
    ({ cursor } = page);
  } while (cursor !== '0');
  return [...found].toSorted();
}
