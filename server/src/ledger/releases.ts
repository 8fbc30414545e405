/** The release of statistics: what was shown, and what proves that it may be (rules T3, T4). */
import { isDeepStrictEqual, promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { Shown } from '@terskel/shared/statistics';
import * as z from 'zod/mini';
import type { Ledger } from '../domain/ledger.ts';
import { refused, type Ids, type Outcome } from '../domain/ports.ts';
import type { Fold, Published, Released } from '../domain/releases.ts';
import {
  consistently,
  keyIn,
  unchanged,
  type Commit,
  type LedgerStore,
  type Write,
} from './commit.ts';

const HASH = 'figures:release';
/** Maximum number of words per write, because a script can unpack only a limited number of arguments. */
const WORDS_AT_ONCE = 1_000;
const [deflate, inflate] = [promisify(deflateRaw), promisify(inflateRaw)];

const numbers = z.array(z.int());
const PartProofs = z.object({ leaves: z.array(z.string()), changes: z.array(numbers) });
/** The fields of the hash. `cells` and `proofs` are compressed JSON, base64. */
const Stored = z.object({
  ...{ id: z.string(), first: z.string(), last: z.string(), timeZone: z.string() },
  ...{ cells: z.string(), proofs: z.string() },
});
const Cells = z.record(z.string(), Shown);
const StoredProofs = z.object({ tickets: PartProofs, offers: PartProofs });

async function packed(value: unknown): Promise<string> {
  return (await deflate(JSON.stringify(value))).toString('base64');
}
async function unpacked<Schema extends z.ZodMiniType>(schema: Schema, text: string) {
  const json = (await inflate(Buffer.from(text, 'base64'))).toString();
  return z.parse(schema, JSON.parse(json));
}

export function releaseLedger(
  store: LedgerStore,
  commit: Commit,
  ids: Ids,
  now: Ledger['figures'],
): Pick<Ledger, 'released' | 'published' | 'releaseState' | 'release'> {
  const { redis } = store;
  const key = keyIn(store, HASH);
  const headKey = keyIn(store, 'figures:head');
  /** What was read last, to avoid parsing the same data again. */
  let known: { readonly id: string; readonly published: Published } | null = null;

  async function read(): Promise<z.infer<typeof Stored> | null> {
    const hash = await redis.hGetAll(key);
    return Object.keys(hash).length === 0 ? null : z.parse(Stored, { ...hash });
  }
  async function publishedIn(stored: z.infer<typeof Stored>): Promise<Published> {
    const { first, last, timeZone } = stored;
    return { first, last, timeZone, cells: await unpacked(Cells, stored.cells) };
  }

  return {
    async released(): Promise<Released | null> {
      const stored = await read();
      if (stored === null) return null;
      const proofs = await unpacked(StoredProofs, stored.proofs);
      return { ...(await publishedIn(stored)), id: stored.id, proofs };
    },
    async published() {
      const [id, gaps] = await Promise.all([
        redis.hGet(key, 'id'),
        redis.hKeys(keyIn(store, 'figures:gaps')),
      ]);
      if (id === null) return null;
      if (known?.id !== id) {
        const stored = await read();
        if (stored === null) return null;
        known = { id: stored.id, published: await publishedIn(stored) };
      }
      return { ...known.published, gaps: gaps.map(Number).toSorted((a, b) => a - b) };
    },
    releaseState: () =>
      consistently(store, async () => {
        const [last, countedTo] = [
          await redis.hGet(key, 'last'),
          await redis.hGet(headKey, 'countedTo'),
        ];
        return { last, countedTo: countedTo === null ? null : Number(countedTo) };
      }),
    async release({ figures, before }, { published, proofs, fold }) {
      const { first, last, timeZone } = published;
      const fields = ['first', first, 'last', last, 'timeZone', timeZone];
      const contents = ['cells', await packed(published.cells), 'proofs', await packed(proofs)];
      return commit<Outcome<object>>(async () => {
        const isSame =
          isDeepStrictEqual(await now(), figures) &&
          (await redis.hGet(key, 'id')) === (before?.id ?? null);
        if (!isSame) return unchanged(refused('wrong_state'));
        const writes: Write[] = [
          ['HSET', HASH, 'id', ids.id(), ...fields, ...contents],
          ...folded(fold),
        ];
        return { result: { ok: true }, writes, entry: null };
      });
    },
  };
}

function folded({ days, weekHours, hours, openFrom }: Fold): Write[] {
  const added = (name: string, counts: Readonly<Record<string, number>>): Write[] =>
    Object.entries(counts).map(([cell, by]) => ['HINCRBY', name, cell, String(by)]);
  const writes = [...added('figures:days', days), ...added('figures:week-hours', weekHours)];
  for (let at = 0; at < hours.length; at += WORDS_AT_ONCE)
    writes.push(['HDEL', 'figures:hours', ...hours.slice(at, at + WORDS_AT_ONCE)]);
  return [...writes, ['HSET', 'figures:head', 'openFrom', String(openFrom)]];
}

/** Throws if a stored release does not fit this version's schema. Its contents are compressed and read when needed. */
export function checkRelease(hash: Readonly<Record<string, string>>): void {
  if (Object.keys(hash).length > 0) z.parse(Stored, hash);
}
