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
  /** Answers once all that was written so far is on disk; rejected if that cannot be known. */
  readonly onDisk: () => Promise<void>;
}

type Command = 'HSET' | 'HDEL' | 'DEL' | 'RPUSH' | 'SADD' | 'PEXPIRE';
/** A command, the key without its root, and arguments. */
export type Write = readonly [command: Command, key: string, ...words: string[]];
/** As scripts take them: how many words, the words. */
export const wordsOf = (writes: readonly Write[]): readonly (string | number)[] =>
  writes.flatMap((write) => [[write.length], write]).flat();
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

/** `version`: of the ledger before the change. */
export type MakeOut<T> = (at: number, version: number) => Promise<Change<T>>;
export type Commit = <T>(makeOut: MakeOut<T>) => Promise<T>;

export function commits(store: LedgerStore): Commit {
  const { redis, clock, root, onDisk } = store;
  // One after the other in this process: only nodes have to try again because of each other.
  let last: Promise<unknown> = Promise.resolve();

  async function change<T>(makeOut: MakeOut<T>): Promise<T> {
    for (;;) {
      const head = await redis.hmGet(keyIn(store, 'head'), ['version', 'number', 'hash']);
      const [version, number, before] = head.map((value) => value ?? '');
      const at = clock.now();
      const { result, writes, entry } = await makeOut(at, Number(version));
      if (writes.length === 0) return result;
      const json =
        entry === null ? '' : JSON.stringify({ number: Number(number) + 1, at, ...entry });
      const hash = entry === null ? '' : chained(before ?? '', json);
      const args = [version ?? '', hash, json, ...wordsOf(writes)];
      const [code] = await redis.ledgerCommit(root, args);
      if (code === 'ok') return result;
    }
  }
  return async (makeOut) => {
    const done = last.then(() => change(makeOut));
    last = done.catch(() => {});
    const result = await done;
    // Others need not wait for the disk before they begin. Whoever finds nothing to change relies on what is there as well.
    await onDisk();
    return result;
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
