/** Replaces a ledger by a backup, in one step that a running service sees like any other change. */
import type { Ids, Outcome } from '../../domain/ports.ts';
import { refused } from '../../domain/ports.ts';
import type { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import { mustBeKnown } from './file.ts';
import type { Head } from './chain.ts';
import { chained, commits, keyIn, unchanged, type LedgerStore } from '../commit.ts';
import { auditIn, contentsOf, headIn, KEPT, written, type Contents } from './contents.ts';
import { migrate, SCHEMA } from '../schema/migrations.ts';
import { namesBelow } from '../schema/names.ts';
import { StoredStaff } from '../records.ts';

/** Migrates a backup of an earlier version to the current schema, in separate keys below `restoring`. */
async function modern(store: LedgerStore, old: Contents, ids: Ids): Promise<Contents> {
  const { redis } = store;
  const aside = { ...store, root: keyIn(store, 'restoring') };
  const clear = async () => {
    for (const name of await namesBelow(store, 'restoring')) await redis.del(keyIn(aside, name));
  };
  await clear();
  await redis.ledgerCommit(aside.root, {
    version: '',
    hash: undefined,
    entry: undefined,
    writes: written(old),
  });
  await redis.set(keyIn(aside, 'schema'), String(old.schema));
  await migrate(aside, ids);
  const contents = await contentsOf(aside);
  await clear();
  mustBeKnown(contents);
  return contents;
}

/**
 * Restores a backup and returns the new head of the audit log. `wrong_state`: the ledger has staff, and `replace` is
 * false. All sign-ins end.
 */
export async function restore(
  store: LedgerStore,
  ids: Ids,
  { contents, takenAt }: { readonly contents: Contents; readonly takenAt: number },
  replace: boolean,
): Promise<Outcome<{ readonly head: Head }>> {
  const kept = contents.schema < SCHEMA ? await modern(store, contents, ids) : contents;
  const { redis } = store;
  return commits(store)<Outcome<{ readonly head: Head }>>(async (at, version) => {
    const [number, hash] = await redis.hmGet(keyIn(store, 'head'), ['number', 'hash']);
    if (!replace && (await redis.hLen(keyIn(store, 'staff'))) > 0)
      return unchanged(refused('wrong_state'));
    const old = headIn(kept);
    const entry: AuditEntry = {
      ...{ number: old.number + 1, at, by: null, what: 'ledger.restored', about: null },
      before: { number: Number(number ?? 0), hash: hash ?? '' },
      after: { ...old, takenAt },
    };
    const json = JSON.stringify(entry);
    const head = { number: entry.number, hash: chained(old.hash, json) };
    // A generation that no sign-in can have. A generation starts at 1 and grows only by a change of the ledger, which
    // also increments the version. So before this change none exceeds version + 1.
    const staff = Object.entries(kept.hashes.get('staff') ?? {}).map(([id, stored]) => {
      const known = z.parse(StoredStaff, JSON.parse(stored));
      return [id, JSON.stringify({ ...known, signIns: version + 2 })];
    });
    const next: Contents = {
      ...kept,
      hashes: new Map([
        ...kept.hashes,
        ['staff', Object.fromEntries(staff) as Record<string, string>],
        ['head', { number: String(head.number), hash: head.hash }],
      ]),
      lists: new Map([...kept.lists, ['audit', [...auditIn(kept), `${head.hash} ${json}`]]]),
    };
    const deletions = KEPT.filter((name) => name !== 'head').map((name) => ['DEL', name] as const);
    return { result: { ok: true, head }, writes: [...deletions, ...written(next)], entry: null };
  });
}
