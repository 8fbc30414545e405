/** Outside the domain, the stores are called only where the README of the server says so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { projectFiles } from '../../scripts/files.ts';
import { withoutComments } from '../helpers/imports.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Parts that get a `Domain`, and with it the stores. */
const sources = projectFiles('server/src').filter((path) =>
  /^server\/src\/(?:(?:socket|http|jobs)\/.*|app)\.ts$/.test(path),
);

/** `store.line`, `ledger.session`: calls of the stores, whatever variable holds the domain. */
const callsIn = (source: string): readonly string[] =>
  [...withoutComments(source).matchAll(/\b(?:store|ledger)\.\w+(?=\()/g)].map(([call]) => call);

test('[house] the README lists every call of a store outside the domain, and no other', () => {
  const table = read('server/README.md').split('| calls outside the domain |')[1] ?? '';
  const rows = table.slice(0, table.indexOf('\n\n')).matchAll(/^\| `(src\/[^|]*)` \| ([^|]*) \|/gm);
  const listed = [...rows].map(([, file = '', calls = '']) => [
    `server/${file}`,
    [...calls.matchAll(/`([\w.]+)`/g)].map(([, call = '']) => call).toSorted(),
  ]);
  const found = sources
    .map((path) => [path, [...new Set(callsIn(read(path)))].toSorted()] as const)
    .filter(([, calls]) => calls.length > 0);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(found));
});
