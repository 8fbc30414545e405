/** Checks that the audit log was not altered: each entry has a hash over itself and all entries before it (rule S5). */
import type { StaffId } from '@terskel/shared/ids';
import type { AuditEntry } from '@terskel/shared/staff';
import * as z from 'zod/mini';
import { entryIn } from '../audit.ts';
import { chained } from '../commit.ts';

export interface Head {
  readonly number: number;
  /** Hash of the last entry; '' if there is none. */
  readonly hash: string;
}

/**
 * Checks that the log has an entry for each person with a passkey. Returns the fault in words; null if there is none.
 */
export function unexplainedIn(
  audit: readonly AuditEntry[],
  people: Iterable<readonly [id: string, passkeys: number]>,
): string | null {
  const mentioned = new Set(audit.map(({ about }) => about?.id));
  const unexplained = [...people].filter(
    ([id, passkeys]) => passkeys > 0 && !mentioned.has(id as StaffId),
  );
  if (unexplained.length === 0) return null;
  return `The beginning is missing: no entry says how ${unexplained.length} of the staff joined.`;
}

const Numbered = z.looseObject({ number: z.int() });
const numberOf = (json: string): number | null => {
  try {
    return z.parse(Numbered, JSON.parse(json)).number;
  } catch {
    return null;
  }
};

/**
 * Returns the first fault of the log in words; null if there is none. `earlier`: a hash that was once the head's and
 * must still occur in the log. An attacker who can write the whole log and its head can replace it by a consistent one.
 * Only such a hash, kept elsewhere, reveals that.
 */
export function faultIn(
  audit: readonly string[],
  head: Head,
  earlier: string | null = null,
): string | null {
  let before = '';
  let met = earlier === null || earlier === '';
  for (const [index, stored] of audit.entries()) {
    const expected = index + 1;
    const json = entryIn(stored);
    const number = numberOf(json);
    if (number === null) return `Entry ${expected} cannot be read.`;
    if (number > expected) return `Entry ${expected} is missing: entry ${number} stands there.`;
    if (number < expected) return `Entry ${number} stands in the place of entry ${expected}.`;
    const hash = stored.slice(0, -json.length - 1);
    if (hash !== chained(before, json)) return `Entry ${expected} is not what was written.`;
    met ||= hash === earlier;
    before = hash;
  }
  if (audit.length < head.number) {
    return `Entry ${audit.length + 1} is missing: the log should have ${head.number}.`;
  }
  if (audit.length > head.number || before !== head.hash)
    return `Entry ${audit.length} is not the one that the head names.`;
  return met ? null : 'No entry has the hash that was given: this is not the log that it was of.';
}
