/** The audit log as a file for spreadsheets: RFC 4180, newest first. */
import type { AuditEntry, AuditFilter } from '@terskel/shared/staff';

type Page = { readonly entries: readonly AuditEntry[]; readonly more: boolean };

/** Spreadsheets take a file without it for one of another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = 'number time by by_id what about about_id before after'.split(' ');
/** What spreadsheets take for the beginning of a formula, or drop before one. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\p{C}]/u;

/**
 * The same behind whatever a reader may take for the end of a cell: spreadsheets split at semicolons, tabs and other
 * characters as well, by the settings of their language, and then look at no quotes that stand within a cell.
 */
const FORMULA_WITHIN =
  /([,;|:\t\r\n\v\f\u0085\u2028\u2029"'^])([\s\p{C}]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** A cell that would be taken for a formula, in whole or in part, becomes text by an apostrophe before it. */
export function csvCell(text: string): string {
  const within = text.replaceAll(FORMULA_WITHIN, `$1$2'`);
  const safe = FORMULA.test(within) ? `'${within}` : within;
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
