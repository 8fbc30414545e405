/** The audit log as a file for spreadsheets: RFC 4180, newest first. */
import type { AuditEntry, AuditFilter } from '@terskel/shared/staff';

type Page = { readonly entries: readonly AuditEntry[]; readonly more: boolean };

/** Spreadsheets take a file without it for one of another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = 'number time by by_id what about about_id before after'.split(' ');
/** What spreadsheets take for the beginning of a formula, or drop before one. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\p{C}]/u;

/** A cell that would be taken for a formula becomes text by an apostrophe before it. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function lineOf({ number, at, by, what, about, before, after }: AuditEntry): string {
  const fields = (changes: object | null) => (changes === null ? '' : JSON.stringify(changes));
  return csvLine([
    ...[String(number), new Date(at).toISOString()],
    ...[by?.alias ?? '', by?.id ?? '', what, about?.alias ?? '', about?.id ?? ''],
    ...[fields(before), fields(after)],
  ]);
}

/** In pieces, each a page of the log, so that a long one is never in memory as a whole. */
export async function* auditCsv(
  read: (filter: AuditFilter) => Promise<Page>,
  filter: AuditFilter,
): AsyncGenerator<string> {
  let page = await read(filter);
  yield BYTE_ORDER_MARK + csvLine(COLUMNS) + page.entries.map(lineOf).join('');
  while (page.more) {
    page = await read({ ...filter, before: page.entries.at(-1)?.number ?? 1 });
    yield page.entries.map(lineOf).join('');
  }
}
