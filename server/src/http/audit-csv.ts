/** Exports the audit log as CSV for spreadsheets (RFC 4180), newest entry first. */
import type { AuditEntry, AuditFilter } from '@terskel/shared/staff';

type Page = { readonly entries: readonly AuditEntry[]; readonly more: boolean };

/** Without it, spreadsheets assume an encoding other than UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = 'number time by by_id what about about_id before after'.split(' ');
/** Characters that start a formula in spreadsheets, or that spreadsheets drop before one. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\p{C}]/u;

/**
 * The start of a formula after any character that may end a cell. Depending on their locale, spreadsheets also split at
 * semicolons, tabs and other characters, and then ignore quotes within a cell.
 */
const FORMULA_WITHIN =
  /([,;|:\t\r\n\v\f\u0085\u2028\u2029"'^])([\s\p{C}]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** Quotes a cell. An apostrophe before each possible formula makes spreadsheets treat it as text. */
function csvCell(text: string): string {
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

/** Yields the CSV file page by page, so that a long log is never in memory as a whole. */
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
