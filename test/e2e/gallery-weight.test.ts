/** What a seeker's browser must fetch before *Start*, as the server sends it: compressed ahead with Brotli. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { LOCALE_LIST } from '../../client/src/i18n/locales.ts';
import { buildClient } from '../../scripts/build.ts';
import { ROOT } from '../../scripts/env.ts';

const DIST = join(ROOT, 'client', 'dist');
const MOST_BYTES = 25_000;

beforeAll(() => buildClient(() => {}));

const read = (name: string): string => readFileSync(join(DIST, name), 'utf8');

/** The page, what it names, and what these import at once: not what they ask for later. */
function before(): Set<string> {
  const found = new Set(['index.html']);
  for (const name of found) {
    const text = read(name);
    const named = name.endsWith('.html')
      ? [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path = '']) => path)
      : [...text.matchAll(/(?:from|^import|;import)\s*"\.\/([^"]+)"/g)].map(
          ([, file = '']) => `assets/${file}`,
        );
    for (const path of named) found.add(path);
  }
  return found;
}

test.each(LOCALE_LIST)('[U5] at most 25 kB before Start, in %s', (locale) => {
  // Of a language's two catalogues the larger is the seeker's; to err is to err on the safe side.
  const catalogues = readdirSync(join(DIST, 'assets')).filter((name) =>
    new RegExp(`^${locale}-[\\w-]+\\.js$`).test(name),
  );
  const sizes = (names: Iterable<string>) =>
    [...names].map((name) => ({ name, bytes: brotliCompressSync(read(name)).length }));
  const [words] = sizes(catalogues.map((name) => `assets/${name}`)).toSorted(
    (one, other) => other.bytes - one.bytes,
  );
  const all = [...sizes(before()), ...(words === undefined ? [] : [words])];
  expect(all.map(({ name }) => basename(name))).toEqual(
    expect.arrayContaining(['index.html', expect.stringMatching(new RegExp(`^${locale}-`))]),
  );
  expect(all.length).toBeGreaterThan(4);
  const sum = all.reduce((total, { bytes }) => total + bytes, 0);
  expect(sum).toBeLessThan(MOST_BYTES);
});

test('[U5, U2] nothing stands inline that the policy would refuse', () => {
  for (const name of ['index.html', 'volunteer.html']) {
    expect(read(name)).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  }
});
