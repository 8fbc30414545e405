/**
 * A ledger as a file of JSON lines: a header, one line per key, and a footer. The footer has the number of keys and the
 * SHA-256 of all lines before it, so that a truncated or changed file is detected.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { faultIn } from './chain.ts';
import { auditIn, checkContents, headIn, KEPT, LISTS, type Contents } from './contents.ts';
import { SCHEMA } from '../schema/migrations.ts';

const Header = z.object({
  terskel: z.literal('ledger'),
  schema: z.int().check(z.minimum(1)),
  /** ms since the epoch. */
  takenAt: z.int(),
  audit: z.object({ number: z.int(), hash: z.string() }),
});
const Key = z.discriminatedUnion('type', [
  z.object({ key: z.string(), type: z.literal('hash'), value: z.record(z.string(), z.string()) }),
  z.object({ key: z.string(), type: z.literal('list'), value: z.array(z.string()) }),
]);
const Footer = z.object({ keys: z.int(), sha256: z.string() });

/** An unusable backup file. The message is one line that says what is wrong and quotes nothing of the file. */
export class BackupError extends Error {}

const UNREADABLE = 'The file contains data that this Terskel cannot read.';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export function fileOf(contents: Contents, takenAt: number): string {
  const { schema, hashes, lists } = contents;
  const header: z.infer<typeof Header> = {
    ...{ terskel: 'ledger', schema, takenAt },
    audit: headIn(contents),
  };
  const keys: z.infer<typeof Key>[] = [
    ...[...hashes].map(([key, value]) => ({ key, type: 'hash' as const, value: { ...value } })),
    ...[...lists].map(([key, value]) => ({ key, type: 'list' as const, value: [...value] })),
  ];
  const body = [header, ...keys].map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${body}${JSON.stringify({ keys: keys.length, sha256: sha256(body) })}\n`;
}

/**
 * Parses a backup file. Throws a `BackupError` if it is incomplete, of a newer version, or its audit log was altered.
 * `takenAt`: ms since the epoch.
 */
export function contentsIn(file: string): {
  readonly contents: Contents;
  readonly takenAt: number;
} {
  const end = file.lastIndexOf('\n', file.length - 2) + 1;
  const lines = file.slice(0, end).split('\n').slice(0, -1);
  const footer = read(Footer, file.slice(end));
  const whole = footer !== null && footer.sha256 === sha256(file.slice(0, end));
  if (!whole || footer.keys !== lines.length - 1)
    throw new BackupError('The file is not whole, or not a backup of a ledger.');
  const header = read(Header, lines[0] ?? '');
  const keys = lines.slice(1).map((line) => read(Key, line));
  if (header === null) throw new BackupError('The file is not a backup of a ledger.');
  const { schema, takenAt } = header;
  if (schema > SCHEMA) {
    throw new BackupError(
      `The file is of a newer Terskel (schema ${schema}; this one knows ${SCHEMA}).`,
    );
  }
  const hashes = new Map<string, Readonly<Record<string, string>>>();
  const lists = new Map<string, readonly string[]>();
  for (const key of keys) {
    // Each key must be unique, of its type and one that is backed up; otherwise a restore would fail halfway.
    const isTwice = key !== null && (hashes.has(key.key) || lists.has(key.key));
    if (key === null || isTwice || typeIn(schema, key.key) !== key.type)
      throw new BackupError(UNREADABLE);
    if (key.type === 'hash') hashes.set(key.key, key.value);
    else lists.set(key.key, key.value);
  }
  const contents = { schema, hashes, lists };
  const { number, hash } = headIn(contents);
  if (number !== header.audit.number || hash !== header.audit.hash)
    throw new BackupError(UNREADABLE);
  const fault = faultIn(auditIn(contents), header.audit);
  if (fault !== null) throw new BackupError(`The audit log in the file is not whole. ${fault}`);
  if (schema === SCHEMA) mustBeKnown(contents);
  return { contents, takenAt };
}

/** Throws a `BackupError` if a record does not fit this version's schema. */
export function mustBeKnown(contents: Contents): void {
  try {
    checkContents(contents);
  } catch {
    throw new BackupError(UNREADABLE);
  }
}

/** The type of a key that a backup may contain; null for any other key. */
function typeIn(schema: number, key: string): 'hash' | 'list' | null {
  if ((LISTS as readonly string[]).includes(key)) return 'list';
  const isKept = (KEPT as readonly string[]).includes(key);
  // Schema 1 had a key per invite, and schema 2 had counters of feedback.
  const isOld = (schema === 1 && key.startsWith('invite:')) || (schema < 3 && key === 'counters');
  return isKept || isOld ? 'hash' : null;
}

function read<Schema extends z.ZodMiniType>(schema: Schema, line: string): z.infer<Schema> | null {
  try {
    return z.parse(schema, JSON.parse(line));
  } catch {
    return null;
  }
}
