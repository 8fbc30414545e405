/**
 * The contents of a ledger that are backed up. Sign-ins and the keys that encrypt resume tickets are left out, because
 * they are short-lived.
 */
import { Digest, StaffId } from '@terskel/shared/ids';
import { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import { entryIn } from '../audit.ts';
import { faultIn, unexplainedIn, type Head } from './chain.ts';
import { keyIn, type LedgerStore, type Write } from '../commit.ts';
import { checkRelease } from '../releases.ts';
import { SCHEMA } from '../schema/migrations.ts';
import { StoredInvite, StoredPasskeys, StoredSettings, StoredStaff } from '../records.ts';

type Hash = Readonly<Record<string, string>>;
export interface Contents {
  readonly schema: number;
  /** By key, without its root. */
  readonly hashes: ReadonlyMap<string, Hash>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

const COUNTS = [
  ...['figures:hours', 'figures:days', 'figures:week-hours', 'figures:months'],
  'figures:gaps',
] as const;
const HASHES = [
  'head',
  'settings',
  'staff',
  'passkeys',
  'invites',
  ...COUNTS,
  'figures:head',
  'figures:release',
] as const;
export const LISTS = ['audit', 'batches'] as const;
export const KEPT = [...HASHES, ...LISTS] as const;

/**
 * Reads the contents in a consistent state: it reads again if a change came in between. It does not use MULTI, because
 * a store without free memory refuses it, and a backup is needed most then.
 */
export async function contentsOf(store: LedgerStore): Promise<Contents> {
  const { redis } = store;
  const version = () => redis.hGet(keyIn(store, 'head'), 'version');
  for (;;) {
    const before = await version();
    const [lists, hashes] = await Promise.all([
      Promise.all(
        LISTS.map(async (name): Promise<[string, string[]]> => [
          name,
          await redis.lRange(keyIn(store, name), 0, -1),
        ]),
      ),
      Promise.all(
        HASHES.map(async (name): Promise<[string, Hash]> => [
          name,
          { ...(await redis.hGetAll(keyIn(store, name))) },
        ]),
      ),
    ]);
    if ((await version()) === before)
      return { schema: SCHEMA, hashes: new Map(hashes), lists: new Map(lists) };
  }
}

const hour = z.string().check(z.regex(/^\d{1,9}$/));
const FiguresHead = z.partial(z.object({ countedTo: hour, openFrom: hour, last: z.string() }));

/** Throws if any record does not fit this version's schema. */
export function checkContents({ hashes, lists }: Contents): void {
  const values = (name: string) =>
    Object.entries(hashes.get(name) ?? {}).map(([id, json]) => [id, JSON.parse(json) as unknown]);
  z.parse(z.record(StaffId, StoredStaff), Object.fromEntries(values('staff')));
  z.parse(z.record(StaffId, StoredPasskeys), Object.fromEntries(values('passkeys')));
  z.parse(z.record(Digest, StoredInvite), Object.fromEntries(values('invites')));
  const count = z.record(z.string(), z.int().check(z.nonnegative()));
  for (const name of COUNTS) z.parse(count, Object.fromEntries(values(name)));
  z.parse(FiguresHead, hashes.get('figures:head') ?? {});
  checkRelease(hashes.get('figures:release') ?? {});
  z.parse(StoredSettings, Object.fromEntries(values('settings')));
  for (const stored of lists.get('audit') ?? []) z.parse(AuditEntry, JSON.parse(entryIn(stored)));
}

export function headIn({ hashes }: Contents): Head {
  const { number, hash } = hashes.get('head') ?? {};
  return { number: Number(number ?? 0), hash: hash ?? '' };
}
/** Returns the fault of the audit log in words, checked by itself and against the staff; null if there is none. */
export function auditFaultIn(contents: Contents, earlier: string | null = null): string | null {
  const fault = faultIn(auditIn(contents), headIn(contents), earlier);
  if (fault !== null) return fault;
  const entries = auditIn(contents).map((stored) =>
    z.parse(AuditEntry, JSON.parse(entryIn(stored))),
  );
  const passkeys = Object.entries(contents.hashes.get('passkeys') ?? {});
  const people = passkeys.map(
    ([id, json]) => [id, z.parse(StoredPasskeys, JSON.parse(json)).length] as const,
  );
  return unexplainedIn(entries, people);
}

export const auditIn = ({ lists }: Contents): readonly string[] => lists.get('audit') ?? [];

/** Maximum number of words per write, because a script can unpack only a limited number of arguments. */
const WORDS_AT_ONCE = 1_000;

/** The writes that put the contents into an empty ledger. */
export function written({ hashes, lists }: Contents): Write[] {
  const writes: Write[] = [];
  const put = (command: 'HSET' | 'RPUSH', name: string, words: readonly string[]) => {
    for (let i = 0; i < words.length; i += WORDS_AT_ONCE)
      writes.push([command, name, ...words.slice(i, i + WORDS_AT_ONCE)]);
  };
  for (const [name, hash] of hashes) put('HSET', name, Object.entries(hash).flat());
  for (const [name, list] of lists) put('RPUSH', name, list);
  return writes;
}
