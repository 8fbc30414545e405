/** The audit log as a CSV file, read back with a reader that follows RFC 4180 only. */
import { auditCsv, csvLine } from '@terskel/server/http/audit-csv';
import type { AuditEntry } from '@terskel/shared/staff';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** Parses records of quoted fields. */
function read(file: string): string[][] {
  const lines = file.matchAll(/((?:"(?:[^"]|"")*",?)+)\r\n/gy);
  return [...lines].map(([, line = '']) =>
    [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, field = '']) => field.replaceAll('""', '"')),
  );
}

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(...'= + - @ " \' , ; \r \n \t \u0000 \uFEFF ＝ a å'.split(' ')),
  }),
);

test('[S5] cells are read back unchanged, and none is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
      const file = rows.map(csvLine).join('');
      const got = read(file);
      const plain = (all: string[][]) => all.map((row) => row.map((f) => f.replaceAll("'", '')));
      expect(plain(got)).toEqual(plain(rows));
      for (const field of got.flat()) expect(field).not.toMatch(/^[=+\-@\t\r\n\0\uFEFF＝＋－＠]/);
    }),
    { seed: 3, numRuns: 300 },
  );
});

/**
 * The cells that a spreadsheet sees if it splits at `separator` and treats quotes inside a cell as ordinary characters.
 */
const cells = (line: string, separator: string) =>
  line.split(separator).map((part) => part.replace(/^[\s"]+/, ''));

test.each([',', ';', '\t', '\n', '\r', '|', ':'])(
  '[S5] with %j as separator, no part of a cell is a formula',
  (separator) => {
    for (const text of ['x;=1+1;y', `x${separator}=1+1${separator}y`, `x${separator} "@A1"`])
      for (const part of cells(csvLine([text, 'z']), separator))
        expect(part).not.toMatch(/^[=+\-@]/);
  },
);

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\u200B=1', '＝1'])(
  '[S5] %j is written as text',
  (formula) => {
    const line = csvLine([formula]);
    expect(line).toMatch(/^"'/);
    expect(line.replaceAll("'", '')).toBe(`"${formula}"\r\n`);
  },
);

test('[S5] the file contains every page of the log, each entry once, in order', async () => {
  const entries = Array.from({ length: 7 }, (_, index): AuditEntry => ({
    ...{ number: 7 - index, at: Date.UTC(2026, 0, 1), by: null, what: 'staff.changed' },
    ...{ about: null, before: null, after: { alias: `"Kari", ${index}\n` } },
  }));
  const page = async ({ before = 8 }: { readonly before?: number | undefined }) => {
    const rest = entries.filter(({ number }) => number < before);
    return { entries: rest.slice(0, 3), more: rest.length > 3 };
  };
  const pieces: string[] = [];
  for await (const piece of auditCsv(page, {})) pieces.push(piece);
  expect(pieces).toHaveLength(3);
  const [head, ...rows] = read(pieces.join('').replace(/^\uFEFF/, ''));
  expect(head).toEqual('number time by by_id what about about_id before after'.split(' '));
  expect(rows.map(([number]) => Number(number))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(rows[0]).toEqual([
    ...['7', '2026-01-01T00:00:00.000Z', '', '', 'staff.changed', '', '', ''],
    '{"alias":"\\"Kari\\", 0\\n"}',
  ]);
});
