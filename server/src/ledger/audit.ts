/**
 * Reads the audit log (rule S5). Each entry is stored with a hash over itself and all entries before it: see
 * `commit.ts`.
 */
import { AUDIT_PAGE } from '@terskel/shared/limits';
import { AuditEntry, type AuditFilter } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import type { Ledger } from '../domain/ledger.ts';
import { keyIn, type LedgerStore } from './commit.ts';

/** Entries per read. */
const CHUNK = 500;

/** The entry's JSON, from the stored form '<hash> <JSON>'. */
export const entryIn = (stored: string): string => stored.slice(stored.indexOf(' ') + 1);

function fits({ what, staff, from, until }: AuditFilter, entry: AuditEntry): boolean {
  return (
    (what === undefined || entry.what === what) &&
    (staff === undefined || entry.by?.id === staff || entry.about?.id === staff) &&
    (from === undefined || entry.at >= from) &&
    (until === undefined || entry.at < until)
  );
}

export function auditLedger(store: LedgerStore): Pick<Ledger, 'audit'> {
  const { redis } = store;
  const key = keyIn(store, 'audit');
  return {
    async audit(filter) {
      const entries: AuditEntry[] = [];
      let end = Math.min(await redis.lLen(key), (filter.before ?? Infinity) - 1);
      while (end > 0 && entries.length <= AUDIT_PAGE) {
        const start = Math.max(0, end - CHUNK);
        const read = await redis.lRange(key, start, end - 1);
        const chunk = read.map((stored) => z.parse(AuditEntry, JSON.parse(entryIn(stored))));
        entries.push(...chunk.toReversed().filter((entry) => fits(filter, entry)));
        end = start;
      }
      return { entries: entries.slice(0, AUDIT_PAGE), more: entries.length > AUDIT_PAGE };
    },
  };
}
