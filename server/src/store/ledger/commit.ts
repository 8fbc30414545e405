/**
 * How the ledger changes: whoever changes something reads what it needs, makes out what to write and what to say in the
 * audit log, and one script does all of it if nothing has changed meanwhile; else it is made out anew (rules S5, F7).
 */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '@terskel/shared/staff';
import type { Clock } from '../../domain/ports.ts';
import type { RedisClient } from '../redis.ts';

/** The ledger's store, and how what is written there is known to last. */
export interface LedgerStore {
  readonly redis: RedisClient;
  readonly clock: Clock;
  readonly root: string;
  /** Writes, and answers once it is on disk. */
  readonly lasting: Lasting;
}
export type Lasting = <T>(write: (redis: RedisClient) => Promise<T>) => Promise<T>;

/** A command, the key without its root, and arguments. */
export type Write = readonly [command: 'HSET' | 'HDEL' | 'DEL', key: string, ...words: string[]];
/** What the audit log is to say; number and time are given when it is written. */
export type NewEntry = Omit<AuditEntry, 'number' | 'at'>;
/** `writes`: nothing to write, nothing to say. */
export interface Change<T> {
  readonly result: T;
  readonly writes: readonly Write[];
  readonly entry: NewEntry | null;
}

export const keyIn = ({ root }: LedgerStore, ...parts: readonly string[]): string =>
  [root, ...parts].join(':');

/** Of an entry: SHA-256 of the entry's before it, '' for the first, and of the entry as it is stored. */
export function chained(before: string, entry: string): string {
  return createHash('sha256').update(before).update(entry).digest('base64url');
}

export type Commit = <T>(makeOut: (at: number) => Promise<Change<T>>) => Promise<T>;

export function commits(store: LedgerStore): Commit {
  const { redis, clock, root, lasting } = store;
  // One after the other in this process: only nodes have to try again because of each other.
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<T>(makeOut: (at: number) => Promise<Change<T>>): Promise<T> {
    for (;;) {
      const head = await redis.hmGet(keyIn(store, 'head'), ['version', 'number', 'hash']);
      const [version, number, before] = head.map((value) => value ?? '');
      const at = clock.now();
      const { result, writes, entry } = await makeOut(at);
      if (writes.length === 0) return result;
      const json =
        entry === null ? '' : JSON.stringify({ number: Number(number) + 1, at, ...entry });
      const words = writes.flatMap((write) => [[write.length], write]).flat();
      const hash = entry === null ? '' : chained(before ?? '', json);
      const args = [version ?? '', hash, json, ...words];
      const [code] = await lasting((one) => one.ledgerCommit(root, args));
      if (code === 'ok') return result;
    }
  }
  return (makeOut) => {
    const done = last.then(() => attempt(makeOut));
    last = done.catch(() => {});
    return done;
  };
}

export const unchanged = <T>(result: T): Change<T> => ({ result, writes: [], entry: null });

/** What differs, as it was and as it is; null if nothing does. */
export function difference<T extends object>(
  before: T,
  after: T,
): { readonly before: Partial<T>; readonly after: Partial<T> } | null {
  const names = (Object.keys(after) as (keyof T)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const only = (of: T) => Object.fromEntries(names.map((name) => [name, of[name]])) as Partial<T>;
  return names.length === 0 ? null : { before: only(before), after: only(after) };
}
