/**
 * How the ledger changes. A change reads what it needs and prepares its writes and its audit log entry. One script
 * applies all of them if the ledger has not changed since; otherwise the change is prepared again (rules S5, F7).
 */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '@terskel/shared/staff';
import type { Clock } from '../domain/ports.ts';
import type { RedisClient } from '../redis/client.ts';

/** The ledger's Redis, and how to wait until its writes are durable. */
export interface LedgerStore {
  readonly redis: RedisClient;
  readonly clock: Clock;
  readonly root: string;
  /** Resolves once everything written so far is on disk; rejects if that cannot be confirmed. */
  readonly onDisk: () => Promise<void>;
}

type Command = 'HSET' | 'HDEL' | 'HINCRBY' | 'DEL' | 'RPUSH' | 'LTRIM' | 'SADD' | 'PEXPIRE';
/** A command, the key without its root, and the arguments. */
export type Write = readonly [command: Command, key: string, ...words: string[]];
/** An entry for the audit log, without the number and time, which are assigned when it is written. */
export type NewEntry = Omit<AuditEntry, 'number' | 'at'>;
/** A prepared change. Without `writes` nothing is written, not even the entry. */
export interface Change<T> {
  readonly result: T;
  readonly writes: readonly Write[];
  readonly entry: NewEntry | null;
}

export const keyIn = ({ root }: LedgerStore, ...parts: readonly string[]): string =>
  [root, ...parts].join(':');

/** The hash of an entry: SHA-256 over the previous entry's hash ('' for the first) and the entry as stored. */
export function chained(before: string, entry: string): string {
  return createHash('sha256').update(before).update(entry).digest('base64url');
}

/**
 * Prepares a change; it may be called again if another change came first. `at`: ms since the epoch. `version`: the
 * ledger's version before the change.
 */
export type Build<T> = (at: number, version: number) => Promise<Change<T>>;
export type Commit = <T>(build: Build<T>) => Promise<T>;

export function commits(store: LedgerStore): Commit {
  const { redis, clock, root, onDisk } = store;
  // Changes run one at a time in this process, so only different nodes can conflict.
  let last: Promise<unknown> = Promise.resolve();

  async function change<T>(build: Build<T>): Promise<T> {
    for (;;) {
      const head = await redis.hmGet(keyIn(store, 'head'), ['version', 'number', 'hash']);
      const [version, number, before] = head.map((value) => value ?? '');
      const at = clock.now();
      const { result, writes, entry } = await build(at, Number(version));
      if (writes.length === 0) return result;
      const json =
        entry === null ? undefined : JSON.stringify({ number: Number(number) + 1, at, ...entry });
      const hash = json === undefined ? undefined : chained(before ?? '', json);
      const args = { version: version ?? '', hash, entry: json, writes };
      const [code] = await redis.ledgerCommit(root, args);
      if (code === 'ok') return result;
    }
  }
  return async (build) => {
    const done = last.then(() => change(build));
    last = done.catch(() => {});
    const result = await done;
    // Later changes need not wait for the disk. A change that wrote nothing waits too, because it relies on earlier
    // writes.
    await onDisk();
    return result;
  };
}

/** Reads several keys in a consistent state: again if a change came in between. */
export async function consistently<T>(store: LedgerStore, read: () => Promise<T>): Promise<T> {
  const version = () => store.redis.hGet(keyIn(store, 'head'), 'version');
  for (;;) {
    const before = await version();
    const found = await read();
    if ((await version()) === before) return found;
  }
}

export const unchanged = <T>(result: T): Change<T> => ({ result, writes: [], entry: null });

/** The properties that differ, with their values before and after; null if none differ. */
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
